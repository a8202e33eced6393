"""Every row of the card of the telephone, keyed through the local carrier in one long call; a row left out fails."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from callers import NUMBERS, Bridge
from journey_step import WITHIN_S, Step, once

from bridge.demo.script import audio_path
from bridge.record.record import Record
from roles.incident import Incident
from roles.menus.card import CARD
from roles.people import Role
from roles.presence import Leg
from roles.reach.takes import ANNOUNCE, CAN, RENAME, WHISPER
from roles.record.recording import Mode

ELSEWHERE: frozenset[str] = frozenset()
"""Rows that another journey keys; each with the journey's name beside it."""
ROWS = {row.keys for row in CARD}
MENUS = frozenset({"0"})
"""Rows whose key does nothing but open a menu."""
Keyed = tuple[str, ...]


@dataclass
class Keys:
    """Presses keys and waits for what they have to lead to; remembers which rows were keyed."""

    bridge: Bridge
    take: Callable[[Step], None] = once
    rows: set[str] = field(default_factory=set)
    _pressed_at: float = 0.0

    def do(
        self,
        row: str,
        who: str,
        *keys: str,
        leads_to: Callable[[Incident], object],
        again: tuple[str, ...] = (),
        stays: bool = False,
    ) -> None:
        """`again`: the keys once an offer of the star is used up. `stays`: they do not lead back into the room."""
        self._step(row, who, keys, again, stays, lambda within_s: self.waits(f"{who} keyed {keys}", leads_to, within_s))

    def hears(self, row: str, who: str, *keys: str, text: str, stays: bool = False) -> None:
        def hear(within_s: float) -> object:
            return self.bridge.callers[who].wait_for_text(text, within_s, after=self._pressed_at)

        self._step(row, who, keys, (), stays, hear)

    def _step(
        self, row: str, who: str, keys: Keyed, again: Keyed, stays: bool, check: Callable[[float], object]
    ) -> None:
        assert row in ROWS, f"the card has no row {row}"
        bridge = self.bridge

        def press(keyed: Keyed) -> None:
            self._pressed_at = time.time()
            bridge.keys(who, *keyed)
            if not stays:
                bridge.comes_back(who)

        def press_again() -> None:
            bridge.comes_back(who)
            press(again or keys)

        breaks = {"keys_of": bridge.callers[who].sid, **({"menu": row} if row in MENUS else {})}
        self.take(Step(name=row, act=lambda: press(keys), check=check, breaks=breaks, again=press_again))
        self.rows.add(row)

    def waits(self, what: str, leads_to: Callable[[Incident], object], within_s: float = WITHIN_S) -> None:
        def probe(record: Record) -> object:
            return leads_to(record.incident)

        self.bridge.wait(what, probe, within_s)

    def leg(self, incident: Incident, who: str) -> Leg:
        return incident.legs[self.bridge.callers[who].sid]


def of_everybody(keys: Keys) -> None:
    leg = keys.leg
    keys.do("2", "omar", "2", leads_to=lambda i: leg(i, "omar").muted)
    keys.do("2", "omar", "2", leads_to=lambda i: leg(i, "omar").seat and not leg(i, "omar").muted)
    keys.do("3", "omar", "3", leads_to=lambda i: i.marks)
    keys.waits("Omar's sound comes", lambda i: i.streams.running(leg(i, "omar").call_sid))
    keys.bridge.callers["dev"].speak(audio_path("l01"))
    keys.do("4", "omar", "4", "1", leads_to=lambda i: closed_takes(i, CAN))
    keys.do("6 N#", "omar", "6", "40#", leads_to=lambda i: i.customer_reports and i.customer_reports[-1][1] == 40)
    keys.hears("8", "omar", "8", "*", text="is in command")
    keys.do("8", "omar", "8", "1", leads_to=lambda i: not leg(i, "omar").transcribed)
    keys.do("9", "omar", "9", leads_to=lambda i: leg(i, "omar").person_id in i.floor.hands)
    keys.do("9", "omar", "9", leads_to=lambda i: not i.floor.hands)
    keys.bridge.stage.carrier.on_ring(NUMBERS["max"], "answer")
    keys.do("5", "dev", "5", leads_to=lambda i: i.rings.by_id)
    keys.bridge.answers_ring("max")


def of_rounds_and_time(keys: Keys) -> None:
    leg = keys.leg
    keys.hears("0", "ana", "0", text="start a roll call", stays=True)
    keys.bridge.goes_on("ana", "*")
    keys.bridge.interrupt_recording()
    keys.do("0 1", "ana", "0", "1", leads_to=lambda i: i.roll_call)
    here = leg(keys.bridge.incident(), "omar").person_id
    keys.do("1", "omar", "1", again=("1", "1"), leads_to=lambda i: here in i.roll_calls[-1].answers)
    keys.do("0 0 SEAT# 1", "ana", "0", "0", "4#", "1", leads_to=lambda i: answered_for(i, leg(i, "max"), leg(i, "ana")))
    keys.do("0 1", "ana", "0", "1", "1", leads_to=lambda i: i.roll_call is None)
    keys.do("0 7", "ana", "0", "7", leads_to=lambda i: i.poll)
    keys.do("9", "omar", "9", leads_to=lambda i: i.poll and i.poll.answers.get(leg(i, "omar").person_id))
    keys.waits("the poll closes", lambda i: i.poll and not i.poll.open)
    keys.do("0 8 2 SEAT# N#", "ana", "0", "8", "2", "3#", "5#", leads_to=lambda i: i.timers.open_boxes())
    keys.do("7 N#", "omar", "7", "10#", leads_to=lambda i: minutes_left(i) > 10)
    keys.hears("0 8 1", "ana", "0", "8", "1", text="Omar Haddad")
    keys.do("0 8 3 N#", "ana", "0", "8", "3", "2#", leads_to=lambda i: i.severity == 2)
    keys.do("0 8 4 1", "ana", "0", "8", "4", "1", leads_to=lambda i: i.timers.status_at)
    keys.do("0 8 4 2 N#", "ana", "0", "8", "4", "2", "30#", leads_to=lambda i: i.timers.cadence_minutes == 30)
    keys.do("0 8 6", "ana", "0", "8", "6", leads_to=lambda i: i.timers.quiet_by)
    keys.do("0 8 6", "ana", "0", "8", "6", leads_to=lambda i: not i.timers.quiet_by)
    keys.do("0 8 5", "ana", "0", "8", "5", "1", leads_to=lambda i: not i.timers.open_boxes())
    keys.hears("0 5", "ana", "0", "5", text="On the line: 2 Dev Rao, 3 Omar Haddad")


def of_the_room(keys: Keys) -> None:
    leg = keys.leg
    keys.do("0 2", "ana", "0", "2", leads_to=lambda i: leg(i, "omar").muted)
    keys.do("0 2", "ana", "0", "2", leads_to=lambda i: i.floor.muted_all_by is None and not leg(i, "omar").muted)
    keys.do("0 3 1", "ana", "0", "3", "1", leads_to=lambda i: i.floor.locked_by)
    keys.do("0 3 2", "ana", "0", "3", "2", leads_to=lambda i: not i.floor.locked_by)
    keys.waits("Ana's sound comes", lambda i: i.streams.running(leg(i, "ana").call_sid))
    keys.do("0 3 4", "ana", "0", "3", "4", "1", leads_to=lambda i: closed_takes(i, ANNOUNCE))
    keys.bridge.recording_is_interrupted()
    keys.do("8 2", "omar", "8", "2", "1", leads_to=lambda i: i.lines.in_room("") and has_a_line(i, leg(i, "omar")))
    keys.do("0 9 5", "ana", "0", "9", "5", leads_to=lambda i: not i.lines.wanted)
    keys.bridge.recording_is_interrupted()
    keys.hears("0 9 2", "ana", "0", "9", "2", text="The recording is ordered to go on.")
    keys.bridge.recording_goes_on()
    keys.hears("0 9 1", "ana", "0", "9", "1", text="The call is being recorded.")
    keys.do("0 9 3", "ana", "0", "9", "3", leads_to=lambda i: i.recording.mode is Mode.OFF)
    keys.do("0 9 3", "ana", "0", "9", "3", leads_to=lambda i: i.recording.mode is Mode.ON)
    keys.do("0 0 SEAT# 2", "ana", "0", "0", "3#", "2", leads_to=lambda i: leg(i, "omar").muted)
    keys.do("2", "omar", "2", leads_to=lambda i: leg(i, "omar").person_id in i.floor.hands)
    keys.do("0 3 9", "ana", "0", "3", "9", leads_to=lambda i: not leg(i, "omar").muted)


def of_one_person(keys: Keys) -> None:
    leg = keys.leg
    omar = ("0", "0", "3#")
    keys.do("0 0 SEAT# 2", "ana", *omar, "2", leads_to=lambda i: leg(i, "omar").muted)
    keys.do("0 0 SEAT# 3", "ana", *omar, "3", leads_to=lambda i: not leg(i, "omar").muted)
    keys.do("0 0 SEAT# 4", "ana", *omar, "4", leads_to=lambda i: leg(i, "omar").hold)
    keys.do("0 0 SEAT# 4", "ana", *omar, "4", leads_to=lambda i: not leg(i, "omar").hold)
    keys.do("0 0 SEAT# 5", "ana", *omar, "5", "1", leads_to=lambda i: closed_takes(i, WHISPER) == 1)
    keys.do("0 0 SEAT# 6", "ana", *omar, "6", "3", leads_to=lambda i: i.roster.holder(Role.SCRIBE))
    keys.do("0 3 6", "ana", "0", "3", "6", "3", "1", leads_to=lambda i: closed_takes(i, WHISPER) == 2)
    keys.do("0 0 SEAT# 0", "ana", *omar, "0", leads_to=lambda i: i.asked_to_command == leg(i, "omar").person_id)
    keys.do("0 0 SEAT# 7", "ana", "0", "0", "4#", "7", "1", leads_to=lambda i: room_of(leg(i, "max")) == "alpha")
    keys.do("0 0 SEAT# 7", "ana", "0", "0", "4#", "7", "0", leads_to=lambda i: room_of(leg(i, "max")) == "")
    for who, seat in (("max", "4#"), ("omar", "3#")):
        keys.do("0 0 SEAT# 7", "ana", "0", "0", seat, "7", "1", leads_to=lambda i, w=who: room_of(leg(i, w)) == "alpha")
    about_one_person(keys)
    keys.do("0 8 8", "ana", "0", "8", "8", "1", leads_to=lambda i: in_the_main_room(i, leg(i, "max"), leg(i, "omar")))


def about_one_person(keys: Keys) -> None:
    """Omar, who is in Alpha with Max."""
    leg = keys.leg
    more = ("0", "0", "3#", "8")
    keys.do("0 0 SEAT# 8 1", "ana", *more, "1", "1", leads_to=lambda i: closed_takes(i, RENAME))
    keys.do("0 0 SEAT# 8 3", "ana", *more, "3", leads_to=lambda i: leg(i, "omar").is_room)
    keys.do("0 0 SEAT# 8 3", "ana", *more, "3", leads_to=lambda i: not leg(i, "omar").is_room)
    keys.do("0 0 SEAT# 8 4", "ana", *more, "4", leads_to=lambda i: i.teams.led_by(leg(i, "omar").person_id))
    keys.do("9", "omar", "9", leads_to=lambda i: i.floor.hands)
    keys.do("0 0 SEAT# 8 5", "ana", *more, "5", leads_to=lambda i: not i.floor.hands)
    keys.hears("0 0 SEAT# 8 6", "ana", *more, "6", text="plus 1 2 0 2 5 5 5 0 1 0 3")
    keys.do("0 0 SEAT# 6", "ana", "0", "0", "3#", "6", "3", leads_to=lambda i: not i.roster.holder(Role.SCRIBE))
    keys.do("0 0 SEAT# 8 2", "ana", *more, "2", leads_to=lambda i: leg(i, "omar").muted)
    keys.do("0 0 SEAT# 1", "ana", "0", "0", "3#", "1", leads_to=lambda i: not leg(i, "omar").muted)


def of_the_door(keys: Keys) -> None:
    leg, bridge = keys.leg, keys.bridge
    keys.hears("0 3 7", "ana", "0", "3", "7", text="The PIN for guests is")
    bridge.dial("eve")
    eve = bridge.waits("eve")
    keys.do("0 0 SEAT# 1", "ana", "0", "0", "5#", "1", leads_to=lambda i: leg(i, "eve").admitted)
    eve.wait_until_in_conference(timeout_s=20)
    eve.hang_up()
    keys.waits("Eve left", lambda i: not leg(i, "eve").live)
    bridge.dial("eve")
    eve = bridge.waits("eve")
    keys.do("0 3 8", "ana", "0", "3", "8", leads_to=lambda i: leg(i, "eve").admitted)
    eve.wait_until_in_conference(timeout_s=20)
    bridge.callers["max"].hang_up()
    keys.waits("Max left", lambda i: not leg(i, "max").live)
    keys.do("0 0 SEAT# 8", "ana", "0", "0", "4#", "8", leads_to=lambda i: len(i.rings.by_id) == 2)
    bridge.answers_ring("max")
    bridge.callers["max"].hang_up()
    keys.waits("Max left", lambda i: not leg(i, "max").live)
    keys.do("0 3 0 NAME#", "ana", "0", "3", "0", "629#", "1", leads_to=lambda i: len(i.rings.by_id) == 3)
    bridge.answers_ring("max")
    keys.do("0 0 SEAT# 9", "ana", "0", "0", "5#", "9", leads_to=lambda i: i.banned)
    eve.wait_until_over(timeout_s=30)
    keys.do("0 0 SEAT# 9", "ana", "0", "0", "5#", "9", leads_to=lambda i: not i.banned)
    bridge.dial("eve")
    eve = bridge.waits("eve")
    keys.do("0 0 SEAT# 2", "ana", "0", "0", "5#", "2", leads_to=lambda i: leg(i, "eve").listens_only)
    eve.wait_until_in_conference(timeout_s=20)
    eve.hang_up()
    keys.waits("Eve left", lambda i: not leg(i, "eve").live)
    bridge.dial("eve")
    eve = bridge.waits("eve")
    keys.do("0 0 SEAT# 9", "ana", "0", "0", "5#", "9", leads_to=lambda i: leg(i, "eve").turned_away_by)
    eve.wait_until_over(timeout_s=30)
    keys.do("0 4 SEAT#", "ana", "0", "4", "4#", "1", leads_to=lambda i: leg(i, "max").removed_reason)
    bridge.callers["max"].wait_until_over(timeout_s=30)


def to_the_end(keys: Keys) -> None:
    leg, bridge = keys.leg, keys.bridge
    keys.do("0 8 7", "ana", "0", "8", "7", leads_to=lambda i: i.can_round)
    before = conferences(bridge.incident())
    keys.do("0 9 4", "ana", "0", "9", "4", "1", leads_to=lambda i: moved(before, conferences(i)))
    keys.do("0 3 5", "ana", "0", "3", "5", "3#", "0#", "1", leads_to=lambda i: leg(i, "dev").released_by)
    bridge.callers["dev"].wait_for_text("You are released", timeout_s=30)
    keys.do("0 3 3", "ana", "0", "3", "3", "1", leads_to=lambda i: not i.open, stays=True)


def has_a_line(incident: Incident, leg: Leg) -> bool:
    return any(found.call_sid == leg.call_sid for found in incident.recording.recordings.values())


def minutes_left(incident: Incident) -> float:
    (box,) = incident.timers.open_boxes()
    return (box.due_at - box.started_at).total_seconds() / 60


def closed_takes(incident: Incident, purpose: str) -> int:
    return sum(take.purpose == purpose and take.closed_at is not None for take in incident.takes.by_id.values())


def answered_for(incident: Incident, leg: Leg, by: Leg) -> bool:
    answered = incident.roll_calls[-1].answers.get(leg.person_id)
    return answered is not None and answered.by == by.person_id


def in_the_main_room(incident: Incident, *legs: Leg) -> bool:
    return not incident.teams.open and all(room_of(leg) == "" for leg in legs)


def moved(before: set[str], after: set[str]) -> bool:
    return "" not in after and not before & after


def conferences(incident: Incident) -> set[str]:
    """Where people sit now; empty for somebody on the way."""
    seats = [leg.seat for leg in incident.legs.values() if leg.live and leg.admitted]
    return {seat.conference_sid if seat is not None else "" for seat in seats}


def room_of(leg: Leg) -> str | None:
    return leg.seat.room if leg.seat is not None else None


def every_row(keys: Keys) -> None:
    """One call of four, on a bridge that has just been started."""
    keys.bridge.stage.node.directory.set_plan({})
    keys.bridge.join("ana", "dev", "omar")
    keys.waits("it is recorded", lambda i: i.recording.state == "recording")
    keys.do("0 6", "ana", "0", "6", "471101#", leads_to=lambda i: i.roster.holder(Role.INCIDENT_COMMANDER))
    for part in (of_everybody, of_rounds_and_time, of_the_room, of_one_person, of_the_door, to_the_end):
        part(keys)


@pytest.mark.timeout(300)
def test_every_row_of_the_card_is_keyed_in_one_call(bridge_of_four: Bridge) -> None:
    keys = Keys(bridge_of_four)
    every_row(keys)
    assert ROWS - ELSEWHERE - keys.rows == set()
