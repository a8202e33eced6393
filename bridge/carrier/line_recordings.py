"""Orders about somebody's own line: record it, pause, go on, stop, and ask what the carrier has of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bridge import orders
from bridge.carrier.rest import AlreadyGone, Carrier, CarrierRefused, CarrierUnavailable
from bridge.carrier.seen import SeenRecording
from bridge.carrier.urls import Urls
from bridge.dispatcher import Outcome
from bridge.service import Service
from roles import commands as c
from roles.people import BRIDGE, CARRIER
from roles.record.line_orders import DONE, wanted_status
from roles.record.line_room import may_be_kept

Payload = Mapping[str, Any]
STARTED_BY_US = "StartCallRecordingAPI"
RUNS = frozenset({"in-progress", "paused"})
CLOCKS_APART = timedelta(seconds=5)


@dataclass
class LineOrders:
    """Each is a level: what is wanted is looked up again in the log when it is performed."""

    service: Service
    carrier: Carrier
    urls: Urls

    def table(self) -> dict[str, Callable[[str, Payload], Outcome]]:
        return {orders.START_LINE: self.start, orders.CHANGE_LINE: self.change, orders.CHECK_LINE: self.check}

    def gave_up(self, incident_id: str, kind: str, payload: Payload, reason: str) -> None:
        if kind == orders.START_LINE:
            self._failed(incident_id, payload["call_sid"], reason)

    def start(self, incident_id: str, payload: Payload) -> Outcome:
        """The answer of an earlier try may be lost, so the carrier is asked before it is ordered again."""
        call_sid = payload["call_sid"]
        line = self.service.incident(incident_id).lines.by_call.get(call_sid)
        if line is None or line.recording_sid:
            return Outcome.DONE
        try:
            since = line.ordered_at - CLOCKS_APART
            started = [one for one in self.carrier.call_recordings(call_sid) if _is_ours(one, since)]
            for one in started:
                report_line(self.service, incident_id, one, meanwhile="in-progress")
            incident = self.service.incident(incident_id)
            line = incident.lines.by_call[call_sid]
            if started or line.recording_sid or not may_be_kept(incident, line):
                return Outcome.DONE
            callback = self.urls.callback("recording", incident=incident_id, line=call_sid)
            made = self.carrier.record_call(call_sid, callback)
            report_line(self.service, incident_id, made, meanwhile="in-progress", witness="answer")
        except AlreadyGone:
            self._failed(incident_id, call_sid, "the carrier does not know this call any more")
        return Outcome.DONE

    def change(self, incident_id: str, payload: Payload) -> Outcome:
        """Pause, go on or stop, whichever is wanted now; the carrier's own answer is news."""
        call_sid, recording_sid = payload["call_sid"], payload["recording_sid"]
        incident = self.service.incident(incident_id)
        recording = incident.recording.recordings.get(recording_sid)
        if recording is None or recording.status in DONE:
            return Outcome.DONE
        wanted = wanted_status(incident, recording)
        if wanted == recording.status:
            return Outcome.DONE
        try:
            status = self.carrier.set_call_recording(call_sid, recording_sid, wanted)
        except AlreadyGone:
            return self.check(incident_id, payload)
        seen = SeenRecording(recording_sid=recording_sid, conference_sid="", status=status, call_sid=call_sid)
        report_line(self.service, incident_id, seen, meanwhile=wanted, witness="answer")
        return Outcome.DONE

    def check(self, incident_id: str, payload: Payload) -> Outcome:
        """What REST says of the recordings of this leg that we ordered; errors of the carrier are news too."""
        call_sid = payload["call_sid"]
        try:
            found = self.carrier.call_recordings(call_sid)
        except AlreadyGone:
            return Outcome.DONE
        except (CarrierUnavailable, CarrierRefused):
            self.service.handle(incident_id, c.ReportCarrierAsked(answered=False), BRIDGE)
            return Outcome.DONE
        known = self.service.incident(incident_id).recording.recordings
        for one in found:
            if one.recording_sid in known:
                report_line(self.service, incident_id, one, meanwhile=known[one.recording_sid].status)
        return Outcome.DONE

    def _failed(self, incident_id: str, call_sid: str, reason: str) -> None:
        self.service.handle(incident_id, c.ReportLineFailed(call_sid=call_sid, reason=reason), BRIDGE)


def _is_ours(one: SeenRecording, since: datetime) -> bool:
    """Ordered by REST after this moment, and not finished."""
    runs = one.status in RUNS or (one.status == "processing" and one.duration_s is None)
    return runs and one.source == STARTED_BY_US and (one.started_at or since) >= since


def report_line(
    service: Service, incident_id: str, one: SeenRecording, meanwhile: str, witness: str = "comparison"
) -> None:
    """One recording of a leg, as a command. `meanwhile`: what it does while the carrier says only `processing`."""
    seen = c.ReportRecording(
        recording_sid=one.recording_sid,
        conference_sid="",
        status=meanwhile if one.status == "processing" else one.status,
        started_at=one.started_at,
        duration_s=one.duration_s,
        channels=one.channels,
        witness=witness,
        call_sid=one.call_sid,
    )
    service.handle(incident_id, seen, CARRIER)
