"""Recordings of one leg, ordered by REST: they belong to the call and go on wherever it is, until they are stopped."""

import asyncio
from dataclasses import dataclass

from bridge.simulator.call import Call
from bridge.simulator.callback_queue import CallbackQueue
from bridge.simulator.g711 import Samples
from bridge.simulator.ids import now, rfc2822
from bridge.simulator.mixer import SILENT_FRAME
from bridge.simulator.recording import Recording
from bridge.simulator.services import Services


@dataclass(frozen=True, kw_only=True)
class RecordingOrder:
    """What the REST request asked for."""

    channels: int
    trim: bool
    callback_url: str
    callback_method: str
    callback_events: frozenset[str]


class LegRecordings:
    """Of one call, oldest first."""

    def __init__(self, services: Services, call: Call) -> None:
        self.found: list[Recording] = []
        self._services = services
        self._call = call
        self._callbacks = CallbackQueue(services)

    def start(self, order: RecordingOrder) -> Recording:
        recording = Recording(
            conference_sid="",
            call_sid=self._call.sid,
            trim=order.trim,
            channels=order.channels,
            callback_url=order.callback_url,
            callback_method=order.callback_method,
            callback_events=order.callback_events,
            source="StartCallRecordingAPI",
        )
        self.found.append(recording)
        self._tell(recording)
        return recording

    def hear(self, said: Samples | None, heard: Samples | None) -> None:
        """20 ms; also while the leg is muted, on hold, or in no room at all."""
        for recording in self.found:
            recording.add(SILENT_FRAME if said is None else said, SILENT_FRAME if heard is None else heard)

    def stop(self, recording: Recording) -> None:
        """For good; it is processed and then completed, or absent."""
        recording.end()
        self._services.tasks.spawn(self._process(recording))

    def end(self) -> None:
        """The call is over."""
        for recording in self.found:
            if recording.running:
                self.stop(recording)

    async def _process(self, recording: Recording) -> None:
        await asyncio.sleep(self._services.behaviour.recording_processing_s)
        if recording.status == "processing":
            recording.status, recording.updated_at = "completed", now()
        self._tell(recording)

    def _tell(self, recording: Recording) -> None:
        """Its present status as a recording status callback."""
        self._services.changes.notify()
        if recording.status not in recording.callback_events:
            return
        body = {
            "AccountSid": self._services.account.sid,
            "CallSid": recording.call_sid,
            "RecordingSid": recording.sid,
            "RecordingStatus": recording.status,
            "RecordingChannels": str(recording.channels),
            "RecordingSource": recording.source,
            "RecordingStartTime": rfc2822(recording.started_at) or "",
            "RecordingTrack": "both",
            "RecordingUrl": self._services.public_url() + self._services.path("Recordings", recording.sid),
        }
        if recording.status == "completed":
            body |= {"RecordingDuration": str(round(recording.duration_s)), "ErrorCode": "0"}
        if recording.error_code is not None:
            body["ErrorCode"] = str(recording.error_code)
        event = f"leg-recording-{recording.status}"
        self._callbacks.put(event, recording.callback_url, body, recording.callback_method)
