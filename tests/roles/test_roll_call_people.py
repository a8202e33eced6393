"""Whom the roll call asks, rings and waits for when people are sent away, wait, drop again, or stand in for others."""

from dataclasses import replace
from datetime import timedelta

import pytest
from story import ANA, DEV, MAX, OMAR, START, Story, call_sid, with_command

from roles import commands as c, events as e
from roles.people import Escalation, IdentifiedBy, Person, Role
from roles.rounds.read_out import who_needs_somebody
from roles.rounds.roll_call import RollCall
from roles.rounds.standing import Next, State, next_for, state_of

THIRD = Person(person_id="third", name="Theo Third")
SECOND = Person(person_id="second", name="Sue Second", backup_id="third", backup_name="Theo Third")
FIRST = Person(person_id="first", name="Fay First", backup_id="second", backup_name="Sue Second")


def roll_call(story: Story) -> RollCall:
    return story.incident.roll_calls[-1]


def rung(story: Story) -> list[str]:
    return [event.person_id for event in story.events if isinstance(event, e.RingOrdered)]


def nobody_picks_up(story: Story) -> None:
    for ring in list(story.incident.rings.by_id.values()):
        story.do(c.ReportRingFailed(ring_id=ring.ring_id, why="no-answer"))


def called(*required: Person) -> Story:
    """Ana commands, Dev is deputy, and Ana calls the roll; the required never dial."""
    story = Story().opened(*required)
    for person in (ANA, DEV):
        story.on_the_line(person)
    story.do(c.TakeCommand(), ANA)
    story.assign(Role.DEPUTY, DEV, ANA)
    story.do(c.StartRollCall(roll_call_id="r1"), ANA)
    story.do(c.AnswerRollCall(person_id="dev", answer="healthy"), DEV)
    return story


@pytest.mark.parametrize("order", ["remove", "release", "ban"])
def test_who_is_sent_away_during_a_roll_call_is_not_rung_and_it_closes_without_them(order: str) -> None:
    story = with_command()
    story.do(c.StartRollCall(roll_call_id="r1"), ANA)
    story.do(c.AnswerRollCall(person_id="dev", answer="healthy"), DEV)
    if order == "remove":
        story.do(c.RemoveLeg(call_sid=call_sid("omar"), reason=""), DEV)
    elif order == "ban":
        story.do(c.BanPerson(person_id="omar", banned=True), DEV)
    else:
        story.do(c.ReleaseOthers(stay=("ana", "dev")), DEV)
    story.call_over(call_sid("omar"))
    story.ticks(60)
    assert rung(story) == []
    assert state_of(story.incident, roll_call(story), "omar") is State.EXCUSED
    assert roll_call(story).missing == ()
    assert not roll_call(story).open


def test_who_is_banned_and_required_is_neither_asked_nor_rung_nor_anybodys_backup() -> None:
    story = Story().opened(FIRST, SECOND)
    for person in (ANA, DEV):
        story.on_the_line(person)
    story.do(c.TakeCommand(), ANA)
    story.do(c.BanPerson(person_id="second", banned=True), ANA)
    story.do(c.StartRollCall(roll_call_id="r1"), ANA)
    assert roll_call(story).asked == ("first", "dev")
    story.ticks(46)
    nobody_picks_up(story)
    story.ticks(100)
    assert rung(story) == ["first"]


def test_who_waits_in_the_lobby_of_a_locked_bridge_is_not_rung_and_the_deputy_lets_them_in() -> None:
    story = Story().opened(MAX)
    for person in (ANA, DEV):
        story.on_the_line(person)
    story.do(c.TakeCommand(), ANA)
    story.assign(Role.DEPUTY, DEV, ANA)
    story.do(c.LockBridge(locked=True), ANA)
    story.dials(MAX)
    story.do(c.StartRollCall(roll_call_id="r1"), ANA)
    story.ticks(130)
    assert rung(story) == []
    assert state_of(story.incident, roll_call(story), "max") is State.LOBBY
    step = next_for(story.incident, roll_call(story), "max")
    assert step == Next(
        what="the deputy lets them in", at=roll_call(story).started_at + timedelta(minutes=3), kind="by"
    )


def test_the_holder_of_a_required_role_is_asked_and_a_role_that_nobody_holds_is_told_to_the_commander() -> None:
    story = Story()
    roles = (Role.SCRIBE, Role.CUSTOMER_LIAISON)
    story.do(c.OpenIncident(incident_id="i1", title="x", severity=1, room="r", required_roles=roles))
    for person in (ANA, DEV):
        story.on_the_line(person)
    story.do(c.IntroducePerson(person=MAX))
    story.do(c.TakeCommand(), ANA)
    story.assign(Role.SCRIBE, MAX, ANA)
    story.do(c.StartRollCall(roll_call_id="r1"), ANA)
    assert roll_call(story).asked == ("max", "dev")
    story.ticks(20)
    assert "Nobody is customer liaison." in story.said(ANA)
    gaps = next(event for event in story.events if isinstance(event, e.RollCallGapsFound))
    assert gaps.vacant == (Role.CUSTOMER_LIAISON,)
    assert "Nobody is customer liaison." in " ".join(who_needs_somebody(story.incident))


def test_a_vacant_role_is_told_also_when_everybody_answered_at_once() -> None:
    story = Story()
    story.do(c.OpenIncident(incident_id="i1", title="x", severity=1, room="r", required_roles=(Role.SCRIBE,)))
    for person in (ANA, DEV):
        story.on_the_line(person)
    story.do(c.TakeCommand(), ANA)
    story.do(c.StartRollCall(roll_call_id="r1"), ANA)
    story.do(c.AnswerRollCall(person_id="dev", answer="healthy"), DEV)
    assert story.said(ANA)[-2:] == ["Roll call: all are here.", "Nobody is scribe."]


def test_the_backup_of_a_backup_is_not_rung() -> None:
    story = called(FIRST)
    story.do(c.IntroducePerson(person=SECOND))
    for _ in range(200):
        story.ticks(1)
        nobody_picks_up(story)
    assert rung(story) == ["first", "second"]


def test_the_plan_rings_a_third_only_when_the_second_could_not_be_reached() -> None:
    story = called(replace(FIRST, more_backups=(("third", "Theo Third"),)))
    story.ticks(50)
    nobody_picks_up(story)
    story.ticks(80)
    assert rung(story) == ["first", "second"]
    nobody_picks_up(story)
    story.ticks(1)
    assert rung(story) == ["first", "second", "third"]
    story.answers_ring(THIRD, 1)
    story.do(c.AnswerRollCall(person_id="third", answer="healthy"), THIRD)
    assert roll_call(story).open_gaps == ()


def test_two_who_are_each_others_backup_are_rung_once_each() -> None:
    story = called(FIRST, replace(SECOND, backup_id="first", backup_name="Fay First"))
    story.ticks(50)
    nobody_picks_up(story)
    story.ticks(150)
    assert sorted(rung(story)) == ["first", "second"]
    assert next_for(story.incident, roll_call(story), "first").what == "the deputy decides"


def test_no_backup_is_rung_for_somebody_who_hears_the_notice() -> None:
    story = called(FIRST)
    story.ticks(118)
    story.dials(FIRST)
    story.ticks(10)
    assert rung(story) == ["first"]
    assert state_of(story.incident, roll_call(story), "first") is State.JOINING


def test_who_joined_after_a_ring_and_dropped_is_dropped_and_rung_again_but_not_for_ever() -> None:
    story = called(MAX)
    story.ticks(46)
    for number in (1, 2, 3):
        assert rung(story) == ["max"] * number
        leg = story.answers_ring(MAX, number)
        story.call_over(leg.call_sid)
        assert state_of(story.incident, roll_call(story), "max") is State.DROPPED
        story.ticks(2)
    story.ticks(60)
    assert rung(story) == ["max"] * 3
    assert next_for(story.incident, roll_call(story), "max").what == "the deputy decides"


def test_a_guest_who_dropped_is_never_promised_a_ring() -> None:
    story = with_command()
    guest = story.dials(None)
    story.do(c.AdmitLeg(call_sid=guest.call_sid), DEV)
    story.consents(guest.call_sid)
    story.joined(guest.call_sid)
    story.call_over(guest.call_sid)
    story.do(c.StartRollCall(roll_call_id="r1"), ANA)
    step = next_for(story.incident, roll_call(story), guest.person_id)
    assert step == Next(what="the deputy decides", at=story.now + timedelta(minutes=3), kind="by")


def test_every_step_has_a_time_until_the_deputy_was_told() -> None:
    story = called(FIRST, MAX)
    story.on_the_line(OMAR)
    story.do(c.StartRollCall(roll_call_id="r2"), ANA)
    asked = roll_call(story).asked
    for _ in range(179):
        story.ticks(1)
        for who in asked:
            if who not in roll_call(story).answers:
                assert next_for(story.incident, roll_call(story), who).at is not None, (story.now - START, who)


def test_somebody_moved_to_a_team_counts_once_and_may_answer_there() -> None:
    story = with_command()
    story.do(c.FormTeam(team="alpha", leader="omar", task="", minutes=0, box_id="b1"), DEV)
    story.do(c.MovePerson(person_id="omar", team="alpha"), DEV)
    story.leaves(call_sid("omar"))
    story.joined(call_sid("omar"), conference="CF" + "2" * 32)
    story.do(c.StartRollCall(roll_call_id="r1"), ANA)
    assert roll_call(story).asked.count("omar") == 1
    story.keys(call_sid("omar"), "1", "m7")
    assert roll_call(story).answers["omar"].answer == "healthy"
    assert "omar" not in roll_call(story).missing


def test_who_needs_help_is_told_to_deputy_and_commander_privately() -> None:
    story = with_command()
    story.do(c.StartRollCall(roll_call_id="r1"), ANA)
    story.do(c.AnswerRollCall(person_id="omar", answer="need_help"), OMAR)
    assert story.said(ANA)[-1] == story.said(DEV)[-1] == "Omar Haddad needs help."
    assert not any("help" in said for said in (*story.said(), *story.said(OMAR)))


def test_the_time_for_answers_is_part_of_the_escalation() -> None:
    story = Story()
    quick = Escalation(answer_within_s=5)
    story.do(c.OpenIncident(incident_id="i1", title="x", severity=1, room="r", required=(MAX,), escalation=quick))
    story.on_the_line(ANA)
    story.do(c.StartRollCall(roll_call_id="r1"), ANA)
    story.ticks(4)
    assert roll_call(story).gaps_found_at is None
    story.ticks(1)
    assert roll_call(story).gaps_found_at == story.now


def test_a_phone_whose_keys_never_arrive_is_named_to_the_deputy() -> None:
    story = with_command(pins_keyed=False)
    story.on_the_line(MAX)
    story.keys(call_sid("max"), "3", "m5")
    story.do(c.StartRollCall(roll_call_id="r1"), ANA)
    story.ticks(20)
    assert story.said(DEV)[-1].endswith("No key ever came from Dev Rao, Omar Haddad: ask aloud.")


@pytest.mark.parametrize("how", [IdentifiedBy.PIN, IdentifiedBy.CALL_BACK, IdentifiedBy.BRIDGE_PIN])
def test_a_pin_or_the_one_that_joins_is_a_key_that_came(how: IdentifiedBy) -> None:
    story = Story().opened()
    sid = call_sid("max")
    pin = how is IdentifiedBy.PIN
    story.do(c.ArriveLeg(call_sid=sid, person=MAX, number_hint="", identified_by=how, pin_given=pin))
    assert story.leg(MAX).keys_seen


def test_the_star_alone_is_a_key_that_came() -> None:
    story = with_command()
    assert not story.leg(OMAR).keys_seen
    story.presses_star(call_sid("omar"))
    assert story.leg(OMAR).keys_seen


def test_the_missing_are_read_out_with_their_seats_and_can_be_rung_by_key() -> None:
    story = called(FIRST, MAX)
    story.authorizes(call_sid("ana"))
    assert story.incident.seat_numbers == {"first": 1, "max": 2, "ana": 3, "dev": 4}
    said = story.keys(call_sid("ana"), "05", "m1")
    assert "On the line: 4 Dev Rao." in said
    assert "Missing: 1 Fay First, 2 Max Behr." in said
    assert story.keys(call_sid("ana"), "0 0 2 8", "m2") == "Max Behr is rung."


def test_hands_answers_and_teams_are_read_out() -> None:
    story = with_command()
    story.do(c.RaiseHand(), OMAR)
    story.do(c.FormTeam(team="alpha", leader="omar", task="", minutes=0, box_id="b1"), DEV)
    story.do(c.MovePerson(person_id="omar", team="alpha"), DEV)
    story.do(c.StartRollCall(roll_call_id="r1"), ANA)
    story.do(c.AnswerRollCall(person_id="omar", answer="not_healthy"), OMAR)
    said = story.keys(call_sid("dev"), "05", "m1")
    assert "Hands up: 3 Omar Haddad in Alpha." in said
    assert "Not healthy: Omar Haddad." in said
