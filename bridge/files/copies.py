"""The bridge's own copies of legs on disk: one file a leg, appended while the call runs, read block by block."""

import mmap
import os
import re
from collections.abc import Iterator
from pathlib import Path

from bridge.files.sealing import CannotOpen, Seal
from transcription.leg_copy import PLAIN, SEALED, Block, pack, unpack

SUFFIX = ".leg"
_PLAIN_NAME = re.compile(r"^[A-Za-z0-9_-]{1,64}$")


class LegFile:
    """One leg's file, open for appending; one writer at a time. Every method may raise OSError."""

    def __init__(self, path: Path, seal: Seal) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._seal = seal
        self._about = about(path)
        self._file = open(path, "ab", buffering=0)  # noqa: SIM115 - kept open while the leg speaks
        self._written = False

    def append(self, block: Block) -> None:
        """Once this returns, a crash of the process loses nothing of the block."""
        payload, kind = block.mulaw, PLAIN
        if self._seal.on:
            payload, kind = self._seal.close(block.mulaw, self._about + str(block.start_ms).encode()), SEALED
        data = pack(block.start_ms, payload, kind)
        self._written = True
        if self._file.write(data) != len(data):
            raise OSError(28, "the disk took only a part of a block")

    def sync(self) -> None:
        """Once this returns, a crash of the machine loses nothing either."""
        if self._written:
            self._written = False
            os.fdatasync(self._file.fileno())

    def close(self) -> None:
        self._file.close()


class Copies:
    """Where the files are, and what is in them. `folder` holds one folder an incident."""

    def __init__(self, folder: Path, seal: Seal) -> None:
        self.folder = folder
        self._seal = seal

    def path(self, incident_id: str, call_sid: str) -> Path:
        """Raises ValueError for names that are no plain ids."""
        if not _PLAIN_NAME.match(incident_id) or not _PLAIN_NAME.match(call_sid):
            raise ValueError("an id has letters, digits, - and _ only")
        return self.folder / incident_id / f"{call_sid}{SUFFIX}"

    def open(self, incident_id: str, call_sid: str) -> LegFile:
        """For appending. Raises OSError."""
        return LegFile(self.path(incident_id, call_sid), self._seal)

    def legs(self, incident_id: str) -> list[str]:
        """CallSids of which there is a file."""
        return sorted(path.stem for path in (self.folder / incident_id).glob(f"*{SUFFIX}"))

    def blocks(self, incident_id: str, call_sid: str) -> Iterator[Block]:
        """What is whole, in the order in which it was written. Raises CannotOpen; nothing when there is no file."""
        path = self.path(incident_id, call_sid)
        if not path.is_file() or not path.stat().st_size:
            return
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            for packed in unpack(data):
                mulaw = packed.payload
                if packed.kind == SEALED:
                    mulaw = self._seal.open(mulaw, about(path) + str(packed.start_ms).encode())
                yield Block(packed.start_ms, mulaw)


def about(path: Path) -> bytes:
    """What a sealed block is bound to, beside its time: a block moved to another leg's file does not open."""
    return f"{path.parent.name}/{path.stem}@".encode()


__all__ = ["CannotOpen", "Copies", "LegFile"]
