"""Reads Kaldi's binary files back, independently of what writes them."""

import struct
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]


class KaldiReader:
    def __init__(self, data: bytes) -> None:
        assert data[:2] == b"\0B"
        self._data = data
        self.at = 2

    def take(self, size: int) -> bytes:
        self.at += size
        return self._data[self.at - size : self.at]

    def token(self) -> str:
        end = self._data.index(b" ", self.at)
        return self.take(end + 1 - self.at)[:-1].decode("ascii")

    def expect(self, *names: str) -> None:
        for name in names:
            assert self.token() == name

    def int32(self) -> int:
        assert self.take(1) == b"\x04"
        return int(struct.unpack("<i", self.take(4))[0])

    def float32(self) -> float:
        assert self.take(1) == b"\x04"
        return float(struct.unpack("<f", self.take(4))[0])

    def double(self) -> float:
        assert self.take(1) == b"\x08"
        return float(struct.unpack("<d", self.take(8))[0])

    def int_vector(self) -> list[int]:
        return np.frombuffer(self.take(4 * self.int32()), "<i4").tolist()

    def vector(self) -> Matrix:
        self.expect("FV")
        return np.frombuffer(self.take(4 * self.int32()), "<f4").astype(np.float64)

    def matrix(self) -> Matrix:
        match self.token():
            case "FM":
                rows, columns = self.int32(), self.int32()
                return np.frombuffer(self.take(4 * rows * columns), "<f4").reshape(rows, columns).astype(np.float64)
            case "CM2":
                low, span, rows, columns = struct.unpack("<ffii", self.take(16))
                steps = np.frombuffer(self.take(2 * rows * columns), "<u2").reshape(rows, columns)
                return low + steps.astype(np.float64) * (span / 65_535)
            case other:
                raise AssertionError(other)


@dataclass
class ReadNetwork:
    lines: list[str] = field(default_factory=list)
    components: list[tuple[str, str, Matrix, Matrix]] = field(default_factory=list)
    """Name, kind, weights and bias; of layers without weights their size."""
    left: int = 0
    right: int = 0


def read_network(reader: KaldiReader) -> ReadNetwork:
    found = ReadNetwork()
    reader.expect("<Nnet3>")
    text = reader._data[reader.at : reader._data.index(b"\n\n", reader.at)]
    reader.take(len(text) + 2)
    found.lines = text.decode("ascii").strip().split("\n")
    reader.expect("<NumComponents>")
    for _ in range(reader.int32()):
        reader.expect("<ComponentName>")
        name, kind = reader.token(), reader.token().strip("<>")
        if kind == "FixedAffineComponent":
            reader.expect("<LinearParams>")
            weight = reader.matrix()
            reader.expect("<BiasParams>")
            found.components.append((name, kind, weight, reader.vector()))
        else:
            reader.expect("<Dim>")
            found.components.append((name, kind, np.array([[reader.int32()]], dtype=np.float64), np.zeros(0)))
            if kind == "RectifiedLinearComponent":
                for statistics in ("<ValueAvg>", "<DerivAvg>"):
                    reader.expect(statistics)
                    reader.vector()
                reader.expect("<Count>")
                reader.double()
            else:
                reader.expect("<BackpropScale>")
                reader.float32()
        reader.expect(f"</{kind}>")
    reader.expect("</Nnet3>", "<LeftContext>")
    found.left = reader.int32()
    reader.expect("<RightContext>")
    found.right = reader.int32()
    reader.expect("<Priors>")
    reader.vector()
    return found
