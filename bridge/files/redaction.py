"""Silence in place of what must not be kept, in a WAV file that stays as long as it was; a piece at a time."""

import struct
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

Span = tuple[datetime, datetime]
Range = tuple[int, int]

MARGIN = timedelta(seconds=1)
"""The carrier's time of the start has whole seconds."""
LONGEST_HEADER_BYTES = 64 * 1024


class CannotRedact(Exception):
    """The file is no WAV file that can be read, or it is not known when it began."""


class _Layout(NamedTuple):
    """`sound_at`: where the sound begins in the file; `frame_bytes`: one sample of each channel."""

    sound_at: int
    frame_bytes: int
    rate_hz: int
    channels: int


class Silencing:
    """`spans`: what is silenced, in the time of the log; `first_channel`: what is silenced in the first channel alone,
    and in all of them where the file has only one. `silenced_s` is known when the last piece has passed.
    """

    def __init__(self, started_at: datetime | None, spans: Iterable[Span], first_channel: Iterable[Span] = ()) -> None:
        self.silenced_s = 0.0
        self._spans_s = _seconds(started_at, spans)
        self._first_s = _seconds(started_at, first_channel)

    def pieces(self, content: Iterable[bytes]) -> Iterator[bytes]:
        """The file again, whole before its last piece is asked for. Raises CannotRedact."""
        if not self._spans_s and not self._first_s:
            yield from content
            return
        found = iter(content)
        head, layout = _header(found)
        ranges, first_ranges = (_frames(spans, layout.rate_hz) for spans in (self._spans_s, self._first_s))
        if layout.channels < 2:
            ranges, first_ranges = _joined([*ranges, *first_ranges]), []
        self.silenced_s = 0.0
        yield head[: layout.sound_at]
        at = 0
        for piece in _and_then(head[layout.sound_at :], found):
            changed = bytearray(piece)
            for first, last in ranges:
                start, end = _inside(first, last, layout, at, len(changed))
                if end > start:
                    changed[start:end] = bytes(end - start)
                    self.silenced_s += (end - start) / (layout.frame_bytes * layout.rate_hz)
            for first, last in first_ranges:
                start, end = _inside(first, last, layout, at, len(changed))
                _silence_first_channel(changed, start, end, layout, at)
            at += len(piece)
            yield bytes(changed)
        self.silenced_s += _only_in(first_ranges, ranges, at // layout.frame_bytes) / layout.rate_hz


def _seconds(started_at: datetime | None, spans: Iterable[Span]) -> list[tuple[float, float]]:
    """From the start of the file, a margin wider on both sides."""
    found: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if started_at is None:
            raise CannotRedact("when it began is not known, so nothing in it can be silenced")
        found.append(((start - MARGIN - started_at).total_seconds(), (end + MARGIN - started_at).total_seconds()))
    return found


def _frames(spans_s: Iterable[tuple[float, float]], rate_hz: int) -> list[Range]:
    """The spans as frames of the file, none over another."""
    return _joined([(max(int(start * rate_hz), 0), max(int(end * rate_hz), 0)) for start, end in spans_s])


def _joined(ranges: Iterable[Range]) -> list[Range]:
    found: list[Range] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _inside(first: int, last: int, layout: _Layout, at: int, length: int) -> Range:
    """These frames as bytes of the piece that begins at byte `at` of the sound."""
    return max(first * layout.frame_bytes - at, 0), min(last * layout.frame_bytes - at, length)


def _silence_first_channel(piece: bytearray, start: int, end: int, layout: _Layout, at: int) -> None:
    """Byte by byte of its samples, because a piece may begin within a frame."""
    for byte in range(layout.frame_bytes // layout.channels):
        begin = start + (byte - at - start) % layout.frame_bytes
        if begin < end:
            piece[begin : end : layout.frame_bytes] = bytes(len(range(begin, end, layout.frame_bytes)))


def _only_in(these: list[Range], others: list[Range], frames: int) -> int:
    """Frames of the file in one list of ranges and not in the other."""

    def count(ranges: Iterable[Range]) -> int:
        return sum(max(min(last, frames) - first, 0) for first, last in ranges)

    return count(_joined([*these, *others])) - count(others)


def _and_then(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _header(content: Iterator[bytes]) -> tuple[bytes, _Layout]:
    """What has come so far, and how the file is laid out."""
    head = bytearray()
    for piece in content:
        head += piece
        layout = _layout(bytes(head))
        if layout is not None:
            return bytes(head), layout
        if len(head) > LONGEST_HEADER_BYTES:
            break
    raise CannotRedact("the file is no WAV file")


def _layout(head: bytes) -> _Layout | None:
    """None as long as the chunk of the sound has not begun. Raises CannotRedact."""
    if len(head) >= 12 and (head[:4] != b"RIFF" or head[8:12] != b"WAVE"):
        raise CannotRedact("the file is no WAV file")
    position, channels, frame_bytes, rate_hz = 12, 0, 0, 0
    while position + 8 <= len(head):
        name, size = head[position : position + 4], struct.unpack_from("<I", head, position + 4)[0]
        if name == b"data" and channels and frame_bytes and rate_hz:
            return _Layout(position + 8, frame_bytes, rate_hz, channels)
        if name == b"data":
            raise CannotRedact("the file has sound before its format")
        if name == b"fmt " and position + 24 <= len(head):
            _, channels, rate_hz, _, frame_bytes = struct.unpack_from("<HHIIH", head, position + 8)
        position += 8 + size + size % 2
    return None
