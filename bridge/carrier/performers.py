"""How each order of the outbox is performed: look at the log now, then act on the difference."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from bridge import orders
from bridge.carrier.line_recordings import LineOrders
from bridge.carrier.reach import Reach
from bridge.carrier.recordings import RecordingOrders
from bridge.carrier.rest import AlreadyGone, Carrier
from bridge.carrier.twiml_at_the_door import goodbye
from bridge.carrier.urls import Urls
from bridge.dispatcher import Outcome
from bridge.ports import Clock
from bridge.service import Service
from bridge.storage.streams import Streams
from roles.commands import ReportOrderFailed, ReportRingFailed
from roles.next_step import SayGoodbye, next_step
from roles.people import BRIDGE
from roles.presence import Leg

log = logging.getLogger(__name__)
Payload = Mapping[str, Any]
Performer = Callable[[str, Payload], Outcome]

SPOKE_WITHIN = timedelta(seconds=30)


@dataclass
class Performers:
    service: Service
    carrier: Carrier
    streams: Streams
    urls: Urls
    clock: Clock
    recordings: RecordingOrders
    reach: Reach

    @cached_property
    def lines(self) -> LineOrders:
        return LineOrders(self.service, self.carrier, self.urls)

    def table(self) -> dict[str, Performer]:
        return {
            orders.MUTE: self.mute,
            orders.HOLD: self.hold,
            orders.REMOVE: self.remove,
            orders.NEXT_STEP: self.next_step,
            orders.END_CALL: self.end_call,
            orders.RING: self.reach.ring,
            orders.ANNOUNCE: self.reach.announce,
            orders.END_CONFERENCE: self.end_conference,
            orders.START_STREAM: self.start_stream,
            **self.recordings.table(),
            **self.lines.table(),
        }

    def gave_up(self, incident_id: str, kind: str, payload: Payload, reason: str) -> None:
        """Tell the incident that an order about a leg will not be carried out."""
        if kind == orders.RING:
            self.service.handle(incident_id, ReportRingFailed(ring_id=payload["ring_id"], why="failed"), BRIDGE)
        if "call_sid" in payload and kind not in self.lines.table():
            command = ReportOrderFailed(call_sid=payload["call_sid"], order=kind, reason=reason)
            self.service.handle(incident_id, command, BRIDGE)
        self.recordings.gave_up(incident_id, kind, payload, reason)
        self.lines.gave_up(incident_id, kind, payload, reason)

    def talkers(self, incident_id: str) -> frozenset[str]:
        """CallSids of those who spoke a moment ago: they are muted first."""
        since = self.clock() - SPOKE_WITHIN
        with self.service.reading(incident_id) as record:
            return frozenset(said.call_sid for said in record.timeline.utterances() if said.end >= since)

    def mute(self, incident_id: str, payload: Payload) -> Outcome:
        """Away from the room there is nothing to do: the next join carries the wanted state.

        Asked of the carrier also when the log believes that it is so already: the news may have been lost.
        """
        leg = self._leg(incident_id, payload)
        if leg is None or leg.seat is None:
            return Outcome.DONE
        try:
            self.carrier.mute(leg.seat.conference_sid, leg.call_sid, leg.wanted_muted)
        except AlreadyGone:
            return Outcome.AGAIN
        return Outcome.DONE

    def hold(self, incident_id: str, payload: Payload) -> Outcome:
        leg = self._leg(incident_id, payload)
        if leg is None or leg.seat is None:
            return Outcome.DONE
        try:
            url = self.urls.action("held", incident=incident_id, call=leg.call_sid)
            self.carrier.hold(leg.seat.conference_sid, leg.call_sid, leg.wanted_hold, url)
        except AlreadyGone:
            return Outcome.AGAIN
        return Outcome.DONE

    def remove(self, incident_id: str, payload: Payload) -> Outcome:
        """The reason, then the end of the call; a call that outlives it is ended by `roles.upkeep`."""
        leg = self._leg(incident_id, payload)
        if leg is None:
            return Outcome.DONE
        step = next_step(self.service.incident(incident_id), leg)
        if not isinstance(step, SayGoodbye):
            return Outcome.DONE
        try:
            self.carrier.say_and_hang_up(leg.call_sid, goodbye(step.text))
        except AlreadyGone:
            return Outcome.DONE
        return Outcome.DONE

    def next_step(self, incident_id: str, payload: Payload) -> Outcome:
        """Ask the call to come and hear what is next for it."""
        leg = self._leg(incident_id, payload)
        if leg is None or self._is_where_it_should_be(incident_id, leg, payload.get("away_from", "")):
            return Outcome.DONE
        try:
            self.carrier.redirect(leg.call_sid, self.urls.action("step", incident=incident_id))
        except AlreadyGone:
            return Outcome.DONE
        return Outcome.DONE

    def end_call(self, incident_id: str, payload: Payload) -> Outcome:
        return self._unless_gone(lambda: self.carrier.end_call(payload["call_sid"]))

    def end_conference(self, incident_id: str, payload: Payload) -> Outcome:
        return self._unless_gone(lambda: self.carrier.end_conference(payload["conference_sid"]))

    def start_stream(self, incident_id: str, payload: Payload) -> Outcome:
        """A new stream under a new name; the one it replaces, which may still come, is stopped first."""
        incident = self.service.incident(incident_id)
        leg, stream = incident.legs.get(payload["call_sid"]), incident.streams.by_leg.get(payload["call_sid"])
        name, replaces = payload["stream_name"], payload.get("replaces")
        if leg is None or not leg.live or stream is None or stream.name != name or stream.state == "running":
            return Outcome.DONE
        if replaces:
            self._unless_gone(lambda: self.carrier.stop_stream(leg.call_sid, replaces))
        token = self.streams.issue(name, leg.call_sid, incident_id, self.clock())
        callback = self.urls.callback("stream", incident=incident_id)
        url = self.urls.media(name)
        return self._unless_gone(
            lambda: self.carrier.start_stream(leg.call_sid, url=url, name=name, token=token, callback=callback)
        )

    def _is_where_it_should_be(self, incident_id: str, leg: Leg, away_from: str) -> bool:
        """Another way was faster, and nobody is taken out of the call for nothing."""
        if leg.seat is None or leg.seat.room != leg.room or leg.seat.conference_sid == away_from:
            return False
        is_asked = self.service.incident(incident_id).lifetime.asks(leg.call_sid)
        return not is_asked and leg.menu is None and leg.removed_reason is None

    def _leg(self, incident_id: str, payload: Payload) -> Leg | None:
        """The leg, if its call still lives."""
        leg = self.service.incident(incident_id).legs.get(payload["call_sid"])
        return leg if leg is not None and leg.live else None

    def _unless_gone(self, act: Callable[[], None]) -> Outcome:
        try:
            act()
        except AlreadyGone:
            log.info("an order found its target already gone")
        return Outcome.DONE
