"""The media stream of each leg: named before it is started, lost, started again under a new name."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from roles import events as e

START_WITHIN = timedelta(seconds=2)


@dataclass(frozen=True, kw_only=True)
class LegStream:
    """`count` numbers the names of this leg; `state`: offered, running, lost."""

    name: str
    count: int
    state: str
    since: datetime
    stream_sid: str = ""


@dataclass(frozen=True)
class Streams:
    by_leg: Mapping[str, LegStream] = field(default_factory=dict)

    def running(self, call_sid: str) -> LegStream | None:
        stream = self.by_leg.get(call_sid)
        return stream if stream is not None and stream.state == "running" else None


StreamEvent = e.StreamStarted | e.StreamLost | e.StreamOrdered | e.StreamOffered


def evolve_streams(streams: Streams, event: StreamEvent | e.JoinOffered) -> Streams:
    known = streams.by_leg.get(event.call_sid)
    match event:
        case e.JoinOffered(stream_name=None):
            return streams
        case e.JoinOffered(stream_name=name) | e.StreamOrdered(stream_name=name) | e.StreamOffered(stream_name=name):
            count = (known.count if known else 0) + 1
            stream = LegStream(name=name or "", count=count, state="offered", since=event.at)
        case e.StreamStarted():
            base = known or LegStream(name=event.stream_name, count=1, state="running", since=event.at)
            if base.name != event.stream_name:
                return streams
            stream = replace(base, state="running", since=event.at, stream_sid=event.stream_sid)
        case e.StreamLost():
            if known is None or known.name != event.stream_name:
                return streams
            stream = replace(known, state="lost", since=event.at)
    return Streams({**streams.by_leg, event.call_sid: stream})


def next_name(streams: Streams, call_sid: str) -> str:
    """Unique per leg, plain letters for a REST path, without anything of the caller."""
    known = streams.by_leg.get(call_sid)
    return f"tap-{call_sid[-12:]}-{(known.count if known else 0) + 1}"


def due(streams: Streams, call_sid: str, in_room_since: datetime, now: datetime) -> list[e.Event]:
    """A leg in the room without a running stream gets a new one by REST, under a new name."""
    known = streams.by_leg.get(call_sid)
    if known is not None and known.state == "running":
        return []
    waits_since = max(in_room_since, known.since) if known is not None and known.state == "offered" else in_room_since
    if (known is None or known.state == "offered") and now < waits_since + START_WITHIN:
        return []
    if known is not None and known.count > 3 and now < known.since + START_WITHIN * min(known.count, 15):
        return []
    return [
        e.StreamOrdered(
            at=now,
            call_sid=call_sid,
            stream_name=next_name(streams, call_sid),
            replaces=known.name if known is not None else None,
        )
    ]
