"""The recording guard: due after two people are together, alarmed, repaired, judged."""

from datetime import timedelta

import pytest
from story import ANA, CONFERENCE, DEV, START, Story, with_command

from roles import commands as c, events as e
from roles.record.recording import Gap, Recording
from roles.record.verdict import judge

RE = "RE" + "3" * 32


def seen(story: Story, status: str, duration_s: int | None = None) -> None:
    story.do(
        c.ReportRecording(
            recording_sid=RE, conference_sid=CONFERENCE, status=status, started_at=START, duration_s=duration_s
        )
    )


def kinds(events: list[e.Event]) -> list[str]:
    return [type(event).__name__ for event in events if type(event).__name__.startswith("Recording")]


def test_a_lone_caller_is_not_expected_to_be_recorded() -> None:
    story = Story().opened()
    story.on_the_line(ANA)
    assert kinds(story.later(60).do(c.Tick())) == []


def test_a_recording_that_never_started_is_alarmed_five_seconds_after_two_are_together() -> None:
    story = Story().opened()
    story.on_the_line(ANA)
    story.on_the_line(DEV)
    assert kinds(story.later(4).do(c.Tick())) == []
    assert kinds(story.later(1).do(c.Tick())) == ["RecordingAlarmRaised", "RecordingRepairOrdered"]
    assert kinds(story.later(1).do(c.Tick())) == [], "raised once"


def test_a_recording_that_was_paused_is_alarmed_repaired_and_the_alarm_goes_when_it_runs_again() -> None:
    story = with_command()
    seen(story, "in-progress")
    assert kinds(story.later(10).do(c.Tick())) == []
    assert story.incident.recording.state == "recording"
    seen(story, "paused")
    assert kinds(story.later(1).do(c.Tick())) == ["RecordingAlarmRaised", "RecordingRepairOrdered"]
    assert story.incident.recording.state == "alarm"
    assert kinds(story.later(1).do(c.Tick())) == []
    assert kinds(story.later(10).do(c.Tick())) == ["RecordingRepairOrdered"], "the repair is tried again"
    seen(story, "in-progress")
    assert kinds(story.do(c.Tick())) == ["RecordingAlarmCleared"]
    assert story.incident.recording.state == "recording"


def test_the_verdict_names_the_gap_that_was_repaired() -> None:
    story = with_command()
    seen(story, "in-progress")
    seen(story, "paused")
    story.later(1).do(c.Tick())
    seen(story.later(8), "in-progress")
    story.do(c.Tick())
    story.do(c.EndCall(), ANA)
    seen(story, "completed", duration_s=120)
    story.do(
        c.ReportRecordingMeasured(
            recording_sid=RE, duration_s=120.0, size_bytes=1, channels=2, loudness_dbfs=-25, sha256="x", file="f"
        )
    )
    verdict = story.incident.recording.recordings[RE].verdict
    assert verdict is not None
    assert verdict.verdict == "verified"
    assert (
        verdict.sentence
        == "Verified, 2 min 00 s, with sound. Once it did not run and was repaired: at most 23 s are missing."
    )


@pytest.mark.parametrize(
    ("duration_s", "loudness_dbfs", "verdict"),
    [(100, -20, "verified"), (98, -20, "verified"), (80, -20, "partial"), (100, -80, "missing"), (0, -20, "missing")],
)
def test_a_recording_is_judged_by_its_length_and_its_sound(
    duration_s: float, loudness_dbfs: float, verdict: str
) -> None:
    recording = Recording(recording_sid=RE, conference_sid=CONFERENCE)
    assert judge(recording, 100, duration_s, loudness_dbfs)[0] == verdict


def test_completed_is_final_whatever_comes_late() -> None:
    story = with_command()
    seen(story, "completed", duration_s=5)
    seen(story, "paused")
    assert story.incident.recording.recordings[RE].status == "completed"


def test_a_room_that_empties_by_star_makes_a_new_link_of_the_chain_without_an_alarm() -> None:
    story = with_command()
    seen(story, "in-progress")
    for leg in list(story.incident.legs.values()):
        story.presses_star(leg.call_sid, menu_id=leg.call_sid)
    assert kinds(story.later(30).do(c.Tick())) == []
    assert story.incident.recording.state == "idle"


def test_a_gap_has_a_beginning_and_an_end() -> None:
    gap = Gap(since=START, until=START + timedelta(seconds=2))
    recording = Recording(recording_sid=RE, conference_sid=CONFERENCE, gaps=(gap, gap))
    assert "2 times it did not run" in judge(recording, 10, 10, -20)[1]
