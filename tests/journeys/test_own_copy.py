"""The own copy with the running bridge: a voice that never stops, every private state; nothing closed is on disk."""

from datetime import UTC, datetime

import numpy as np
from callers import TAKES_COMMAND, Bridge

from roles import commands as c
from roles.people import Role
from transcription import g711


def voice(seconds: int) -> bytes:
    """A voice that a gate would take for speech all the time."""
    at = np.arange(seconds * 8000) / 8000
    return g711.encode((8000 * np.sin(2 * np.pi * 300 * at)).astype(np.int16))


def kept(bridge: Bridge, who: str) -> list[tuple[datetime, datetime]]:
    copies = bridge.stage.node.copies
    return [
        (datetime.fromtimestamp(block.start_ms / 1000, UTC), datetime.fromtimestamp(block.end_ms / 1000, UTC))
        for block in copies.blocks(bridge.incident_id, bridge.callers[who].sid)
    ]


def seconds(bridge: Bridge) -> float:
    return sum((end - start).total_seconds() for start, end in kept(bridge, "dev"))


def is_kept_again(bridge: Bridge) -> None:
    """A second more of Dev's voice is on disk."""
    before = seconds(bridge)
    bridge.wait("Dev is kept again", lambda _: seconds(bridge) > before + 1, timeout_s=30)


def test_of_a_voice_that_never_stops_only_the_open_times_are_kept(bridge: Bridge) -> None:
    bridge.join("ana", "dev")
    bridge.presses("ana", *TAKES_COMMAND)
    bridge.order(c.AssignRole(role=Role.DEPUTY, person_id=bridge.leg("ana").person_id), by="ana")
    dev = bridge.callers["dev"]
    dev.wait_until_streaming(timeout_s=20)
    may_be_heard = lambda record: record.incident.hearing.is_open(dev.sid)  # noqa: E731
    bridge.wait("the recording runs", lambda record: record.incident.recording.state == "recording")
    bridge.wait("Dev may be heard", may_be_heard)
    dev.speak(voice(120))
    bridge.wait("there is sound", lambda record: record.incident.recording.sound_in)
    is_kept_again(bridge)

    for closed, opened in (
        (c.MuteLeg(call_sid=dev.sid, muted=True), c.MuteLeg(call_sid=dev.sid, muted=False)),
        (c.HoldLeg(call_sid=dev.sid, hold=True), c.HoldLeg(call_sid=dev.sid, hold=False)),
        (c.SetRecord(on=False), c.SetRecord(on=True)),
    ):
        bridge.order(closed, by="ana")
        bridge.wait("Dev is not heard", lambda record: not may_be_heard(record))
        bridge.order(opened, by="ana")
        is_kept_again(bridge)
    bridge.presses("dev", "3")
    is_kept_again(bridge)
    bridge.order(c.EndCall(), by="ana")
    dev.wait_until_over(timeout_s=30)

    blocks, incident = kept(bridge, "dev"), bridge.incident()
    assert seconds(bridge) > 5
    assert len(incident.hearing.by_leg[dev.sid]) >= 5
    for start, end in blocks:
        assert incident.hearing.allows(dev.sid, start, end), f"{start} to {end} was closed"
    assert not kept(bridge, "ana"), "who says nothing has an empty copy"
