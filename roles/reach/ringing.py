"""Calls that the bridge makes: who is rung and why, whether they pressed 1, how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from roles import events as e

ANSWERED_WITHIN = timedelta(seconds=60)
"""A ring of which no news came for this long counts as failed: a lost callback must not stop the next step."""


@dataclass(frozen=True, kw_only=True)
class Ring:
    """`outcome`: empty while it rings; joined, declined, or why nobody came."""

    ring_id: str
    person_id: str
    why: str
    by: str
    ordered_at: datetime
    call_sid: str = ""
    accepted_at: datetime | None = None
    outcome: str = ""
    ended_at: datetime | None = None

    @property
    def going_on(self) -> bool:
        return not self.outcome


@dataclass(frozen=True, kw_only=True)
class Rings:
    """By id, in order of time."""

    by_id: Mapping[str, Ring] = field(default_factory=dict)

    def going_on(self, person_id: str) -> Ring | None:
        """One live dial a person."""
        return next((ring for ring in self.by_id.values() if ring.person_id == person_id and ring.going_on), None)

    def last(self, person_id: str, since: datetime) -> Ring | None:
        """The newest ring of this person ordered at or after `since`."""
        found = [ring for ring in self.by_id.values() if ring.person_id == person_id and ring.ordered_at >= since]
        return found[-1] if found else None

    def of_call(self, call_sid: str) -> Ring | None:
        return next((ring for ring in self.by_id.values() if ring.call_sid == call_sid and call_sid), None)


RingEvent = e.RingOrdered | e.RingPlaced | e.RingAccepted | e.RingDeclined | e.RingFailed


def evolve_rings(rings: Rings, event: RingEvent) -> Rings:
    """News of an unknown ring changes nothing; an ended one stays ended."""
    if isinstance(event, e.RingOrdered):
        new = Ring(ring_id=event.ring_id, person_id=event.person_id, why=event.why, by=event.by, ordered_at=event.at)
        return Rings(by_id={**rings.by_id, new.ring_id: new})
    ring = rings.by_id.get(event.ring_id)
    if ring is None:
        return rings
    match event:
        case e.RingPlaced(call_sid=call_sid):
            ring = replace(ring, call_sid=call_sid)
        case e.RingAccepted(at=at):
            ring = replace(ring, accepted_at=at, outcome="joined", ended_at=at)
        case e.RingDeclined(at=at) if ring.going_on:
            ring = replace(ring, outcome="declined", ended_at=at)
        case e.RingFailed(why=why, at=at) if ring.going_on:
            ring = replace(ring, outcome=why, ended_at=at)
    return Rings(by_id={**rings.by_id, ring.ring_id: ring})


def due(rings: Rings, now: datetime) -> list[e.Event]:
    """Rings without news for too long."""
    return [
        e.RingFailed(at=now, ring_id=ring.ring_id, why="no-answer")
        for ring in rings.by_id.values()
        if ring.going_on and now >= ring.ordered_at + ANSWERED_WITHIN
    ]
