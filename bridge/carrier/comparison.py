"""Every 15 s: what the carrier's REST says of an incident against the log, so that lost callbacks are mended."""

import logging
from collections.abc import Mapping
from datetime import timedelta

from bridge.carrier.callbacks import CALL_OVER
from bridge.carrier.line_recordings import report_line
from bridge.carrier.recordings import report
from bridge.carrier.rest import AlreadyGone, Carrier, CarrierRefused, CarrierUnavailable
from bridge.ports import Clock
from bridge.service import Service
from roles import commands as c
from roles.people import BRIDGE, CARRIER
from roles.work.sub_teams import room_name

log = logging.getLogger(__name__)
UNSEEN_FOR = timedelta(seconds=20)


class Comparison:
    """One look costs three requests a conference, and one for each leg that is in no conference."""

    def __init__(self, service: Service, carrier: Carrier, clock: Clock) -> None:
        self._service = service
        self._carrier = carrier
        self._clock = clock

    def compare(self, incident_id: str) -> None:
        """Report what differs. The carrier being away is logged, not raised: the call goes on."""
        try:
            self._conferences(incident_id)
            self._calls(incident_id)
            self._service.handle(incident_id, c.ReportCarrierAsked(answered=True), BRIDGE)
        except (CarrierUnavailable, CarrierRefused) as error:
            log.warning("the carrier could not be compared with incident %s: %s", incident_id, error)
            self._service.handle(incident_id, c.ReportCarrierAsked(answered=False), BRIDGE)

    def _conferences(self, incident_id: str) -> None:
        incident = self._service.incident(incident_id)
        rooms = {room_name(incident.room, leg.room) for leg in incident.legs.values()} | {incident.room}
        live = [sid for room in sorted(rooms) for sid in self._carrier.conferences(room)] if incident.open else []
        for conference_sid in dict.fromkeys((*incident.live_conferences, *live)):
            self._conference(incident_id, conference_sid)
        waiting = [found for found in incident.recording.recordings.values() if not found.final]
        unfinished = {recording.conference_sid for recording in waiting if not recording.call_sid}
        for conference_sid in {*incident.live_conferences, *live, *unfinished}:
            self._recordings(incident_id, conference_sid)
        for call_sid in dict.fromkeys(recording.call_sid for recording in waiting if recording.call_sid):
            self._lines(incident_id, call_sid, {found.recording_sid: found.status for found in waiting})

    def _conference(self, incident_id: str, conference_sid: str) -> None:
        asked_at = self._clock()
        try:
            in_progress = self._carrier.conference_status(conference_sid) != "completed"
            seen = self._carrier.participants(conference_sid) if in_progress else []
        except AlreadyGone:
            in_progress, seen = False, []
        seats = tuple(
            c.SeatCompared(call_sid=one.call_sid, label=one.label, muted=one.muted, hold=one.hold) for one in seen
        )
        compared = c.ReportComparison(
            conference_sid=conference_sid, in_progress=in_progress, seats=seats, asked_at=asked_at
        )
        self._service.handle(incident_id, compared, CARRIER)

    def _recordings(self, incident_id: str, conference_sid: str) -> None:
        try:
            found = self._carrier.recordings(conference_sid)
        except AlreadyGone:
            return
        for one in found:
            report(self._service, incident_id, one)

    def _lines(self, incident_id: str, call_sid: str, known: Mapping[str, str]) -> None:
        """Only those that somebody ordered for their own line; `known`: what each did last."""
        try:
            found = self._carrier.call_recordings(call_sid)
        except AlreadyGone:
            return
        for one in found:
            if one.recording_sid in known:
                report_line(self._service, incident_id, one, meanwhile=known[one.recording_sid])

    def _calls(self, incident_id: str) -> None:
        """Legs that the log believes live but that sit in no conference: is their call still up?"""
        now = self._clock()
        for leg in self._service.incident(incident_id).legs.values():
            if not leg.live or leg.seat is not None or now < leg.arrived_at + UNSEEN_FOR:
                continue
            try:
                status = self._carrier.call_status(leg.call_sid)
            except AlreadyGone:
                status = "completed"
            if status in CALL_OVER:
                over = c.ReportCallOver(call_sid=leg.call_sid, status=status, occurred_at=now)
                self._service.handle(incident_id, over, CARRIER)
