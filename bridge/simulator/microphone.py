"""A caller's mouth and ear: what is spoken goes out in frames of 20 ms, what was heard is kept for a few seconds."""

import time
from collections import deque

import numpy as np

from bridge.simulator import g711
from bridge.simulator.changes import Changes
from bridge.simulator.g711 import Samples
from bridge.simulator.sound import FRAME_S, FRAME_SAMPLES

EAR_S = 5.0


class Playback:
    """One spoken sound. Times are epoch seconds; they exist once the sound has started and ended."""

    def __init__(self, mulaw: bytes, changes: Changes) -> None:
        self.mulaw = mulaw
        self._changes = changes
        self._started: float | None = None
        self._ended: float | None = None
        self.cut = False

    @property
    def started_at(self) -> float:
        """When the first sample was sent. Raises RuntimeError before."""
        if self._started is None:
            raise RuntimeError("the playback has not started")
        return self._started

    @property
    def ended_at(self) -> float:
        """When the last sample was sent, or the call ended (`cut`). Raises RuntimeError before."""
        if self._ended is None:
            raise RuntimeError("the playback has not ended")
        return self._ended

    @property
    def over(self) -> bool:
        return self._ended is not None

    def wait(self, timeout_s: float) -> None:
        """Until the last sample was sent. Raises CarrierTimeout."""
        self._changes.wait_for(lambda: self.over, timeout_s, "the sound has been spoken")

    def started(self) -> None:
        if self._started is None:
            self._started = time.time()
            self._changes.notify()

    def ended(self, cut: bool = False) -> None:
        if self._ended is None:
            self._started = self._started or time.time()
            self._ended, self.cut = time.time(), cut
            self._changes.notify()


class Microphone:
    """Plays what it was given, one after the other; silence otherwise. Used by the carrier's loop only."""

    def __init__(self) -> None:
        self._waiting: deque[Playback] = deque()
        self._position = 0
        self._closed = False

    def speak(self, playback: Playback) -> None:
        if self._closed or not playback.mulaw:
            playback.ended(cut=self._closed)
        else:
            self._waiting.append(playback)

    def next_frame(self) -> bytes | None:
        """160 bytes of mu-law, or None while nothing is spoken."""
        if not self._waiting:
            return None
        playback = self._waiting[0]
        playback.started()
        frame = playback.mulaw[self._position : self._position + FRAME_SAMPLES]
        self._position += FRAME_SAMPLES
        if self._position >= len(playback.mulaw):
            self._waiting.popleft()
            self._position = 0
            playback.ended()
        return frame.ljust(FRAME_SAMPLES, bytes([g711.SILENCE]))

    def close(self) -> None:
        """The call is over: nothing more is spoken."""
        self._closed = True
        while self._waiting:
            self._waiting.popleft().ended(cut=True)


class Ear:
    """The last five seconds that came down the line."""

    def __init__(self) -> None:
        self._frames: deque[Samples] = deque(maxlen=int(EAR_S / FRAME_S))

    def hear(self, frame: Samples) -> None:
        self._frames.append(frame)

    def last(self, seconds: float) -> Samples:
        """Up to `seconds` of 8 kHz samples, oldest first."""
        frames = list(self._frames)[-max(1, round(seconds / FRAME_S)) :]
        return np.concatenate(frames) if frames else np.zeros(0, dtype=np.int16)
