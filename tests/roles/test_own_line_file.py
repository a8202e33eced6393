"""What the file of somebody's own line proves, and what of it is kept."""

from datetime import datetime, timedelta

from own_line_story import CONFERENCE, DEV, OMAR, OMARS, RE, recorded, tells
from story import Story

from roles import commands as c, events as e
from roles.people import CARRIER
from roles.record.line_news import covered_words, line_words
from roles.record.recording import Recording


def over(seconds: int = 60) -> Story:
    """Recorded so long, then stopped and completed."""
    story = recorded()
    story.later(seconds).do(c.StopLine(), OMAR)
    story.do(
        c.ReportRecording(
            recording_sid=RE, conference_sid="", status="completed", duration_s=seconds + 1, call_sid=OMARS
        ),
        CARRIER,
    )
    return story


def measured(
    story: Story, duration_s: float = 61, silenced_s: float = 0, unheard: tuple[tuple[datetime, datetime], ...] = ()
) -> list[e.Event]:
    return story.do(
        c.ReportRecordingMeasured(
            recording_sid=RE,
            duration_s=duration_s,
            size_bytes=1,
            channels=2,
            loudness_dbfs=-20.0,
            sha256="ab",
            file="f.wav",
            silenced_s=silenced_s,
            unheard=unheard,
        ),
        CARRIER,
    )


def known(story: Story) -> Recording:
    return story.incident.recording.recordings[RE]


def test_a_whole_file_is_verified_and_says_whose_line_it_is_and_which_gap_it_fills() -> None:
    story = over()
    began = known(story).started_at
    assert began is not None
    measured(story)
    verdict = known(story).verdict
    assert verdict is not None
    assert verdict.verdict == "verified"
    words = line_words(story.incident, known(story))
    assert words.startswith("The line of Omar Haddad, recorded with their consent 03:00:")
    room = Recording(recording_sid="OWN" + CONFERENCE[2:], conference_sid=CONFERENCE)
    assert covered_words(story.incident, room).startswith("The line of Omar Haddad covers 03:00:")
    assert covered_words(story.incident, known(story)) == ""


def test_what_was_silenced_is_in_the_log_and_then_the_carriers_file_is_deleted() -> None:
    story = over()
    found = measured(story, silenced_s=4.0)
    redacted = next(event for event in found if isinstance(event, e.RecordingRedacted))
    assert (redacted.why, redacted.silenced_s) == ("private", 4.0)
    assert isinstance(found[-1], e.CarrierFileDeletionOrdered)


def test_a_short_file_is_fetched_once_more_before_it_is_judged_and_the_carriers_is_kept_then() -> None:
    story = over()
    found = measured(story, duration_s=20, silenced_s=4.0)
    assert [type(event) for event in found[:1]] == [e.RecordingAlarmRaised]
    again = story.ticks(11)
    assert any(isinstance(event, e.RecordingFetchOrdered) for event in again)
    found = measured(story, duration_s=20, silenced_s=4.0)
    verdict = known(story).verdict
    assert verdict is not None
    assert verdict.verdict == "partial"
    assert "may hold a private moment" in verdict.sentence
    assert not any(isinstance(event, e.CarrierFileDeletionOrdered) for event in found)
    assert not any(event.fault.startswith("file_") for event in story.incident.recording.alarms.values())


def test_a_leave_that_is_told_late_makes_no_file_short() -> None:
    story = recorded()
    story.later(60).do(c.StopLine(), OMAR)
    ended = c.ReportRecording(recording_sid=RE, conference_sid="", status="completed", duration_s=50, call_sid=OMARS)
    story.do(ended, CARRIER)
    assert any(isinstance(event, e.RecordingVerified) for event in measured(story, duration_s=50))


def test_sound_that_is_missing_counts_only_where_it_was_to_be_kept() -> None:
    story = over()
    began = known(story).started_at
    assert began is not None
    away = (began - timedelta(seconds=30), began - timedelta(seconds=20))
    here = (began + timedelta(seconds=20), began + timedelta(seconds=25))
    assert any(isinstance(event, e.RecordingVerified) for event in measured(story, unheard=(away,)))
    story = over()
    assert not any(isinstance(event, e.RecordingVerified) for event in measured(story, unheard=(here,)))


def test_no_mix_takes_the_place_of_a_line() -> None:
    story = over()
    measured(story, duration_s=20)
    story.ticks(11)
    measured(story, duration_s=20)
    found = story.ticks(30)
    assert not any(isinstance(event, e.OwnMixOrdered) and event.recording_sid == RE for event in found)


def test_a_line_that_was_somebody_elses_is_not_kept_at_all() -> None:
    story = recorded()
    story.do(c.RenameLeg(call_sid=OMARS, name="Sam Bell"), DEV)
    tells(story, "completed")
    found = story.do(c.ReportRecordingGone(recording_sid=RE, reason="somebody else's"), CARRIER)
    assert any(isinstance(event, e.CarrierFileDeletionOrdered) for event in found)
    verdict = known(story).verdict
    assert verdict is not None
    assert "nothing of it is kept" in verdict.sentence
