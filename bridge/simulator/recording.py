"""The recording of a conference or of one leg: two channels of samples, paused with silence or a cut, served as WAV."""

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from bridge.simulator.g711 import Samples
from bridge.simulator.ids import new_sid, now
from bridge.simulator.mixer import SILENT_FRAME, clipped, summed
from bridge.simulator.sound import RATE_HZ, wav_bytes

SILENT_BELOW = 64


@dataclass(kw_only=True, eq=False)
class Recording:
    """Of a conference: `call_sid` is the participant that joined first: channel 1; everybody else is channel 2.
    Of a leg (`conference_sid` empty): channel 1 is what it says, channel 2 what it hears.

    status: in-progress, paused, processing, completed, absent, deleted. error_code: why it is absent.
    """

    conference_sid: str
    call_sid: str
    trim: bool
    channels: int
    callback_url: str
    callback_method: str
    callback_events: frozenset[str]
    sid: str = field(default_factory=lambda: new_sid("RE"))
    status: str = "in-progress"
    started_at: datetime = field(default_factory=now)
    updated_at: datetime = field(default_factory=now)
    error_code: int | None = None
    pause_behavior: str = "silence"
    hears_nothing: bool = False
    lost: bool = False
    short_by_s: float = 0.0
    source: str = "Conference"
    _first: bytearray = field(default_factory=bytearray)
    _others: bytearray = field(default_factory=bytearray)

    @property
    def running(self) -> bool:
        return self.status in ("in-progress", "paused")

    @property
    def duration_s(self) -> float:
        return len(self._first) / 2 / RATE_HZ

    def pause(self, behavior: str) -> None:
        self.status, self.pause_behavior, self.updated_at = "paused", behavior, now()

    def resume(self) -> None:
        self.status, self.updated_at = "in-progress", now()

    def hear(self, speaking: dict[str, Samples]) -> None:
        """Add 20 ms of a conference. `speaking` maps call SIDs to frames that are in the mix."""
        first = speaking.get(self.call_sid, SILENT_FRAME)
        others = clipped(summed(frame for call_sid, frame in speaking.items() if call_sid != self.call_sid))
        self.add(first, others)

    def add(self, first: Samples, others: Samples) -> None:
        """20 ms of both channels."""
        if not self.running or (self.status == "paused" and self.pause_behavior == "skip"):
            return
        if self.status == "paused" or self.hears_nothing:
            first = others = SILENT_FRAME
        self._first += first.tobytes()
        self._others += others.tobytes()

    def end(self) -> None:
        """Of a conference or call that is over, or stopped; trims silence if asked. Then `processing`, or `absent`."""
        if self.trim:
            self._trim()
        if self.short_by_s:
            left = max(len(self._first) - 2 * int(self.short_by_s * RATE_HZ), 0)
            self._first, self._others = self._first[:left], self._others[:left]
        self.updated_at = now()
        if self.lost or not self._first:
            self.status, self.error_code = "absent", 16102 if self.trim and not self.lost else 16101
        else:
            self.status = "processing"

    def _trim(self) -> None:
        loud = np.maximum(
            np.abs(np.frombuffer(bytes(self._first), dtype="<i2").astype(np.int32)),
            np.abs(np.frombuffer(bytes(self._others), dtype="<i2").astype(np.int32)),
        )
        found = np.flatnonzero(loud > SILENT_BELOW)
        start, end = (int(found[0]), int(found[-1]) + 1) if found.size else (0, 0)
        self._first, self._others = self._first[2 * start : 2 * end], self._others[2 * start : 2 * end]

    def wav(self, channels: int) -> bytes:
        """The file; mono is the clipped sum of both channels."""
        if channels == 2:
            return wav_bytes([bytes(self._first), bytes(self._others)])
        parts = [np.frombuffer(bytes(part), dtype="<i2").astype(np.int32) for part in (self._first, self._others)]
        return wav_bytes([clipped(parts[0] + parts[1]).tobytes()])

    def delete(self) -> None:
        self.status, self.updated_at = "deleted", now()
        self._first.clear()
        self._others.clear()
