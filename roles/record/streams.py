"""The media stream of each leg: named before it is started, lost, started again under a new name, handed over."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from roles import events as e

START_WITHIN = timedelta(seconds=2)
ORDER_TAKES = timedelta(milliseconds=100)
"""For each stream that was ordered before and is still on its way: the carrier is asked a few at a time."""
STEADY_AFTER = timedelta(seconds=30)
"""A stream that ran for so long and then broke is no sign that the next one will."""
QUICK_FAILURES = 3


@dataclass(frozen=True, kw_only=True)
class LegStream:
    """`count` numbers the names of this leg; `state`: offered, running, lost. `ahead`: orders that were on their way
    before this one. `failures`: in a row, soon after the start or without one.

    `before`: an earlier stream that is still listened to, until this one is there; `takes_from`: where that one ended.
    """

    name: str
    count: int
    state: str
    since: datetime
    stream_sid: str = ""
    ahead: int = 0
    failures: int = 0
    before: str = ""
    takes_from: datetime | None = None


@dataclass(frozen=True)
class Streams:
    by_leg: Mapping[str, LegStream] = field(default_factory=dict)

    @property
    def on_their_way(self) -> int:
        """How many are named and have not started."""
        return sum(stream.state == "offered" for stream in self.by_leg.values())

    def running(self, call_sid: str) -> LegStream | None:
        """The leg's stream, if somebody listens to it or to the one before it."""
        stream = self.by_leg.get(call_sid)
        return stream if stream is not None and (stream.state == "running" or stream.before) else None


StreamEvent = e.StreamStarted | e.StreamLost | e.StreamOrdered | e.StreamOffered | e.StreamHandedOver


def evolve_streams(streams: Streams, event: StreamEvent | e.JoinOffered) -> Streams:
    known = streams.by_leg.get(event.call_sid)
    match event:
        case e.JoinOffered(stream_name=None):
            return streams
        case e.JoinOffered(stream_name=name) | e.StreamOrdered(stream_name=name) | e.StreamOffered(stream_name=name):
            count = (known.count if known else 0) + 1
            failures = known.failures + (known.state == "offered") if known else 0
            ahead = streams.on_their_way
            stream = LegStream(
                name=name or "",
                count=count,
                state="offered",
                since=event.at,
                ahead=ahead,
                failures=failures,
                before=_before(known, event),
            )
        case e.StreamStarted():
            base = known or LegStream(name=event.stream_name, count=1, state="running", since=event.at)
            if base.name != event.stream_name:
                return streams
            stream = replace(base, state="running", since=event.at, stream_sid=event.stream_sid)
        case e.StreamHandedOver() | e.StreamLost() if known is not None and known.before == event.stream_name:
            until = event.until if isinstance(event, e.StreamHandedOver) else None
            stream = replace(known, before="", takes_from=until)
        case e.StreamHandedOver():
            return streams
        case e.StreamLost():
            if known is None or known.name != event.stream_name:
                return streams
            steady = known.state == "running" and event.at - known.since >= STEADY_AFTER
            failures = 1 if steady else known.failures + 1
            stream = replace(known, state="lost", since=event.at, failures=failures)
    return Streams({**streams.by_leg, event.call_sid: stream})


def _before(known: LegStream | None, event: StreamEvent | e.JoinOffered) -> str:
    """Who goes on until the new one is there; a successor that never came had one too."""
    if known is None:
        return ""
    beside = event.beside if isinstance(event, e.StreamOrdered) else ""
    return known.before or (known.name if beside == known.name and known.state == "running" else "")


def next_name(streams: Streams, call_sid: str) -> str:
    """Unique per leg, plain letters for a REST path, without anything of the caller."""
    known = streams.by_leg.get(call_sid)
    return f"tap-{call_sid[-12:]}-{(known.count if known else 0) + 1}"


def due(streams: Streams, call_sid: str, in_room_since: datetime, now: datetime) -> list[e.Event]:
    """A leg in the room without a running stream gets a new one by REST, under a new name.

    One that is offered may still live at the carrier, so it is stopped; of one that is lost there is nothing to stop.
    """
    known = streams.by_leg.get(call_sid)
    if known is not None and known.state == "running":
        return []
    offered = known is not None and known.state == "offered"
    if known is None or offered:
        waits_since = max(in_room_since, known.since) if known is not None else in_room_since
        if now < waits_since + START_WITHIN + ORDER_TAKES * (known.ahead if known is not None else 0):
            return []
    failures = known.failures if known is not None else 0
    if known is not None and failures > QUICK_FAILURES and now < known.since + START_WITHIN * min(failures, 15):
        return []
    return [
        e.StreamOrdered(
            at=now,
            call_sid=call_sid,
            stream_name=next_name(streams, call_sid),
            replaces=known.name if known is not None and offered else None,
        )
    ]
