"""Silence in place of what must not be kept, in a WAV file that stays as long as it was; a piece at a time."""

import struct
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

Span = tuple[datetime, datetime]

MARGIN = timedelta(seconds=1)
"""The carrier's time of the start has whole seconds."""
LONGEST_HEADER_BYTES = 64 * 1024


class CannotRedact(Exception):
    """The file is no WAV file that can be read, or it is not known when it began."""


class Silencing:
    """`spans`: what is silenced, in the time of the log. `silenced_s` is known when the last piece has passed."""

    def __init__(self, started_at: datetime | None, spans: Iterable[Span]) -> None:
        self._spans_s: list[tuple[float, float]] = []
        self.silenced_s = 0.0
        for start, end in sorted(spans):
            if started_at is None:
                raise CannotRedact("when it began is not known, so nothing in it can be silenced")
            span_s = ((start - MARGIN - started_at).total_seconds(), (end + MARGIN - started_at).total_seconds())
            self._spans_s.append(span_s)

    def pieces(self, content: Iterable[bytes]) -> Iterator[bytes]:
        """The file again, whole before its last piece is asked for. Raises CannotRedact."""
        if not self._spans_s:
            yield from content
            return
        found = iter(content)
        head, sound_at, frame_bytes, rate_hz = _header(found)
        ranges = [(first * frame_bytes, last * frame_bytes) for first, last in self._frames(rate_hz)]
        self.silenced_s = 0.0
        yield head[:sound_at]
        at = 0
        for piece in _and_then(head[sound_at:], found):
            changed = bytearray(piece)
            for first, last in ranges:
                start, end = max(first - at, 0), min(last - at, len(changed))
                if end > start:
                    changed[start:end] = bytes(end - start)
                    self.silenced_s += (end - start) / (frame_bytes * rate_hz)
            at += len(piece)
            yield bytes(changed)

    def _frames(self, rate_hz: int) -> list[tuple[int, int]]:
        """The spans as frames of the file, none over another."""
        found: list[tuple[int, int]] = []
        for span_s in self._spans_s:
            first, last = (max(int(second * rate_hz), 0) for second in span_s)
            if found and first <= found[-1][1]:
                found[-1] = (found[-1][0], max(found[-1][1], last))
            else:
                found.append((first, last))
        return found


def _and_then(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _header(content: Iterator[bytes]) -> tuple[bytes, int, int, int]:
    """What has come so far, where the sound begins in it, bytes of a frame, frames of a second."""
    head = bytearray()
    for piece in content:
        head += piece
        layout = _layout(bytes(head))
        if layout is not None:
            return (bytes(head), *layout)
        if len(head) > LONGEST_HEADER_BYTES:
            break
    raise CannotRedact("the file is no WAV file")


def _layout(head: bytes) -> tuple[int, int, int] | None:
    """None as long as the chunk of the sound has not begun. Raises CannotRedact."""
    if len(head) >= 12 and (head[:4] != b"RIFF" or head[8:12] != b"WAVE"):
        raise CannotRedact("the file is no WAV file")
    position, frame_bytes, rate_hz = 12, 0, 0
    while position + 8 <= len(head):
        name, size = head[position : position + 4], struct.unpack_from("<I", head, position + 4)[0]
        if name == b"data" and frame_bytes and rate_hz:
            return position + 8, frame_bytes, rate_hz
        if name == b"data":
            raise CannotRedact("the file has sound before its format")
        if name == b"fmt " and position + 24 <= len(head):
            _, _, rate_hz, _, frame_bytes = struct.unpack_from("<HHIIH", head, position + 8)
        position += 8 + size + size % 2
    return None
