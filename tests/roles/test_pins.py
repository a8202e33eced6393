"""A matched number names a person; command and the deputy role by phone need the PIN, or a call back."""

import pytest
from story import ANA, DEV, MAX, OMAR, Story, call_sid, with_command

from roles import commands as c, events as e
from roles.next_step import KeyMenu, next_step
from roles.people import Person, Role

SID = call_sid("ana")


def alone_with(person: object = ANA) -> Story:
    story = Story().opened()
    story.on_the_line(ANA)
    story.on_the_line(OMAR)
    return story


def test_a_wrong_pin_changes_nothing_and_says_so() -> None:
    story = alone_with()
    story.presses_star(SID)
    story.keys_in_menu(SID, "06")
    for owner in ("", "omar"):
        found = story.keys_pin(SID, owner)
        assert [event.spoken for event in found if isinstance(event, e.KeyPressed)] == [
            "That PIN is not yours. Nothing was changed."
        ]
        assert not story.leg(ANA).authorized
        story.joined(SID)
        story.presses_star(SID, f"m{owner}2")
        story.keys_in_menu(SID, "06")
    assert story.incident.roster.holder(Role.INCIDENT_COMMANDER) is None


def test_the_pin_is_asked_once_a_call_and_its_digits_are_in_no_event() -> None:
    story = alone_with()
    story.presses_star(SID)
    story.keys_in_menu(SID, "06")
    step = next_step(story.incident, story.leg(ANA))
    assert isinstance(step, KeyMenu)
    assert step.number
    story.keys_pin(SID, "ana")
    story.joined(SID)
    story.do(c.VacateRole(role=Role.INCIDENT_COMMANDER, person_id="ana"), ANA)
    assert story.keys(SID, "06", "m8") == "You are in command."
    assert all(event.keys in ("", "0", "6") for event in story.events if isinstance(event, e.KeyPressed))


def test_a_late_pin_of_a_menu_that_is_closed_does_nothing() -> None:
    story = alone_with()
    story.presses_star(SID)
    story.keys_in_menu(SID, "06")
    late = c.KeyPin(call_sid=SID, menu_id="m1", person_id="ana", next_menu_id="x", fresh_id="y")
    assert story.do(late) == []


def test_without_a_pin_on_file_the_bridge_calls_back_and_that_call_is_authorized() -> None:
    story = with_command()
    story.on_the_line(MAX)
    story.do(c.ProposeRole(role=Role.DEPUTY, person_id="max", reason="knows the bridge"), ANA)
    sid = call_sid("max")
    assert story.keys(sid, "1") == "The bridge calls you back now. Press 1 there."
    leg = story.answers_ring(MAX, number=2)
    assert leg.authorized
    story.presses_star(leg.call_sid, "m3")
    assert story.keys_in_menu(leg.call_sid, "1") == "You are deputy."


def test_whoever_was_told_of_a_call_back_that_leads_to_nobody_hears_so() -> None:
    story = with_command()
    story.on_the_line(MAX)
    story.do(c.ProposeRole(role=Role.DEPUTY, person_id="max", reason="knows the bridge"), ANA)
    story.keys(call_sid("max"), "1")
    ring = story.incident.rings.going_on("max")
    assert ring is not None
    story.do(c.ReportRingFailed(ring_id=ring.ring_id, why="Calls to this country are not allowed."))
    assert story.said(MAX)[-1].startswith("The bridge could not call you back.")
    assert not any("could not" in text for text in story.said(ANA))


def test_other_roles_are_accepted_without_a_pin() -> None:
    story = with_command()
    story.do(c.ProposeRole(role=Role.SCRIBE, person_id="omar"), ANA)
    assert story.keys(call_sid("omar"), "1") == "You are scribe."


def test_when_strangers_used_up_the_wrong_pins_of_the_hour_the_commander_is_called_back_instead() -> None:
    story = alone_with()
    story.presses_star(SID)
    story.keys_in_menu(SID, "06")
    menu = story.leg(ANA).menu
    assert menu is not None
    story.do(c.KeyPin(call_sid=SID, menu_id=menu.menu_id, person_id="", next_menu_id="x", fresh_id="y", blocked=True))
    assert story.incident.rings.going_on("ana") is not None
    leg = story.answers_ring(ANA, number=2)
    assert story.keys(leg.call_sid, "06", "m9") == "You are in command."


@pytest.mark.parametrize("person", [ANA, DEV], ids=["commander", "deputy"])
def test_a_second_leg_that_only_the_number_names_has_none_of_the_powers_before_the_pin(person: Person) -> None:
    """A number can be forged: whoever shows the commander's must not remove people."""
    story = with_command()
    leg = story.on_the_line(person, number=2)
    story.presses_star(leg.call_sid)
    story.keys_in_menu(leg.call_sid, "0")
    step = next_step(story.incident, story.leg(person, 2))
    assert isinstance(step, KeyMenu)
    assert step.question == "Key your PIN, then the hash key."
    story.keys_pin(leg.call_sid, "omar")
    assert story.leg(person, 2).menu is None
    story.joined(leg.call_sid)

    story.presses_star(leg.call_sid, "m2")
    story.keys_in_menu(leg.call_sid, "0")
    story.keys_pin(leg.call_sid, person.person_id)
    assert story.keys_in_menu(leg.call_sid, "4 3 1") == "Omar Haddad is being removed."
    assert story.incident.removed_people == {"omar"}


def test_a_role_given_by_click_asks_for_the_pin_at_the_first_command_key_and_not_again() -> None:
    story = with_command(pins_keyed=False)
    deputy = call_sid("dev")
    story.presses_star(deputy)
    story.keys_in_menu(deputy, "0")
    story.keys_pin(deputy, "dev")
    assert story.keys_in_menu(deputy, "1") == "The roll call is open."
    story.joined(deputy)
    assert story.keys(deputy, "0 2", "m2") == "All but command staff are being muted."


def test_a_deputy_without_a_pin_on_file_is_called_back_before_the_command_keys() -> None:
    story = with_command()
    story.on_the_line(MAX)
    story.do(c.AssignRole(role=Role.DEPUTY, person_id="max", reason="knows the bridge"), ANA)
    assert story.keys(call_sid("max"), "0") == "The bridge calls you back now. Press 1 there."
    leg = story.answers_ring(MAX, number=2)
    assert story.keys(leg.call_sid, "0 1", "m2") == "The roll call is open."


def test_while_nobody_commands_a_stand_in_needs_no_pin() -> None:
    assert alone_with().keys(SID, "0 1") == "The roll call is open."
