"""The floor: mute-all as a state of the bridge, raised hands, the lock."""

import pytest
from hypothesis import given, strategies as st
from story import ANA, CONFERENCE, DEV, MAX, OMAR, Story, call_sid, with_command

from roles import commands as c, events as e
from roles.people import CARRIER, Role
from roles.presence import Where
from roles.refusals import Refused

SID = call_sid("omar")


def mute_all(story: Story) -> None:
    story.do(c.MuteAll(muted=True), DEV)


def release(story: Story) -> None:
    story.do(c.MuteAll(muted=False), DEV)


def muted(story: Story) -> set[str]:
    return {leg.person_id for leg in story.incident.legs.values() if leg.live and leg.wanted_muted}


def test_mute_all_spares_command_staff_and_closes_the_gate_of_everybody_else_at_once() -> None:
    story = with_command()
    mute_all(story)
    assert muted(story) == {"omar"}
    assert not story.incident.hearing.is_open(SID)
    assert story.incident.hearing.is_open(call_sid("ana"))


def test_mute_all_holds_for_who_dials_who_is_let_in_and_who_comes_back_from_the_menu() -> None:
    story = with_command()
    mute_all(story)
    dialed = story.on_the_line(MAX)
    guest = story.dials(None)
    story.do(c.AdmitLeg(call_sid=guest.call_sid, name="Eve"), DEV)
    story.consents(guest.call_sid)
    story.joined(guest.call_sid)
    story.muted_news(SID, True)
    story.presses_star(SID)
    story.presses(SID, "3")
    story.joined(SID)
    for sid in (dialed.call_sid, guest.call_sid, SID):
        leg = story.incident.legs[sid]
        assert leg.offer is not None
        assert leg.muted, "the join itself was muted"
        assert not leg.may_be_heard


def test_a_person_s_own_mute_survives_the_release() -> None:
    story = with_command()
    story.on_the_line(MAX)
    story.do(c.MuteLeg(call_sid=SID, muted=True), OMAR)
    mute_all(story)
    release(story)
    assert muted(story) == {"omar"}


def test_who_is_unmuted_while_all_are_muted_has_the_floor_until_muted_again_also_after_dialing_again() -> None:
    story = with_command()
    mute_all(story)
    story.do(c.MuteLeg(call_sid=SID, muted=False), DEV)
    assert muted(story) == set()
    story.call_over(SID)
    assert not story.dials(OMAR, number=2).wanted_muted
    story.do(c.MuteLeg(call_sid=call_sid("omar", 2), muted=True), DEV)
    assert muted(story) == {"omar"}


def test_a_role_gives_the_floor_and_its_loss_takes_it() -> None:
    story = with_command()
    mute_all(story)
    story.assign(Role.SCRIBE, OMAR, ANA)
    assert muted(story) == set()
    story.do(c.VacateRole(role=Role.SCRIBE, person_id="omar"), ANA)
    assert muted(story) == {"omar"}


def test_key_two_of_a_muted_person_asks_to_speak_and_unmuting_lowers_the_hand() -> None:
    story = with_command()
    mute_all(story)
    story.presses_star(SID)
    pressed = [event for event in story.presses(SID, "2") if isinstance(event, e.KeyPressed)]
    assert [event.spoken for event in pressed] == ["You asked to speak."]
    assert story.incident.floor.hands["omar"].to_speak
    assert muted(story) == {"omar"}
    story.do(c.MuteLeg(call_sid=SID, muted=False), DEV)
    assert not story.incident.floor.hands


def test_the_console_refuses_to_unmute_oneself_and_says_what_to_do() -> None:
    story = with_command()
    mute_all(story)
    with pytest.raises(Refused, match="Raise your hand to speak"):
        story.do(c.MuteLeg(call_sid=SID, muted=False), OMAR)


def test_a_join_that_the_carrier_let_speak_is_muted_again_and_stays_no_order_of_its_own() -> None:
    story = with_command()
    mute_all(story)
    story.dials(MAX)
    story.consents(call_sid("max"))
    story.joined(call_sid("max"), muted=False)
    assert isinstance(story.events[-1], e.MuteRepeated)
    release(story)
    assert "max" not in muted(story)


def test_key_nine_raises_and_lowers_a_hand() -> None:
    story = with_command()
    story.presses_star(SID)
    story.presses(SID, "9")
    assert list(story.incident.floor.hands) == ["omar"]
    story.joined(SID)
    story.presses_star(SID, "m2")
    story.presses(SID, "9", "m2")
    assert not story.incident.floor.hands


def test_the_hand_of_somebody_who_hangs_up_is_down() -> None:
    story = with_command()
    story.do(c.RaiseHand(), OMAR)
    story.call_over(SID)
    assert not story.incident.floor.hands


def test_a_locked_bridge_lets_command_staff_pass_and_keeps_everybody_else_in_the_lobby() -> None:
    story = with_command()
    story.do(c.LockBridge(locked=True), DEV)
    assert story.dials(MAX).where is Where.LOBBY
    assert story.dials(ANA, number=2).where is Where.GREETING
    story.do(c.AdmitLeg(call_sid=call_sid("max")), DEV)
    assert story.incident.legs[call_sid("max")].admitted
    story.do(c.LockBridge(locked=False), DEV)
    assert story.dials(OMAR, number=2).where is Where.GREETING


@pytest.mark.parametrize("command", [c.MuteAll(muted=True), c.LockBridge(locked=True)])
def test_a_responder_may_neither_mute_all_nor_lock(command: c.Command) -> None:
    with pytest.raises(Refused, match="You may not"):
        with_command().do(command, OMAR)


def test_the_command_menu_names_and_does_what_is_not_so_yet() -> None:
    story = with_command()
    sid = call_sid("dev")
    said = []
    for number, keys in enumerate(("02", "02", "031", "032")):
        said.append(story.keys(sid, keys, f"m{number}"))
    assert said == [
        "All but command staff are being muted.",
        "Everybody is being unmuted.",
        "The bridge is locked.",
        "The bridge is open.",
    ]


STEPS = ("mute_all", "release", "mute", "unmute", "own_mute", "star", "redial", "scribe", "no_scribe", "news")


@given(st.lists(st.sampled_from(STEPS), max_size=14))
def test_while_all_are_muted_nobody_but_staff_and_who_was_given_the_floor_is_ever_heard(steps: list[str]) -> None:
    story = with_command()
    number = 1
    for at, step in enumerate(steps):
        sid = call_sid("omar", number)
        try:
            match step:
                case "mute_all":
                    mute_all(story)
                case "release":
                    release(story)
                case "mute" | "unmute":
                    story.do(c.MuteLeg(call_sid=sid, muted=step == "mute"), DEV)
                case "own_mute":
                    story.do(c.MuteLeg(call_sid=sid, muted=True), OMAR)
                case "star":
                    story.presses_star(sid, f"m{at}")
                    story.presses(sid, "2", f"m{at}")
                    story.joined(sid)
                case "redial":
                    story.call_over(sid)
                    number += 1
                    story.on_the_line(OMAR, number)
                case "scribe":
                    story.assign(Role.SCRIBE, OMAR, ANA)
                case "no_scribe":
                    story.do(c.VacateRole(role=Role.SCRIBE, person_id="omar"), ANA)
                case _:
                    story.muted_news(sid, story.incident.legs[sid].wanted_muted)
        except Refused:
            pass
        floor = story.incident.floor
        leg = story.incident.legs[call_sid("omar", number)]
        if floor.covers("omar") and not story.incident.roster.roles_of("omar"):
            assert leg.wanted_muted
            assert not leg.may_be_heard


def test_the_comparison_mends_a_mute_of_all_that_did_not_take() -> None:
    story = with_command()
    mute_all(story)
    story.later(30)
    seat = story.leg(OMAR).seat
    assert seat is not None
    seen = c.SeatCompared(call_sid=SID, label=seat.label, muted=False, hold=False)
    report = c.ReportComparison(conference_sid=CONFERENCE, in_progress=True, seats=(seen,), asked_at=story.now)
    found = story.do(report, CARRIER)
    assert any(isinstance(event, e.MuteRepeated) and event.call_sid == SID for event in found)
