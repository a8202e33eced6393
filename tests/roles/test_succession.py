"""Nobody able to follow is no dead end: the bridge asks, first the trained, then all; and counts each vacancy anew."""

import pytest
from story import ANA, DEV, MAX, OMAR, START, Story, call_sid, with_command

from bridge.read_model.alarms import alarms
from roles import commands as c, events as e
from roles.incident import evolve
from roles.next_step import KeyMenu, next_step
from roles.people import Actor, Person, Role
from roles.refusals import Refused

IC = Role.INCIDENT_COMMANDER
TRAINED = "Whoever is trained takes it with star, then 1."
ANYBODY = "Nobody has taken command. Anybody may take it now with star, then 1."


def commander(story: Story) -> str | None:
    return story.incident.roster.holder(IC)


def question(story: Story, person: Person) -> str:
    step = next_step(story.incident, story.leg(person))
    assert isinstance(step, KeyMenu)
    return step.question


def ring_fails(story: Story, person_id: str) -> None:
    ring = story.incident.rings.going_on(person_id)
    assert ring is not None
    story.do(c.ReportRingFailed(ring_id=ring.ring_id, why="busy"))


def without_deputy() -> Story:
    """Ana commands, Dev and Omar are on the line, nobody is deputy."""
    story = with_command()
    story.do(c.VacateRole(role=Role.DEPUTY, person_id="dev"), DEV)
    return story


def test_a_dropped_commander_whom_nobody_can_follow_is_asked_for_aloud_and_then_anybody_takes_it() -> None:
    story = without_deputy()
    story.call_over(call_sid("ana"))
    with pytest.raises(Refused, match="dropped and is expected back"):
        story.do(c.TakeCommand(), DEV)
    ring_fails(story, "ana")
    story.ticks(1)
    assert story.said()[-1] == "Ana Ruiz is in command and not on the call. Anybody may take it with star, then 1."
    assert story.keys(call_sid("omar"), "3") == "Marked."
    story.presses_star(call_sid("omar"), "m2")
    story.keys_in_menu(call_sid("omar"), "06")
    assert commander(story) == "ana"
    story.do(c.TakeCommand(), DEV)
    assert commander(story) == "dev"


def test_a_deputy_who_does_not_take_over_within_a_minute_is_no_dead_end_either() -> None:
    story = with_command()
    helen = Person(person_id="helen", name="Helen Clark", trained=("incident_commander",), has_pin=True)
    story.on_the_line(helen)
    story.call_over(call_sid("ana"))
    ring_fails(story, "ana")
    story.ticks(58)
    with pytest.raises(Refused, match="expected back"):
        story.do(c.TakeCommand(), helen)
    story.ticks(3)
    assert story.said()[-1] == f"Ana Ruiz is in command and not on the call. {TRAINED}"
    story.presses_star(call_sid("helen"))
    assert question(story, helen) == "Nobody is in command."
    story.presses(call_sid("helen"), "1")
    story.keys_pin(call_sid("helen"), "helen")
    assert commander(story) == "helen"


def test_a_ring_of_the_commander_that_fails_is_told_to_the_deputy_and_offered_again() -> None:
    story = with_command()
    story.call_over(call_sid("ana"))
    assert story.keys(call_sid("dev"), "2") == "Not now."
    ring_fails(story, "ana")
    assert story.said(DEV)[-1] == "Ana Ruiz could not be reached. Press star, then 1, to take command."
    story.presses_star(call_sid("dev"), "m2")
    assert question(story, DEV) == "Ana Ruiz dropped."


def test_a_ring_of_somebody_else_does_not_offer_the_takeover_again() -> None:
    story = with_command()
    story.on_the_line(MAX)
    story.call_over(call_sid("max"))
    story.call_over(call_sid("ana"))
    story.keys(call_sid("dev"), "2")
    story.do(c.RingPerson(person_id="max"), DEV)
    story.presses_star(call_sid("dev"), "m2")
    assert question(story, DEV) == ""


def test_a_commander_who_was_never_on_the_call_is_rung_and_can_be_followed() -> None:
    story = with_command()
    story.events.append(e.RoleTaken(at=story.now, role=IC, person_id="max", replaced="ana", by="ana"))
    introduced = e.PersonIntroduced(at=story.now, person=MAX)
    story.incident = evolve(evolve(story.incident, introduced), story.events[-1])
    story.ticks(1)
    assert story.said(DEV)[-1] == (
        "Max Behr, who is in command, is not on the call. Press star, then 1, to take command."
    )
    assert story.incident.rings.going_on("max") is not None
    story.do(c.TakeCommand(), DEV)
    assert commander(story) == "dev"


def test_a_second_leg_of_the_commander_that_is_still_greeted_hides_no_drop_and_is_not_rung() -> None:
    story = with_command()
    second = story.dials(ANA, number=2)
    story.call_over(call_sid("ana"))
    assert story.incident.commander_dropped == "ana"
    assert story.said(DEV)[-1].startswith("Ana Ruiz, who is in command, dropped.")
    assert not story.incident.rings.by_id
    found = {alarm.alarm_id: alarm for alarm in alarms(story.incident, Actor(person_id="dev"))}
    assert found["commander-dropped"].doing == "They are dialing in."
    assert [control.label for control in found["commander-dropped"].controls] == ["Take command"]
    story.consents(second.call_sid)
    story.joined(second.call_sid)
    assert story.incident.commander_dropped is None


def test_the_ring_ends_when_the_commander_dials_in_by_themself() -> None:
    story = with_command()
    story.call_over(call_sid("ana"))
    ring = story.incident.rings.going_on("ana")
    assert ring is not None
    story.do(c.ReportRingPlaced(ring_id=ring.ring_id, call_sid="CAring"))
    story.on_the_line(ANA, number=2)
    assert story.incident.rings.going_on("ana") is None
    ended = [event.call_sid for event in story.events if isinstance(event, e.CallEndOrdered)]
    assert ended == ["CAring"]


def test_a_deputy_who_joins_after_the_drop_is_told_at_once() -> None:
    story = with_command()
    story.call_over(call_sid("dev"))
    story.call_over(call_sid("ana"))
    story.on_the_line(DEV, number=2)
    said = "Ana Ruiz, who is in command, is not on the call. Press star, then 1, to take command."
    assert story.said(DEV)[-1] == said
    story.keys(call_sid("dev", 2), "3")
    assert story.said(DEV).count(said) == 1


def test_an_untrained_person_takes_command_by_key_once_it_is_open_to_all_although_somebody_trained_is_here() -> None:
    story = Story().opened()
    story.on_the_line(ANA)
    omar = Person(person_id="omar", name="Omar Haddad", has_pin=True)
    sid = story.on_the_line(omar).call_sid
    story.ticks(61)
    assert story.said() == [f"Nobody is in command. {TRAINED}"]
    story.presses_star(sid)
    assert question(story, OMAR) == ""
    assert story.keys_in_menu(sid, "0") == "That key does nothing here."
    story.joined(sid)
    story.ticks(60)
    assert story.said()[-1] == ANYBODY
    story.presses_star(sid, "m2")
    assert question(story, OMAR) == "Nobody is in command."
    story.presses(sid, "1", "m2")
    story.keys_pin(sid, "omar")
    assert commander(story) == "omar"
    story.ticks(120)
    assert story.said().count(ANYBODY) == 1


def test_where_nobody_is_trained_the_question_is_to_anybody_and_its_key_works() -> None:
    story = Story().opened()
    sid = story.on_the_line(Person(person_id="omar", name="Omar Haddad", has_pin=True)).call_sid
    story.ticks(61)
    assert story.said() == ["Nobody is in command. Anybody may take it with star, then 1."]
    story.presses_star(sid)
    story.presses(sid, "1")
    story.keys_pin(sid, "omar")
    assert commander(story) == "omar"


def test_a_later_vacancy_is_asked_anew_a_minute_after_it_began() -> None:
    story = Story().opened()
    story.on_the_line(ANA)
    story.on_the_line(MAX)
    story.ticks(130)
    story.do(c.TakeCommand(), ANA)
    story.do(c.VacateRole(role=IC, person_id="ana"), ANA)
    with pytest.raises(Refused, match="trained"):
        story.do(c.TakeCommand(), MAX)
    story.ticks(59)
    asked = sum(isinstance(event, e.CommandAsked) for event in story.events)
    assert asked == 2
    story.ticks(2)
    assert sum(isinstance(event, e.CommandAsked) for event in story.events) == 3
    with pytest.raises(Refused, match="trained"):
        story.do(c.TakeCommand(), MAX)
    story.ticks(60)
    story.do(c.TakeCommand(), MAX)
    assert commander(story) == "max"


def test_a_vacancy_is_an_alarm_after_the_first_minute_and_at_once_when_somebody_gave_command_up() -> None:
    story = Story().opened()
    story.on_the_line(ANA)
    assert [alarm.tone for alarm in alarms(story.incident, Actor(person_id="ana"))] == ["warn"]
    story.ticks(61)
    (alarm,) = alarms(story.incident, Actor(person_id="ana"))
    assert (alarm.tone, alarm.fact) == ("alarm", "Nobody is in command.")
    story.do(c.TakeCommand(), ANA)
    story.do(c.VacateRole(role=IC, person_id="ana"), ANA)
    (alarm,) = alarms(story.incident, Actor(person_id="ana"))
    assert (alarm.tone, alarm.since) == ("alarm", story.now)


def test_the_name_of_a_guest_who_commanded_is_said_whole() -> None:
    story = with_command()
    guest = story.dials(None)
    story.do(c.AdmitLeg(call_sid=guest.call_sid, name="Eve Stone"), DEV)
    story.consents(guest.call_sid)
    story.joined(guest.call_sid)
    story.do(c.AssignRole(role=IC, person_id=guest.person_id, reason="agreed"), ANA)
    story.call_over(guest.call_sid)
    story.presses_star(call_sid("dev"))
    assert question(story, DEV) == "Eve Stone dropped."


def test_an_old_log_without_the_second_question_asks_it_at_the_next_second() -> None:
    story = Story().opened()
    story.on_the_line(ANA)
    story.on_the_line(MAX)
    story.ticks(61)
    assert not story.incident.vacancy.open_to_all
    story.later(300)
    story.do(c.Tick())
    assert story.incident.vacancy.open_to_all
    assert story.now > START
