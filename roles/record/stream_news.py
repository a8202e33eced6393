"""News of media streams: what started, what was lost, and the new stream that is ordered for it at once."""

from collections.abc import Iterable
from datetime import datetime

from roles import commands as c, events as e
from roles.incident import Incident, evolve
from roles.presence import Where
from roles.record import streams


def due(incident: Incident, now: datetime, only: Iterable[str] | None = None) -> list[e.Event]:
    """New streams for legs in the room that have none; `only`: of these legs."""
    found: list[e.Event] = []
    for call_sid in incident.legs if only is None else only:
        leg = incident.legs[call_sid]
        seat = leg.seat
        going = leg.removed_reason is not None or leg.released_by is not None or leg.end_ordered is not None
        if going or not leg.consent or leg.where is not Where.ON_THE_LINE:
            continue
        if seat is not None and seat.joined_at is not None:
            found += streams.due(incident.streams, call_sid, seat.joined_at, now)
    return found


def started(incident: Incident, command: c.ReportStreamStarted, now: datetime) -> list[e.Event]:
    """Only the stream that was named last for its leg counts; told twice it is one fact."""
    stream = incident.streams.by_leg.get(command.call_sid)
    if stream is None or stream.name != command.stream_name or stream.stream_sid == command.stream_sid:
        return []
    return [
        e.StreamStarted(
            at=now, call_sid=command.call_sid, stream_name=command.stream_name, stream_sid=command.stream_sid
        )
    ]


def lost(incident: Incident, command: c.ReportStreamLost, now: datetime) -> list[e.Event]:
    """A connection that broke is replaced at once; of one that was ended in order the call is probably over."""
    found: list[e.StreamLost] = []
    for call_sid, stream in incident.streams.by_leg.items():
        if command.call_sid not in (None, call_sid) or not incident.legs[call_sid].live:
            continue
        for name in (stream.before, stream.name if stream.state != "lost" else ""):
            if name and command.stream_name in (None, name):
                found.append(e.StreamLost(at=now, call_sid=call_sid, stream_name=name, reason=command.reason))
    if not command.broken or not incident.open:
        return list(found)
    for event in found:
        incident = evolve(incident, event)
    return [*found, *due(incident, now, dict.fromkeys(event.call_sid for event in found))]


def replace_all(incident: Incident, command: c.ReplaceStreams, now: datetime) -> list[e.Event]:
    """One new stream for each that runs and is not being handed over already."""
    found: list[e.Event] = []
    for call_sid, stream in incident.streams.by_leg.items():
        held = stream.name in command.stream_names and stream.state == "running" and not stream.before
        if held and incident.legs[call_sid].live:
            name = streams.next_name(incident.streams, call_sid)
            found.append(
                e.StreamOrdered(at=now, call_sid=call_sid, stream_name=name, replaces=None, beside=stream.name)
            )
    return found


def hand_over(incident: Incident, command: c.HandOverStream, now: datetime) -> list[e.Event]:
    stream = incident.streams.by_leg.get(command.call_sid)
    if stream is None or stream.before != command.stream_name:
        return []
    return [e.StreamHandedOver(at=now, call_sid=command.call_sid, stream_name=command.stream_name, until=command.until)]
