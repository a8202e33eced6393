"""What a caller may speak from: mu-law bytes, or a WAV file with mu-law or 16-bit samples; and WAV files written."""

import io
import struct
import wave
from pathlib import Path

import numpy as np

from bridge.simulator import g711

RATE_HZ = 8000
FRAME_SAMPLES = 160
FRAME_S = FRAME_SAMPLES / RATE_HZ
PCM, MULAW = 1, 7


class UnreadableSound(ValueError):
    """The bytes are not a sound that the carrier can play; says why."""


def read_sound(source: bytes | str | Path) -> bytes:
    """8 kHz mono mu-law bytes of a path or of bytes (RIFF: a WAV file; anything else: mu-law already)."""
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    return _from_wav(data) if data[:4] == b"RIFF" else data


def _from_wav(data: bytes) -> bytes:
    chunks: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        chunks.setdefault(name, data[at + 8 : at + 8 + size])
        at += 8 + size + size % 2
    if len(chunks.get(b"fmt ", b"")) < 16 or b"data" not in chunks:
        raise UnreadableSound("a WAV file without its fmt or data chunk")
    code, channels, rate, _, _, bits = struct.unpack("<HHIIHH", chunks[b"fmt "][:16])
    if channels != 1:
        raise UnreadableSound(f"{channels} channels; one is needed")
    body = chunks[b"data"]
    match code, rate, bits:
        case (7, 8000, 8):
            return body
        case (1, 8000 | 16000, 16):
            samples = np.frombuffer(body[: len(body) // 2 * 2], dtype="<i2")
            if rate == 2 * RATE_HZ:
                pairs = samples[: len(samples) // 2 * 2].reshape(-1, 2).astype(np.int32)
                samples = (pairs.sum(axis=1) // 2).astype(np.int16)
            return g711.encode(samples.astype(np.int16))
        case _:
            raise UnreadableSound(f"format {code}, {rate} Hz, {bits} bits; needed are mu-law 8 kHz or 16-bit 8/16 kHz")


def wav_bytes(channels: list[bytes]) -> bytes:
    """A 16-bit 8 kHz WAV file; each channel is little-endian 16-bit samples of the same length."""
    interleaved = np.stack([np.frombuffer(channel, dtype="<i2") for channel in channels], axis=1)
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(len(channels))
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(interleaved.tobytes())
    return buffer.getvalue()


def seconds_of_media(data: bytes, content_type: str) -> float:
    """How long a fetched sound plays. Sounds whose length is not known here count as one second."""
    if data[:4] == b"RIFF":
        return len(_from_wav(data)) / RATE_HZ
    return len(data) / RATE_HZ if content_type == "audio/ulaw" else 1.0
