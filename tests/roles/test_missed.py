"""Sound that did not reach the transcript is told for the time in which the leg might have been heard."""

from datetime import datetime, timedelta

from story import DEV, Story, call_sid, with_command

from roles import commands as c, events as e

SID = call_sid("omar")


def told(story: Story, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    found = story.do(c.ReportSoundMissed(call_sid=SID, start=start, end=end, why="stream"))
    return [(event.start, event.end) for event in found if isinstance(event, e.SoundMissed)]


def test_a_gap_while_the_leg_may_be_heard_is_told_as_it_is() -> None:
    story = with_command()
    story.later(10)
    start, end = story.now - timedelta(seconds=3), story.now
    assert told(story, start, end) == [(start, end)]


def test_of_a_gap_that_begins_before_a_mute_only_the_part_before_it_is_told() -> None:
    story = with_command()
    story.later(10)
    start = story.now - timedelta(seconds=1)
    story.do(c.MuteLeg(call_sid=SID, muted=True), DEV)
    muted_at = story.incident.hearing.by_leg[SID][-1].end
    story.later(10)
    assert told(story, start, story.now) == [(start, muted_at)]


def test_what_nobody_might_have_heard_is_not_missed() -> None:
    story = with_command()
    story.do(c.MuteLeg(call_sid=SID, muted=True), DEV)
    story.later(10)
    assert told(story, story.now - timedelta(seconds=5), story.now) == []


def test_less_than_a_tenth_of_a_second_is_not_told() -> None:
    story = with_command()
    story.later(10)
    assert told(story, story.now - timedelta(milliseconds=60), story.now) == []


def test_of_a_gap_that_begins_while_muted_only_the_part_after_it_is_told() -> None:
    story = with_command()
    story.do(c.MuteLeg(call_sid=SID, muted=True), DEV)
    start = story.now
    story.later(5)
    story.do(c.MuteLeg(call_sid=SID, muted=False), DEV)
    story.muted_news(SID, False)
    open_again = story.incident.hearing.by_leg[SID][-1].start
    story.later(5)
    assert open_again > start
    assert told(story, start, story.now) == [(open_again, story.now)]
