"""Kaldi's binary mode: tokens, numbers, vectors, matrices.

Little-endian. A file starts with a zero byte and `B`; a token is its ASCII text and a space; an int32 or a float is
one size byte (4) and the four bytes; `FV` and `FM` are raw float32; `CM2` is a compressed matrix (minimum, range, rows,
columns, raw uint16), which a reader that expects a plain matrix accepts and which halves the size of a model.
"""

import struct
from collections.abc import Sequence
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

MAGIC = b"\0B"
_STEPS = 65_535.0
_LEAST_RANGE = 1e-6

Values = npt.ArrayLike


class KaldiWriter:
    """Writes to a binary file that is open; the magic bytes come first."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        out.write(MAGIC)

    def raw(self, data: bytes) -> None:
        self._out.write(data)

    def token(self, *names: str) -> None:
        for name in names:
            self._out.write(name.encode("ascii") + b" ")

    def int32(self, *values: int) -> None:
        for value in values:
            self._out.write(b"\x04" + struct.pack("<i", value))

    def float32(self, *values: float) -> None:
        for value in values:
            self._out.write(b"\x04" + struct.pack("<f", value))

    def double(self, value: float) -> None:
        self._out.write(b"\x08" + struct.pack("<d", value))

    def vector(self, values: Values) -> None:
        flat = np.ascontiguousarray(values, dtype="<f4")
        self.token("FV")
        self.int32(flat.size)
        self._out.write(flat.tobytes())

    def matrix(self, values: Values) -> None:
        """In full precision."""
        whole = np.ascontiguousarray(values, dtype="<f4")
        self.token("FM")
        self.int32(*whole.shape)
        self._out.write(whole.tobytes())

    def compressed_matrix(self, values: Values) -> None:
        """Each value rounded to one of 65536 steps between the least and the greatest."""
        whole = np.ascontiguousarray(values, dtype="<f4")
        rows, columns = whole.shape
        low = float(whole.min())
        span = max(float(whole.max()) - low, _LEAST_RANGE)
        steps = np.clip(np.rint((whole - low) * (_STEPS / span)), 0, _STEPS).astype("<u2")
        self.token("CM2")
        self._out.write(struct.pack("<ffii", low, span, rows, columns))
        self._out.write(steps.tobytes())

    def int_vector(self, values: Sequence[int]) -> None:
        self._out.write(b"\x04" + struct.pack("<i", len(values)))
        self._out.write(np.asarray(values, dtype="<i4").tobytes())
