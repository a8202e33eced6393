"""Time boxes: the owner hears a minute before, the deputy when it is up, both once; more time by key seven."""

import pytest
from hypothesis import given, strategies as st
from story import ANA, DEV, OMAR, Story, call_sid, with_command

from roles import commands as c, events as e
from roles.incident import evolve
from roles.people import Role
from roles.refusals import Refused

SID = call_sid("omar")


def with_task(minutes: int = 5) -> Story:
    story = with_command()
    story.do(c.StartTimeBox(box_id="b1", task="look at the database", owner="omar", minutes=minutes), DEV)
    return story


def heard(story: Story, person: object, words: str) -> int:
    return sum(words in text for text in story.said(person))  # type: ignore[arg-type]


def test_the_owner_hears_a_minute_before_and_the_deputy_when_the_time_is_up_once_each_and_privately() -> None:
    story = with_task()
    story.ticks(239)
    assert heard(story, OMAR, "One minute left") == 0
    story.ticks(62)
    assert story.said(OMAR)[-1] == "One minute left for look at the database. Star, 7 for more time."
    assert story.said(DEV)[-1] == "Time is up for look at the database, Omar Haddad."
    story.ticks(200)
    assert (heard(story, OMAR, "One minute left"), heard(story, DEV, "Time is up")) == (1, 1)
    assert not any("database" in text for text in story.said())


def test_key_seven_gives_more_time_and_the_deputy_hears_of_it() -> None:
    story = with_task()
    story.ticks(290)
    assert story.keys(SID, "7 10") == "10 minutes more for look at the database."
    assert story.said(DEV)[-1] == "Omar Haddad takes 10 minutes more for look at the database."
    story.ticks(300)
    assert heard(story, DEV, "Time is up") == 0
    story.ticks(320)
    assert heard(story, DEV, "Time is up") == 1


def test_time_that_is_up_and_extended_runs_from_now() -> None:
    story = with_task(1)
    story.ticks(120)
    story.do(c.ExtendTimeBox(box_id="b1", minutes=2), OMAR)
    assert (story.incident.timers.boxes["b1"].due_at - story.now).total_seconds() == 120


def test_without_a_task_key_seven_says_so() -> None:
    assert with_command().keys(SID, "7") == "You have no task with a time box."


def test_the_deputy_gives_a_task_by_seat_and_minutes_and_hears_what_is_open() -> None:
    story = with_command()
    sid = call_sid("dev")
    assert story.keys(sid, "0 8 2 3 15") == "15 minutes for Omar Haddad."
    assert story.said(OMAR) == ["15 minutes for the task. Star, 7 for more time."]
    story.later(120)
    assert story.keys(sid, "081", "m2") == "2 minutes elapsed. Omar Haddad, the task: 13 minutes left."


def test_the_severity_is_set_by_key() -> None:
    story = with_command()
    assert story.keys(call_sid("dev"), "0832") == "Severity 2."
    assert story.incident.severity == 2


def test_a_task_that_is_done_reminds_nobody() -> None:
    story = with_task()
    story.do(c.AcknowledgeTimeBox(box_id="b1"), OMAR)
    assert story.incident.timers.boxes["b1"].acknowledged
    story.do(c.CloseTimeBox(box_id="b1", how="done"), OMAR)
    story.ticks(400)
    assert heard(story, DEV, "Time is up") == 0
    with pytest.raises(Refused, match="closed already"):
        story.do(c.ExtendTimeBox(box_id="b1", minutes=1), OMAR)


def test_who_may_give_no_tasks_neither_gives_nor_closes_those_of_others() -> None:
    story = with_task()
    with pytest.raises(Refused, match="time box"):
        story.do(c.StartTimeBox(box_id="b2", task="x", owner="dev", minutes=1), OMAR)
    story.do(c.StartTimeBox(box_id="b3", task="y", owner="dev", minutes=1), ANA)
    with pytest.raises(Refused, match="time box"):
        story.do(c.CloseTimeBox(box_id="b3", how="done"), OMAR)


@pytest.mark.parametrize("minutes", [0, 241, -1])
def test_a_time_box_has_a_sensible_length(minutes: int) -> None:
    with pytest.raises(Refused, match="1 to 240"):
        with_command().do(c.StartTimeBox(box_id="b", task="x", owner="omar", minutes=minutes), DEV)


def test_the_ten_minute_mark_is_told_to_the_deputy_once() -> None:
    story = with_command()
    story.ticks(700)
    assert heard(story, DEV, "10 minutes into the incident") == 1
    assert heard(story, None, "10 minutes") == 0


def test_a_cadence_of_updates_reminds_deputy_and_scribe_each_time_until_it_is_set_to_never() -> None:
    story = with_command()
    story.assign(Role.SCRIBE, OMAR, ANA)
    story.do(c.SetCadence(minutes=2), DEV)
    story.ticks(245)
    assert (heard(story, DEV, "status update"), heard(story, OMAR, "status update")) == (2, 2)
    story.do(c.SetCadence(minutes=0), DEV)
    story.ticks(300)
    assert heard(story, DEV, "status update") == 2


@given(st.lists(st.sampled_from(["tick", "twice", "extend", "restart"]), max_size=20))
def test_two_workers_and_restarts_remind_once_for_each_time_it_is_due(steps: list[str]) -> None:
    story = with_task(2)
    extended = 0
    for step in steps:
        match step:
            case "tick":
                story.ticks(45)
            case "twice":
                story.later(30)
                story.do(c.Tick())
                story.do(c.Tick())
            case "extend":
                extended += 1
                story.do(c.ExtendTimeBox(box_id="b1", minutes=1), OMAR)
            case _:
                again = Story().incident
                for event in story.events:
                    again = evolve(again, event)
                assert again == story.incident
    ups = sum(isinstance(event, e.TimeBoxUp) for event in story.events)
    assert ups <= extended + 1
