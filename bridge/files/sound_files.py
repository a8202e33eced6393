"""A folder of sound: recordings, our own mixes, what people left on purpose. Sealed if there is a key."""

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from bridge.files import sealed_file
from bridge.files.sealing import Seal


class SoundFiles:
    """Names are relative, such as INCIDENT/RE....wav, and come from the log, never from an address."""

    def __init__(self, folder: Path, seal: Seal) -> None:
        self.folder = folder
        self._seal = seal

    def path(self, name: str) -> Path | None:
        """Where the file is; None when there is none, or when the name leads out of the folder."""
        path = (self.folder / name).resolve()
        return path if name and path.is_relative_to(self.folder.resolve()) and path.is_file() else None

    def write(self, name: str, pieces: Iterable[bytes]) -> int:
        """The whole file or none; its size. Raises OSError."""
        return sealed_file.write(self.folder / name, pieces, self._seal)

    def open(self, name: str) -> BinaryIO | None:
        """For reading and seeking; None when there is no such file. Reading may raise CannotOpen."""
        path = self.path(name)
        return sealed_file.open_file(path, self._seal) if path is not None else None

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
