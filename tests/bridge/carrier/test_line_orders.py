"""Orders about somebody's own line, through the outbox to the carrier's port; its callbacks through signed webhooks."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from switchboard import CONFERENCE, Switchboard, sid
from test_performers import Desk, participants

from bridge.carrier.line_recordings import STARTED_BY_US
from bridge.carrier.rest import CarrierRefused
from bridge.carrier.seen import SeenRecording
from roles import commands as c, events as e
from roles.people import Actor

RE = "RE" + "4" * 32


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Ana and Dev are together and no recording has started."""
    found = Desk(Switchboard(tmp_path))
    for _ in range(7):
        found.twilio.later(1)
        found.order(c.Tick())
    found.carrier.asked.clear()
    yield found
    found.dispatcher.close()
    found.twilio.node.close()


def as_dev(desk: Desk, command: c.Command) -> None:
    dev = Actor(person_id=desk.twilio.incident().legs[sid(2)].person_id)
    desk.twilio.node.service.handle(desk.incident_id, command, dev)
    desk.dispatcher.sweep()


def asked(desk: Desk) -> list[str]:
    return [found[0] for found in desk.carrier.asked if "call" in found[0]]


def calls_back(desk: Desk, status: str, call: int = 2, **form: str) -> int:
    url = next(found[2] for found in desk.carrier.asked if found[0] == "record_call")
    fields = {"CallSid": sid(call), "RecordingSid": RE, "RecordingStatus": status, "RecordingChannels": "2"}
    start = {"RecordingStartTime": f"{desk.twilio.now:%a, %d %b %Y %H:%M:%S +0000}"}
    return desk.twilio.post(url, **{**fields, **start, **form}).status_code


def test_it_is_looked_for_first_then_ordered_with_a_callback_of_its_own(desk: Desk) -> None:
    as_dev(desk, c.RecordLine())
    assert asked(desk) == ["call_recordings", "record_call"]
    line = desk.twilio.incident().lines.by_call[sid(2)]
    assert (line.recording_sid, line.confirmed) == (RE, False)
    assert calls_back(desk, "in-progress") == 204
    assert desk.twilio.incident().lines.by_call[sid(2)].confirmed
    found = desk.twilio.incident().recording.recordings[RE]
    assert (found.call_sid, found.conference_sid, found.channels) == (sid(2), CONFERENCE, 2)


def test_a_callback_about_another_call_or_for_a_leg_that_nobody_ordered_is_nothing(desk: Desk) -> None:
    as_dev(desk, c.RecordLine())
    before = desk.twilio.incident().recording.recordings
    assert calls_back(desk, "in-progress", call=1) == 204
    url = desk.twilio.urls.callback("recording", incident=desk.incident_id, line=sid(1))
    form = {"CallSid": sid(1), "RecordingSid": "RE" + "5" * 32, "RecordingStatus": "in-progress"}
    assert desk.twilio.post(url, **form).status_code == 204
    assert desk.twilio.incident().recording.recordings == before


def test_a_lost_answer_makes_no_second_recording(desk: Desk) -> None:
    began = desk.twilio.now + timedelta(seconds=1)
    desk.carrier.found[sid(2)] = [
        SeenRecording(
            recording_sid=RE,
            conference_sid="",
            status="processing",
            started_at=began,
            call_sid=sid(2),
            source=STARTED_BY_US,
        )
    ]
    as_dev(desk, c.RecordLine())
    assert asked(desk) == ["call_recordings"]
    line = desk.twilio.incident().lines.by_call[sid(2)]
    assert (line.recording_sid, line.confirmed) == (RE, True)


def test_a_recording_that_somebody_else_made_of_the_call_is_not_taken_for_it(desk: Desk) -> None:
    old = desk.twilio.now - timedelta(minutes=5)
    others = [("RE" + "5" * 32, "DialVerb", desk.twilio.now), ("RE" + "6" * 32, STARTED_BY_US, old)]
    desk.carrier.found[sid(2)] = [
        SeenRecording(
            recording_sid=found, conference_sid="", status="in-progress", started_at=at, call_sid=sid(2), source=source
        )
        for found, source, at in others
    ]
    as_dev(desk, c.RecordLine())
    assert asked(desk) == ["call_recordings", "record_call"]
    assert set(desk.twilio.incident().recording.recordings) == {RE}


def test_a_carrier_with_errors_is_asked_again_and_one_that_refuses_ends_it(desk: Desk) -> None:
    desk.carrier.away_for = {sid(2)}
    as_dev(desk, c.RecordLine())
    assert desk.twilio.incident().lines.by_call[sid(2)].wanted
    desk.carrier.away_for = set()
    desk.twilio.later(2)
    desk.dispatcher.sweep()
    assert desk.twilio.incident().lines.by_call[sid(2)].recording_sid == RE


def test_a_refusal_and_a_call_that_the_carrier_does_not_know_end_it_with_a_word(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.carrier.gone = {sid(2)}
    as_dev(desk, c.RecordLine())
    line = desk.twilio.incident().lines.by_call[sid(2)]
    assert (line.why, line.reason) == ("failed", "the carrier does not know this call any more")
    desk.carrier.gone = set()

    def refuses(_call_sid: str, _callback: str) -> SeenRecording:
        raise CarrierRefused("HTTP 400, code 20001")

    monkeypatch.setattr(desk.carrier, "record_call", refuses)
    as_dev(desk, c.RecordLine())
    line = desk.twilio.incident().lines.by_call[sid(2)]
    assert (line.why, line.reason) == ("failed", "CarrierRefused: HTTP 400, code 20001")
    assert desk.twilio.incident().legs[sid(2)].order_failed is None


def test_the_key_menu_pauses_it_the_room_goes_on_with_it_and_a_stop_is_final(desk: Desk) -> None:
    as_dev(desk, c.RecordLine())
    calls_back(desk, "in-progress")
    desk.carrier.asked.clear()
    desk.twilio.tell("participant-leave", 2, desk.rooms[2])
    desk.dispatcher.sweep()
    room = desk.twilio.ask("/twilio/step?incident=" + desk.incident_id, 2)
    desk.twilio.tell("participant-join", 2, room)
    desk.dispatcher.sweep()
    as_dev(desk, c.StopLine())
    calls = [found[3] for found in desk.carrier.asked if found[0] == "set_call_recording"]
    assert calls == ["paused", "in-progress", "stopped"]


def test_a_completed_callback_that_is_lost_is_found_by_the_comparison(desk: Desk) -> None:
    as_dev(desk, c.RecordLine())
    calls_back(desk, "in-progress")
    desk.carrier.rooms = [CONFERENCE]
    desk.carrier.seen[CONFERENCE] = participants(desk)
    desk.carrier.found[sid(2)] = [
        SeenRecording(recording_sid=RE, conference_sid="", status="completed", duration_s=4, call_sid=sid(2))
    ]
    desk.comparison.compare(desk.incident_id)
    assert desk.twilio.incident().recording.recordings[RE].status == "completed"
    log = desk.twilio.node.service.events_after(desk.incident_id, 0)
    assert [row.data["why"] for row in log if row.type == e.LineRecordingEnded.__name__] == ["carrier"]


@pytest.mark.parametrize("status", ["failed", "absent"])
def test_a_recording_that_the_carrier_could_not_make_is_absent(desk: Desk, status: str) -> None:
    as_dev(desk, c.RecordLine())
    calls_back(desk, status)
    assert desk.twilio.incident().recording.recordings[RE].status == "absent"
    assert desk.twilio.incident().lines.by_call[sid(2)].why == "carrier"
