"""Who is trained for a role; an override needs a reason, and the log keeps both."""

import pytest
from story import ANA, DEV, MAX, OMAR, Story, with_command

from roles import commands as c, events as e
from roles.leadership import eligibility
from roles.people import Role
from roles.refusals import Refused

IC = Role.INCIDENT_COMMANDER


def taken(story: Story) -> e.RoleTaken:
    return next(event for event in reversed(story.events) if isinstance(event, e.RoleTaken))


def test_training_as_commander_or_as_deputy_is_enough_for_the_deputy_and_only_the_first_for_command() -> None:
    incident = with_command().incident
    for role, enough in ((Role.DEPUTY, {"ana", "dev"}), (IC, {"ana"}), (Role.SCRIBE, {"ana", "dev", "omar"})):
        assert {who for who in ("ana", "dev", "omar") if eligibility.trained(incident, role, who)} == enough


def test_the_refusal_names_who_is_trained_and_a_reason_overrides_it() -> None:
    story = with_command()
    story.do(c.VacateRole(role=Role.DEPUTY, person_id="dev"), DEV)
    words = r"Omar Haddad is not trained as deputy\. Choose Ana Ruiz or Dev Rao, or give a reason\."
    for order in (c.AssignRole, c.ProposeRole):
        with pytest.raises(Refused, match=words):
            story.do(order(role=Role.DEPUTY, person_id="omar"), ANA)
    with pytest.raises(Refused, match="at most 200 characters"):
        story.do(c.AssignRole(role=Role.DEPUTY, person_id="omar", reason="x" * 201), ANA)
    story.do(c.AssignRole(role=Role.DEPUTY, person_id="omar", reason="  Dev is   asleep "), ANA)
    assert (taken(story).untrained, taken(story).reason) == (True, "Dev is asleep")


def test_the_reason_of_an_offer_is_kept_when_it_is_accepted() -> None:
    story = with_command()
    story.do(c.ProposeRole(role=IC, person_id="omar", reason="knows the system best"), ANA)
    story.do(c.AcceptRole(role=IC), OMAR)
    assert (taken(story).untrained, taken(story).reason, taken(story).by) == (True, "knows the system best", "ana")


def test_a_reason_is_kept_for_the_untrained_only() -> None:
    story = with_command()
    story.do(c.AssignRole(role=Role.SCRIBE, person_id="omar", reason="types fast"), ANA)
    assert (taken(story).untrained, taken(story).reason) == (False, "")


def test_while_the_directory_has_somebody_trained_an_untrained_caller_needs_a_reason_or_the_question() -> None:
    story = Story()
    story.do(c.OpenIncident(incident_id="i1", title="t", severity=1, room="r", commanders_trained=True))
    story.on_the_line(OMAR)
    with pytest.raises(Refused, match="until the bridge has asked"):
        story.do(c.TakeCommand(), OMAR)
    with pytest.raises(Refused, match="until the bridge has asked"):
        story.do(c.AssignRole(role=IC, person_id="omar", reason="because"), OMAR)
    story.on_the_line(MAX)
    with pytest.raises(Refused, match="Ring somebody of the directory"):
        story.do(c.AssignRole(role=IC, person_id="max"), OMAR)
    story.do(c.AssignRole(role=IC, person_id="max", reason="agreed"), OMAR)
    assert taken(story).untrained


@pytest.mark.parametrize("known", [None, False])
def test_where_nobody_of_the_directory_is_trained_the_first_caller_takes_command(known: bool | None) -> None:
    story = Story()
    story.do(c.OpenIncident(incident_id="i1", title="t", severity=1, room="r", commanders_trained=known))
    story.on_the_line(DEV)
    story.do(c.TakeCommand(), DEV)
    assert taken(story).untrained
