"""The roll call acts through the local carrier: rings, a voicemail, the backup; and keys that are heard as tones."""

import numpy as np
import pytest
from callers import NUMBERS, TAKES_COMMAND, Bridge

from bridge.simulator import g711
from roles import commands as c
from roles.people import Role
from roles.rounds.standing import State, state_of


def key_3() -> bytes:
    """200 ms of the key tone 3 between silence, as mu-law."""
    t = np.arange(1600) / 8000
    tone = 6000 * (np.sin(2 * np.pi * 697 * t) + np.sin(2 * np.pi * 1477 * t))
    return g711.encode(np.concatenate((np.zeros(2400), tone, np.zeros(4000))).astype(np.int16))


@pytest.mark.timeout(300)
def test_the_missing_is_rung_a_voicemail_does_not_join_the_backup_does_and_a_tone_counts(
    bridge_of_four: Bridge,
) -> None:
    bridge = bridge_of_four
    bridge.join("ana", "dev")
    bridge.presses("ana", *TAKES_COMMAND)
    bridge.stage.carrier.on_ring(NUMBERS["omar"], "voicemail")
    bridge.stage.carrier.on_ring(NUMBERS["max"], "answer")
    bridge.presses("ana", "0", "1")
    bridge.callers["ana"].wait_for_text("missing Omar Haddad", timeout_s=30)
    bridge.callers["ana"].wait_for_text("Nobody is deputy.", timeout_s=30)
    omar = next(who for who, person in bridge.incident().people.items() if person.name == "Omar Haddad")
    bridge.wait("Omar is rung", lambda record: record.incident.rings.going_on(omar))
    bridge.answers_ring("max")
    bridge.wait(
        "the voicemail did not join",
        lambda record: any(ring.outcome == "no_key" for ring in record.incident.rings.by_id.values()),
        timeout_s=40,
    )
    roll_call = bridge.incident().roll_calls[-1]
    assert state_of(bridge.incident(), roll_call, omar) is State.UNREACHABLE
    assert roll_call.backups[omar] == (bridge.leg("max").person_id,)
    bridge.presses("max", "1")
    bridge.wait("the backup closes the gap", lambda record: omar not in record.incident.roll_calls[-1].open_gaps)
    assert not any("missing" in heard.text for heard in bridge.callers["max"].heard)

    bridge.order(c.CloseRollCall(), by="ana")
    bridge.order(c.ProposeRole(role=Role.DEPUTY, person_id=bridge.leg("dev").person_id), by="ana")
    dev = bridge.callers["dev"]
    bridge.presses("dev", "2")
    bridge.wait("Dev's sound comes", lambda record: record.incident.streams.running(dev.sid) is not None)
    joined_at = bridge.leg("dev").seat
    assert joined_at is not None
    dev.speak(bytes([0xFF]) * 24_000).wait(timeout_s=10)
    dev.speak(key_3()).wait(timeout_s=10)
    bridge.wait("the tone marks the moment", lambda record: record.incident.marks)
    dev.wait_for_text("Marked.", timeout_s=20)
