"""How long an incident lasts: alone and asked, empty and ended, opened again, and the carrier's limit of a call."""

import pytest
from story import ANA, DEV, OMAR, Story, with_command

from bridge.orders import NEXT_STEP, orders_for
from roles import commands as c, events as e
from roles.next_step import AskAlone, JoinRoom, SayGoodbye, next_step
from roles.people import Actor, Role
from roles.refusals import Refused

TEN_MINUTES, HALF_AN_HOUR = 600, 1800


def alone() -> Story:
    story = Story().opened()
    story.on_the_line(ANA)
    return story


def test_who_is_alone_for_ten_minutes_is_asked_and_stays_with_a_key() -> None:
    story = alone()
    assert story.ticks(TEN_MINUTES - 1) == [] or not story.incident.lifetime.asked_at
    found = story.ticks(1)
    sid = story.leg(ANA).call_sid
    assert (NEXT_STEP, {"call_sid": sid}) in orders_for(story.incident, found)
    assert next_step(story.incident, story.leg(ANA)) == AskAlone()
    story.do(c.AnswerAlone(call_sid=sid, stays=True))
    assert isinstance(next_step(story.incident, story.leg(ANA)), JoinRoom)
    assert not any(isinstance(event, e.AloneAsked) for event in story.ticks(TEN_MINUTES - 1))
    assert any(isinstance(event, e.AloneAsked) for event in story.ticks(1))


@pytest.mark.parametrize("told", [True, False], ids=["silence is told", "no answer ever comes"])
def test_who_does_not_answer_hears_why_and_the_call_ends(told: bool) -> None:
    story = alone()
    story.ticks(TEN_MINUTES)
    sid = story.leg(ANA).call_sid
    if told:
        story.do(c.AnswerAlone(call_sid=sid, stays=False))
    else:
        story.ticks(45)
    step = next_step(story.incident, story.leg(ANA))
    assert isinstance(step, SayGoodbye)
    assert "Nobody else is here" in step.text
    assert [event.call_sid for event in story.events if isinstance(event, e.CallEndOrdered)] == [sid]


def test_somebody_who_comes_meanwhile_ends_the_question() -> None:
    story = alone()
    story.ticks(TEN_MINUTES)
    story.dials(DEV)
    assert isinstance(next_step(story.incident, story.leg(ANA)), JoinRoom)
    story.do(c.AnswerAlone(call_sid=story.leg(ANA).call_sid, stays=False))
    assert not any(isinstance(event, e.CallEndOrdered) for event in story.events)


def test_nobody_is_asked_while_somebody_is_rung_or_in_their_menu() -> None:
    story = alone()
    story.do(c.IntroducePerson(person=DEV))
    story.ticks(TEN_MINUTES - 1)
    story.do(c.RingPerson(person_id="dev"), ANA)
    assert not any(isinstance(event, e.AloneAsked) for event in story.ticks(5))


def test_an_incident_without_anybody_ends_after_half_an_hour() -> None:
    story = alone()
    story.call_over(story.leg(ANA).call_sid)
    story.ticks(HALF_AN_HOUR - 1)
    assert story.incident.open
    story.ticks(1)
    assert (story.incident.open, story.incident.ended_by) == (False, "bridge")


def test_an_incident_that_nobody_ever_dialed_ends_too_but_not_while_somebody_is_rung() -> None:
    story = Story().opened()
    story.do(c.IntroducePerson(person=DEV))
    story.ticks(HALF_AN_HOUR - 30)
    story.do(c.RingPerson(person_id="dev"), Actor(person_id="x", admin=True))
    story.ticks(50)
    assert story.incident.open
    story.ticks(60)
    assert not story.incident.open


def test_an_ended_incident_is_opened_again_with_its_roles_and_lasts_again() -> None:
    story = with_command()
    story.do(c.EndCall(), ANA)
    for person in (ANA, DEV, OMAR):
        story.call_over(story.leg(person).call_sid)
    story.later(7200)
    story.do(c.ReopenIncident(), DEV)
    assert story.incident.open
    assert story.incident.name_of(story.incident.roster.holders(next(iter(story.incident.roster.roles_of("ana"))))[0])
    story.ticks(HALF_AN_HOUR - 1)
    assert story.incident.open
    story.on_the_line(OMAR, number=2)
    assert story.incident.live_legs("omar")
    assert story.do(c.ReopenIncident(), DEV) == []


def test_a_guest_does_not_open_an_incident_again() -> None:
    story = Story().opened()
    guest = story.dials(None)
    story.do(c.EndCall(), Actor(person_id="x", admin=True))
    with pytest.raises(Refused, match="people of the directory"):
        story.do(c.ReopenIncident(), Actor(person_id=guest.person_id))


def short_calls(minutes: int = 20) -> Story:
    story = Story()
    story.do(c.OpenIncident(incident_id="i1", title="Checkout", severity=1, room="inc-1", call_limit_minutes=minutes))
    for person in (ANA, DEV, OMAR):
        story.on_the_line(person)
    story.do(c.TakeCommand(), ANA)
    story.assign(Role.DEPUTY, DEV, ANA)
    return story


def test_a_quarter_of_an_hour_before_the_carriers_limit_everybody_is_told_once() -> None:
    story = short_calls()
    story.ticks(5 * 60 - 1)
    assert not any("cuts your call" in said for said in story.said(OMAR))
    story.ticks(30)
    assert [said for said in story.said(OMAR) if "cuts your call" in said] == [
        "The telephone network cuts your call in 15 minutes. Hang up and dial again before that."
    ]
    assert "rings you before" in " ".join(story.said(ANA))


def test_command_staff_are_rung_one_by_one_and_their_old_call_ends_when_they_are_back() -> None:
    story = short_calls()
    story.ticks(5 * 60 + 2)
    rung = [ring.person_id for ring in story.incident.rings.by_id.values()]
    assert rung == ["ana"]
    story.answers_ring(ANA, number=2)
    story.ticks(2)
    assert story.leg(ANA).end_ordered == "limit"
    story.call_over(story.leg(ANA).call_sid)
    story.ticks(2)
    assert [ring.person_id for ring in story.incident.rings.by_id.values()] == ["ana", "dev"]
    assert story.incident.commander_dropped is None
    assert story.incident.roster.holder(Role.INCIDENT_COMMANDER) == "ana"


def test_a_trial_account_of_ten_minutes_gets_no_word_at_once() -> None:
    story = short_calls(minutes=10)
    story.ticks(120)
    assert not any("cuts your call" in said for said in story.said(OMAR))


def test_asked_twice_at_the_same_second_it_answers_the_same() -> None:
    story = alone()
    story.later(TEN_MINUTES)
    story.do(c.Tick())
    story.later(1)
    assert not any(isinstance(event, e.AloneAsked) for event in story.do(c.Tick()))
