"""Who may do what, whatever the door: who was shut out may nothing, and a bridge is never stuck."""

import pytest
from story import ANA, DEV, MAX, OMAR, Story, call_sid, with_command

from roles import commands as c
from roles.people import Actor, Person, Role
from roles.permissions import Capability, capabilities
from roles.refusals import Refused


def may(story: Story, person: Person) -> frozenset[Capability]:
    return capabilities(story.incident, Actor(person_id=person.person_id))


def removed_deputy() -> Story:
    """Dev, the deputy, was removed and dialed again."""
    story = with_command()
    story.do(c.RemoveLeg(call_sid=call_sid("dev"), reason="noise"), ANA)
    story.call_over(call_sid("dev"))
    story.dials(DEV, number=2)
    return story


def test_a_removed_deputy_does_not_let_themselves_in_from_the_lobby() -> None:
    story = removed_deputy()
    assert may(story, DEV) == frozenset()
    with pytest.raises(Refused, match=r"You may not let people in\. Ask Ana Ruiz"):
        story.do(c.AdmitLeg(call_sid=call_sid("dev", 2)), DEV)


def test_a_deputy_who_is_let_in_again_has_to_be_given_the_role_again() -> None:
    story = removed_deputy()
    story.do(c.AdmitLeg(call_sid=call_sid("dev", 2)), ANA)
    assert may(story, DEV) == frozenset()
    story.assign(Role.DEPUTY, DEV, ANA)
    assert Capability.ADMIT in may(story, DEV)


def test_a_removed_stand_in_neither_lets_themselves_in_nor_takes_command() -> None:
    story = Story().opened()
    for person in (ANA, DEV):
        story.on_the_line(person)
    story.do(c.RemoveLeg(call_sid=call_sid("ana"), reason="noise"), DEV)
    story.call_over(call_sid("ana"))
    story.dials(ANA, number=2)
    with pytest.raises(Refused, match="You may not let people in"):
        story.do(c.AdmitLeg(call_sid=call_sid("ana", 2)), ANA)
    with pytest.raises(Refused, match="not on the call"):
        story.do(c.TakeCommand(), ANA)
    assert may(story, DEV) == frozenset(Capability), "who stays is not stuck"


def test_the_banned_may_nothing_from_the_console_either() -> None:
    story = Story().opened()
    for person in (ANA, DEV):
        story.on_the_line(person)
    story.do(c.BanPerson(person_id="ana", banned=True), DEV)
    assert may(story, ANA) == frozenset()


def test_a_removed_deputy_leaves_no_bridge_without_anybody_who_may() -> None:
    story = removed_deputy()
    story.do(c.VacateRole(role=Role.INCIDENT_COMMANDER, person_id="ana"), ANA)
    assert story.incident.roster.holder(Role.DEPUTY) is None
    assert may(story, ANA) == frozenset(Capability)


def test_where_nobody_is_trained_only_who_is_on_the_call_may_act() -> None:
    story = Story().opened()
    story.do(c.IntroducePerson(person=MAX))
    assert may(story, MAX) == frozenset()
    story.on_the_line(OMAR)
    assert may(story, OMAR) == frozenset(Capability)
    assert may(story, MAX) == frozenset()
    story.on_the_line(MAX)
    assert may(story, MAX) == frozenset(Capability)


def test_somebody_trained_stands_in_from_the_console_alone() -> None:
    story = Story().opened()
    story.do(c.IntroducePerson(person=ANA))
    assert may(story, ANA) == frozenset(Capability)


def test_whoever_waits_outside_a_locked_bridge_may_nothing_unless_nobody_is_inside() -> None:
    story = Story().opened()
    story.on_the_line(ANA)
    story.do(c.LockBridge(locked=True), ANA)
    story.dials(DEV)
    assert may(story, DEV) == frozenset()
    story.call_over(call_sid("ana"))
    assert may(story, DEV) == frozenset(Capability)


def test_a_guest_hears_why_they_cannot_take_command_when_nobody_trained_is_there() -> None:
    story = Story().opened()
    leg = story.dials(None)
    story.do(c.AdmitLeg(call_sid=leg.call_sid))
    story.consents(leg.call_sid)
    story.joined(leg.call_sid)
    with pytest.raises(Refused, match="Only somebody of the directory can take command"):
        story.do(c.TakeCommand(), Person(person_id=leg.person_id, name="x"))


def test_the_deputy_does_not_send_the_commander_to_a_team_but_the_commander_goes_by_themselves() -> None:
    story = with_command()
    with pytest.raises(Refused, match="Ana Ruiz is in command and goes to a team only on their own order"):
        story.do(c.MovePerson(person_id="ana", team="alpha"), DEV)
    with pytest.raises(Refused, match="only on their own order"):
        story.do(c.FormTeam(team="alpha", leader="ana", task="x", minutes=0, box_id="b"), DEV)
    story.do(c.MovePerson(person_id="ana", team="alpha"), ANA)
    assert story.leg(ANA).room == "alpha"
    story.do(c.MovePerson(person_id="ana", team=""), DEV)
    assert story.leg(ANA).room == ""
