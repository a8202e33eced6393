"""The lamp of the recording and the words of the end: what was ordered is not shown as done before it is."""

from story import CONFERENCE, DEV, Story, with_command

from bridge.read_model.head import lamp
from roles import commands as c
from roles.brief import recording_words


def seen(story: Story, status: str, sid: str = "RE1", conference: str = CONFERENCE) -> None:
    story.do(c.ReportRecording(recording_sid=sid, conference_sid=conference, status=status))


def test_the_lamp_says_off_the_record_only_once_the_carrier_has_paused_the_recording() -> None:
    story = with_command()
    seen(story, "in-progress")
    story.do(c.SetRecord(on=False), DEV)
    assert (lamp(story.incident).text, lamp(story.incident).since) == ("Still recorded", story.now)
    assert "may still be recorded" in recording_words(story.incident)
    seen(story, "paused")
    assert lamp(story.incident).text == "Off the record"
    assert recording_words(story.incident) == "The call is off the record."
    seen(story, "in-progress", "RE2", "CF" + "b" * 32)
    assert lamp(story.incident).text == "Still recorded"
    seen(story, "paused", "RE2", "CF" + "b" * 32)
    story.do(c.SetRecord(on=True), DEV)
    assert (lamp(story.incident).text, lamp(story.incident).detail) == (
        "Off the record",
        "on the record ordered, not confirmed",
    )
