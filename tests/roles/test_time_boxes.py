"""Time boxes: the owner hears a minute before, the deputy when it is up, both once; more time by key seven."""

import pytest
from hypothesis import given, strategies as st
from story import ANA, DEV, OMAR, Story, call_sid, with_command

from roles import commands as c, events as e
from roles.incident import evolve
from roles.next_step import KeyMenu, next_step
from roles.people import Role
from roles.refusals import Refused
from roles.work.reminders import open_boxes_words

SID = call_sid("omar")
DEPUTY = call_sid("dev")


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


def test_another_time_runs_from_now_whatever_was_left_and_the_owner_hears_of_it() -> None:
    story = with_task(10)
    story.ticks(555)
    assert heard(story, OMAR, "One minute left") == 1
    story.do(c.ChangeTimeBox(box_id="b1", minutes=5), DEV)
    assert story.said(OMAR)[-1] == "5 minutes from now for look at the database, from Dev Rao."
    (box,) = story.incident.timers.open_boxes()
    assert (box.due_at - story.now).total_seconds() == 300
    story.ticks(245)
    assert heard(story, OMAR, "One minute left") == 2
    assert heard(story, DEV, "Time is up") == 0
    story.ticks(60)
    assert heard(story, DEV, "Time is up") == 1


def test_another_time_is_for_who_may_give_time_boxes_and_for_a_task_that_is_open() -> None:
    story = with_task()
    with pytest.raises(Refused, match="You may not give tasks a time box"):
        story.do(c.ChangeTimeBox(box_id="b1", minutes=1), OMAR)
    with pytest.raises(Refused, match="1 to 240 minutes"):
        story.do(c.ChangeTimeBox(box_id="b1", minutes=241), DEV)
    story.do(c.CloseTimeBox(box_id="b1", how="done"), OMAR)
    with pytest.raises(Refused, match="closed already"):
        story.do(c.ChangeTimeBox(box_id="b1", minutes=1), DEV)


def test_without_a_task_key_seven_says_so() -> None:
    assert with_command().keys(SID, "7") == "You have no task with a time box."


def test_the_deputy_gives_a_task_by_seat_and_minutes_and_hears_what_is_open() -> None:
    story = with_command()
    sid = call_sid("dev")
    assert story.keys(sid, "0 8 2 3 15") == "15 minutes for Omar Haddad."
    assert story.said(OMAR) == ["15 minutes for the task. Star, 7 for more time."]
    story.later(120)
    assert story.keys(sid, "081", "m2") == (
        "2 minutes elapsed. Omar Haddad, the task: 13 minutes left, not acknowledged."
    )


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


def test_a_cadence_of_updates_reminds_deputy_and_scribe_twice_until_an_update_is_given() -> None:
    story = with_command()
    story.assign(Role.SCRIBE, OMAR, ANA)
    story.do(c.SetCadence(minutes=2), DEV)
    story.ticks(245)
    assert (heard(story, DEV, "status update"), heard(story, OMAR, "status update")) == (2, 2)
    story.ticks(600)
    assert (heard(story, DEV, "status update"), heard(story, OMAR, "status update")) == (2, 2)
    assert story.keys(SID, "0841") == "The update is noted."
    story.ticks(119)
    assert heard(story, DEV, "status update") == 2
    story.ticks(2)
    assert heard(story, DEV, "status update") == 3
    story.do(c.SetCadence(minutes=0), DEV)
    story.ticks(300)
    assert heard(story, DEV, "status update") == 3


def test_an_update_that_is_given_early_puts_off_the_next_one() -> None:
    story = with_command()
    assert story.keys(DEPUTY, "0 8 4 2 10") == "A status update every 10 minutes."
    story.ticks(500)
    assert story.keys(DEPUTY, "0841", "m2") == "The update is noted."
    story.ticks(590)
    assert heard(story, DEV, "status update") == 0
    story.ticks(11)
    assert heard(story, DEV, "status update") == 1
    assert story.keys(DEPUTY, "0 8 4 2 0", "m3") == "No status updates."
    assert story.incident.timers.next_status_at is None


def test_a_liaison_says_that_an_update_was_given_and_a_responder_may_not() -> None:
    story = with_command()
    story.assign(Role.CUSTOMER_LIAISON, OMAR, ANA)
    story.presses_star(SID)
    story.keys_in_menu(SID, "084")
    menu = story.leg(OMAR).menu
    assert menu is not None
    assert [key for key, _ in menu.options] == ["1", "star"]
    assert story.keys_in_menu(SID, "1") == "The update is noted."
    story.do(c.VacateRole(role=Role.CUSTOMER_LIAISON, person_id="omar"), OMAR)
    story.later(5)
    with pytest.raises(Refused, match="time box"):
        story.do(c.GiveStatus(), OMAR)


def test_a_deputy_who_is_also_scribe_hears_once_that_an_update_is_due() -> None:
    story = with_command()
    story.assign(Role.SCRIBE, DEV, ANA)
    story.do(c.SetCadence(minutes=2), DEV)
    story.ticks(121)
    assert heard(story, DEV, "status update") == 1


def test_one_minute_more_after_the_time_is_up_is_reminded_of_at_its_half_and_not_at_once() -> None:
    story = with_task(1)
    story.ticks(70)
    before = len(story.said(OMAR))
    story.do(c.ExtendTimeBox(box_id="b1", minutes=1), OMAR)
    story.ticks(28)
    assert len(story.said(OMAR)) == before
    story.ticks(3)
    assert story.said(OMAR)[-1] == "Half a minute left for look at the database. Star, 7 for more time."


def test_an_extension_by_the_deputy_is_told_to_the_owner_and_one_by_the_owner_to_who_keeps_the_time() -> None:
    story = with_task()
    story.do(c.ExtendTimeBox(box_id="b1", minutes=3), DEV)
    assert story.said(OMAR)[-1] == "3 minutes more for look at the database, from Dev Rao."
    story.do(c.VacateRole(role=Role.DEPUTY, person_id="dev"), DEV)
    story.do(c.ExtendTimeBox(box_id="b1", minutes=2), OMAR)
    assert story.said(ANA)[-1] == "Omar Haddad takes 2 minutes more for look at the database."


def test_the_ten_minute_mark_waits_until_somebody_keeps_the_time() -> None:
    story = Story().opened()
    story.on_the_line(ANA)
    story.ticks(700)
    assert story.incident.timers.minutes_marked == 0
    story.do(c.TakeCommand(), ANA)
    story.ticks(5)
    assert heard(story, ANA, "11 minutes into the incident.") == 1
    assert story.incident.timers.minutes_marked == 10


def test_the_ten_minute_mark_is_said_aloud_where_the_plan_says_so() -> None:
    story = Story()
    story.do(c.OpenIncident(incident_id="i1", title="t", severity=1, room="r", mark_aloud=True))
    story.on_the_line(ANA)
    story.on_the_line(OMAR)
    story.do(c.TakeCommand(), ANA)
    story.ticks(700)
    assert heard(story, None, "10 minutes into the incident.") == 1
    assert heard(story, ANA, "10 minutes") == 0


def test_a_task_is_acknowledged_at_the_first_star_and_until_then_it_is_said_not_to_be() -> None:
    story = with_task()
    story.presses_star(SID)
    step = next_step(story.incident, story.leg(OMAR))
    assert isinstance(step, KeyMenu)
    assert (step.question, step.options) == ("A task for you: look at the database.", (("1", "got it"),))
    assert story.keys_in_menu(SID, "1") == "Noted."
    acknowledged = next(event for event in story.events if isinstance(event, e.TimeBoxAcknowledged))
    assert acknowledged.by == "omar"
    assert story.incident.timers.boxes["b1"].acknowledged
    assert "not acknowledged" not in open_boxes_words(story.incident, story.now)


def test_a_task_that_somebody_gives_themself_needs_no_acknowledgement() -> None:
    story = with_command()
    story.do(c.StartTimeBox(box_id="b1", task="x", owner="dev", minutes=5), DEV)
    assert story.incident.timers.boxes["b1"].acknowledged


def test_whoever_gives_a_task_to_somebody_who_is_not_on_the_call_hears_so_and_the_deputy_gets_the_reminder() -> None:
    story = with_command()
    story.call_over(SID)
    story.do(c.StartTimeBox(box_id="b1", task="the disk", owner="omar", minutes=5), ANA)
    assert story.said(ANA)[-1] == "Omar Haddad is not on the call and has not heard of the task."
    story.ticks(250)
    assert story.said(DEV)[-1] == "One minute left for the disk. Omar Haddad is not on the call."
    assert story.keys(DEPUTY, "0 8 2 3 5") == "5 minutes for Omar Haddad. They are not on the call."


def test_key_seven_asks_which_of_several_tasks_and_zero_says_that_it_is_done() -> None:
    story = with_task()
    story.do(c.StartTimeBox(box_id="b2", task="call the vendor", owner="omar", minutes=9), DEV)
    story.keys(SID, "3")
    story.presses_star(SID, "m2")
    story.keys_in_menu(SID, "7")
    step = next_step(story.incident, story.leg(OMAR))
    assert isinstance(step, KeyMenu)
    assert step.options[:2] == (("1", "Omar Haddad, look at the database"), ("2", "Omar Haddad, call the vendor"))
    assert story.keys_in_menu(SID, "2 4") == "4 minutes more for call the vendor."
    story.joined(SID)
    assert story.keys(SID, "7 1 0", "m3") == "look at the database: done."
    assert [box.box_id for box in story.incident.timers.open_boxes()] == ["b2"]


@pytest.mark.parametrize(("key", "how"), [("1", "done"), ("2", "dropped")])
def test_the_deputy_closes_a_task_of_somebody_else_by_key(key: str, how: str) -> None:
    story = with_task()
    assert story.keys(DEPUTY, f"085{key}") == f"look at the database: {how}."
    assert story.incident.timers.boxes["b1"].how == how
    assert story.keys(DEPUTY, "085", "m2") == "No time box is open."


def test_the_deputy_extends_a_task_of_somebody_else_by_key_chosen_among_several() -> None:
    story = with_task()
    story.do(c.StartTimeBox(box_id="b2", task="call the vendor", owner="dev", minutes=9), DEV)
    assert story.keys(DEPUTY, "0 8 5 1 4 6") == "6 minutes more for look at the database."


def test_a_reminder_that_is_up_is_snoozed_by_key_and_comes_once_more() -> None:
    story = with_task(1)
    story.presses_star(DEPUTY)
    story.keys_in_menu(DEPUTY, "085")
    menu = story.leg(DEV).menu
    assert menu is not None
    assert "3" not in dict(menu.options)
    story.keys_in_menu(DEPUTY, "*")
    story.joined(DEPUTY)
    with pytest.raises(Refused, match="not up yet"):
        story.do(c.SnoozeTimeBox(box_id="b1", minutes=5), DEV)
    story.ticks(61)
    assert story.keys(DEPUTY, "0853", "m2") == "You hear of it again in 5 minutes."
    due_at = story.incident.timers.boxes["b1"].due_at
    story.ticks(298)
    assert heard(story, DEV, "Time is up") == 1
    story.ticks(400)
    assert heard(story, DEV, "Time is up") == 2
    assert story.incident.timers.boxes["b1"].due_at == due_at
    with pytest.raises(Refused, match="time box"):
        story.do(c.SnoozeTimeBox(box_id="b1", minutes=5), OMAR)


def test_while_it_is_quiet_nothing_is_reminded_and_at_its_end_the_deputy_hears_what_became_due() -> None:
    story = with_task(1)
    story.records()
    story.do(c.SetCadence(minutes=1), DEV)
    assert story.keys(DEPUTY, "086") == "No reminders until you want them again."
    told = len([event for event in story.events if isinstance(event, e.AnnouncementMade)])
    story.ticks(700)
    assert len([event for event in story.events if isinstance(event, e.AnnouncementMade)]) == told
    assert any(isinstance(event, e.TimeBoxUp) for event in story.events)
    assert story.incident.timers.minutes_marked == 10
    assert story.keys(DEPUTY, "086", "m2") == "Reminders are said again."
    due = "Time is up for look at the database, Omar Haddad. A status update is due."
    assert story.said(DEV)[-1].startswith(due)
    with pytest.raises(Refused, match="time box"):
        story.do(c.SetQuiet(quiet=True), OMAR)


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
