"""Whose a phone is: another person's than it was taken for, with nothing of the powers that were proved on it."""

import pytest
from story import ANA, DEV, MAX, OMAR, Story, call_sid, with_command

from roles import commands as c, events as e
from roles.brief import who_is_here
from roles.people import Role
from roles.refusals import Refused

SID = call_sid("omar")


def rename(story: Story, sid: str, name: str) -> list[e.Event]:
    return story.do(c.RenameLeg(call_sid=sid, name=name), DEV)


def test_only_that_phone_is_somebody_else_and_the_person_keeps_role_and_other_phones() -> None:
    story = with_command()
    story.assign(Role.SCRIBE, OMAR, ANA)
    story.on_the_line(OMAR, number=2)
    (event,) = rename(story, call_sid("omar", 2), " Sam   Bell ")
    assert isinstance(event, e.LegRenamed)
    assert (event.was, event.person.name, event.person.guest, event.seat) == ("Omar Haddad", "Sam Bell", True, 4)
    sam = story.leg(OMAR, 2).person_id
    assert story.leg(OMAR).person_id == "omar"
    assert story.incident.name_of("omar") == "Omar Haddad"
    assert story.incident.roster.roles_of("omar") == {Role.SCRIBE}
    assert not story.incident.roster.roles_of(sam)
    assert "4 Sam Bell" in who_is_here(story.incident)


def test_a_name_of_the_incident_means_that_person() -> None:
    story = with_command()
    leg = story.dials(None)
    story.do(c.AdmitLeg(call_sid=leg.call_sid), DEV)
    rename(story, leg.call_sid, "omar haddad")
    assert story.incident.legs[leg.call_sid].person_id == "omar"
    assert len(story.incident.live_legs("omar")) == 2


def test_a_phone_given_to_the_commander_has_no_powers_before_their_pin() -> None:
    story = with_command()
    story.authorizes(SID)
    rename(story, SID, "Ana Ruiz")
    leg = story.leg(OMAR)
    assert leg.person_id == "ana"
    assert not leg.authorized, "what Omar proved is not Ana's"
    story.presses_star(SID)
    story.keys_in_menu(SID, "0")
    assert story.leg(OMAR).menu is not None
    story.keys_pin(SID, "ana")
    assert story.keys_in_menu(SID, "1") == "The roll call is open."


def test_the_commanders_phone_is_not_taken_from_them() -> None:
    with pytest.raises(Refused, match="Ana Ruiz is in command"):
        rename(with_command(), call_sid("ana"), "Sam Bell")


def test_a_guest_with_one_phone_keeps_seat_and_number_of_the_person() -> None:
    story = with_command()
    leg = story.dials(None)
    story.do(c.AdmitLeg(call_sid=leg.call_sid), DEV)
    (event,) = rename(story, leg.call_sid, "Sam Bell")
    assert isinstance(event, e.PersonRenamed)
    assert (event.was, event.name) == ("Guest 4", "Sam Bell")


def test_two_strangers_behind_one_number_are_two_people_while_both_are_on_the_call() -> None:
    story = with_command()
    first = story.dials(None, caller="a", key="pbx")
    second = story.dials(None, caller="b", key="pbx")
    assert first.person_id != second.person_id
    story.call_over(first.call_sid)
    assert story.dials(None, caller="c", key="pbx").person_id == first.person_id


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_name_has_a_length(name: str) -> None:
    with pytest.raises(Refused, match="1 to 60"):
        rename(with_command(), SID, name)


def test_the_same_name_again_changes_nothing_and_a_responder_renames_no_phone() -> None:
    story = with_command()
    assert rename(story, SID, "Omar Haddad") == []
    with pytest.raises(Refused, match="You may not rename"):
        story.do(c.RenameLeg(call_sid=SID, name="Sam Bell"), OMAR)


def test_a_phone_does_not_become_that_of_somebody_who_was_removed() -> None:
    story = with_command()
    story.on_the_line(MAX)
    story.do(c.RemoveLeg(call_sid=SID, reason="noise"), ANA)
    with pytest.raises(Refused, match="Omar Haddad was removed"):
        rename(story, call_sid("max"), "Omar Haddad")


def test_a_phone_in_a_room_of_several_is_read_out_so() -> None:
    story = with_command()
    story.do(c.MarkRoom(call_sid=SID, room=True), OMAR)
    assert "3 Omar Haddad in a room of several" in who_is_here(story.incident)
