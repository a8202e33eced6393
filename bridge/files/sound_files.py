"""A folder of sound: recordings, our own mixes, what people left on purpose. Sealed if there is a key."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bridge.files import sealed_file
from bridge.files.sealing import Seal

PIECE_BYTES = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class KeptFile:
    """A file of sound as it was written; size and hash are of the sound, sealed or not."""

    name: str
    size_bytes: int
    sha256: str


class SoundFiles:
    """Names are relative, such as INCIDENT/RE....wav, and come from the log, never from an address."""

    def __init__(self, folder: Path, seal: Seal) -> None:
        self.folder = folder
        self._seal = seal

    def path(self, name: str) -> Path | None:
        """Where the file is; None when there is none, or when the name leads out of the folder."""
        path = (self.folder / name).resolve()
        return path if name and path.is_relative_to(self.folder.resolve()) and path.is_file() else None

    def write(self, name: str, pieces: Iterable[bytes]) -> KeptFile:
        """The whole file or none. Raises OSError, and what the pieces raise."""
        digest = hashlib.sha256()
        size = sealed_file.write(self.folder / name, _hashed(pieces, digest.update), self._seal)
        return KeptFile(name=name, size_bytes=size, sha256=digest.hexdigest())

    def open(self, name: str) -> BinaryIO | None:
        """For reading and seeking; None when there is no such file. Reading may raise CannotOpen."""
        path = self.path(name)
        return sealed_file.open_file(path, self._seal) if path is not None else None

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """A file that is there, closed afterwards. Raises FileNotFoundError; reading may raise CannotOpen."""
        file = self.open(name)
        if file is None:
            raise FileNotFoundError(name)
        with file:
            yield file

    def pieces(self, name: str) -> Iterator[bytes]:
        """All of it, a piece at a time. Raises FileNotFoundError, CannotOpen."""
        with self.opened(name) as file:
            while piece := file.read(PIECE_BYTES):
                yield piece

    def read(self, name: str) -> bytes | None:
        """All of it. Raises CannotOpen."""
        file = self.open(name)
        if file is None:
            return None
        with file:
            return file.read()

    def delete(self, name: str) -> bool:
        """False when there was none."""
        path = self.path(name)
        if path is not None:
            path.unlink()
        return path is not None


def _hashed(pieces: Iterable[bytes], update: Callable[[bytes], None]) -> Iterator[bytes]:
    for piece in pieces:
        update(piece)
        yield piece
