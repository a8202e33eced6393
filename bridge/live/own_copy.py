"""Writes the bridge's own copy of each leg while the call runs: late, after a look at the log, and never in the way.

Frames that passed the private gate wait half a second in memory. Then the log is read, and what may not have been heard
is dropped (rule 6); the rest is appended on one thread. A disk that is full is told to the incident and tried again.
"""

import errno
import logging
import shutil
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bridge.files.copies import Copies, LegFile
from bridge.service import Service, UnknownIncident
from bridge.storage.failures import DatabaseUnavailable
from roles.commands import Command, ReportDisk, ReportSound
from roles.incident import Incident
from roles.people import BRIDGE
from transcription.leg_copy import SoundOnly

log = logging.getLogger(__name__)

LATE_S = 0.5
"""Sound reaches the disk so much later than it was heard, so that an order that is being committed is seen first."""
FRAME = timedelta(milliseconds=20)
MOST_WAITING = 1500
"""Frames of a leg that wait for a log that cannot be read: half a minute. Older ones are lost."""
SYNC_EVERY_S = 5.0
AGAIN_AFTER_S = 5.0
RESERVE_BYTES = 128 * 1024 * 1024
"""What the copy leaves free for the log of the incident, which matters more."""
ENOUGH_SOUND_MS = 500
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

Frames = list[tuple[float, bytes]]


def free_bytes(folder: Path) -> int:
    """Of the disk on which `folder` is or will be."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


class Tape:
    """One leg: frames come on the event loop, everything else is of the writing thread."""

    def __init__(self, incident_id: str, call_sid: str) -> None:
        self.incident_id = incident_id
        self.call_sid = call_sid
        self.fresh: Frames = []
        self.waiting: Frames = []
        self.sound = SoundOnly()
        self.file: LegFile | None = None
        self.let_go = False

    def hear(self, start_s: float, mulaw: bytes) -> None:
        """A frame that passed the private gate. A disk that hangs costs the oldest, never memory without end."""
        if len(self.fresh) >= 2 * MOST_WAITING:
            del self.fresh[:MOST_WAITING]
        self.fresh.append((start_s, mulaw))

    def due(self, until_s: float) -> Frames:
        """Takes the frames that ended before that moment."""
        count = 0
        for start_s, _ in self.fresh:
            if start_s + FRAME.total_seconds() > until_s:
                break
            count += 1
        found, self.fresh = self.fresh[:count], self.fresh[count:]
        return found


class OwnCopies:
    """Made on the event loop; `tick` it a few times a second."""

    def __init__(
        self,
        service: Service,
        copies: Copies,
        clock: Callable[[], float] = time.time,
        free: Callable[[Path], int] = free_bytes,
    ) -> None:
        self._service = service
        self._copies = copies
        self._clock = clock
        self._free = free
        self._tapes: dict[str, Tape] = {}
        self._gone: list[Tape] = []
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="own-copy")
        self._writing: Future[None] | None = None
        self._heard_ms: dict[str, int] = {}
        self._full: dict[str, str] = {}
        self._again_at = 0.0
        self._synced_at = 0.0

    def follow(self, incident_id: str, call_sid: str) -> Callable[[float, bytes], None]:
        """Where the frames of this leg go from now on; of two streams of a leg the later one goes on with its tape."""
        tape = self._tapes.get(call_sid)
        if tape is None:
            tape = self._tapes[call_sid] = Tape(incident_id, call_sid)
        return tape.hear

    def let_go(self, call_sid: str, until_s: float | None = None) -> None:
        """The stream is over; what waits is still written, up to `until_s` where another process goes on."""
        tape = self._tapes.pop(call_sid, None)
        if tape is not None:
            if until_s is not None:
                tape.fresh = [frame for frame in tape.fresh if frame[0] < until_s]
            tape.let_go = True
            self._gone.append(tape)

    def tick(self) -> None:
        """Give what is due to the writing thread; returns at once."""
        if self._writing is not None and not self._writing.done():
            return
        until_s = self._clock() - LATE_S
        batch: dict[str, list[tuple[Tape, Frames]]] = {}
        for tape in (*self._tapes.values(), *self._gone):
            batch.setdefault(tape.incident_id, []).append((tape, tape.due(until_s)))
        self._gone = [tape for tape in self._gone if tape.fresh or tape.waiting or tape.file]
        if batch:
            self._writing = self._writer.submit(self._write, batch)

    def close(self) -> None:
        """Finish what is being written; what is younger than half a second is not kept."""
        self._writer.shutdown(wait=True)
        for tape in (*self._tapes.values(), *self._gone):
            _close(tape)

    def _write(self, batch: dict[str, list[tuple[Tape, Frames]]]) -> None:
        try:
            for incident_id, parts in batch.items():
                self._write_incident(incident_id, parts)
            self._sync([tape for parts in batch.values() for tape, _ in parts])
        except Exception:
            log.exception("the bridge's own copy was not written; the call goes on")

    def _write_incident(self, incident_id: str, parts: list[tuple[Tape, Frames]]) -> None:
        for tape, frames in parts:
            tape.waiting = (tape.waiting + frames)[-MOST_WAITING:]
        if not any(tape.waiting or tape.let_go for tape, _ in parts):
            return
        try:
            incident = self._service.incident(incident_id)
        except (DatabaseUnavailable, UnknownIncident):
            return
        for tape, _ in parts:
            frames, tape.waiting = tape.waiting, []
            before_ms = tape.sound.heard_ms
            for start_s, mulaw in allowed(incident, tape.call_sid, frames):
                tape.sound.push(start_s * 1000, mulaw)
            self._append(tape)
            self._heard(incident, tape, tape.sound.heard_ms - before_ms)
            if tape.let_go and not tape.fresh:
                _close(tape)

    def _append(self, tape: Tape) -> None:
        blocks = tape.sound.take()
        if not blocks or (self._full and self._clock() < self._again_at):
            return
        try:
            if self._free(self._copies.folder) < RESERVE_BYTES:
                raise OSError(errno.ENOSPC, "the rest of the disk is left to the log")
            if tape.file is None:
                tape.file = self._copies.open(tape.incident_id, tape.call_sid)
            for block in blocks:
                tape.file.append(block)
        except OSError as error:
            _close(tape)
            self._again_at = self._clock() + AGAIN_AFTER_S
            why = "full" if error.errno in FULL else "failing"
            if self._full.get(tape.incident_id) != why:
                log.error("the bridge's own copy cannot be written: %s", error.strerror)
            if self._tell(tape.incident_id, ReportDisk(trouble=why)):
                self._full[tape.incident_id] = why
        else:
            if tape.incident_id in self._full and self._tell(tape.incident_id, ReportDisk(trouble="")):
                del self._full[tape.incident_id]

    def _heard(self, incident: Incident, tape: Tape, heard_ms: int) -> None:
        """The first half second of sound in a conference is a fact of its own: the recording has something to hold."""
        leg = incident.legs.get(tape.call_sid)
        seat = leg.seat if leg is not None else None
        if not heard_ms or seat is None or seat.conference_sid in incident.recording.sound_in:
            return
        total_ms = self._heard_ms.get(seat.conference_sid, 0) + heard_ms
        self._heard_ms[seat.conference_sid] = total_ms
        if total_ms >= ENOUGH_SOUND_MS and self._tell(
            tape.incident_id, ReportSound(conference_sid=seat.conference_sid)
        ):
            del self._heard_ms[seat.conference_sid]

    def _sync(self, tapes: list[Tape]) -> None:
        if self._clock() < self._synced_at + SYNC_EVERY_S:
            return
        self._synced_at = self._clock()
        for tape in tapes:
            if tape.file is not None:
                try:
                    tape.file.sync()
                except OSError:
                    _close(tape)

    def _tell(self, incident_id: str, command: Command) -> bool:
        try:
            self._service.handle(incident_id, command, BRIDGE)
        except (DatabaseUnavailable, UnknownIncident) as error:
            log.warning("news of the own copy could not be told: %s", type(error).__name__)
            return False
        return True


def allowed(incident: Incident, call_sid: str, frames: Frames) -> Frames:
    """The frames that lie wholly inside a time in which the leg may be heard, as the log says now."""
    if not frames:
        return frames
    whole = _utc(frames[0][0]), _utc(frames[-1][0]) + FRAME
    if incident.hearing.allows(call_sid, *whole):
        return frames
    hearing = incident.hearing
    return [frame for frame in frames if hearing.allows(call_sid, _utc(frame[0]), _utc(frame[0]) + FRAME)]


def _utc(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _close(tape: Tape) -> None:
    if tape.file is not None:
        tape.file.close()
        tape.file = None
