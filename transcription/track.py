"""Frames on the stream's own clock: gaps become silence, repeats are dropped, small disorder is put right.

Time is never counted from the number of frames, because a carrier may send nothing in silence.
"""

from dataclasses import dataclass
from typing import Final

from transcription.g711 import FRAME_BYTES, FRAME_MS, SILENT_FRAME
from transcription.media_stream import Media

TOLERANCE_MS: Final = 20
MAX_GAP_MS: Final = 2_000
"""A longer gap is a discontinuity: it is not filled with zeros."""
MAX_HELD: Final = 3
"""How many early frames wait for a late one: 60 ms."""
REANCHOR_AFTER: Final = 25
"""So many late frames in a row mean that the stream's clock was set back."""
DELAY_WINDOW_MS: Final = 60_000
QUICKER_BY_S: Final = 0.02
AGE_STEP_S: Final = 0.01
AGES: Final = 51


@dataclass(slots=True)
class Frame:
    """20 ms of mu-law, `start_ms` on the stream's clock; `follows` is false after a discontinuity."""

    start_ms: int
    mulaw: bytes
    follows: bool = True


class Track:
    """One direction of one stream. Offsets are those of the quickest message of the last one to two minutes."""

    def __init__(self) -> None:
        self._next_ms = 0
        self._anchored = False
        self._held: list[Media] = []
        self._rest = b""
        self._chunk = 0
        self._late_in_a_row = 0
        self._offset_s = 0.0
        self._window_offset_s = float("inf")
        self._window_ends_ms: int | None = None
        self._first_ms = 0
        self._last_ms = 0
        self._best_offset_s = float("inf")
        self._best_since_ms = 0
        self.dropped = 0
        self.filled_ms = 0
        self.ages = [0] * AGES
        """Messages by how much later than the quickest they came, in steps of 10 ms; the last is all above."""

    def epoch_s(self, stream_ms: float) -> float:
        """The moment at which sound of `stream_ms` was spoken, in seconds since 1970; never later than its arrival."""
        return self._offset_s + stream_ms / 1000

    @property
    def first_s(self) -> float:
        """When the first sound of the stream was spoken; seconds since 1970."""
        return self.epoch_s(self._first_ms)

    @property
    def certain_for_ms(self) -> int:
        """For how long no message has come quicker than the quickest before it: all of a busy time may have waited."""
        return self._last_ms - self._best_since_ms

    @property
    def until_s(self) -> float:
        """When the last sound that came was spoken to its end."""
        return self.epoch_s(self._last_ms + FRAME_MS)

    def observe(self, media: Media, received_at: float) -> None:
        """Let the arrival of a message improve the estimate of the delay (least of received_at - timestamp)."""
        offset_s = received_at - media.timestamp_ms / 1000
        self._last_ms = media.timestamp_ms
        if self._window_ends_ms is None or abs(media.timestamp_ms - self._window_ends_ms) > 2 * DELAY_WINDOW_MS:
            if self._window_ends_ms is None:
                self._first_ms = media.timestamp_ms
            self._offset_s = self._window_offset_s = self._best_offset_s = offset_s
            self._best_since_ms = media.timestamp_ms
            self._window_ends_ms = media.timestamp_ms + DELAY_WINDOW_MS
            self.ages[0] += 1
            return
        if offset_s < self._window_offset_s:
            self._window_offset_s = offset_s
        if offset_s < self._offset_s:
            self._offset_s = offset_s
            if offset_s < self._best_offset_s - QUICKER_BY_S:
                self._best_offset_s, self._best_since_ms = offset_s, media.timestamp_ms
        self.ages[min(int((offset_s - self._offset_s) * 100), AGES - 1)] += 1
        if media.timestamp_ms >= self._window_ends_ms:
            # Clocks drift apart over hours: the estimate forgets what is older than a window.
            self._offset_s, self._window_offset_s = self._window_offset_s, offset_s
            self._window_ends_ms = media.timestamp_ms + DELAY_WINDOW_MS

    def forget(self) -> None:
        """Drop every byte that is kept and take the next message as a new beginning."""
        self._held.clear()
        self._rest = b""
        self._anchored = False
        self._late_in_a_row = 0

    def place(self, media: Media) -> list[Frame]:
        """The frames that are certain now, in order; a message may give none or many."""
        due_ms = self._next_ms
        if self._anchored and abs(media.timestamp_ms - due_ms) < TOLERANCE_MS and not self._held:
            self._late_in_a_row = 0
            self._chunk = media.chunk
            if len(media.payload) == FRAME_BYTES and not self._rest:
                self._next_ms = due_ms + FRAME_MS
                return [Frame(due_ms, media.payload)]
            return self._append(media)
        return self._place_with_care(media)

    def _place_with_care(self, media: Media) -> list[Frame]:
        if not self._anchored:
            self._anchored = True
            self._next_ms = media.timestamp_ms
            self._chunk = media.chunk
            frames = self._append(media)
            if frames:
                frames[0].follows = False
            return frames
        if media.timestamp_ms <= self._next_ms - TOLERANCE_MS:
            return self._late(media)
        self._late_in_a_row = 0
        if any(held.timestamp_ms == media.timestamp_ms for held in self._held):
            self.dropped += 1
            return []
        self._held.append(media)
        self._held.sort(key=lambda held: held.timestamp_ms)
        return self._release()

    def _release(self) -> list[Frame]:
        """What of the held may go: the next due at once, one behind a gap when nothing can come before it."""
        frames: list[Frame] = []
        while self._held:
            first = self._held[0]
            gap_ms = first.timestamp_ms - self._next_ms
            nothing_missing = first.chunk == self._chunk + 1 or len(self._held) > MAX_HELD or gap_ms > MAX_GAP_MS
            if gap_ms >= TOLERANCE_MS and not nothing_missing:
                break
            del self._held[0]
            if gap_ms <= -TOLERANCE_MS:
                self.dropped += 1
                continue
            self._chunk = first.chunk
            frames += self._bridge(gap_ms, first)
        return frames

    def _bridge(self, gap_ms: int, media: Media) -> list[Frame]:
        if gap_ms > MAX_GAP_MS:
            self._rest = b""
            self._next_ms = media.timestamp_ms
            frames = self._append(media)
            if frames:
                frames[0].follows = False
            return frames
        if gap_ms < TOLERANCE_MS:
            return self._append(media)
        self.filled_ms += gap_ms
        self._rest = b""
        silence = []
        for _ in range(gap_ms // FRAME_MS):
            silence.append(Frame(self._next_ms, SILENT_FRAME))
            self._next_ms += FRAME_MS
        return silence + self._append(media)

    def _append(self, media: Media) -> list[Frame]:
        """Cut any length of payload into frames; a rest shorter than a frame waits for the next message."""
        data = self._rest + media.payload
        start_ms = self._next_ms - len(self._rest) // 8
        whole = len(data) // FRAME_BYTES
        frames = [
            Frame(start_ms + index * FRAME_MS, data[index * FRAME_BYTES : (index + 1) * FRAME_BYTES])
            for index in range(whole)
        ]
        self._rest = data[whole * FRAME_BYTES :]
        self._next_ms = start_ms + len(data) // 8
        return frames

    def _late(self, media: Media) -> list[Frame]:
        self.dropped += 1
        self._late_in_a_row += 1
        if self._late_in_a_row < REANCHOR_AFTER:
            return []
        self.forget()
        return self._place_with_care(media)
