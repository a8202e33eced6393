"""Who may speak in the room: mute-all as a state of the bridge, raised hands, and the lock of the door."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from roles import events as e


@dataclass(frozen=True, kw_only=True)
class Hand:
    """`to_speak`: raised by somebody who is muted by others."""

    at: datetime
    to_speak: bool


@dataclass(frozen=True, kw_only=True)
class Floor:
    """`spared` may speak although all but command staff are muted; `hands` by person id, the first raised first."""

    muted_all_by: str | None = None
    muted_all_at: datetime | None = None
    spared: frozenset[str] = frozenset()
    hands: Mapping[str, Hand] = field(default_factory=dict)
    locked_by: str | None = None

    def covers(self, person_id: str) -> bool:
        """Whether mute-all mutes this person, unless they are command staff."""
        return self.muted_all_by is not None and person_id not in self.spared


FloorEvent = e.MuteAllOrdered | e.MuteAllReleased | e.HandRaised | e.HandLowered | e.BridgeLocked | e.BridgeUnlocked


def evolve_floor(floor: Floor, event: FloorEvent) -> Floor:
    match event:
        case e.MuteAllOrdered(by=by, at=at):
            return replace(floor, muted_all_by=by, muted_all_at=at, spared=frozenset())
        case e.MuteAllReleased():
            hands = {who: hand for who, hand in floor.hands.items() if not hand.to_speak}
            return replace(floor, muted_all_by=None, muted_all_at=None, spared=frozenset(), hands=hands)
        case e.HandRaised(person_id=person_id, to_speak=to_speak, at=at):
            return replace(floor, hands={**floor.hands, person_id: Hand(at=at, to_speak=to_speak)})
        case e.HandLowered(person_id=person_id):
            return hand_down(floor, person_id)
        case e.BridgeLocked(by=by):
            return replace(floor, locked_by=by)
        case e.BridgeUnlocked():
            return replace(floor, locked_by=None)


def one_muted(floor: Floor, person_id: str, muted: bool, by_a_person: bool) -> Floor:
    """One leg was muted or unmuted: who is unmuted by somebody while all are muted has the floor from then on."""
    if muted:
        return replace(floor, spared=floor.spared - {person_id})
    if by_a_person and floor.muted_all_by is not None:
        floor = replace(floor, spared=floor.spared | {person_id})
    return hand_down(floor, person_id)


def hand_down(floor: Floor, person_id: str) -> Floor:
    if person_id not in floor.hands:
        return floor
    return replace(floor, hands={who: hand for who, hand in floor.hands.items() if who != person_id})
