"""Callback forms as commands: the reference's samples, and anything at all without an error."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from bridge.carrier import callbacks
from roles import commands as c

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
JOIN = {
    "ConferenceSid": "CF1",
    "CallSid": "CA1",
    "ParticipantLabel": "p-1",
    "SequenceNumber": "4",
    "Muted": "true",
    "Hold": "false",
    "Timestamp": "Mon, 2 Mar 2026 09:05:07 +0000",
    "SomethingNew": "x",
}


def test_a_join_is_told_with_the_carriers_own_time_and_number() -> None:
    command = callbacks.conference({**JOIN, "StatusCallbackEvent": "participant-join"}, NOW)
    assert command == c.ReportJoin(
        call_sid="CA1",
        conference_sid="CF1",
        label="p-1",
        sequence=4,
        muted=True,
        hold=False,
        occurred_at=datetime(2026, 3, 2, 9, 5, 7, tzinfo=UTC),
    )


def test_a_missing_timestamp_is_the_time_of_receipt() -> None:
    form = {"ConferenceSid": "CF1", "StatusCallbackEvent": "conference-end"}
    command = callbacks.conference(form, NOW)
    assert isinstance(command, c.ReportConferenceEnd)
    assert command.occurred_at == NOW


@pytest.mark.parametrize("event", ["announcement-end", "announcement-fail"])
def test_the_end_of_an_announcement_names_it_by_its_address(event: str) -> None:
    form = {**JOIN, "StatusCallbackEvent": event, "AnnounceUrl": "https://b/twilio/announcement?incident=i&number=7"}
    heard = event == "announcement-end"
    assert callbacks.conference(form, NOW) == c.ReportAnnouncementEnd(number=7, conference_sid="CF1", heard=heard)
    unknown = c.ReportAnnouncementEnd(number=0, conference_sid="CF1", heard=heard)
    assert callbacks.conference({**form, "AnnounceUrl": "garbage"}, NOW) == unknown


def test_speech_events_change_nothing() -> None:
    for event in ("participant-speech-start", "conference-start", "participant-modify"):
        assert callbacks.conference({**JOIN, "StatusCallbackEvent": event}, NOW) is None


def test_a_recording_is_told_with_its_start() -> None:
    form = {
        "RecordingSid": "RE1",
        "ConferenceSid": "CF1",
        "RecordingStatus": "completed",
        "RecordingDuration": "3127",
        "RecordingChannels": "2",
        "RecordingStartTime": "Mon, 02 Mar 2026 09:05:09 +0000",
    }
    command = callbacks.recording(form)
    assert command is not None
    assert (command.duration_s, command.channels) == (3127, 2)
    assert command.started_at == datetime(2026, 3, 2, 9, 5, 9, tzinfo=UTC)


def test_a_recording_of_a_leg_is_not_the_conferences() -> None:
    assert callbacks.recording({"RecordingSid": "RE1", "CallSid": "CA1", "RecordingStatus": "completed"}) is None


NAMES = st.sampled_from(
    [*JOIN, "StatusCallbackEvent", "CallStatus", "RecordingSid", "RecordingStatus", "RecordingStartTime", "StreamEvent",
     "RecordingDuration", "RecordingChannels", "StreamName"]
)  # fmt: skip
VALUES = st.text(max_size=40) | st.sampled_from(["participant-join", "participant-mute", "completed", "stream-error"])


@given(st.dictionaries(NAMES, VALUES))
def test_no_form_whatsoever_raises(form: dict[str, str]) -> None:
    callbacks.conference(form, NOW)
    callbacks.call_over(form, NOW)
    callbacks.recording(form)
    callbacks.stream(form)
