"""Roles: taken, offered, accepted, handed over, vacated; never two commanders."""

import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from hypothesis.strategies import sampled_from
from story import ANA, DEV, MAX, OMAR, Story, with_command

from roles import commands as c
from roles.people import Actor, Role
from roles.permissions import Capability, capabilities
from roles.refusals import Refused


def test_whoever_is_trained_takes_command_while_nobody_holds_it() -> None:
    story = Story().opened()
    story.on_the_line(ANA)
    story.do(c.TakeCommand(), ANA)
    assert story.incident.roster.holder(Role.INCIDENT_COMMANDER) == "ana"


def test_an_untrained_person_does_not_take_command_while_somebody_trained_is_on_the_call() -> None:
    story = Story().opened()
    story.on_the_line(ANA)
    story.on_the_line(OMAR)
    with pytest.raises(Refused, match="trained"):
        story.do(c.TakeCommand(), OMAR)


def test_where_nobody_is_trained_anybody_identified_takes_command() -> None:
    story = Story().opened()
    story.on_the_line(OMAR)
    story.do(c.TakeCommand(), OMAR)
    assert story.incident.roster.holder(Role.INCIDENT_COMMANDER) == "omar"


def test_command_is_not_taken_from_its_holder() -> None:
    story = with_command()
    with pytest.raises(Refused, match="Ana Ruiz is in command"):
        story.do(c.TakeCommand(), DEV)


def test_a_handover_is_offered_and_active_when_accepted() -> None:
    story = with_command()
    story.do(c.ProposeRole(role=Role.INCIDENT_COMMANDER, person_id="dev"), ANA)
    assert story.incident.roster.holder(Role.INCIDENT_COMMANDER) == "ana"
    story.do(c.AcceptRole(role=Role.INCIDENT_COMMANDER), DEV)
    assert story.incident.roster.holder(Role.INCIDENT_COMMANDER) == "dev"
    assert Role.INCIDENT_COMMANDER not in story.incident.roster.roles_of("ana")


def test_an_offer_is_accepted_by_key() -> None:
    story = with_command()
    story.do(c.ProposeRole(role=Role.SCRIBE, person_id="omar"), ANA)
    story.presses_star(story.leg(OMAR).call_sid)
    story.presses(story.leg(OMAR).call_sid, "1")
    assert story.incident.roster.holder(Role.SCRIBE) == "omar"


def test_the_commander_is_not_a_subject_matter_expert_at_the_same_time() -> None:
    story = with_command()
    with pytest.raises(Refused, match="at once"):
        story.assign(Role.SUBJECT_MATTER_EXPERT, ANA, DEV)


def test_a_role_is_not_lost_when_its_holder_steps_out_or_drops() -> None:
    story = with_command()
    sid = story.leg(ANA).call_sid
    story.leaves(sid)
    story.call_over(sid)
    assert story.incident.roster.holder(Role.INCIDENT_COMMANDER) == "ana"


def test_a_responder_may_not_do_what_the_deputy_does_and_hears_whom_to_ask() -> None:
    story = with_command()
    with pytest.raises(Refused, match=r"You may not mute others\. Ask Dev Rao"):
        story.do(c.MuteLeg(call_sid=story.leg(DEV).call_sid, muted=True), OMAR)


def test_without_commander_and_deputy_somebody_trained_stands_in() -> None:
    story = Story().opened()
    story.on_the_line(DEV)
    story.on_the_line(OMAR)
    assert Capability.ADMIT in capabilities(story.incident, Actor(person_id="dev"))
    assert Capability.ADMIT not in capabilities(story.incident, Actor(person_id="omar"))


def test_command_is_taken_by_key_with_the_command_menu() -> None:
    story = Story().opened()
    sid = story.on_the_line(ANA).call_sid
    story.on_the_line(DEV)
    story.presses_star(sid)
    story.presses(sid, "0")
    story.presses(sid, "6", menu_id="m1+")
    story.keys_pin(sid, "ana")
    assert story.incident.roster.holder(Role.INCIDENT_COMMANDER) == "ana"


PEOPLE = (ANA, DEV, OMAR, MAX)


class RosterMachine(RuleBasedStateMachine):
    """Anybody orders anything; refusals are fine, two commanders are not."""

    def __init__(self) -> None:
        super().__init__()
        self.story = Story().opened()
        for person in PEOPLE:
            self.story.on_the_line(person)

    def attempt(self, command: c.Command, by: str) -> None:
        try:
            self.story.do(command, Actor(person_id=by))
        except Refused as refused:
            assert refused.reason.endswith(".")  # noqa: PT017

    who = sampled_from([person.person_id for person in PEOPLE])
    role = sampled_from(list(Role))

    @rule(role=role, person=who, by=who)
    def assign(self, role: Role, person: str, by: str) -> None:
        self.attempt(c.AssignRole(role=role, person_id=person), by)

    @rule(role=role, person=who, by=who)
    def propose(self, role: Role, person: str, by: str) -> None:
        self.attempt(c.ProposeRole(role=role, person_id=person), by)

    @rule(role=role, by=who)
    def accept(self, role: Role, by: str) -> None:
        self.attempt(c.AcceptRole(role=role), by)

    @rule(role=role, person=who, by=who)
    def vacate(self, role: Role, person: str, by: str) -> None:
        self.attempt(c.VacateRole(role=role, person_id=person), by)

    @rule(by=who)
    def take(self, by: str) -> None:
        self.attempt(c.TakeCommand(), by)

    @invariant()
    def never_two_holders_of_a_role_for_one(self) -> None:
        for role in (Role.INCIDENT_COMMANDER, Role.DEPUTY, Role.SCRIBE):
            assert len(self.story.incident.roster.holders(role)) <= 1

    @invariant()
    def the_commander_is_no_subject_matter_expert(self) -> None:
        commander = self.story.incident.roster.holder(Role.INCIDENT_COMMANDER)
        if commander:
            assert Role.SUBJECT_MATTER_EXPERT not in self.story.incident.roster.roles_of(commander)


TestRoster = RosterMachine.TestCase
TestRoster.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
