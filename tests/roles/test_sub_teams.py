"""Alpha, Bravo, Charlie: people are moved and brought back without redialing; the leader reports at the end."""

import pytest
from hypothesis import given, strategies as st
from story import ANA, CONFERENCE, DEV, MAX, OMAR, Story, call_sid, with_command

from bridge.orders import NEXT_STEP, orders_for
from roles import commands as c, events as e
from roles.brief import end_checklist
from roles.next_step import JoinRoom, next_step
from roles.refusals import Refused

SID = call_sid("omar")
ALPHA_CONFERENCE = "CF" + "a" * 32


def moved(story: Story, team: str = "alpha") -> list[e.Event]:
    return story.do(c.MovePerson(person_id="omar", team=team), DEV)


def arrives(story: Story, conference: str = ALPHA_CONFERENCE) -> None:
    story.leaves(SID, reason="participant_updated_via_api")
    story.joined(SID, conference=conference)


def test_a_move_is_ordered_at_the_carrier_and_done_when_the_leg_joins_the_other_room() -> None:
    story = with_command()
    found = moved(story)
    assert orders_for(story.incident, found).count((NEXT_STEP, {"call_sid": SID})) == 1
    assert story.leg(OMAR).move_ordered_at is not None
    assert not story.leg(OMAR).may_be_heard
    step = next_step(story.incident, story.leg(OMAR))
    assert isinstance(step, JoinRoom)
    assert step.room == "inc-1-alpha"
    assert step.say == "You are in Alpha, the first one. You lead it."
    arrives(story)
    assert story.leg(OMAR).move_ordered_at is None
    assert story.leg(OMAR).may_be_heard
    moved(story, "")
    arrives(story, CONFERENCE)
    seat = story.leg(OMAR).seat
    assert seat is not None
    assert (seat.room, story.leg(OMAR).move_ordered_at) == ("", None)


def test_a_move_that_the_carrier_does_not_confirm_can_be_ordered_again_and_a_double_click_is_one() -> None:
    story = with_command()
    moved(story)
    assert moved(story) == []
    story.later(5)
    again = moved(story)
    assert orders_for(story.incident, again).count((NEXT_STEP, {"call_sid": SID})) == 1
    arrives(story)
    story.later(60)
    assert moved(story) == []


def test_a_move_while_in_the_menu_takes_effect_on_return() -> None:
    story = with_command()
    story.presses_star(SID)
    found = moved(story)
    assert not [order for order in orders_for(story.incident, found) if order[0] == NEXT_STEP]
    story.presses(SID, "")
    step = next_step(story.incident, story.leg(OMAR))
    assert isinstance(step, JoinRoom)
    assert step.room == "inc-1-alpha"


def test_a_leg_that_the_carrier_puts_into_the_old_room_is_moved_again() -> None:
    story = with_command()
    label = story.offered(SID)
    moved(story)
    found = story.do(
        c.ReportJoin(
            call_sid=SID,
            conference_sid=CONFERENCE,
            label=label,
            sequence=story.next_sequence(),
            muted=False,
            hold=False,
            occurred_at=story.now,
        )
    )
    assert any(isinstance(event, e.LegMoved) and event.by == "bridge" for event in found)


def test_the_dial_that_ends_because_of_a_move_opens_no_menu() -> None:
    story = with_command()
    seat = story.leg(OMAR).seat
    assert seat is not None
    moved(story)
    story.leaves(SID)
    assert story.do(c.ReturnFromDial(call_sid=SID, label=seat.label, menu_id="m")) == []


def test_the_first_one_moved_leads_the_team_and_a_team_formed_with_a_task_has_its_time_box() -> None:
    story = with_command()
    moved(story)
    assert story.incident.teams.open["alpha"].leader == "omar"
    story.do(c.FormTeam(team="bravo", leader="omar", task="find the leak", minutes=5, box_id="b1"), DEV)
    assert story.leg(OMAR).room == "bravo"
    assert story.incident.timers.boxes["b1"].task == "Bravo: find the leak"


def test_the_leader_is_told_to_report_when_the_time_is_up() -> None:
    story = with_command()
    story.do(c.FormTeam(team="alpha", leader="omar", task="find the leak", minutes=2, box_id="b1"), DEV)
    arrives(story)
    story.ticks(121)
    assert story.said(OMAR)[-1] == "Time is up for Alpha. Report to the incident commander."


def test_closing_a_team_brings_everybody_back_and_its_leader_may_do_it() -> None:
    story = with_command()
    story.on_the_line(MAX)
    moved(story)
    story.do(c.MovePerson(person_id="max", team="alpha"), DEV)
    with pytest.raises(Refused):
        story.do(c.CloseTeam(team="alpha"), MAX)
    story.do(c.CloseTeam(team="alpha"), OMAR)
    assert {leg.room for leg in story.incident.legs.values()} == {""}
    assert story.incident.teams.open == {}


def test_anybody_may_go_back_to_the_main_room_and_nobody_moves_into_a_team_alone() -> None:
    story = with_command()
    moved(story)
    with pytest.raises(Refused, match="sub-teams"):
        story.do(c.MovePerson(person_id="omar", team="bravo"), OMAR)
    story.do(c.MovePerson(person_id="omar", team=""), OMAR)
    assert story.leg(OMAR).room == ""
    with pytest.raises(Refused, match="Teams are called"):
        moved(story, "zulu")


@pytest.mark.parametrize(
    ("key", "room"), [("1", "alpha"), ("2", "bravo"), ("3", "charlie"), ("4", "delta"), ("5", "echo")]
)
def test_the_deputy_moves_somebody_by_key(key: str, room: str) -> None:
    story = with_command()
    assert story.keys(call_sid("dev"), f"0037{key}").startswith("Omar Haddad moves to")
    assert story.leg(OMAR).room == room
    assert story.keys(call_sid("dev"), "00370", "m2") == "Omar Haddad moves to the main room."


def test_mute_all_and_a_mute_hold_in_the_other_room() -> None:
    story = with_command()
    story.do(c.MuteLeg(call_sid=SID, muted=True), DEV)
    moved(story)
    arrives(story)
    offer = next(event for event in reversed(story.events) if isinstance(event, e.JoinOffered))
    assert offer.muted
    assert offer.room == "alpha"


@given(st.lists(st.sampled_from(["alpha", "", "bravo", "star", "arrive", "close"]), max_size=15))
def test_after_all_news_a_leg_sits_in_the_room_it_is_wanted_in(steps: list[str]) -> None:
    story = with_command()
    for number, step in enumerate(steps):
        leg = story.leg(OMAR)
        if step == "star":
            if leg.seat is not None:
                story.presses_star(SID, f"m{number}")
        elif step == "arrive":
            if leg.menu is not None:
                story.presses(SID, "", leg.menu.menu_id)
            if leg.seat is not None:
                story.leaves(SID)
            story.joined(SID, conference=f"CF{leg.room}".ljust(34, "0"))
        elif step == "close":
            for team in tuple(story.incident.teams.open):
                story.do(c.CloseTeam(team=team), ANA)
        else:
            moved(story, step)
    leg = story.leg(OMAR)
    if leg.menu is not None:
        story.presses(SID, "", leg.menu.menu_id)
    if leg.seat is not None:
        story.leaves(SID)
    story.joined(SID, conference=f"CF{leg.room}".ljust(34, "0"))
    seat = story.leg(OMAR).seat
    assert seat is not None
    assert seat.room == story.leg(OMAR).room
    assert story.leg(OMAR).move_ordered_at is None


def test_who_is_moved_hears_where_they_are_with_whom_and_what_the_task_is() -> None:
    story = with_command()
    story.on_the_line(MAX)
    story.do(c.FormTeam(team="alpha", leader="omar", task="mail queue", minutes=5, box_id="b1"), DEV)
    step = next_step(story.incident, story.leg(OMAR))
    assert isinstance(step, JoinRoom)
    assert step.say == "You are in Alpha, the first one. You lead it. The task: mail queue."
    assert not step.alone
    arrives(story)
    story.do(c.MovePerson(person_id="max", team="alpha"), DEV)
    step = next_step(story.incident, story.leg(MAX))
    assert isinstance(step, JoinRoom)
    assert step.say == "You are in Alpha with Omar Haddad. The task: mail queue."
    moved(story, "")
    step = next_step(story.incident, story.leg(OMAR))
    assert isinstance(step, JoinRoom)
    assert step.say == "You are back in the main room."


def test_a_team_is_over_with_its_time_box_when_the_last_one_goes_back() -> None:
    story = with_command()
    story.do(c.FormTeam(team="alpha", leader="omar", task="mail", minutes=5, box_id="b1"), DEV)
    arrives(story)
    moved(story, "")
    assert story.incident.teams.open == {}
    assert not story.incident.timers.open_boxes()
    assert not any("apart" in line for line in end_checklist(story.incident))


def test_who_drops_from_a_team_comes_back_to_it_while_it_is_open() -> None:
    story = with_command()
    story.do(c.FormTeam(team="alpha", leader="omar", task="mail", minutes=0, box_id="b1"), DEV)
    arrives(story)
    story.call_over(SID)
    assert story.dials(OMAR, number=2).room == "alpha"
    story.do(c.CloseTeam(team="alpha"), DEV)
    assert story.dials(OMAR, number=3).room == ""


def test_only_the_time_box_of_the_team_makes_its_leader_report() -> None:
    story = with_command()
    story.do(c.StartTimeBox(box_id="other", task="call the vendor", owner="omar", minutes=1), DEV)
    story.do(c.FormTeam(team="alpha", leader="omar", task="mail", minutes=2, box_id="b1"), DEV)
    arrives(story)
    story.ticks(61)
    assert not any("Report to the incident commander" in said for said in story.said(OMAR))
    story.ticks(60)
    assert any("Time is up for Alpha. Report to the incident commander." in said for said in story.said(OMAR))


def test_nobody_leads_a_team_who_is_not_on_the_call() -> None:
    story = with_command()
    story.do(c.IntroducePerson(person=MAX))
    with pytest.raises(Refused, match="Max Behr is not on the call"):
        story.do(c.FormTeam(team="alpha", leader="max", task="mail", minutes=0, box_id="b1"), DEV)


def test_command_staff_come_back_last() -> None:
    story = with_command()
    for person in (DEV, OMAR):
        story.do(c.MovePerson(person_id=person.person_id, team="alpha"), ANA)
    found = story.do(c.CloseTeam(team="alpha"), ANA)
    back = [event.call_sid for event in found if isinstance(event, e.LegMoved)]
    assert back == [call_sid("omar"), call_sid("dev")]
