"""G.711 mu-law by table: 8-bit code to 16-bit sample and back."""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]

SILENCE = 0xFF
"""The code of a zero sample."""

_BIAS, _CLIP = 0x84, 32635


def _decoding_table() -> Samples:
    code = ~np.arange(256, dtype=np.int32) & 0xFF
    magnitude = ((((code & 0x0F) << 3) + _BIAS) << ((code >> 4) & 7)) - _BIAS
    return np.where(code & 0x80, -magnitude, magnitude).astype(np.int16)


def _encoding_table() -> NDArray[np.uint8]:
    sample = np.arange(-32768, 32768, dtype=np.int32)
    biased = np.minimum(np.abs(sample), _CLIP) + _BIAS
    exponent = np.floor(np.log2(biased)).astype(np.int32) - 7
    mantissa = (biased >> (exponent + 3)) & 0x0F
    sign = np.where(sample < 0, 0x80, 0)
    codes: NDArray[np.int32] = ~(sign | (exponent << 4) | mantissa) & 0xFF
    return codes.astype(np.uint8)


_DECODE = _decoding_table()
_ENCODE = _encoding_table()


def decode(mulaw: bytes) -> Samples:
    """Samples of mu-law bytes, one for each."""
    return _DECODE[np.frombuffer(mulaw, dtype=np.uint8)]


def encode(samples: Samples) -> bytes:
    """Mu-law bytes of samples, one for each."""
    return _ENCODE[samples.astype(np.int32) + 32768].tobytes()
