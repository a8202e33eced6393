"""ITU-T G.711 mu-law by table, both directions, and which bytes of it are quiet."""

from typing import Final

import numpy as np
import numpy.typing as npt

SAMPLE_RATE_HZ: Final = 8000
FRAME_MS: Final = 20
FRAME_BYTES: Final = 160
SILENT_FRAME: Final = b"\xff" * FRAME_BYTES

_BIAS: Final = 0x84
_CLIP: Final = 32_635


def _expand(code: int) -> int:
    code = ~code & 0xFF
    magnitude = (((code & 0x0F) << 3) + _BIAS << ((code >> 4) & 0x07)) - _BIAS
    return -magnitude if code & 0x80 else magnitude


LINEAR: Final[npt.NDArray[np.int16]] = np.array([_expand(code) for code in range(256)], dtype=np.int16)
"""PCM16 value of each mu-law byte; 0xFF and 0x7F are zero."""

_LITTLE_ENDIAN: Final = LINEAR.astype("<i2")


def _compress_table() -> npt.NDArray[np.uint8]:
    """Mu-law byte of each PCM16 value, indexed by value + 32768."""
    samples = np.arange(-32_768, 32_768, dtype=np.int32)
    magnitude = np.minimum(np.abs(samples), _CLIP) + _BIAS
    exponent = np.floor(np.log2(magnitude)).astype(np.int32) - 7
    mantissa = (magnitude >> (exponent + 3)) & 0x0F
    sign = np.where(samples < 0, 0x80, 0)
    codes: npt.NDArray[np.uint8] = (~(sign | (exponent << 4) | mantissa) & 0xFF).astype(np.uint8)
    return codes


_COMPRESS: Final = _compress_table()


def decode(mulaw: bytes) -> bytes:
    """Mu-law to PCM16 little-endian, two bytes a sample."""
    return _LITTLE_ENDIAN.take(np.frombuffer(mulaw, dtype=np.uint8)).tobytes()


def encode(samples: npt.NDArray[np.int16]) -> bytes:
    """PCM16 samples to mu-law, one byte a sample."""
    return _COMPRESS[samples.astype(np.int32) + 32_768].tobytes()


def quieter_than(amplitude: int) -> bytes:
    """The mu-law bytes whose value is below `amplitude`: what `bytes.translate(None, ...)` takes out of a frame."""
    return bytes(code for code in range(256) if abs(_expand(code)) < amplitude)


def loud_samples(mulaw: bytes, quiet: bytes) -> int:
    """How many samples are at least as loud as the amplitude that `quiet` was made for; 0.3 us for 20 ms."""
    return len(mulaw.translate(None, quiet))
