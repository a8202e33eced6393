"""The first thing that a listening process does when it was started anew: the streams of the legs are ordered back."""

import logging
from dataclasses import dataclass

from bridge.live.gaps import ALIVE_WITHIN_S, Heartbeat
from bridge.node import Node
from bridge.storage.event_log import LostRace
from roles.commands import ReportStreamLost
from roles.events import StreamOrdered
from roles.people import CARRIER

log = logging.getLogger(__name__)

HEARTBEAT_FILE = "listening-until"


@dataclass(frozen=True)
class Returning:
    """Legs whose sound is missed since `heard_until_s`, in seconds since 1970."""

    call_sids: tuple[str, ...] = ()
    heard_until_s: float = 0.0


def heartbeat_of(node: Node) -> Heartbeat:
    return Heartbeat(node.settings.data_dir / HEARTBEAT_FILE)


def order_back(node: Node) -> Returning:
    """A process that has just been started holds no stream: all that the log believes running come back by REST."""
    lived_until_s = heartbeat_of(node).last()
    returning = Returning()
    if lived_until_s is not None and node.clock().timestamp() - lived_until_s > ALIVE_WITHIN_S:
        returning = Returning(tuple(_running_streams(node)), lived_until_s)
    lost = ReportStreamLost(call_sid=None, stream_name=None, reason="the listening process was started", broken=True)
    for row in node.incidents.open():
        while True:
            try:
                events = node.service.handle(row.id, lost, CARRIER)
                ordered = {event.stream_name: event.call_sid for event in events if isinstance(event, StreamOrdered)}
                node.streams.issue_all(ordered, row.id, node.clock())
                break
            except LostRace:
                log.warning("others write so much that the streams of %s cannot be told lost yet", row.id)
    return returning


def _running_streams(node: Node) -> list[str]:
    """The legs to which the log believes that somebody listens."""
    found: list[str] = []
    for row in node.incidents.open():
        streams = node.service.incident(row.id).streams
        found += [call_sid for call_sid in streams.by_leg if streams.running(call_sid)]
    return found
