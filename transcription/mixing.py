"""Copies of legs mixed to one sound, aligned in UTC; and where there is sound, second by second."""

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from transcription import g711
from transcription.leg_copy import Block, is_loud

PER_MS: Final = g711.SAMPLE_RATE_HZ // 1000
LATE_MS: Final = 1000
"""A block may come so much later in the row than its time says."""
MOST_SILENCE_MS: Final = 10_000

Energy = npt.NDArray[np.float64]


def mix(blocks: Iterable[Block], since_ms: int, until_ms: int) -> Iterator[bytes]:
    """PCM16 little-endian at 8 kHz, one channel, exactly from `since_ms` to `until_ms`, a piece at a time.

    `blocks` of all legs in order of their start. Sums that are too loud are clipped. Memory is that of a few seconds.
    """
    total = np.zeros(0, dtype=np.int32)
    at_ms = since_ms
    for block in blocks:
        for piece in _out(total, at_ms, min(block.start_ms - LATE_MS, until_ms)):
            at_ms += len(piece) // 2 // PER_MS
            total = total[len(piece) // 2 :]
            yield piece
        samples = g711.LINEAR[np.frombuffer(block.mulaw, dtype=np.uint8)]
        first = (block.start_ms - at_ms) * PER_MS
        if first < 0:
            samples, first = samples[-first:], 0
        samples = samples[: max((until_ms - at_ms) * PER_MS - first, 0)]
        if not len(samples):
            continue
        if first + len(samples) > len(total):
            total = np.concatenate((total, np.zeros(first + len(samples) - len(total), dtype=np.int32)))
        total[first : first + len(samples)] += samples
    for piece in _out(total, at_ms, until_ms):
        yield piece


def _out(total: npt.NDArray[np.int32], at_ms: int, until_ms: int) -> Iterator[bytes]:
    """What is mixed from `at_ms` to `until_ms`; zeros behind the end of `total`."""
    position = 0
    while at_ms < until_ms:
        length = min(until_ms - at_ms, MOST_SILENCE_MS)
        part = total[position : position + length * PER_MS]
        piece = np.zeros(length * PER_MS, dtype="<i2")
        piece[: len(part)] = np.clip(part, -32_768, 32_767)
        position += length * PER_MS
        at_ms += length
        yield piece.tobytes()


def heard_by_second(blocks: Iterable[Block], since_ms: int, seconds: int) -> Energy:
    """Seconds of sound in our copy in each second from `since_ms` on; several who speak at once count once at most."""
    heard = np.zeros(seconds, dtype=np.float64)
    for block in blocks:
        for offset in range(0, len(block.mulaw), g711.FRAME_BYTES):
            second = (block.start_ms + offset // PER_MS - since_ms) // 1000
            if 0 <= second < seconds and is_loud(block.mulaw[offset : offset + g711.FRAME_BYTES]):
                heard[second] += g711.FRAME_MS / 1000
    return np.minimum(heard, 1.0)


def unheard(heard: Energy, loud: npt.NDArray[np.bool_], window_s: int = 5, margin_s: int = 1) -> list[tuple[int, int]]:
    """Spans in seconds where we have sound and the file has none; `loud` says it of each second of the file.

    Looked at in windows with a margin, because the carrier's times have whole seconds.
    """
    found: list[tuple[int, int]] = []
    seconds = min(len(heard), len(loud))
    for start in range(0, seconds, window_s):
        end = min(start + window_s, seconds)
        if heard[start:end].sum() < 0.3 or loud[max(start - margin_s, 0) : end + margin_s].any():
            continue
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
