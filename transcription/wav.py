"""WAV bytes to channels of 8 kHz samples: PCM16 or mu-law, 8 to 48 kHz, any number of channels."""

import struct
from typing import Final

import numpy as np
import numpy.typing as npt

from transcription import g711

Samples = npt.NDArray[np.int16]

PCM: Final = 1
MU_LAW: Final = 7
EXTENSIBLE: Final = 0xFFFE
HALF_WIDTH: Final = 16
"""Zero crossings of the resampling filter on each side."""


class WavError(Exception):
    """Not a WAV file that can be read; the text says what it is instead."""


def read(data: bytes) -> list[Samples]:
    """The channels of a WAV file, each at 8 kHz. A file cut short gives what is there."""
    if len(data) < 12 or data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise WavError("not a WAV file")
    layout: bytes | None = None
    position = 12
    while position + 8 <= len(data):
        name, size = data[position : position + 4], struct.unpack_from("<I", data, position + 4)[0]
        body = data[position + 8 : position + 8 + size]
        if name == b"fmt ":
            layout = body
        elif name == b"data":
            if layout is None:
                raise WavError("the WAV file has sound before its format")
            return _channels(layout, body)
        position += 8 + size + size % 2
    raise WavError("the WAV file holds no sound")


def _channels(layout: bytes, body: bytes) -> list[Samples]:
    if len(layout) < 16:
        raise WavError("the WAV file's format is cut short")
    coding, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", layout)
    if coding == EXTENSIBLE and len(layout) >= 26:
        coding = struct.unpack_from("<H", layout, 24)[0]
    if not 1 <= channels <= 64:
        raise WavError(f"{channels} channels cannot be read")
    if not 8_000 <= rate_hz <= 48_000:
        raise WavError(f"{rate_hz} Hz cannot be read, only 8000 to 48000 Hz")
    if coding == PCM and bits == 16:
        samples = np.frombuffer(body[: len(body) // 2 * 2], dtype="<i2").astype(np.int16)
    elif coding == MU_LAW and bits == 8:
        samples = g711.LINEAR.take(np.frombuffer(body, dtype=np.uint8))
    else:
        raise WavError(f"format {coding} with {bits} bits cannot be read, only PCM with 16 bits and mu-law")
    whole = samples[: len(samples) // channels * channels].reshape(-1, channels)
    return [to_8khz(np.ascontiguousarray(whole[:, channel]), rate_hz) for channel in range(channels)]


def to_8khz(samples: Samples, rate_hz: int) -> Samples:
    """Resample with a windowed sinc, one phase at a time (polyphase)."""
    if rate_hz == g711.SAMPLE_RATE_HZ or not len(samples):
        return samples
    common = int(np.gcd(rate_hz, g711.SAMPLE_RATE_HZ))
    up, down = g711.SAMPLE_RATE_HZ // common, rate_hz // common
    ratio = g711.SAMPLE_RATE_HZ / rate_hz
    reach = int(np.ceil(HALF_WIDTH / ratio))
    padded = np.pad(samples.astype(np.float64), (reach, reach + 1))
    count = len(samples) * up // down
    result = np.zeros(count)
    taps = np.arange(-reach, reach + 1)
    for phase in range(min(up, count)):
        position = phase * down
        offset = taps - (position % up) / up
        kernel = (
            np.sinc(offset * ratio)
            * ratio
            * np.where(np.abs(offset) < reach, np.cos(np.pi * offset / (2 * reach)) ** 2, 0.0)
        )
        places = position // up + np.arange((count - phase + up - 1) // up) * down
        for tap, weight in zip(taps, kernel, strict=True):
            result[phase::up] += weight * padded[places + tap + reach]
    return np.clip(np.rint(result), -32_768, 32_767).astype(np.int16)
