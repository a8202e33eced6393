"""Orders about a person reach every phone they are on; removal, ban and the end leave nobody half inside."""

from dataclasses import replace

import pytest
from story import ANA, CONFERENCE, DEV, MAX, OMAR, Story, call_sid, with_command

from bridge.orders import END_CALL, orders_for
from roles import commands as c, events as e
from roles.brief import end_checklist
from roles.incident import Incident, evolve
from roles.menus.prompts import question
from roles.people import Person, Role
from roles.presence import Where
from roles.refusals import Refused

FIRST, SECOND = call_sid("omar"), call_sid("omar", 2)


def on_two_phones() -> Story:
    story = with_command()
    story.on_the_line(OMAR, number=2)
    return story


def gone(story: Story, sid: str) -> None:
    if story.incident.legs[sid].seat is not None:
        story.leaves(sid)
    story.call_over(sid)


def ended_calls(found: list[e.Event]) -> list[tuple[str, str]]:
    return [(event.call_sid, event.why) for event in found if isinstance(event, e.CallEndOrdered)]


@pytest.mark.parametrize("which", [FIRST, SECOND])
def test_mute_hold_and_removal_concern_the_person_on_every_phone(which: str) -> None:
    story = on_two_phones()
    story.do(c.MuteLeg(call_sid=which, muted=True), DEV)
    assert {story.incident.legs[sid].wanted_muted for sid in (FIRST, SECOND)} == {True}
    story.do(c.MuteLeg(call_sid=which, muted=False), DEV)
    assert {story.incident.legs[sid].wanted_muted for sid in (FIRST, SECOND)} == {False}
    story.do(c.HoldLeg(call_sid=which, hold=True), DEV)
    assert {story.incident.legs[sid].wanted_hold for sid in (FIRST, SECOND)} == {True}
    story.do(c.RemoveLeg(call_sid=which, reason="noise"), DEV)
    assert {story.incident.legs[sid].removed_reason for sid in (FIRST, SECOND)} == {"noise"}


def test_a_phones_own_key_mutes_that_phone_alone() -> None:
    story = on_two_phones()
    story.keys(SECOND, "2")
    assert [story.incident.legs[sid].wanted_muted for sid in (FIRST, SECOND)] == [False, True]


def test_a_second_phone_does_not_lift_what_somebody_ordered() -> None:
    story = with_command()
    story.do(c.MuteLeg(call_sid=FIRST, muted=True), DEV)
    story.do(c.HoldLeg(call_sid=FIRST, hold=True), DEV)
    story.on_the_line(OMAR, number=2)
    second = story.incident.legs[SECOND]
    assert (second.wanted_muted, second.muted_by, second.wanted_hold) == (True, "dev", True)


def test_who_is_muted_or_unmuted_by_somebody_hears_it_once_and_what_to_do() -> None:
    story = on_two_phones()
    story.do(c.MuteLeg(call_sid=FIRST, muted=True), DEV)
    story.do(c.MuteLeg(call_sid=FIRST, muted=True), DEV)
    story.do(c.MuteLeg(call_sid=FIRST, muted=False), DEV)
    assert story.said(OMAR) == [
        "Dev Rao muted you. Press star, then 2, to ask to speak.",
        "Dev Rao unmuted you. You can be heard.",
    ]
    story.keys(SECOND, "2")
    assert len(story.said(OMAR)) == 2, "who mutes themselves knows it"


def test_mute_all_and_its_release_are_said_aloud() -> None:
    story = with_command()
    story.do(c.MuteAll(muted=True), DEV)
    assert story.said()[-1] == "All but command staff are muted. Press star, then 2, to ask to speak."
    story.do(c.MuteAll(muted=False), DEV)
    assert story.said()[-1] == "Everybody can speak again."


def test_a_removed_deputy_has_no_role_any_more_and_cannot_let_himself_in() -> None:
    story = with_command()
    story.do(c.RemoveLeg(call_sid=call_sid("dev"), reason="x"), ANA)
    assert story.incident.roster.holder(Role.DEPUTY) is None
    assert "Dev Rao is no longer deputy." in story.said()
    gone(story, call_sid("dev"))
    again = story.dials(DEV, number=2)
    story.do(c.VacateRole(role=Role.INCIDENT_COMMANDER, person_id="ana"), ANA)
    gone(story, call_sid("ana"))
    with pytest.raises(Refused, match="You may not let people in"):
        story.do(c.AdmitLeg(call_sid=again.call_sid), DEV)
    with pytest.raises(Refused, match="You may not let people in"):
        story.do(c.AdmitAll(), DEV)
    assert story.incident.legs[again.call_sid].where is Where.LOBBY


def test_nobody_removes_the_commander_not_even_the_commander() -> None:
    story = with_command()
    for who in (ANA, DEV):
        with pytest.raises(Refused, match="Hand over command first"):
            story.do(c.RemoveLeg(call_sid=call_sid("ana"), reason="x"), who)


def test_nobody_removes_themselves_by_a_slip_of_the_key() -> None:
    with pytest.raises(Refused, match="Hang up to leave"):
        with_command().do(c.RemoveLeg(call_sid=call_sid("dev"), reason="x"), DEV)


def test_a_removal_that_is_not_confirmed_can_be_ordered_again_and_ends_by_itself() -> None:
    story = with_command()
    story.do(c.RemoveLeg(call_sid=FIRST, reason="noise"), DEV)
    assert story.do(c.RemoveLeg(call_sid=FIRST, reason=""), DEV) == []
    story.later(6)
    (again,) = story.do(c.RemoveLeg(call_sid=FIRST, reason=""), DEV)
    assert isinstance(again, e.RemovalOrdered)
    assert again.reason == "noise"
    assert ended_calls(story.ticks(19)) == []
    found = story.ticks(2)
    assert ended_calls(found) == [(FIRST, "removed")]
    assert (END_CALL, {"call_sid": FIRST}) in orders_for(story.incident, found)
    story.call_over(FIRST)
    assert story.leg(OMAR).leave_reason == "removed"


def test_the_reason_is_heard_to_its_end_before_the_call_is_ended() -> None:
    story = with_command()
    story.do(c.RemoveLeg(call_sid=FIRST, reason="x" * 200), DEV)
    story.leaves(FIRST)
    assert ended_calls(story.ticks(29)) == []
    assert ended_calls(story.ticks(2)) == [(FIRST, "removed")]


def test_who_is_released_or_turned_away_and_stays_has_their_call_ended() -> None:
    story = with_command()
    stranger = story.dials(None)
    story.do(c.TurnAwayLeg(call_sid=stranger.call_sid), DEV)
    story.do(c.ReleaseOthers(stay=()), DEV)
    assert ended_calls(story.ticks(40)) == [(FIRST, "released"), (stranger.call_sid, "turned away")]


def test_no_new_stream_is_ordered_for_somebody_on_the_way_out() -> None:
    story = with_command()
    story.do(c.RemoveLeg(call_sid=FIRST, reason="x"), DEV)
    found = story.ticks(15)
    assert FIRST not in {event.call_sid for event in found if isinstance(event, e.StreamOrdered)}


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("1", "the call is for those who work on it now"),
        ("2", "there is noise on your line"),
        ("3", "you disrupted the call"),
    ],
)
def test_a_removal_by_key_names_a_reason(key: str, reason: str) -> None:
    story = with_command()
    story.presses_star(call_sid("dev"))
    assert story.keys_in_menu(call_sid("dev"), f"0 4 3 {key}") == "Omar Haddad is being removed."
    assert (story.leg(OMAR).removed_reason, story.leg(OMAR).removed_by) == (reason, "dev")


def banned() -> Story:
    """Max is required and banned; a roll call is asked for."""
    story = Story().opened(MAX)
    for person in (ANA, DEV, OMAR):
        story.on_the_line(person)
    story.do(c.TakeCommand(), ANA)
    story.assign(Role.DEPUTY, DEV, ANA)
    story.do(c.BanPerson(person_id="max", banned=True), DEV)
    return story


def test_somebody_banned_is_neither_asked_nor_rung_nor_let_in_nor_told_of() -> None:
    story = banned()
    story.do(c.StartRollCall(roll_call_id="r"), DEV)
    assert story.incident.roll_call is not None
    assert "max" not in story.incident.roll_call.asked
    story.ticks(60)
    assert not [ring for ring in story.incident.rings.by_id.values() if ring.person_id == "max"]
    with pytest.raises(Refused, match="Max Behr is banned"):
        story.do(c.RingPerson(person_id="max"), DEV)
    leg = story.dials(MAX)
    assert not [text for text in story.said(DEV) if "lobby" in text]
    with pytest.raises(Refused, match="Max Behr is banned"):
        story.do(c.AdmitLeg(call_sid=leg.call_sid), DEV)
    story.do(c.BanPerson(person_id="max", banned=False), DEV)
    story.do(c.AdmitLeg(call_sid=leg.call_sid), DEV)


def test_a_backup_who_is_banned_is_not_rung() -> None:
    story = Story().opened()
    story.on_the_line(ANA)
    story.on_the_line(Person(person_id="omar", name="Omar Haddad", backup_id="max", backup_name="Max Behr"))
    story.do(c.TakeCommand(), ANA)
    story.do(c.IntroducePerson(person=MAX))
    story.do(c.BanPerson(person_id="max", banned=True), ANA)
    with pytest.raises(Refused, match="Max Behr is banned"):
        story.do(c.PageBackup(), OMAR)


def test_somebody_removed_and_then_rung_by_command_staff_is_let_in() -> None:
    story = with_command()
    story.do(c.RemoveLeg(call_sid=FIRST, reason="noise"), DEV)
    with pytest.raises(Refused, match="just being removed"):
        story.do(c.RingPerson(person_id="omar"), DEV)
    gone(story, FIRST)
    story.do(c.RingPerson(person_id="omar"), DEV)
    leg = story.answers_ring(OMAR, 2)
    assert leg.where is Where.ON_THE_LINE
    assert not [text for text in story.said(DEV) if "lobby" in text]
    assert "omar" not in story.incident.removed_people


def test_who_waits_in_the_lobby_is_let_in_and_not_rung() -> None:
    story = with_command()
    story.do(c.LockBridge(locked=True), DEV)
    story.dials(MAX)
    with pytest.raises(Refused, match="waits in the lobby"):
        story.do(c.RingPerson(person_id="max"), DEV)


def test_the_end_of_the_call_ends_the_rings() -> None:
    story = with_command()
    gone(story, FIRST)
    story.do(c.RingPerson(person_id="omar"), DEV)
    (ring,) = story.incident.rings.by_id.values()
    story.do(c.ReportRingPlaced(ring_id=ring.ring_id, call_sid="CAring"))
    assert ended_calls(story.do(c.EndCall(), ANA)) == [("CAring", "incident ended")]
    assert story.incident.rings.by_id[ring.ring_id].outcome == "canceled"


def test_a_ring_that_is_placed_after_the_end_is_ended_too() -> None:
    story = with_command()
    gone(story, FIRST)
    story.do(c.RingPerson(person_id="omar"), DEV)
    (ring_id,) = story.incident.rings.by_id
    story.do(c.EndCall(), ANA)
    assert ended_calls(story.do(c.ReportRingPlaced(ring_id=ring_id, call_sid="CAring"))) == [
        ("CAring", "incident ended")
    ]


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("busy", "Omar Haddad could not be reached: line busy."),
        ("Omar Haddad's number is abroad.", "Omar Haddad's number is abroad."),
    ],
)
def test_who_ordered_a_ring_by_key_hears_why_it_led_to_nobody(why: str, said: str) -> None:
    story = with_command()
    gone(story, FIRST)
    story.do(c.RingPerson(person_id="omar"), DEV)
    (ring_id,) = story.incident.rings.by_id
    story.do(c.ReportRingFailed(ring_id=ring_id, why=why))
    assert story.said(DEV)[-1] == said


def test_a_mute_put_back_after_hold_is_nobodys_order() -> None:
    story = with_command()
    story.do(c.HoldLeg(call_sid=FIRST, hold=True), DEV)
    story.presses_star(FIRST)
    story.presses(FIRST, "")
    label = story.joined(FIRST)
    for hold in (True, False):
        if not hold:
            story.do(c.HoldLeg(call_sid=FIRST, hold=False), DEV)
        news = c.ReportHold(
            call_sid=FIRST, conference_sid=CONFERENCE, label=label, sequence=story.next_sequence(), hold=hold,
            occurred_at=story.now,
        )  # fmt: skip
        found = story.do(news)
    assert [type(event) for event in found] == [e.ParticipantHoldSeen, e.MuteRepeated]


def test_a_wrong_seat_keeps_the_stay_list_and_says_so() -> None:
    story = with_command()
    story.on_the_line(MAX)
    sid = call_sid("dev")
    story.presses_star(sid)
    story.keys_in_menu(sid, "0 3 5 3 9")
    menu = story.incident.legs[sid].menu
    assert menu is not None
    assert question(story.incident, story.incident.legs[sid], menu).startswith("Nobody has seat 9. Key the next seat")
    story.keys_in_menu(sid, "4")
    menu = story.incident.legs[sid].menu
    assert menu is not None
    assert question(story.incident, story.incident.legs[sid], menu).startswith("Max Behr stays.")
    assert story.keys_in_menu(sid, "0 1") == "Everybody on the call stays already."


def test_the_checklist_names_teams_only_while_somebody_is_apart() -> None:
    story = with_command()
    story.do(c.MovePerson(person_id="omar", team="alpha"), DEV)
    assert "Teams are still apart: Alpha." in end_checklist(story.incident)
    story.do(c.MovePerson(person_id="omar", team=""), DEV)
    assert not [found for found in end_checklist(story.incident) if "apart" in found]


def test_the_ladder_by_key_asks_then_warns_and_asks_the_same_leg_again() -> None:
    story = with_command()
    deputy, disruptor = call_sid("dev"), FIRST
    story.presses_star(deputy)
    assert story.keys_in_menu(deputy, "0 0 3 0") == "Omar Haddad is asked: do you wish to command?"
    story.joined(deputy)
    for menu_id in ("m1", "m2"):
        story.presses_star(disruptor, menu_id)
        menu = story.incident.legs[disruptor].menu
        assert menu is not None
        assert question(story.incident, story.incident.legs[disruptor], menu) == "Do you wish to take command?"
        assert story.keys_in_menu(disruptor, "2").startswith("You disrupt the call.")
        story.joined(disruptor)
        story.later(5)
        story.do(c.AskDisruptor(person_id="omar"), DEV)
    story.presses_star(deputy, "m3")
    assert story.keys_in_menu(deputy, "0 0 3 0") == "Omar Haddad is warned."


def test_the_required_have_seats_before_they_dial_and_can_be_rung_by_key() -> None:
    story = Story().opened(MAX, OMAR)
    for person in (ANA, DEV):
        story.on_the_line(person)
    story.do(c.TakeCommand(), ANA)
    assert story.incident.seat_numbers == {"max": 1, "omar": 2, "ana": 3, "dev": 4}
    story.authorizes(call_sid("ana"))
    story.presses_star(call_sid("ana"))
    assert story.keys_in_menu(call_sid("ana"), "0 0 1 8") == "Max Behr is rung."
    story.on_the_line(OMAR)
    assert story.incident.seat_numbers["omar"] == 2


def test_an_old_log_without_seats_of_the_required_folds() -> None:
    story = Story().opened(MAX)
    (opened,) = (event for event in story.events if isinstance(event, e.IncidentOpened))
    assert evolve(Incident(), replace(opened, seats=())).seat_numbers == {}


def test_a_whisper_to_a_role_by_key_is_played_to_its_holders_alone() -> None:
    story = with_command()
    deputy = call_sid("dev")
    name = story.incident.streams.by_leg[deputy].name
    story.do(c.ReportStreamStarted(call_sid=deputy, stream_name=name, stream_sid="MZ1"))
    story.presses_star(deputy)
    assert story.keys_in_menu(deputy, "0 3 6 3") == "Nobody else is scribe now."
    story.joined(deputy)
    story.presses_star(deputy, "m2")
    story.keys_in_menu(deputy, "0 3 6 1")
    take = story.incident.takes.window(deputy)
    assert take is not None
    story.do(c.KeepTake(take_id=take.take_id, seconds=2.0, file="x.wav"))
    assert story.said(ANA)[-1] == "Dev Rao says to the incident commander alone:"
    assert not [text for text in story.said(OMAR) if "alone" in text]
