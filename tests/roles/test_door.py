"""Bans, known strangers, observers, bulk orders, release by a stay-list, and the ladder for who disrupts."""

from dataclasses import replace

import pytest
from story import ANA, DEV, MAX, OMAR, Story, call_sid, with_command

from roles import commands as c, events as e
from roles.menus.effects import GUEST_PIN_HERE
from roles.next_step import JoinRoom, KeyMenu, SayGoodbye, next_step
from roles.people import IdentifiedBy, Role
from roles.presence import Leg, Where
from roles.refusals import Refused

SID = call_sid("omar")
DEPUTY = call_sid("dev")


def test_a_banned_person_is_removed_hears_one_sentence_when_dialing_and_may_come_again_when_allowed() -> None:
    story = with_command()
    story.do(c.BanPerson(person_id="omar", banned=True), DEV)
    assert story.leg(OMAR).removed_reason
    story.call_over(SID)
    again = story.dials(OMAR, number=2)
    step = next_step(story.incident, again)
    assert isinstance(step, SayGoodbye)
    assert "cannot join" in step.text
    story.do(c.BanPerson(person_id="omar", banned=False), DEV)
    third = story.dials(OMAR, number=3)
    assert third.lobby_reason == "removed"


def test_command_staff_cannot_be_banned_and_a_responder_bans_nobody() -> None:
    story = with_command()
    with pytest.raises(Refused, match="has a command role"):
        story.do(c.BanPerson(person_id="ana", banned=True), DEV)
    with pytest.raises(Refused, match="You may not"):
        story.do(c.BanPerson(person_id="dev", banned=True), OMAR)


def test_a_stranger_who_dials_again_from_the_same_number_is_the_same_person_and_still_waits() -> None:
    story = with_command()
    first = story.dials(None, key="k1")
    story.do(c.AdmitLeg(call_sid=first.call_sid, name="Eve Stone"), DEV)
    story.do(c.RemoveLeg(call_sid=first.call_sid, reason="x"), DEV)
    story.call_over(first.call_sid)
    again = story.dials(None, number=2, key="k1")
    assert story.incident.name_of(again.person_id) == "Eve Stone"
    assert again.lobby_reason == "removed"
    assert story.dials(None, number=3, key="k2").person_id != again.person_id
    withheld = [story.dials(None, number=number).person_id for number in (4, 5)]
    assert len(set(withheld)) == 2


def test_a_guest_without_a_number_who_was_removed_does_not_come_back_by_the_bridges_pin() -> None:
    story = with_command()

    def dials(caller: str, key: str = "") -> Leg:
        sid = call_sid(caller)
        how = IdentifiedBy.BRIDGE_PIN
        story.do(c.ArriveLeg(call_sid=sid, person=None, number_hint="", identified_by=how, number_key=key))
        return story.incident.legs[sid]

    first = dials("first")
    assert first.admitted
    story.do(c.RemoveLeg(call_sid=first.call_sid, reason="noise"), DEV)
    story.call_over(first.call_sid)
    assert dials("again").where is Where.LOBBY
    assert dials("with a number", key="k1").admitted


def test_an_observer_listens_cannot_be_unmuted_by_mistake_and_a_hand_goes_to_the_internal_liaison() -> None:
    story = with_command()
    story.on_the_line(MAX)
    story.assign(Role.INTERNAL_LIAISON, MAX, ANA)
    stranger = story.dials(None)
    story.do(c.AdmitLeg(call_sid=stranger.call_sid, observer=True), DEV)
    story.consents(stranger.call_sid)
    story.joined(stranger.call_sid)
    leg = story.incident.legs[stranger.call_sid]
    assert leg.wanted_muted
    assert not leg.may_be_heard
    with pytest.raises(Refused, match="listens only"):
        story.do(c.MuteLeg(call_sid=leg.call_sid, muted=False), DEV)
    story.presses_star(leg.call_sid)
    assert story.keys_in_menu(leg.call_sid, "2") == "You asked to speak."
    assert story.said(MAX)[-1] == f"{story.incident.name_of(leg.person_id)}, who listens only, raised a hand."
    story.do(c.SetObserver(person_id=leg.person_id, observer=False), DEV)
    assert not story.incident.legs[leg.call_sid].wanted_muted


def test_the_hand_of_an_observer_goes_to_the_deputy_without_a_liaison_and_is_down_when_they_take_part() -> None:
    story = with_command()
    story.do(c.SetObserver(person_id="omar", observer=True), DEV)
    story.do(c.RaiseHand(), OMAR)
    assert story.said(DEV)[-1] == "Omar Haddad, who listens only, raised a hand."
    assert story.said(ANA) == []
    story.do(c.SetObserver(person_id="omar", observer=False), DEV)
    assert not story.incident.floor.hands


def test_mute_all_and_its_release_leave_an_observer_muted() -> None:
    story = with_command()
    story.do(c.SetObserver(person_id="omar", observer=True), DEV)
    story.do(c.MuteAll(muted=True), DEV)
    story.do(c.MuteAll(muted=False), DEV)
    assert story.leg(OMAR).wanted_muted
    with pytest.raises(Refused, match="holds a role"):
        story.do(c.SetObserver(person_id="ana", observer=True), DEV)


def test_a_stranger_is_let_in_to_listen_only_by_key() -> None:
    story = with_command()
    stranger = story.dials(None)
    assert story.keys(DEPUTY, "0 0 4 2") == "Guest 4 is being let in to listen."
    leg = story.incident.legs[stranger.call_sid]
    assert leg.admitted
    assert leg.listens_only


def test_the_guests_pin_is_for_who_lets_people_in_and_stands_in_no_event() -> None:
    story = with_command()
    assert story.keys(DEPUTY, "0 3 7") == f"The PIN for guests is {GUEST_PIN_HERE}."
    story.presses_star(DEPUTY, "m2")
    story.keys_in_menu(DEPUTY, "0 3")
    story.do(c.VacateRole(role=Role.DEPUTY, person_id="dev"), ANA)
    assert "You may not let people in" in story.keys_in_menu(DEPUTY, "7")
    story.assign(Role.INTERNAL_LIAISON, OMAR, ANA)
    assert "guests" in story.keys(SID, "0 3 7", "m3"), "the internal liaison lets people in too"


def test_all_who_wait_are_let_in_at_once_but_for_those_turned_away() -> None:
    story = with_command()
    sids = [story.dials(None, caller=name).call_sid for name in ("s1", "s2", "s3")]
    story.do(c.TurnAwayLeg(call_sid=sids[0]), DEV)
    story.do(c.AdmitAll(), DEV)
    assert [story.incident.legs[sid].admitted for sid in sids] == [False, True, True]
    with pytest.raises(Refused, match="Nobody waits"):
        story.do(c.AdmitAll(), DEV)


def test_unmute_all_undoes_what_others_did_and_leaves_ones_own_mute() -> None:
    story = with_command()
    story.on_the_line(MAX)
    story.do(c.MuteLeg(call_sid=SID, muted=True), DEV)
    story.do(c.MuteLeg(call_sid=call_sid("max"), muted=True), MAX)
    story.do(c.UnmuteAll(), DEV)
    assert [story.leg(OMAR).wanted_muted, story.leg(MAX).wanted_muted] == [False, True]


def test_the_following_stay_and_the_others_are_thanked_and_not_asked_at_the_roll_call() -> None:
    story = with_command()
    story.on_the_line(MAX)
    story.do(c.ReleaseOthers(stay=("max",)), ANA)
    released = {leg.person_id for leg in story.incident.legs.values() if leg.released_by}
    assert released == {"omar"}
    step = next_step(story.incident, story.leg(OMAR))
    assert isinstance(step, SayGoodbye)
    assert step.text.startswith("Thank you")
    story.call_over(SID)
    assert story.leg(OMAR).leave_reason == "ended"
    story.do(c.StartRollCall(roll_call_id="r1"), ANA)
    assert "omar" not in story.incident.roll_calls[-1].asked
    story.on_the_line(OMAR, number=2)
    story.do(c.StartRollCall(roll_call_id="r2"), ANA)
    assert "omar" in story.incident.roll_calls[-1].asked


def test_the_stay_list_by_key_names_seats_until_zero_and_asks_before_it_releases() -> None:
    story = with_command()
    story.on_the_line(MAX)
    assert story.keys(DEPUTY, "0 3 5 4 0 1") == "The others are released."
    assert {leg.person_id for leg in story.incident.legs.values() if leg.released_by} == {"omar"}


def test_the_ladder_yes_starts_a_handover_and_no_is_a_warning_and_never_a_removal() -> None:
    story = with_command()
    story.do(c.AskDisruptor(person_id="omar"), DEV)
    story.presses_star(SID)
    step = next_step(story.incident, story.leg(OMAR))
    assert isinstance(step, KeyMenu)
    assert step.question == "Do you wish to take command?"
    assert story.keys_in_menu(SID, "2").startswith("You disrupt the call")
    assert "omar" in story.incident.warned
    assert story.said(DEV)[-1] == "Omar Haddad was warned. The next step is removal, by you."
    story.joined(SID)
    story.ticks(60)
    assert not any(isinstance(event, e.RemovalOrdered) for event in story.events)

    other = with_command()
    other.do(c.AskDisruptor(person_id="omar"), DEV)
    other.presses_star(SID)
    other.keys_in_menu(SID, "1")
    assert other.incident.roster.proposals == ()
    asked = "Omar Haddad wishes to take command. Press star, then 1 to offer it, 2 to warn them."
    assert other.said(ANA)[-1] == asked
    assert other.keys(call_sid("ana"), "1", "m2") == "Omar Haddad is asked to command."
    (proposal,) = other.incident.roster.proposals_for("omar")
    assert (proposal.role, proposal.by) == (Role.INCIDENT_COMMANDER, "ana")
    assert other.incident.roster.holder(Role.INCIDENT_COMMANDER) == "ana"


def test_the_commander_who_does_not_offer_it_warns_whoever_wished_to_take_command() -> None:
    story = with_command()
    story.do(c.AskDisruptor(person_id="omar"), DEV)
    assert story.keys(SID, "1") == "Ana Ruiz is asked."
    story.presses_star(call_sid("ana"), "m2")
    step = next_step(story.incident, story.leg(ANA))
    assert isinstance(step, KeyMenu)
    assert step.question == "Omar Haddad wishes to take command, and is not trained for it."
    assert story.keys_in_menu(call_sid("ana"), "2") == "Omar Haddad is warned."
    assert "omar" in story.incident.warned
    assert story.incident.wishes_command is None


def test_the_commander_is_not_asked_whether_they_wish_to_take_command() -> None:
    with pytest.raises(Refused, match="is in command"):
        with_command().do(c.AskDisruptor(person_id="ana"), DEV)


def test_key_five_rings_ones_own_backup() -> None:
    helen = replace(OMAR, backup_id="max", backup_name="Max Behr")
    story = Story().opened()
    story.on_the_line(helen)
    assert story.keys(SID, "5") == "Max Behr is rung."
    assert story.incident.rings.going_on("max") is not None


def test_key_six_takes_customer_reports_and_tells_the_liaison() -> None:
    story = with_command()
    story.assign(Role.CUSTOMER_LIAISON, DEV, ANA)
    assert story.keys(SID, "6 140") == "140 customer reports noted."
    assert story.incident.customer_reports[-1][1:] == (140, "omar")
    assert story.said(DEV)[-1] == "140 customer reports, from Omar Haddad."


def test_somebody_who_is_gone_is_rung_again_by_seat() -> None:
    story = with_command()
    story.call_over(SID)
    assert story.keys(DEPUTY, "0038") == "Omar Haddad is rung."
    assert story.keys(DEPUTY, "0039", "m2") == "Omar Haddad is banned."
    assert story.keys(DEPUTY, "0039", "m3") == "Omar Haddad may join again."


def test_a_paused_recording_is_repaired_by_key() -> None:
    story = with_command()
    recording = c.ReportRecording(recording_sid="RE1", conference_sid="CF" + "1" * 32, status="in-progress")
    story.do(recording)
    assert story.keys(DEPUTY, "091") == "The call is being recorded."
    story.do(c.ReportRecording(recording_sid="RE1", conference_sid="CF" + "1" * 32, status="paused"))
    assert story.keys(DEPUTY, "092", "m2") == "The recording is ordered to go on."


def test_a_released_leg_is_where_it_was_until_its_call_ends() -> None:
    story = with_command()
    story.do(c.ReleaseOthers(stay=()), ANA)
    assert story.leg(OMAR).where is Where.ON_THE_LINE
    assert not story.leg(OMAR).may_be_heard
    assert not isinstance(next_step(story.incident, story.leg(OMAR)), JoinRoom)
