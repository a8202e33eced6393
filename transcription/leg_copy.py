"""A leg's own copy: blocks of mu-law with their time in UTC, silence as the gaps between them, readable after a crash.

A file is a row of blocks. Each stands alone, with a mark, a length and a checksum: whatever is torn or damaged is
skipped, and everything before and behind it is read.
"""

import struct
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap
from typing import Final

from transcription import g711

MARK: Final = b"\xfeIBc"
_HEAD: Final = struct.Struct("<4sBHqI")
PLAIN: Final = 0
SEALED: Final = 1
LONGEST_PAYLOAD: Final = 0xFFFF

QUIET_AMPLITUDE: Final = 96
"""PCM16: whispering is louder, the hiss of a good line is not."""
LOUD_SAMPLES: Final = 4
LEAD_FRAMES: Final = 10
HANG_FRAMES: Final = 25
JOINED_WITHIN_MS: Final = 40.0
"""Frames follow each other although the estimate of the stream's clock moves by some milliseconds."""
LONGEST_BLOCK_BYTES: Final = g711.SAMPLE_RATE_HZ

_QUIET: Final = g711.quieter_than(QUIET_AMPLITUDE)


@dataclass(frozen=True, slots=True)
class Block:
    """Sound from `start_ms` (milliseconds since 1970, UTC) on; mu-law at 8 kHz, one channel."""

    start_ms: int
    mulaw: bytes

    @property
    def end_ms(self) -> int:
        return self.start_ms + len(self.mulaw) * 1000 // g711.SAMPLE_RATE_HZ


@dataclass(frozen=True, slots=True)
class Packed:
    """A block as it lies in the file; `payload` is the sound, or its sealed form when `kind` is SEALED."""

    start_ms: int
    kind: int
    payload: bytes


def pack(start_ms: int, payload: bytes, kind: int = PLAIN) -> bytes:
    """The bytes to append. Raises ValueError for more than 65,535 bytes."""
    if len(payload) > LONGEST_PAYLOAD:
        raise ValueError(f"a block holds at most {LONGEST_PAYLOAD} bytes")
    return _HEAD.pack(MARK, kind, len(payload), start_ms, _checksum(kind, start_ms, payload)) + payload


def unpack(data: "bytes | mmap") -> Iterator[Packed]:
    """The whole blocks of a file in order; never raises, whatever the bytes are. Takes any buffer that has `find`."""
    position = data.find(MARK)
    while position >= 0:
        body = position + _HEAD.size
        if body > len(data):
            return
        _, kind, length, start_ms, checksum = _HEAD.unpack_from(data, position)
        payload = bytes(data[body : body + length])
        if len(payload) == length and checksum == _checksum(kind, start_ms, payload):
            yield Packed(start_ms, kind, payload)
            position = data.find(MARK, body + length)
        else:
            position = data.find(MARK, position + 1)


def _checksum(kind: int, start_ms: int, payload: bytes) -> int:
    return zlib.crc32(payload, zlib.crc32(struct.pack("<Bq", kind, start_ms)))


def is_loud(mulaw: bytes) -> bool:
    """Whether 20 ms hold any sound worth keeping."""
    return g711.loud_samples(mulaw, _QUIET) >= LOUD_SAMPLES


class SoundOnly:
    """Keeps of a leg's frames what has sound, with 200 ms before and 500 ms behind it; everything else is a gap."""

    def __init__(self) -> None:
        self._lead: deque[tuple[float, bytes]] = deque(maxlen=LEAD_FRAMES)
        self._hang = 0
        self._start_ms = 0.0
        self._bytes = bytearray()
        self._next_ms = 0.0
        self._done: list[Block] = []
        self.heard_ms = 0
        """Of loud frames alone, since the beginning."""

    def push(self, start_ms: float, mulaw: bytes) -> None:
        """One frame of 20 ms, in order of time; a jump in time ends what came before."""
        if abs(start_ms - self._next_ms) > JOINED_WITHIN_MS:
            self.forget()
        self._next_ms = start_ms + len(mulaw) * 1000 / g711.SAMPLE_RATE_HZ
        if is_loud(mulaw):
            self.heard_ms += g711.FRAME_MS
            self._hang = HANG_FRAMES
            while self._lead:
                self._add(*self._lead.popleft())
            self._add(start_ms, mulaw)
        elif self._hang:
            self._hang -= 1
            self._add(start_ms, mulaw)
        else:
            self._close()
            self._lead.append((start_ms, mulaw))

    def take(self) -> list[Block]:
        """What is to be kept so far; a run of sound goes on in the next block."""
        self._close()
        done, self._done = self._done, []
        return done

    def forget(self) -> None:
        """Nothing that comes now belongs to what came before."""
        self._close()
        self._lead.clear()
        self._hang = 0

    def _add(self, start_ms: float, mulaw: bytes) -> None:
        if not self._bytes:
            self._start_ms = start_ms
        self._bytes += mulaw
        if len(self._bytes) >= LONGEST_BLOCK_BYTES:
            self._close()

    def _close(self) -> None:
        if self._bytes:
            self._done.append(Block(round(self._start_ms), bytes(self._bytes)))
            self._bytes.clear()
