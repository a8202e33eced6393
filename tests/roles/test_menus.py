"""The private key menus: each key does what its prompt named, whatever happened since; silence leads back."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st
from story import ANA, DEV, MAX, OMAR, Story, call_sid, with_command

from bridge.orders import orders_for
from roles import commands as c, events as e
from roles.menus.effects import WORDS, Effect
from roles.next_step import JoinRoom, KeyMenu, next_step
from roles.people import Role
from roles.presence import Where

SID = call_sid("omar")
DEPUTY = call_sid("dev")


def prompt(story: Story, sid: str) -> KeyMenu:
    step = next_step(story.incident, story.incident.legs[sid])
    assert isinstance(step, KeyMenu)
    return step


def test_every_effect_has_words() -> None:
    assert set(WORDS) == set(Effect)


def test_a_key_does_what_the_prompt_named_although_somebody_else_muted_this_person_meanwhile() -> None:
    story = with_command()
    story.presses_star(SID)
    assert ("2", "mute") in prompt(story, SID).options
    story.do(c.MuteLeg(call_sid=SID, muted=True), DEV)
    assert story.keys_in_menu(SID, "2") == "You are muted."
    assert story.leg(OMAR).wanted_muted


def test_unmute_that_was_named_before_a_mute_of_all_is_refused_with_what_to_do() -> None:
    story = with_command()
    story.do(c.MuteLeg(call_sid=SID, muted=True), OMAR)
    story.presses_star(SID)
    assert ("2", "unmute") in prompt(story, SID).options
    story.do(c.MuteAll(muted=True), DEV)
    assert story.keys_in_menu(SID, "2") == "Everybody but command staff is muted."
    assert story.leg(OMAR).wanted_muted


def test_mute_all_keyed_twice_by_two_people_is_never_a_release() -> None:
    story = with_command()
    for who in (ANA, DEV):
        sid = call_sid(who.person_id)
        story.presses_star(sid)
        story.presses(sid, "0")
    for who in (ANA, DEV):
        story.presses(call_sid(who.person_id), "2", "m1+")
    assert story.incident.floor.muted_all_by == "ana"


@pytest.mark.parametrize("keys", ["", "*", "#", "5", "77"])
def test_silence_and_wrong_keys_lead_back_with_no_effect(keys: str) -> None:
    story = with_command()
    story.presses_star(SID)
    found = story.presses(SID, keys)
    assert [type(event) for event in found] == [e.KeyPressed]
    assert isinstance(next_step(story.incident, story.leg(OMAR)), JoinRoom)


def test_a_key_that_comes_twice_works_once() -> None:
    story = with_command()
    story.presses_star(SID)
    assert story.presses(SID, "3")
    assert story.presses(SID, "3") == []
    assert len(story.incident.marks) == 1


def test_the_roll_call_is_offered_first_once_and_stays_on_key_one() -> None:
    story = with_command()
    story.do(c.StartRollCall(roll_call_id="r1"), DEV)
    story.presses_star(SID)
    assert prompt(story, SID).question == "Roll call."
    assert [key for key, _ in prompt(story, SID).options] == ["1", "2", "3"]
    assert story.keys_in_menu(SID, "9") == "Your hand is up."
    story.joined(SID)
    story.presses_star(SID, "m2")
    assert prompt(story, SID).question == ""
    assert ("1", "roll call") in prompt(story, SID).options
    assert ("2", "mute") in prompt(story, SID).options
    assert story.keys_in_menu(SID, "11") == "Noted: here and healthy."


def test_after_the_offer_key_one_leads_to_all_three_answers_and_an_answer_can_be_changed() -> None:
    story = with_command()
    story.do(c.StartRollCall(roll_call_id="r1"), DEV)
    story.keys(SID, "1")
    story.presses_star(SID, "m2")
    story.keys_in_menu(SID, "1")
    assert prompt(story, SID).question == "Roll call."
    assert [effect for _, effect in prompt(story, SID).options][:3] == ["here and healthy", "not healthy", "need help"]
    assert story.keys_in_menu(SID, "3") == "Noted: here, and you need help."
    assert story.incident.roll_calls[-1].answers["omar"].answer == "need_help"


def test_while_a_roll_call_is_open_the_same_key_closes_it_after_a_confirmation_and_its_answers_stay() -> None:
    story = with_command()
    story.keys(DEPUTY, "01", "m1")
    story.keys(SID, "1", "m2")
    story.presses_star(DEPUTY, "m3")
    story.keys_in_menu(DEPUTY, "01")
    assert prompt(story, DEPUTY).question == "One has not answered. Close the roll call?"
    assert story.incident.roll_call is not None
    assert story.keys_in_menu(DEPUTY, "1") == "The roll call is closed."
    assert story.incident.roll_call is None
    story.joined(DEPUTY)
    assert story.keys(DEPUTY, "01", "m4") == "The roll call is open."
    assert story.incident.roll_calls[0].answers["omar"].answer == "healthy"


def test_the_deputy_marks_somebody_as_here_by_key_while_the_roll_call_waits_for_them() -> None:
    story = with_command()
    story.do(c.StartRollCall(roll_call_id="r1"), ANA)
    assert story.keys(DEPUTY, "0031") == "Omar Haddad is marked as here."
    answered = story.incident.roll_calls[-1].answers["omar"]
    assert (answered.answer, answered.by) == ("healthy", "dev")
    assert story.keys(DEPUTY, "0031", "m2") == "That key does nothing here."


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("1", "No roll call is open."),
        ("5", "The directory names no backup of yours."),
        ("7", "You have no task with a time box."),
    ],
)
def test_a_key_that_has_nothing_to_do_now_says_why(key: str, why: str) -> None:
    assert with_command().keys(SID, key) == why


def test_a_hand_is_told_to_the_deputy_privately_and_one_of_the_deputy_to_the_commander() -> None:
    story = with_command()
    story.keys(SID, "9", "m1")
    assert story.said(DEV)[-1] == "Omar Haddad raised a hand."
    story.do(c.LowerHand(person_id="omar"), OMAR)
    story.do(c.MuteLeg(call_sid=SID, muted=True), DEV)
    assert story.keys(SID, "2", "m2") == "You asked to speak."
    assert story.said(DEV)[-1] == "Omar Haddad asks to speak."
    story.do(c.RaiseHand(), DEV)
    assert story.said(ANA)[-1] == "Dev Rao raised a hand."


def test_who_paged_their_backup_hears_that_nobody_came() -> None:
    story = Story().opened()
    story.on_the_line(replace(OMAR, backup_id="max", backup_name=MAX.name))
    assert story.keys(SID, "5") == "Max Behr is rung."
    (ring,) = story.incident.rings.by_id.values()
    story.do(c.ReportRingFailed(ring_id=ring.ring_id, why="no-answer"))
    assert any(said.startswith("Max Behr could not be reached") for said in story.said(OMAR))


def test_a_menu_whose_key_never_comes_is_closed_in_time_and_the_call_is_asked_to_come_back() -> None:
    story = with_command()
    story.presses_star(SID)
    found = story.ticks(12)
    assert story.leg(OMAR).menu is not None
    found = story.ticks(1)
    assert [event.spoken for event in found if isinstance(event, e.KeyPressed)] == ["No key heard."]
    assert ("call.next_step", {"call_sid": SID}) in orders_for(story.incident, found)
    assert isinstance(next_step(story.incident, story.leg(OMAR)), JoinRoom)


def test_who_went_deeper_by_a_key_is_not_called_back() -> None:
    story = with_command()
    story.presses_star(DEPUTY)
    story.keys_in_menu(DEPUTY, "0")
    assert not any(isinstance(event, e.KeyPressed) for event in story.ticks(20))


def test_the_longest_prompts_leave_time_for_a_key_within_the_limit() -> None:
    story = Story().opened()
    story.on_the_line(replace(DEV, backup_id="max", backup_name=MAX.name))
    for person in (ANA, OMAR):
        story.on_the_line(person)
    story.do(c.TakeCommand(), ANA)
    story.assign(Role.DEPUTY, DEV, ANA)
    story.do(c.StartTimeBox(box_id="b", task="x", owner="dev", minutes=5), ANA)
    story.do(c.RaiseHand(), DEV)
    story.do(c.StartRollCall(roll_call_id="r"), ANA)
    for number in range(2):
        story.presses_star(DEPUTY, f"m{number}")
        step = prompt(story, DEPUTY)
        words = " ".join([step.question, *(f"{key} {effect}." for key, effect in step.options)])
        assert len(words) / 15 + step.patience_s <= 13, words
        story.keys_in_menu(DEPUTY, "*")
        story.joined(DEPUTY)


@pytest.mark.parametrize(
    ("key", "answer", "said"),
    [
        ("1", "healthy", "Noted: here and healthy."),
        ("2", "not_healthy", "Noted: here, not healthy."),
        ("3", "need_help", "Noted: here, and you need help."),
    ],
)
def test_each_key_of_the_roll_call_is_its_own_answer(key: str, answer: str, said: str) -> None:
    story = with_command()
    story.do(c.StartRollCall(roll_call_id="r1"), DEV)
    assert story.keys(SID, key) == said
    assert story.incident.roll_calls[-1].answers["omar"].answer == answer


def test_a_role_is_declined_by_key_and_not_offered_again() -> None:
    story = with_command()
    story.do(c.ProposeRole(role=Role.SCRIBE, person_id="omar"), ANA)
    assert story.keys(SID, "2") == "You declined to be scribe."
    assert story.incident.roster.proposals_for("omar") == ()
    assert story.incident.roster.holder(Role.SCRIBE) is None


def test_an_offered_role_comes_before_the_roll_call() -> None:
    story = with_command()
    story.do(c.StartRollCall(roll_call_id="r1"), DEV)
    story.do(c.ProposeRole(role=Role.SCRIBE, person_id="omar"), ANA)
    story.presses_star(SID)
    assert prompt(story, SID).question == "You are asked to be scribe."
    assert story.keys_in_menu(SID, "1") == "You are scribe."
    story.joined(SID)
    story.presses_star(SID, "m2")
    assert prompt(story, SID).question == "Roll call."


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("0022", "Dev Rao is being muted."),
        ("0032", "Omar Haddad is being muted."),
        ("0033", "Omar Haddad is being unmuted."),
        ("0034", "Omar Haddad is being put on hold."),
        ("00363", "Omar Haddad is scribe."),
        ("00364", "Omar Haddad is subject matter expert."),
        ("00365", "Omar Haddad is customer liaison."),
        ("00366", "Omar Haddad is internal liaison."),
        ("0039", "Omar Haddad is banned."),
        ("009", "Nobody has seat 9."),
        ("0431", "Omar Haddad is being removed."),
        ("0433", "Omar Haddad is being removed."),
        ("0434", "That key does nothing here."),
        ("0411", "Ana Ruiz is in command and cannot be removed."),
        ("05", "On the line: 1 Ana Ruiz, 3 Omar Haddad."),
        ("091", "The recording has not started yet."),
        ("031", "The bridge is locked."),
        ("033*", ""),
    ],
)
def test_the_command_menu_by_seat_number(keys: str, said: str) -> None:
    story = with_command()
    story.presses_star(DEPUTY)
    assert story.keys_in_menu(DEPUTY, keys) == said


def test_somebody_in_the_lobby_is_let_in_or_turned_away_by_seat_number() -> None:
    for key, where in (("1", Where.GREETING), ("9", Where.LOBBY)):
        story = with_command()
        leg = story.dials(None)
        seat = story.incident.seat_numbers[leg.person_id]
        story.presses_star(DEPUTY)
        assert "Guest 4" in story.keys_in_menu(DEPUTY, f"00{seat}{key}")
        assert story.incident.legs[leg.call_sid].where is where


def test_the_deputy_starts_the_roll_call_by_key_and_all_on_the_line_hear_it() -> None:
    story = with_command()
    assert story.keys(DEPUTY, "01") == "The roll call is open."
    assert story.incident.roll_calls[-1].asked == ("ana", "omar")
    assert story.said()[-1].startswith("Roll call.")


def test_somebody_on_hold_is_taken_back_by_the_same_key_and_an_observer_takes_part_by_key_one() -> None:
    story = with_command()
    story.keys(DEPUTY, "0034")
    assert story.leg(OMAR).wanted_hold
    assert story.keys(DEPUTY, "0034", "m2") == "Omar Haddad is being taken back."
    assert not story.leg(OMAR).wanted_hold
    story.do(c.SetObserver(person_id="omar", observer=True), DEV)
    assert story.keys(DEPUTY, "0031", "m3") == "Omar Haddad takes part."
    assert not story.incident.observers


def test_command_and_the_deputy_role_are_offered_by_key_and_taken_with_the_pin_of_who_accepts() -> None:
    story = with_command(pins_keyed=False)
    story.authorizes(DEPUTY)
    story.do(c.VacateRole(role=Role.INCIDENT_COMMANDER, person_id="ana"), ANA)
    assert story.keys(DEPUTY, "00161") == "Ana Ruiz is asked to command."
    assert story.incident.roster.holder(Role.INCIDENT_COMMANDER) is None
    ana = call_sid("ana")
    story.presses_star(ana, "m2")
    story.presses(ana, "1", "m2")
    story.keys_pin(ana, "ana")
    story.joined(ana)
    assert story.incident.roster.holder(Role.INCIDENT_COMMANDER) == "ana"
    story.do(c.VacateRole(role=Role.DEPUTY, person_id="dev"), ANA)
    assert story.keys(ana, "00262", "m3") == "Dev Rao is asked to be deputy."
    assert story.incident.roster.holder(Role.DEPUTY) is None


def test_nobody_gives_themself_command_or_the_deputy_role_by_key_without_the_pin() -> None:
    story = with_command(pins_keyed=False)
    story.do(c.VacateRole(role=Role.INCIDENT_COMMANDER, person_id="ana"), ANA)
    story.do(c.VacateRole(role=Role.DEPUTY, person_id="dev"), DEV)
    story.presses_star(call_sid("ana"))
    assert story.keys_in_menu(call_sid("ana"), "00161") == ""
    menu = story.leg(ANA).menu
    assert menu is not None
    assert menu.level == "pin"
    story.keys_pin(call_sid("ana"), "ana")
    assert story.incident.roster.holder(Role.INCIDENT_COMMANDER) == "ana"


def test_a_role_is_taken_back_by_the_key_that_gave_it_and_everybody_gives_up_their_own() -> None:
    story = with_command()
    assert story.keys(DEPUTY, "00363") == "Omar Haddad is scribe."
    assert story.keys(DEPUTY, "00363", "m2") == "Omar Haddad is no longer scribe."
    story.assign(Role.SUBJECT_MATTER_EXPERT, OMAR, ANA)
    story.presses_star(SID, "m3")
    story.keys_in_menu(SID, "0036")
    assert dict(prompt(story, SID).options) == {"4": "no longer subject matter expert", "star": "go back"}
    assert story.keys_in_menu(SID, "4") == "Omar Haddad is no longer subject matter expert."
    story.joined(SID)
    assert story.keys(SID, "0", "m4") == "That key does nothing here."
    assert story.keys(call_sid("ana"), "00161", "m5") == "Ana Ruiz is no longer incident commander."
    assert story.said()[-1] == "Ana Ruiz is no longer incident commander. Nobody is in command."


def test_somebody_untrained_is_offered_the_deputy_role_by_key_only_as_agreed_aloud() -> None:
    story = with_command()
    story.presses_star(call_sid("ana"))
    story.keys_in_menu(call_sid("ana"), "00362")
    assert prompt(story, call_sid("ana")).question == "Omar Haddad is not trained as deputy. Agreed aloud?"
    assert story.keys_in_menu(call_sid("ana"), "1") == "Omar Haddad is asked to be deputy."
    story.do(c.AcceptRole(role=Role.DEPUTY), OMAR)
    taken = next(event for event in reversed(story.events) if isinstance(event, e.RoleTaken))
    assert (taken.person_id, taken.by, taken.untrained, taken.reason) == ("omar", "ana", True, "as agreed aloud")


def test_the_call_ends_only_after_a_confirmation() -> None:
    story = with_command()
    story.do(c.StartTimeBox(box_id="b", task="x", owner="omar", minutes=5), DEV)
    story.presses_star(DEPUTY)
    for number, key in enumerate(("0", "3", "3")):
        story.presses(DEPUTY, key, "m1" + "+" * number)
    assert story.incident.open
    assert prompt(story, DEPUTY).question == (
        "One task is open: Omar Haddad. Nobody is scribe, so nobody has kept the timeline. End the call for everybody?"
    )
    assert story.keys_in_menu(DEPUTY, "1") == "The call has ended."
    assert not story.incident.open


def test_the_command_menu_of_a_responder_is_not_named_and_its_keys_do_nothing() -> None:
    story = with_command()
    story.presses_star(SID)
    assert "0" not in dict(prompt(story, SID).options)
    assert story.keys_in_menu(SID, "0") == "That key does nothing here."


def test_the_brief_says_what_fails_who_commands_and_how_long_it_lasts() -> None:
    story = with_command()
    story.later(300)
    words = (
        "Severity 1. Checkout fails. 5 minutes since it was opened. Ana Ruiz is in command. Dev Rao is deputy. "
        "2 people are on the line."
    )
    story.presses_star(SID)
    story.keys_in_menu(SID, "8")
    brief = prompt(story, SID)
    assert (brief.question, brief.patience_s) == (words, 1)
    assert story.keys_in_menu(SID, "5") == ""
    assert isinstance(next_step(story.incident, story.leg(OMAR)), JoinRoom)


def test_one_during_the_brief_switches_ones_own_transcription_off_and_on_also_on_the_next_call() -> None:
    story = with_command()
    assert story.keys(SID, "81") == "Your words are not written down."
    assert not story.leg(OMAR).may_be_heard
    assert not story.on_the_line(OMAR, number=2).may_be_heard
    assert story.keys(SID, "81", "m2") == "Your words are written down."
    assert story.leg(OMAR).may_be_heard


def test_a_late_joiner_hears_the_brief_before_the_room_once_and_ends_it_with_any_key() -> None:
    story = with_command()
    story.later(120)
    leg = story.dials(MAX)
    story.consents(leg.call_sid)
    assert prompt(story, leg.call_sid).question.startswith("Severity 1. Checkout fails.")
    assert len(prompt(story, leg.call_sid).question.split()) <= 50
    assert story.keys_in_menu(leg.call_sid, "7") == ""
    story.joined(leg.call_sid)
    assert story.leg(MAX).where is Where.ON_THE_LINE
    story.call_over(leg.call_sid)
    again = story.dials(MAX, number=2)
    story.consents(again.call_sid)
    assert isinstance(next_step(story.incident, story.incident.legs[again.call_sid]), JoinRoom)


@given(st.lists(st.sampled_from(["0", "1", "2", "3", "4", "5", "6", "8", "9", "*", "", "12", "3"]), max_size=8))
def test_whatever_is_keyed_a_visit_ends_in_the_room_or_with_the_next_question(keys: list[str]) -> None:
    story = with_command()
    story.on_the_line(MAX)
    story.presses_star(DEPUTY)
    for pressed in keys:
        menu = story.incident.legs[DEPUTY].menu
        if menu is None:
            break
        story.presses(DEPUTY, pressed, menu.menu_id)
    step = next_step(story.incident, story.incident.legs[DEPUTY])
    assert isinstance(step, KeyMenu | JoinRoom) or not story.incident.open
