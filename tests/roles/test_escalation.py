"""The roll call that acts, with twelve expected and three missing: gaps, rings, backups, the deputy; no word needed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, strategies as st
from story import ANA, DEV, OMAR, Story, call_sid

from roles import commands as c, events as e
from roles.people import Person, Role
from roles.rounds.roll_call import RollCall
from roles.rounds.standing import State, next_for, state_of

BACKUP = Person(person_id="backup", name="Bea Backup")
HELEN = Person(person_id="helen", name="Helen Clark", backup_id="backup", backup_name="Bea Backup")
IVAN = Person(person_id="ivan", name="Ivan Petrov")
JOY = Person(person_id="joy", name="Joy Adu")
TEAM = tuple(Person(person_id=f"p{number}", name=f"Person {number}") for number in range(9))


def roll_call(story: Story) -> RollCall:
    return story.incident.roll_calls[-1]


def rung(story: Story, why: str) -> dict[str, timedelta]:
    """Who was rung, how long after the start of the roll call."""
    start = roll_call(story).started_at
    return {e_.person_id: e_.at - start for e_ in story.events if isinstance(e_, e.RingOrdered) and e_.why == why}


def with_three_missing() -> Story:
    """Twelve are expected beside commander and deputy; nine of them are on the line and answer."""
    story = Story().opened(*TEAM, HELEN, IVAN, JOY)
    for person in (ANA, DEV, *TEAM):
        story.on_the_line(person)
    story.do(c.TakeCommand(), ANA)
    story.assign(Role.DEPUTY, DEV, ANA)
    story.do(c.StartRollCall(roll_call_id="r1"), ANA)
    for person in (DEV, *TEAM):
        story.do(c.AnswerRollCall(person_id=person.person_id, answer="healthy"), person)
    return story


def test_gaps_within_45_s_rings_within_60_s_backups_within_3_min_and_the_deputy_knows() -> None:
    story = with_three_missing()
    start = story.now
    story.ticks(45)
    found_at = roll_call(story).gaps_found_at
    assert found_at is not None
    assert found_at - start <= timedelta(seconds=45)
    assert "Roll call: missing Helen Clark, Ivan Petrov, Joy Adu." in story.said(DEV)
    story.ticks(15)
    assert set(rung(story, "roll_call")) == {"helen", "ivan", "joy"}
    assert max(rung(story, "roll_call").values()) <= timedelta(seconds=60)
    for ring in list(story.incident.rings.by_id.values()):
        story.do(c.ReportRingFailed(ring_id=ring.ring_id, why="no-answer"))
    story.ticks(120)
    assert set(rung(story, "backup")) == {"backup"}
    assert rung(story, "backup")["backup"] <= timedelta(minutes=3)
    story.ticks(5)
    assert story.said(DEV)[-1].startswith("Roll call: still open are Helen Clark, Ivan Petrov, Joy Adu.")
    assert not any("missing" in text for text in story.said())


def test_a_backup_who_answers_closes_the_gap_of_the_missing() -> None:
    story = with_three_missing()
    story.ticks(50)
    for ring in list(story.incident.rings.by_id.values()):
        story.do(c.ReportRingFailed(ring_id=ring.ring_id, why="busy"))
    story.ticks(75)
    story.answers_ring(BACKUP, number=1)
    story.do(c.AnswerRollCall(person_id="backup", answer="healthy"), BACKUP)
    assert roll_call(story).open_gaps == ("ivan", "joy")
    assert "helen" in roll_call(story).missing


def test_each_state_has_its_next_step() -> None:
    story = with_three_missing()
    story.on_the_line(OMAR)
    current = roll_call(story)
    assert state_of(story.incident, current, "p1") is State.ANSWERED
    assert state_of(story.incident, current, "helen") is State.UNREACHABLE
    assert next_for(story.incident, current, "helen").at == current.started_at + timedelta(seconds=45)
    story.ticks(46)
    current = roll_call(story)
    assert state_of(story.incident, current, "helen") is State.RINGING
    ring = story.incident.rings.going_on("helen")
    assert ring is not None
    story.do(c.AnswerRing(ring_id=ring.ring_id, joins=False))
    assert state_of(story.incident, current, "helen") is State.DECLINED
    assert next_for(story.incident, current, "helen").what == "Bea Backup is rung instead"
    assert next_for(story.incident, current, "ivan").what == "is being rung"


def test_who_is_on_the_line_and_silent_is_reminded_privately_and_not_rung() -> None:
    story = Story().opened()
    for person in (ANA, DEV, OMAR):
        story.on_the_line(person)
    story.do(c.TakeCommand(), ANA)
    story.do(c.StartRollCall(roll_call_id="r1"), ANA)
    story.ticks(130)
    assert story.said(OMAR) == ["Roll call. Press star, then 1 if you are here and healthy."]
    assert state_of(story.incident, roll_call(story), "omar") is State.SILENT
    assert not story.incident.rings.by_id


def test_somebody_who_dropped_is_rung_and_counts_once_when_back_on_a_second_device() -> None:
    story = Story().opened()
    for person in (ANA, DEV, OMAR):
        story.on_the_line(person)
    story.do(c.TakeCommand(), ANA)
    story.call_over(call_sid("omar"))
    story.do(c.StartRollCall(roll_call_id="r1"), ANA)
    assert state_of(story.incident, roll_call(story), "omar") is State.DROPPED
    story.ticks(46)
    story.answers_ring(OMAR, number=2)
    story.on_the_line(OMAR, number=3)
    assert roll_call(story).asked.count("omar") == 1
    assert state_of(story.incident, roll_call(story), "omar") is State.SILENT


def test_a_guest_without_a_number_is_never_rung() -> None:
    story = Story().opened()
    story.on_the_line(ANA)
    story.do(c.TakeCommand(), ANA)
    guest = story.dials(None)
    story.do(c.AdmitLeg(call_sid=guest.call_sid), ANA)
    story.consents(guest.call_sid)
    story.joined(guest.call_sid)
    story.call_over(guest.call_sid)
    story.do(c.StartRollCall(roll_call_id="r1"), ANA)
    story.ticks(200)
    assert not story.incident.rings.by_id


def test_a_ring_without_any_news_counts_as_no_answer_so_that_the_next_step_comes() -> None:
    story = with_three_missing()
    story.ticks(130)
    assert {ring.outcome for ring in story.incident.rings.by_id.values() if ring.why == "roll_call"} == {"no-answer"}
    assert set(rung(story, "backup")) == {"backup"}


@pytest.mark.parametrize("again", [1, 3])
def test_a_second_of_two_workers_changes_nothing(again: int) -> None:
    story = with_three_missing()
    for _ in range(200):
        story.later(1)
        for _ in range(again):
            story.do(c.Tick())
    assert len(rung(story, "roll_call")) == 3
    assert sum(isinstance(event, e.RingOrdered) for event in story.events) == 4
    assert sum(isinstance(event, e.RollCallOpenTold) for event in story.events) == 1


@given(st.lists(st.sampled_from(["tick", "joins", "declines", "fails", "answers", "drops", "again"]), max_size=30))
def test_a_person_has_never_two_live_calls_of_the_bridge(steps: list[str]) -> None:
    story = with_three_missing()
    number = 10
    for step in steps:
        ring = story.incident.rings.going_on("helen")
        legs = story.incident.live_legs("helen")
        match step:
            case "tick":
                story.ticks(15)
            case "joins" if ring is not None:
                number += 1
                story.answers_ring(HELEN, number)
            case "declines" if ring is not None:
                story.do(c.AnswerRing(ring_id=ring.ring_id, joins=False))
            case "fails" if ring is not None:
                story.do(c.ReportRingFailed(ring_id=ring.ring_id, why="busy"))
            case "answers" if legs and story.incident.roll_call is not None:
                story.do(c.AnswerRollCall(person_id="helen", answer="healthy"), HELEN)
            case "drops" if legs:
                story.call_over(legs[0].call_sid)
            case "again":
                story.do(c.StartRollCall(roll_call_id=f"r{number}{len(story.events)}"), ANA)
        going_on = [found for found in story.incident.rings.by_id.values() if found.going_on]
        assert len({found.person_id for found in going_on}) == len(going_on)


def test_a_backup_who_was_known_by_name_only_has_their_training_when_they_arrive() -> None:
    story = with_three_missing()
    story.ticks(50)
    for ring in list(story.incident.rings.by_id.values()):
        story.do(c.ReportRingFailed(ring_id=ring.ring_id, why="busy"))
    story.ticks(75)
    assert not story.incident.people["backup"].trained
    story.answers_ring(replace(BACKUP, trained=("incident_commander",), has_pin=True), number=1)
    assert story.incident.people["backup"].trained == ("incident_commander",)
    assert story.incident.people["backup"].has_pin
