"""Keys of the command menu about one person and for many at once: what a click can do, a telephone can do."""

from dataclasses import replace

import pytest
from story import ANA, DEV, MAX, OMAR, Story, call_sid, with_command

from roles import commands as c, events as e
from roles.menus.effects import number_here
from roles.people import BRIDGE, Role
from roles.presence import Where
from roles.reach.takes import RENAME

SID = call_sid("omar")
DEPUTY = call_sid("dev")


def streaming() -> Story:
    story = with_command()
    for sid in story.incident.legs:
        stream = story.incident.streams.by_leg[sid]
        story.do(c.ReportStreamStarted(call_sid=sid, stream_name=stream.name, stream_sid=f"MZ{sid}"))
    return story


def says_who_it_is(story: Story, *, text: str, keys: str = "0 0 3 8 1", menu_id: str = "m1") -> None:
    """Dev keys, speaks and presses a key; the sound is kept, and understood as `text`."""
    story.keys(DEPUTY, f"{keys} 5", menu_id)
    take_id = list(story.incident.takes.by_id)[-1]
    story.do(c.KeepTake(take_id=take_id, seconds=1.2, file=f"i1/{take_id}.wav"))
    if text:
        story.do(c.TextTake(take_id=take_id, text=text))


def test_a_name_said_by_the_deputy_is_the_name_of_the_call_once_it_is_understood() -> None:
    story = streaming()
    says_who_it_is(story, text="maria lopez")
    assert story.incident.name_of(story.incident.legs[SID].person_id) == "Maria Lopez"
    assert story.said(DEV)[-1] == "Omar Haddad is now Maria Lopez."
    assert [event.by for event in story.events if isinstance(event, e.LegRenamed)] == ["dev"]


def test_a_name_that_is_not_understood_changes_nothing_and_its_sound_is_kept() -> None:
    story = streaming()
    says_who_it_is(story, text="")
    take = story.incident.takes.new_name_of(SID)
    assert take is not None
    assert (take.purpose, take.kept, take.text) == (RENAME, True, "")
    assert story.incident.name_of("omar") == "Omar Haddad"


def test_nobody_becomes_somebody_else_by_voice_who_could_not_by_click() -> None:
    story = streaming()
    says_who_it_is(story, text="maria lopez", keys="0 0 1 8 1")
    assert story.incident.name_of(ANA.person_id) == "Ana Ruiz"
    assert "is in command" in story.said(DEV)[-1]


def test_a_shared_phone_is_marked_as_a_room_and_unmarked_by_the_same_key() -> None:
    story = with_command()
    assert story.keys(DEPUTY, "0 0 3 8 3") == "Marked as a room."
    assert story.leg(OMAR).is_room
    assert story.keys(DEPUTY, "0 0 3 8 3", "m2") == "No room any more."
    assert not story.leg(OMAR).is_room


def test_a_number_is_read_out_by_a_mark_and_looking_is_logged() -> None:
    story = with_command()
    assert story.keys(DEPUTY, "0 0 3 8 6") == number_here(SID)
    assert [event.by for event in story.events if isinstance(event, e.NumberLookedUp)] == ["dev"]


def test_somebody_is_made_to_listen_only_and_takes_part_again_by_key() -> None:
    story = with_command()
    assert story.keys(DEPUTY, "0 0 3 8 2") == "Omar Haddad listens only."
    assert story.leg(OMAR).wanted_muted
    assert story.keys(DEPUTY, "0 0 3 1", "m2") == "Omar Haddad takes part."
    assert not story.leg(OMAR).wanted_muted


def test_the_lead_of_a_team_goes_to_another_of_its_members() -> None:
    story = with_command()
    story.on_the_line(MAX)
    story.do(c.MovePerson(person_id="omar", team="alpha"), DEV)
    story.do(c.MovePerson(person_id="max", team="alpha"), DEV)
    assert story.incident.teams.open["alpha"].leader == "omar"
    assert story.keys(DEPUTY, "0 0 4 8 4") == "Max Behr leads Alpha."
    assert story.incident.teams.open["alpha"].leader == "max"


def test_a_hand_is_lowered_by_the_deputy() -> None:
    story = with_command()
    story.do(c.RaiseHand(), OMAR)
    assert story.keys(DEPUTY, "0 0 3 8 5") == "The hand of Omar Haddad is down."
    assert not story.incident.floor.hands


def test_a_whole_team_comes_back_by_one_key_and_without_a_team_the_key_says_so() -> None:
    story = with_command()
    assert story.keys(DEPUTY, "0 8 8") == "No team is apart."
    story.do(c.MovePerson(person_id="omar", team="bravo"), DEV)
    assert story.keys(DEPUTY, "0 8 8 2", "m2") == "Bravo comes back."
    assert not story.incident.teams.open
    assert story.leg(OMAR).room == ""


def test_all_who_wait_come_in_and_all_who_were_muted_speak_by_one_key_each() -> None:
    story = with_command()
    strangers = [story.dials(None, caller=name).call_sid for name in ("s1", "s2")]
    assert story.keys(DEPUTY, "0 3 8") == "All who wait are being let in."
    assert [story.incident.legs[sid].where is Where.LOBBY for sid in strangers] == [False, False]
    story.do(c.MuteLeg(call_sid=SID, muted=True), DEV)
    assert story.keys(DEPUTY, "0 3 9", "m2") == "Everybody is being unmuted."
    assert not story.leg(OMAR).wanted_muted
    assert story.keys(DEPUTY, "0 3 9", "m3") == "Nobody was muted by others."


def test_somebody_of_the_directory_who_was_never_here_is_rung_by_the_letters_of_the_name() -> None:
    story = with_command()
    story.do(c.IntroducePerson(person=MAX), BRIDGE)
    story.do(c.IntroducePerson(person=replace(MAX, person_id="mona", name="Mona Axt")), BRIDGE)
    story.presses_star(DEPUTY)
    story.keys_in_menu(DEPUTY, "0 3 0 29")
    menu = story.leg(DEV).menu
    assert menu is not None
    assert menu.subject == "mona", "29 is the beginning of Axt"
    assert story.keys_in_menu(DEPUTY, "1") == "Mona Axt is rung."
    assert story.incident.rings.going_on("mona") is not None


@pytest.mark.parametrize(
    ("letters", "said"),
    [
        ("5", "Key at least two letters of the name."),
        ("999", "The directory has no such name."),
        ("66", "Many names begin so. Key more letters."),
    ],
)
def test_too_few_letters_nobody_and_too_many_names_are_said(letters: str, said: str) -> None:
    story = with_command()
    for number in range(10):
        person = replace(MAX, person_id=f"no{number}", name=f"Noor {'abcdefghij'[number]}")
        story.do(c.IntroducePerson(person=person), BRIDGE)
    assert story.keys(DEPUTY, f"0 3 0 {letters}") == said


def test_a_new_room_is_confirmed_first() -> None:
    story = with_command()
    room = story.incident.room
    story.presses_star(DEPUTY)
    story.keys_in_menu(DEPUTY, "0 9 4")
    assert story.incident.room == room
    assert story.keys_in_menu(DEPUTY, "1") == "All go over to a new room."
    assert story.incident.room != room


def test_keys_are_only_named_to_those_who_may() -> None:
    story = with_command()
    story.assign(Role.CUSTOMER_LIAISON, OMAR, ANA)
    assert story.keys(SID, "0 0 2 8") == "That key does nothing here."
    assert story.keys(SID, "0 3", "m2") == "That key does nothing here."
