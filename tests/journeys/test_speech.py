"""Journeys of sound: what is said on a leg stands in the log under its speaker's name, and what is private does not."""

import time
from datetime import datetime

from callers import Bridge

from bridge.demo.script import audio_path
from bridge.record import codec
from bridge.record.record import Record
from roles import commands as c, events as e

COMMANDER = "l01"
CUSTOMERS = "l20"


def texts(record: Record) -> list[tuple[str, str]]:
    return [
        (record.incident.name_of(utterance.person_id), utterance.text)
        for utterance in record.timeline.utterances()
        if utterance.closed
    ]


def heard(bridge: Bridge, who: str) -> None:
    sid = bridge.callers[who].sid
    bridge.callers[who].wait_until_streaming(timeout_s=20)
    bridge.wait(
        f"{who} is listened to",
        lambda record: record.incident.streams.running(sid) and record.incident.hearing.is_open(sid),
    )


def says(bridge: Bridge, who: str, line: str) -> None:
    bridge.callers[who].speak(audio_path(line)).wait(timeout_s=20)


def test_what_is_said_stands_in_the_log_under_the_name_of_who_said_it(bridge: Bridge) -> None:
    bridge.join("ana", "dev")
    heard(bridge, "ana")
    says(bridge, "ana", COMMANDER)
    bridge.wait(
        "Ana's words", lambda record: ("Ana Ruiz", "hello this is david i am the incident commander") in texts(record)
    )


def test_what_is_said_stands_in_the_draft_timeline_with_its_source(bridge: Bridge) -> None:
    bridge.join("ana", "dev")
    heard(bridge, "ana")
    says(bridge, "ana", COMMANDER)
    bridge.wait("the draft", lambda record: record.timeline.entry_by_id)
    with bridge.stage.node.service.reading(bridge.incident_id) as record:
        entry = next(iter(record.timeline.entry_by_id.values()))
        assert entry.type == "role"
        assert "commander" in record.timeline.by_id[entry.sources[0]].text


def test_what_a_muted_person_says_is_not_kept_and_afterwards_they_are_heard_again(bridge: Bridge) -> None:
    bridge.join("ana", "dev")
    heard(bridge, "dev")
    dev = bridge.callers["dev"]
    bridge.order(c.MuteLeg(call_sid=dev.sid, muted=True), by="ana")
    dev.wait_until_muted()
    says(bridge, "dev", CUSTOMERS)
    bridge.order(c.MuteLeg(call_sid=dev.sid, muted=False), by="ana")
    dev.wait_until_muted(False)
    heard(bridge, "dev")
    says(bridge, "dev", COMMANDER)
    bridge.wait("Dev's words", lambda record: any("commander" in text for _, text in texts(record)))
    with bridge.stage.node.service.reading(bridge.incident_id) as record:
        assert "customers" not in " ".join(text for _, text in texts(record))
    stored = b"".join(path.read_bytes() for path in (bridge.stage.data_dir).rglob("*") if path.is_file())
    assert b"customers cannot place orders" not in stored


def missed(bridge: Bridge, who: str) -> list[e.SoundMissed]:
    """What the log says is missing of this leg's sound."""
    rows = bridge.stage.node.service.events_after(bridge.incident_id, 0)
    events = [codec.from_data(row.type, row.at, row.data) for row in rows if row.type == "SoundMissed"]
    sid = bridge.callers[who].sid
    return [event for event in events if isinstance(event, e.SoundMissed) and event.call_sid == sid]


def until_missed(bridge: Bridge, who: str) -> e.SoundMissed:
    bridge.wait(f"the gap of {who} is marked", lambda _: missed(bridge, who))
    (gap,) = missed(bridge, who)
    return gap


def near(moment: datetime, epoch_s: float) -> bool:
    return abs(moment.timestamp() - epoch_s) <= 0.1


def test_after_a_crash_the_streams_come_back_by_rest_and_speech_goes_on(bridge: Bridge) -> None:
    bridge.join("ana", "dev")
    heard(bridge, "ana")
    killed_at = time.time()
    bridge.stage.kill_bridge()
    bridge.stage.start_bridge()
    heard(bridge, "ana")
    gap = until_missed(bridge, "ana")
    assert near(gap.start, killed_at)
    assert gap.end >= gap.start
    assert near(gap.end, bridge.callers["ana"].call.streams[-1].heard_from_s)
    says(bridge, "ana", COMMANDER)
    bridge.wait("Ana's words", lambda record: any("commander" in text for _, text in texts(record)))


def test_a_media_socket_that_breaks_is_replaced_while_the_call_goes_on(bridge: Bridge) -> None:
    bridge.join("ana", "dev")
    heard(bridge, "ana")
    first = bridge.incident().streams.by_leg[bridge.callers["ana"].sid].name
    bridge.stage.carrier.faults.drop_media_sockets(bridge.callers["ana"].sid)
    bridge.wait("a new stream", lambda record: record.incident.streams.by_leg[bridge.callers["ana"].sid].name != first)
    heard(bridge, "ana")
    old, new = bridge.callers["ana"].call.streams
    assert new.heard_from_s - old.heard_until_s <= 2.0
    if new.heard_from_s - old.heard_until_s > 0.2:
        gap = until_missed(bridge, "ana")
        assert near(gap.start, old.heard_until_s)
        assert near(gap.end, new.heard_from_s)
    says(bridge, "ana", COMMANDER)
    bridge.wait("Ana's words", lambda record: any("commander" in text for _, text in texts(record)))
