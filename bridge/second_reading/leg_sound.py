"""The kept sound of one leg, cut to the times of its lines; what was not kept is silence."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from transcription import g711
from transcription.leg_copy import Block
from transcription.timeline import Utterance

MARGIN_MS = 300
"""Before and behind the words of a line, at most half of the pause to the next one."""
LATE_MS = 1000
"""A block may come so much later in the file than its time says."""
PER_MS = g711.SAMPLE_RATE_HZ // 1000


@dataclass(frozen=True)
class Span:
    """Milliseconds since 1970."""

    start_ms: int
    end_ms: int


def spans(lines: Sequence[Utterance]) -> dict[str, Span]:
    """Where each line of one leg is heard, by utterance id; `lines` in order of time."""
    found = widened([Span(_ms(line, 0), _ms(line, 1)) for line in lines])
    return {line.utterance_id: span for line, span in zip(lines, found, strict=True)}


def widened(times: Sequence[Span]) -> list[Span]:
    """Each with its margin, which never reaches the words of the next; in order of time."""
    found = []
    for index, time in enumerate(times):
        start_ms, end_ms = time.start_ms - MARGIN_MS, time.end_ms + MARGIN_MS
        if index:
            start_ms = max(start_ms, min(time.start_ms, _middle(times[index - 1], time)))
        if index + 1 < len(times):
            end_ms = min(end_ms, max(time.end_ms, _middle(time, times[index + 1])))
        found.append(Span(start_ms, end_ms))
    return found


class LegSound:
    """Asked for spans in order of their start; memory is that of a few lines, however long the call was."""

    def __init__(self, blocks: Iterator[Block]) -> None:
        self._coming = blocks
        self._held: deque[Block] = deque()
        self._read_to_ms = 0

    def between(self, span: Span) -> bytes | None:
        """Mu-law, exactly as long as the span; None when nothing of it is kept. Raises CannotOpen."""
        while self._read_to_ms < span.end_ms + LATE_MS:
            block = next(self._coming, None)
            if block is None:
                break
            self._held.append(block)
            self._read_to_ms = block.start_ms
        while self._held and self._held[0].end_ms <= span.start_ms - LATE_MS:
            self._held.popleft()
        found, length = None, (span.end_ms - span.start_ms) * PER_MS
        for block in self._held:
            at = (block.start_ms - span.start_ms) * PER_MS
            first, last = max(at, 0), min(at + len(block.mulaw), length)
            if first < last:
                found = found or bytearray(b"\xff" * length)
                found[first:last] = block.mulaw[first - at : last - at]
        return bytes(found) if found is not None else None


def _ms(line: Utterance, which: int) -> int:
    return round((line.start, line.end)[which].timestamp() * 1000)


def _middle(before: Span, after: Span) -> int:
    return (before.end_ms + after.start_ms) // 2


def ms(milliseconds: float) -> timedelta:
    return timedelta(milliseconds=milliseconds)
