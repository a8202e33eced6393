"""A handover: offered by who commands, with a brief, accepted, announced; no offer outlives whoever made it."""

from dataclasses import replace

import pytest
from story import ANA, DEV, MAX, OMAR, Story, call_sid, with_command

from roles import commands as c, events as e
from roles.next_step import KeyMenu, next_step
from roles.people import Actor, Role
from roles.refusals import Refused

IC = Role.INCIDENT_COMMANDER
DEPUTY = call_sid("dev")


def commander(story: Story) -> str | None:
    return story.incident.roster.holder(IC)


def taken(story: Story) -> e.RoleTaken:
    return next(event for event in reversed(story.events) if isinstance(event, e.RoleTaken))


def question(story: Story, person_id: str) -> str:
    step = next_step(story.incident, story.incident.legs[call_sid(person_id)])
    assert isinstance(step, KeyMenu)
    return step.question


def test_command_is_offered_by_the_commander_alone_also_to_oneself() -> None:
    story = with_command()
    for person_id in ("dev", "omar"):
        with pytest.raises(Refused, match="Ana Ruiz is in command and hands it over"):
            story.do(c.ProposeRole(role=IC, person_id=person_id, reason="agreed"), DEV)
    with pytest.raises(Refused, match="not offered"):
        story.do(c.AcceptRole(role=IC), DEV)
    assert commander(story) == "ana"


def test_an_administrator_may_offer_command_over_the_head_of_the_commander() -> None:
    story = with_command()
    story.do(c.ProposeRole(role=IC, person_id="dev"), Actor(person_id="petra", admin=True))
    story.do(c.AcceptRole(role=IC), DEV)
    assert commander(story) == "dev"


def test_an_offer_that_the_deputy_made_after_a_drop_is_void_when_the_commander_is_back() -> None:
    story = with_command()
    story.on_the_line(MAX)
    story.call_over(call_sid("ana"))
    story.do(c.ProposeRole(role=IC, person_id="max", reason="agreed"), DEV)
    story.answers_ring(ANA, number=2)
    with pytest.raises(Refused, match="Ana Ruiz is in command"):
        story.do(c.AcceptRole(role=IC), MAX)
    assert commander(story) == "ana"


@pytest.mark.parametrize("role", [IC, Role.DEPUTY, Role.SCRIBE])
def test_an_offer_does_not_outlive_a_move_of_the_role(role: Role) -> None:
    story = with_command()
    story.assign(Role.SCRIBE, DEV, ANA)
    holder = story.incident.roster.holder(role) or ""
    story.do(c.ProposeRole(role=role, person_id="omar", reason="agreed"), ANA)
    story.do(c.VacateRole(role=role, person_id=holder), Actor(person_id=holder))
    assert story.incident.roster.proposals == ()
    with pytest.raises(Refused, match="not offered"):
        story.do(c.AcceptRole(role=role), OMAR)


def test_the_offer_of_a_former_commander_is_void_after_a_takeover() -> None:
    story = with_command()
    story.do(c.ProposeRole(role=IC, person_id="omar", reason="agreed"), ANA)
    story.call_over(call_sid("ana"))
    story.do(c.TakeCommand(), DEV)
    with pytest.raises(Refused, match="not offered"):
        story.do(c.AcceptRole(role=IC), OMAR)
    assert commander(story) == "dev"


def test_an_offer_to_somebody_who_is_removed_is_void_also_when_they_are_let_in_again() -> None:
    story = with_command()
    story.do(c.ProposeRole(role=Role.INCIDENT_COMMANDER, person_id="omar", reason="as agreed aloud"), ANA)
    story.do(c.RemoveLeg(call_sid=call_sid("omar"), reason="noise"), ANA)
    assert story.incident.roster.proposals_for("omar") == ()
    story.call_over(call_sid("omar"))
    again = story.dials(OMAR, number=2)
    story.do(c.AdmitLeg(call_sid=again.call_sid), ANA)
    with pytest.raises(Refused):
        story.do(c.AcceptRole(role=Role.INCIDENT_COMMANDER), OMAR)


def test_a_missed_offer_is_accepted_later_with_zero_six() -> None:
    story = with_command()
    story.do(c.ProposeRole(role=IC, person_id="dev"), ANA)
    assert story.keys(DEPUTY, "3") == "Marked."
    story.presses_star(DEPUTY, "m2")
    assert question(story, "dev") == ""
    story.keys_in_menu(DEPUTY, "06")
    assert commander(story) == "dev"


def test_an_offer_that_is_made_again_is_told_and_offered_again_and_a_double_press_is_one() -> None:
    story = with_command()
    for _ in range(2):
        story.do(c.ProposeRole(role=Role.SCRIBE, person_id="omar"), ANA)
    assert story.said(OMAR) == ["You are asked to be scribe. Press star, then 1 to accept."]
    story.keys(call_sid("omar"), "3")
    story.later(60)
    story.do(c.ProposeRole(role=Role.SCRIBE, person_id="omar"), ANA)
    assert len(story.said(OMAR)) == 2
    assert len(story.incident.roster.proposals) == 1
    assert story.keys(call_sid("omar"), "1", "m2") == "You are scribe."


def test_two_offers_are_made_one_after_the_other_and_each_key_answers_its_own() -> None:
    story = with_command()
    story.do(c.ProposeRole(role=Role.SCRIBE, person_id="omar"), ANA)
    story.later(1)
    story.do(c.ProposeRole(role=Role.CUSTOMER_LIAISON, person_id="omar"), ANA)
    sid = call_sid("omar")
    story.keys(sid, "3")
    story.presses_star(sid, "m2")
    assert question(story, "omar") == "You are asked to be customer liaison."
    assert story.keys_in_menu(sid, "1") == "You are customer liaison."
    assert story.incident.roster.roles_of("omar") == {Role.CUSTOMER_LIAISON}
    assert [p.role for p in story.incident.roster.proposals_for("omar")] == [Role.SCRIBE]


def test_who_is_to_command_hears_the_brief_and_a_conflict_before_they_accept() -> None:
    story = with_command()
    story.later(300)
    story.do(c.ProposeRole(role=IC, person_id="dev"), ANA)
    story.presses_star(DEPUTY)
    heard = question(story, "dev")
    assert heard.startswith("You are asked to be incident commander. Severity 1. Checkout fails. 5 minutes since")
    assert "Ana Ruiz is in command." in heard
    busy = replace(MAX, trained=("incident_commander",), on_call_for=("payments",))
    story.on_the_line(busy)
    story.do(c.ProposeRole(role=IC, person_id="max"), ANA)
    story.presses_star(call_sid("max"), "m2")
    assert "Max Behr is on call for payments." in question(story, "max")


def test_the_new_commander_is_told_to_announce_themself_and_the_old_one_leaves_the_role() -> None:
    story = with_command()
    story.do(c.ProposeRole(role=IC, person_id="dev"), ANA)
    story.do(c.AcceptRole(role=IC), DEV)
    assert story.said(DEV)[-1] == "Say: I am Dev Rao, and I have command."
    assert story.said()[-1] == "Dev Rao is now incident commander, after Ana Ruiz."
    assert IC not in story.incident.roster.roles_of("ana")
    assert taken(story).by == "ana"


def test_a_commander_who_is_on_call_for_a_service_hears_of_the_conflict_and_so_does_the_deputy() -> None:
    busy = replace(ANA, on_call_for=("payments",))
    story = Story().opened(busy)
    for person in (busy, DEV):
        story.on_the_line(person)
    story.do(c.TakeCommand(), ANA)
    assert story.said(ANA)[-1] == "Ana Ruiz is in command and on call for payments."
    story.assign(Role.DEPUTY, DEV, ANA)
    story.do(c.VacateRole(role=IC, person_id="ana"), ANA)
    story.do(c.TakeCommand(), ANA)
    assert story.said(DEV)[-1] == "Ana Ruiz is in command and on call for payments."


def test_whoever_asked_hears_that_the_role_was_declined() -> None:
    story = with_command()
    story.do(c.ProposeRole(role=Role.SCRIBE, person_id="omar"), DEV)
    story.do(c.DeclineRole(role=Role.SCRIBE), OMAR)
    assert story.said(DEV)[-1] == "Omar Haddad declined to be scribe."
    story.do(c.DeclineRole(role=Role.SCRIBE), OMAR)
    assert story.said(DEV).count("Omar Haddad declined to be scribe.") == 1


def test_every_move_of_a_role_is_said_aloud_once_and_logged_with_who_ordered_it() -> None:
    story = with_command()
    story.do(c.ProposeRole(role=Role.SCRIBE, person_id="omar"), DEV)
    story.do(c.AcceptRole(role=Role.SCRIBE), OMAR)
    assert (story.said()[-1], taken(story).by) == ("Omar Haddad is now scribe.", "dev")
    story.assign(Role.INTERNAL_LIAISON, OMAR, ANA)
    assert (story.said()[-1], taken(story).by) == ("Omar Haddad is now internal liaison.", "ana")
    story.do(c.VacateRole(role=Role.SCRIBE, person_id="omar"), DEV)
    vacated = next(event for event in reversed(story.events) if isinstance(event, e.RoleVacated))
    assert (story.said()[-1], vacated.by) == ("Omar Haddad is no longer scribe.", "dev")
    assert len(story.said()) == len(set(story.said()))


def test_an_observer_gets_no_role_before_they_take_part() -> None:
    story = with_command()
    story.do(c.SetObserver(person_id="omar", observer=True), DEV)
    for order in (
        c.ProposeRole(role=IC, person_id="omar", reason="agreed"),
        c.AssignRole(role=Role.SCRIBE, person_id="omar"),
    ):
        with pytest.raises(Refused, match="listens only"):
            story.do(order, ANA)


def test_command_goes_to_nobody_who_is_not_on_the_call() -> None:
    story = with_command()
    story.dials(MAX)
    for order in (c.ProposeRole(role=IC, person_id="max", reason="x"), c.AssignRole(role=IC, person_id="max")):
        with pytest.raises(Refused, match="not on the call"):
            story.do(order, ANA)
    story.do(c.VacateRole(role=IC, person_id="ana"), ANA)
    with pytest.raises(Refused, match="dial in first"):
        story.do(c.TakeCommand(), MAX)


def test_a_subject_matter_expert_is_not_even_asked_to_command() -> None:
    story = with_command()
    story.assign(Role.SUBJECT_MATTER_EXPERT, DEV, ANA)
    with pytest.raises(Refused, match="at once"):
        story.do(c.ProposeRole(role=IC, person_id="dev"), ANA)
