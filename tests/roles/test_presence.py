"""Who is where, from the carrier's news in any order."""

from datetime import timedelta

import pytest
from hypothesis import given, strategies as st
from story import ANA, CONFERENCE, DEV, MAX, OMAR, START, Story, call_sid, with_command

from roles import commands as c, events as e
from roles.incident import Incident, evolve
from roles.next_step import JoinRoom, KeyMenu, SayGoodbye, SayName, WaitInLobby, next_step
from roles.people import CARRIER
from roles.presence import Where
from roles.refusals import Refused


def test_a_known_caller_who_consents_and_joins_is_on_the_line() -> None:
    story = Story().opened()
    leg = story.on_the_line(ANA)
    assert leg.where is Where.ON_THE_LINE
    assert leg.joined_at == START


def test_a_caller_whom_nobody_knows_waits_in_the_lobby_until_admitted() -> None:
    story = with_command()
    leg = story.dials(None)
    assert leg.where is Where.LOBBY
    assert isinstance(next_step(story.incident, leg), SayName)
    story.do(c.ListenForName(call_sid=leg.call_sid, take_id="t1"))
    story.do(c.NameSaid(call_sid=leg.call_sid))
    assert next_step(story.incident, leg) == WaitInLobby("unknown", 1, told=True)
    assert next_step(story.incident, story.dials(None, number=2)) == SayName()
    story.do(c.AdmitLeg(call_sid=leg.call_sid, name="Eve Stone"), DEV)
    assert story.incident.name_of(leg.person_id) == "Eve Stone"
    story.consents(leg.call_sid)
    assert isinstance(next_step(story.incident, story.incident.legs[leg.call_sid]), JoinRoom)


def test_somebody_without_a_role_cannot_let_people_in() -> None:
    story = with_command()
    leg = story.dials(None)
    with pytest.raises(Refused, match="Dev Rao"):
        story.do(c.AdmitLeg(call_sid=leg.call_sid), OMAR)


def test_a_person_turned_away_hears_a_sentence_and_cannot_be_let_in_any_more() -> None:
    story = with_command()
    leg = story.dials(None)
    story.do(c.TurnAwayLeg(call_sid=leg.call_sid), DEV)
    assert isinstance(next_step(story.incident, story.incident.legs[leg.call_sid]), SayGoodbye)
    with pytest.raises(Refused, match="turned away by Dev Rao"):
        story.do(c.AdmitLeg(call_sid=leg.call_sid), ANA)


def test_star_is_a_step_out_not_a_departure() -> None:
    story = with_command()
    sid = call_sid("omar")
    story.presses_star(sid)
    leg = story.leg(OMAR)
    assert leg.where is Where.STEPPED_OUT
    assert isinstance(next_step(story.incident, leg), KeyMenu)
    story.presses(sid, "")
    assert isinstance(next_step(story.incident, story.leg(OMAR)), JoinRoom)
    story.joined(sid)
    assert story.leg(OMAR).where is Where.ON_THE_LINE


def test_only_the_end_of_the_call_says_that_somebody_left() -> None:
    story = with_command()
    sid = call_sid("omar")
    story.leaves(sid)
    assert story.leg(OMAR).where is Where.STEPPED_OUT
    story.call_over(sid)
    assert story.leg(OMAR).where is Where.LEFT
    assert story.leg(OMAR).leave_reason == "hung_up"


def test_a_removed_person_who_dials_again_waits_in_the_lobby() -> None:
    story = with_command()
    story.on_the_line(MAX)
    story.do(c.RemoveLeg(call_sid=call_sid("max"), reason="loud music"), DEV)
    assert isinstance(next_step(story.incident, story.leg(MAX)), SayGoodbye)
    assert story.leg(MAX).where is Where.ON_THE_LINE, "the tile goes with the carrier's news, not with the click"
    story.leaves(call_sid("max"))
    story.call_over(call_sid("max"))
    assert story.leg(MAX).leave_reason == "removed"
    again = story.dials(MAX, number=2)
    assert again.where is Where.LOBBY
    assert again.lobby_reason == "removed"
    assert story.incident.seat_numbers["max"] == 4, "a seat is kept by a person for the whole incident"


def test_the_commander_is_never_removed_by_somebody_else() -> None:
    story = with_command()
    with pytest.raises(Refused, match="Hand over command first"):
        story.do(c.RemoveLeg(call_sid=call_sid("ana"), reason="x"), DEV)


def test_a_mute_survives_the_key_menu() -> None:
    story = with_command()
    sid = call_sid("omar")
    story.do(c.MuteLeg(call_sid=sid, muted=True), DEV)
    story.muted_news(sid, muted=True)
    story.presses_star(sid)
    story.presses(sid, "3")
    story.offered(sid)
    offered = [event for event in story.events if isinstance(event, e.JoinOffered)][-1]
    assert offered.muted


def test_an_order_that_changes_nothing_at_the_carrier_is_confirmed_by_the_comparison() -> None:
    story = with_command()
    sid = story.leg(OMAR).call_sid
    story.do(c.MuteLeg(call_sid=sid, muted=True), DEV)
    story.do(c.MuteLeg(call_sid=sid, muted=False), DEV)
    story.later(30)
    assert story.leg(OMAR).mute_ordered_at is not None
    seats = tuple(
        c.SeatCompared(call_sid=leg.call_sid, label=leg.seat.label, muted=False, hold=False)
        for leg in story.incident.on_the_line()
        if leg.seat is not None
    )
    compared = c.ReportComparison(conference_sid=CONFERENCE, in_progress=True, seats=seats, asked_at=story.now)
    assert sum(isinstance(event, e.ParticipantMuteSeen) for event in story.do(compared, CARRIER)) == 1
    assert story.leg(OMAR).mute_ordered_at is None
    assert story.do(compared, CARRIER) == []


def test_a_mute_ordered_while_somebody_is_in_the_menu_is_put_in_place_on_return() -> None:
    story = with_command()
    sid = call_sid("omar")
    story.presses_star(sid)
    story.presses(sid, "")
    story.offered(sid)
    story.do(c.MuteLeg(call_sid=sid, muted=True), DEV)
    offer = story.leg(OMAR).offer
    assert offer is not None
    news = c.ReportJoin(
        call_sid=sid, conference_sid=CONFERENCE, label=offer.label, sequence=90, muted=False, hold=False,
        occurred_at=story.now,
    )  # fmt: skip
    found = story.do(news)
    assert [event for event in found if isinstance(event, e.MuteRepeated)]


def test_somebody_muted_by_the_deputy_cannot_unmute_by_key() -> None:
    story = with_command()
    sid = call_sid("omar")
    story.do(c.MuteLeg(call_sid=sid, muted=True), DEV)
    story.presses_star(sid)
    found = story.presses(sid, "2")
    assert [event.effect for event in found if isinstance(event, e.KeyPressed)] == ["ask_to_speak"]
    assert story.leg(OMAR).wanted_muted


def test_the_same_key_twice_counts_once() -> None:
    story = with_command()
    sid = call_sid("omar")
    story.presses_star(sid)
    assert story.presses(sid, "3")
    assert story.presses(sid, "3") == []


def test_a_dial_that_never_led_into_the_room_is_tried_again_later_and_later_under_a_new_label() -> None:
    story = Story().opened()
    leg = story.dials(ANA)
    story.consents(leg.call_sid)
    labels, pauses = [], []
    for _ in range(4):
        labels.append(story.offered(leg.call_sid))
        story.do(c.ReturnFromDial(call_sid=leg.call_sid, label=labels[-1], menu_id="m"))
        step = next_step(story.incident, story.leg(ANA))
        assert isinstance(step, JoinRoom)
        pauses.append(step.pause_s)
    assert len(set(labels)) == 4
    assert pauses == [1, 2, 4, 4]


def test_no_label_is_ever_used_twice_by_a_leg() -> None:
    story = Story().opened()
    leg = story.dials(ANA)
    story.consents(leg.call_sid)
    labels = []
    for _ in range(3):
        labels.append(story.joined(leg.call_sid))
        story.leaves(leg.call_sid)
        labels.append(story.offered(leg.call_sid))
        labels.append(story.offered(leg.call_sid))
    assert len(set(labels)) == 9


def test_ending_the_call_says_goodbye_to_everybody_who_comes_back() -> None:
    story = with_command()
    story.do(c.EndCall(), ANA)
    assert isinstance(next_step(story.incident, story.leg(OMAR)), SayGoodbye)
    assert not story.incident.hearing.is_open(call_sid("omar"))


def test_calls_that_outlive_the_end_are_ended_after_fifteen_seconds_once() -> None:
    story = with_command()
    story.do(c.EndCall(), ANA)
    assert story.later(14).do(c.Tick()) == []
    ended = story.later(1).do(c.Tick())
    assert {event.call_sid for event in ended if isinstance(event, e.CallEndOrdered)} == set(story.incident.legs)
    assert story.do(c.Tick()) == []


def facts(incident: Incident) -> dict[str, object]:
    """Everything that the carrier's news decides about presence."""
    return {
        sid: (leg.where, leg.joined_at, leg.call_over_at, leg.muted, leg.hold, leg.seats)
        for sid, leg in incident.legs.items()
    } | {"ended": incident.ended_conferences}


def carrier_news(sid: str, labels: list[str]) -> list[c.Command]:
    """One leg's life over two visits to a room, a second conference, mutes and holds, and its end."""
    other = "CF" + "2" * 32
    news: list[c.Command] = []
    sequence = 0

    def at() -> timedelta:
        return timedelta(seconds=sequence)

    for label, conference in zip(labels, (CONFERENCE, CONFERENCE, other), strict=True):
        shared = {"call_sid": sid, "conference_sid": conference, "label": label}
        sequence += 1
        joined = c.ReportJoin(**shared, sequence=sequence, muted=False, hold=False, occurred_at=START + at())  # type: ignore[arg-type]
        news.append(joined)
        for muted in (True, False, True):
            sequence += 1
            news.append(c.ReportMute(**shared, sequence=sequence, muted=muted, occurred_at=START + at()))  # type: ignore[arg-type]
        sequence += 1
        news.append(c.ReportHold(**shared, sequence=sequence, hold=True, occurred_at=START + at()))  # type: ignore[arg-type]
        if conference == CONFERENCE:
            sequence += 1
            news.append(c.ReportLeave(**shared, sequence=sequence, reason="", occurred_at=START + at()))  # type: ignore[arg-type]
    news.append(c.ReportConferenceEnd(conference_sid=CONFERENCE, reason="x", occurred_at=START + timedelta(seconds=50)))
    return news


@given(st.data())
def test_late_doubled_and_reordered_news_leaves_the_same_state(data: st.DataObject) -> None:
    def told(order: list[c.Command]) -> dict[str, object]:
        story = Story().opened()
        leg = story.dials(ANA)
        story.consents(leg.call_sid)
        for command in order:
            story.do(command)
        return facts(story.incident)

    news = carrier_news(call_sid("ana"), ["1.1.x", "1.2.x", "1.3.x"])
    if data.draw(st.booleans()):
        news.append(c.ReportCallOver(call_sid=call_sid("ana"), status="completed", occurred_at=START))
    shuffled = data.draw(st.permutations(news))
    doubled = [command for command in shuffled for _ in range(data.draw(st.integers(1, 2)))]
    assert told(doubled) == told(news)


def test_the_fold_of_the_log_is_the_state() -> None:
    story = with_command()
    story.do(c.EndCall(), ANA)
    folded = Incident()
    for event in story.events:
        folded = evolve(folded, event)
    assert folded == story.incident
