"""A file that is encrypted in chunks, so that any range of it can be read without the rest; or a plain one."""

import io
import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from bridge.files.sealing import OVERHEAD_BYTES, CannotOpen, Seal

MAGIC = b"IBSEAL1\n"
CHUNK_BYTES = 64 * 1024
_SEALED_CHUNK = CHUNK_BYTES + OVERHEAD_BYTES


def write(path: Path, pieces: Iterable[bytes], seal: Seal) -> int:
    """Write aside, then put in place: there is the whole file or none. How many bytes it holds. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    size = 0
    try:
        with part.open("wb") as file:
            for piece in _sealed(pieces, seal, path.name) if seal.on else pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return size if not seal.on else _plain_size(size)


def open_file(path: Path, seal: Seal) -> BinaryIO:
    """For reading and seeking; the file itself says if it is sealed. Raises OSError; reading may raise CannotOpen."""
    file = path.open("rb")
    if file.read(len(MAGIC)) != MAGIC:
        file.seek(0)
        return file
    return io.BufferedReader(SealedReader(file, seal, path.name), buffer_size=CHUNK_BYTES)


def is_sealed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


class SealedReader(io.RawIOBase):
    """Decrypts the chunk that is asked for."""

    def __init__(self, file: BinaryIO, seal: Seal, name: str) -> None:
        self._file = file
        self._seal = seal
        self._name = name
        self._size = _plain_size(os.fstat(file.fileno()).st_size)
        self._position = 0
        self._index = -1
        self._chunk = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(base + offset, 0)
        return self._position

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        if self._position >= self._size:
            return 0
        index, offset = divmod(self._position, CHUNK_BYTES)
        part = self._read_chunk(index)[offset : offset + len(buffer)]
        buffer[: len(part)] = part
        self._position += len(part)
        return len(part)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _read_chunk(self, index: int) -> bytes:
        if index != self._index:
            self._file.seek(len(MAGIC) + index * _SEALED_CHUNK)
            last = (index + 1) * CHUNK_BYTES >= self._size
            self._chunk = self._seal.open(self._file.read(_SEALED_CHUNK), _about(self._name, index, last))
            self._index = index
        return self._chunk


def _sealed(pieces: Iterable[bytes], seal: Seal, name: str) -> Iterable[bytes]:
    yield MAGIC
    waiting, index = bytearray(), 0
    for piece in pieces:
        waiting += piece
        while len(waiting) > CHUNK_BYTES:
            yield seal.close(bytes(waiting[:CHUNK_BYTES]), _about(name, index, False))
            del waiting[:CHUNK_BYTES]
            index += 1
    yield seal.close(bytes(waiting), _about(name, index, True))


def _about(name: str, index: int, last: bool) -> bytes:
    """A chunk of another file, in another place, or of a file that was cut does not open."""
    return f"{name}#{index}{'.' if last else ''}".encode()


def _plain_size(sealed: int) -> int:
    body = sealed - len(MAGIC)
    chunks = -(-body // _SEALED_CHUNK)
    return max(body - chunks * OVERHEAD_BYTES, 0)


__all__ = ["CannotOpen", "is_sealed", "open_file", "write"]
