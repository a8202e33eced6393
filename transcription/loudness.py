"""How loud a piece of mu-law audio is, in dB below full scale."""

import numpy as np

from transcription import g711

FLOOR_DBFS = -90.0
LOUDER_PART = 0.8
"""The level that this share of the frames stays under: speech is pauses for the most part."""
_FULL_SCALE = 32_768.0


def loudness_dbfs(mulaw: bytes) -> float:
    """The RMS level of the louder parts of `mulaw` (8 kHz), from FLOOR_DBFS up to 0."""
    whole = len(mulaw) // g711.FRAME_BYTES
    if whole == 0:
        return FLOOR_DBFS
    samples = g711.LINEAR[np.frombuffer(mulaw, dtype=np.uint8, count=whole * g711.FRAME_BYTES)].astype(np.float64)
    levels = np.sqrt(np.mean(samples.reshape(whole, g711.FRAME_BYTES) ** 2, axis=1))
    loud = float(np.quantile(levels, LOUDER_PART))
    return max(FLOOR_DBFS, 20.0 * float(np.log10(loud / _FULL_SCALE))) if loud > 0 else FLOOR_DBFS
