"""Orders about recordings: resume, pause, ask, fetch and measure the file, mix our own copies in its place."""

import errno
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bridge import orders
from bridge.carrier.measuring import OwnCopy, epoch_ms, measure, wav_of
from bridge.carrier.rest import AlreadyGone, Carrier, CarrierRefused, CarrierUnavailable
from bridge.carrier.seen import SeenRecording
from bridge.dispatcher import Outcome
from bridge.files.copies import Copies
from bridge.files.redaction import CannotRedact, Silencing
from bridge.files.sealing import CannotOpen
from bridge.files.sound_files import SoundFiles
from bridge.ports import Clock, system_clock
from bridge.service import Service
from roles import commands as c
from roles.incident import Incident
from roles.people import BRIDGE, CARRIER
from roles.record.line_room import is_somebody_elses, private_spans
from roles.record.recording import Mode, Recording

Payload = Mapping[str, Any]


@dataclass
class RecordingOrders:
    """`files`: where downloaded recordings and mixes are kept, one folder an incident."""

    service: Service
    carrier: Carrier
    files: SoundFiles
    copies: Copies
    clock: Clock = system_clock

    def table(self) -> dict[str, Callable[[str, Payload], Outcome]]:
        return {
            orders.RESUME_RECORDING: self.resume,
            orders.PAUSE_RECORDING: self.pause,
            orders.CHECK_RECORDING: self.check,
            orders.FETCH_RECORDING: self.fetch,
            orders.MIX_COPIES: self.mix,
            orders.DELETE_RECORDING: self.delete,
        }

    def gave_up(self, incident_id: str, kind: str, payload: Payload, reason: str) -> None:
        """Tell the incident what it will not get."""
        command: c.Command
        if kind == orders.FETCH_RECORDING:
            command = c.ReportRecordingGone(
                recording_sid=payload["recording_sid"], reason="it was asked for ten minutes"
            )
        elif kind == orders.MIX_COPIES:
            command = c.ReportOwnMixFailed(recording_sid=payload["recording_sid"], reason=reason)
        else:
            return
        self.service.handle(incident_id, command, BRIDGE)

    def resume(self, incident_id: str, payload: Payload) -> Outcome:
        """Resume, and take the carrier's own answer as news."""
        return self._set(incident_id, payload, self.carrier.resume_recording)

    def pause(self, incident_id: str, payload: Payload) -> Outcome:
        """Off the record; skipped when the bridge is on the record again."""
        if self.service.incident(incident_id).recording.mode in (Mode.ON, Mode.ON_ORDERED):
            return Outcome.DONE
        return self._set(incident_id, payload, self.carrier.pause_recording)

    def check(self, incident_id: str, payload: Payload) -> Outcome:
        """What REST says of the recordings of one conference; errors of the carrier are news too."""
        try:
            found = self.carrier.recordings(payload["conference_sid"])
        except AlreadyGone:
            return Outcome.DONE
        except (CarrierUnavailable, CarrierRefused):
            self.service.handle(incident_id, c.ReportCarrierAsked(answered=False), BRIDGE)
            return Outcome.DONE
        for one in found:
            report(self.service, incident_id, one)
        return Outcome.DONE

    def _set(self, incident_id: str, payload: Payload, ask: Callable[[str, str], str]) -> Outcome:
        conference_sid, recording_sid = payload["conference_sid"], payload["recording_sid"]
        try:
            status = ask(conference_sid, recording_sid)
        except AlreadyGone:
            return Outcome.DONE
        seen = c.ReportRecording(
            recording_sid=recording_sid, conference_sid=conference_sid, status=status, witness="answer"
        )
        self.service.handle(incident_id, seen, CARRIER)
        return Outcome.DONE

    def fetch(self, incident_id: str, payload: Payload) -> Outcome:
        """Download, keep, measure; the file is often not there right after the callback."""
        recording_sid = payload["recording_sid"]
        incident = self.service.incident(incident_id)
        recording = incident.recording.recordings.get(recording_sid)
        if recording is None or recording.verdict is not None:
            return Outcome.DONE
        if recording.call_sid and is_somebody_elses(incident, recording):
            gone = c.ReportRecordingGone(recording_sid=recording_sid, reason="it is somebody else's line")
            self.service.handle(incident_id, gone, BRIDGE)
            return Outcome.DONE
        try:
            content = self.carrier.recording_media(recording_sid)
        except AlreadyGone:
            return Outcome.AGAIN
        name = f"{incident_id}/{recording_sid}.wav"
        try:
            silencing = self._silencing(incident, recording)
            file = self.files.write(name, silencing.pieces(content))
        except CannotRedact as error:
            gone = c.ReportRecordingGone(recording_sid=recording_sid, reason=str(error))
            self.service.handle(incident_id, gone, BRIDGE)
            return Outcome.DONE
        except OSError as error:
            self._disk(incident_id, error)
            raise
        self._disk(incident_id, None)
        own = OwnCopy(incident, self.copies, recording.conference_sid)
        with self.files.opened(name) as sound:
            measured = replace(measure(recording, sound, file, own), silenced_s=round(silencing.silenced_s, 2))
        self.service.handle(incident_id, measured, CARRIER)
        return Outcome.DONE

    def _silencing(self, incident: Incident, recording: Recording) -> Silencing:
        """What was private before the carrier paused never reaches our disk: off the record; of a line much more."""
        now = self.clock()
        off = incident.recording.off_until(now)
        if not recording.call_sid:
            return Silencing(recording.started_at, off)
        both, own = private_spans(incident, recording, now)
        return Silencing(recording.started_at, (*off, *both), own)

    def delete(self, incident_id: str, payload: Payload) -> Outcome:
        """The carrier's file; that it is gone already is as good."""
        with suppress(AlreadyGone):
            self.carrier.delete_recording(payload["recording_sid"])
        deleted = c.ReportCarrierFileDeleted(recording_sid=payload["recording_sid"])
        self.service.handle(incident_id, deleted, CARRIER)
        return Outcome.DONE

    def mix(self, incident_id: str, payload: Payload) -> Outcome:
        """Our own copies of everybody who sat in this conference, as one file."""
        recording_sid, conference_sid = payload["recording_sid"], payload["conference_sid"]
        since, until = (datetime.fromisoformat(payload[name]) for name in ("since", "until"))
        own = OwnCopy(self.service.incident(incident_id), self.copies, conference_sid)
        people = own.people()
        if not people:
            failed = c.ReportOwnMixFailed(recording_sid=recording_sid, reason="nobody was heard")
            self.service.handle(incident_id, failed, BRIDGE)
            return Outcome.DONE
        name = f"{incident_id}/{recording_sid}-own.wav"
        since_ms, until_ms = epoch_ms(since), epoch_ms(until)
        try:
            file = self.files.write(name, wav_of(own.blocks(), since_ms, until_ms))
        except CannotOpen as error:
            failed = c.ReportOwnMixFailed(recording_sid=recording_sid, reason=str(error))
            self.service.handle(incident_id, failed, BRIDGE)
            return Outcome.DONE
        except OSError as error:
            self._disk(incident_id, error)
            raise
        mixed = c.ReportOwnMix(
            recording_sid=recording_sid,
            started_at=since,
            duration_s=(until_ms - since_ms) / 1000,
            size_bytes=file.size_bytes,
            people=people,
            sha256=file.sha256,
            file=name,
        )
        self.service.handle(incident_id, mixed, BRIDGE)
        return Outcome.DONE

    def _disk(self, incident_id: str, error: OSError | None) -> None:
        full = error is not None and error.errno in (errno.ENOSPC, errno.EDQUOT)
        trouble = "" if error is None else "full" if full else "failing"
        if trouble or any(alarm.fault.startswith("disk_") for alarm in self._alarms(incident_id)):
            self.service.handle(incident_id, c.ReportDisk(trouble=trouble), BRIDGE)

    def _alarms(self, incident_id: str) -> Iterable[Any]:
        return self.service.incident(incident_id).recording.alarms.values()


def report(service: Service, incident_id: str, one: SeenRecording) -> None:
    """What REST says of a recording, as a command; while the carrier still works on it there is no news."""
    if one.status == "processing":
        return
    seen = c.ReportRecording(
        recording_sid=one.recording_sid,
        conference_sid=one.conference_sid,
        status=one.status,
        started_at=one.started_at,
        duration_s=one.duration_s,
        channels=one.channels,
        witness="comparison",
    )
    service.handle(incident_id, seen, CARRIER)
