"""Installs a model: room on the disk, archive, safe unpacking, the test at 8 kHz; only then does it get its name."""

import fcntl
import shutil
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from bridge.speech_models.catalogue import CatalogueModel
from bridge.speech_models.download import OnProgress, download
from transcription.vosk_recognizer import check_model

UNPACKED_RATIO = 2.0
"""A guess of how much larger a model is than its archive, until the archive itself can be asked."""
LEFT_FREE_BYTES = 200 * 1024 * 1024
MOST_FILES = 10_000

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)

Tell = Callable[[str], None]


class InstallError(Exception):
    """The model was not installed; the text says why and what to do."""


class BadArchive(InstallError):
    """What was fetched is no archive of this model."""


def install(model: CatalogueModel, base_url: str, folder: Path, *, on_progress: OnProgress, tell: Tell) -> Path:
    """The folder of the model, whole and tested. Raises InstallError, DownloadError, ModelError, OSError."""
    wanted = folder / model.name
    if wanted.is_dir():
        return wanted
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder, model.name):
        archive = folder / f"{model.name}.zip"
        if not archive.exists():
            have = archive.with_name(archive.name + ".part")
            missing = model.size - (have.stat().st_size if have.exists() else 0)
            require_room(folder, int(missing + model.size * UNPACKED_RATIO))
            download(f"{base_url}/{archive.name}", archive, size=model.size, md5=model.md5, on_progress=on_progress)
        aside = folder / f".{model.name}.unpacking"
        shutil.rmtree(aside, ignore_errors=True)
        try:
            tell("Unpacking ...")
            unpack(archive, model.name, aside)
            tell("Testing with telephone sound ...")
            check_model(aside / model.name)
            (aside / model.name).rename(wanted)
        except BadArchive:
            archive.unlink(missing_ok=True)
            raise
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        archive.unlink()
    return wanted


def unpack(archive: Path, name: str, into: Path) -> None:
    """Only plain files and folders inside the folder `name`; anything else refuses the whole archive.

    Raises BadArchive, InstallError (no room), OSError.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            members = opened.infolist()
            for member in members:
                _require_inside(member, name)
            if len(members) > MOST_FILES:
                raise BadArchive(f"The archive has more than {MOST_FILES} files; it is no Vosk model.")
            require_room(into.parent, sum(member.file_size for member in members))
            for member in members:
                target = into / PurePosixPath(member.filename)
                if member.is_dir():
                    target.mkdir(parents=True, exist_ok=True)
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                with opened.open(member) as source, target.open("xb") as file:
                    shutil.copyfileobj(source, file)
    except (*_BROKEN, FileExistsError, NotADirectoryError, IsADirectoryError, ValueError) as error:
        raise BadArchive(f"The archive cannot be unpacked ({type(error).__name__}). It was thrown away.") from None
    if not (into / name).is_dir():
        raise BadArchive(f"The archive has no folder {name}. It was thrown away.")


def _require_inside(member: zipfile.ZipInfo, name: str) -> None:
    path = PurePosixPath(member.filename)
    plain = stat.S_IFMT(member.external_attr >> 16) in (0, stat.S_IFREG, stat.S_IFDIR)
    safe = (
        "\\" not in member.filename and ".." not in path.parts and not path.is_absolute() and path.parts[:1] == (name,)
    )
    if not (plain and safe):
        raise BadArchive(f"The archive holds something outside of its folder {name}. It was thrown away.")


def require_room(folder: Path, needed_bytes: int) -> None:
    """Raises InstallError when the disk would be left without room for calls."""
    free = shutil.disk_usage(folder).free
    if free < needed_bytes + LEFT_FREE_BYTES:
        needed = needed_bytes + LEFT_FREE_BYTES
        raise InstallError(
            f"{needed / 1024**3:.1f} GiB are needed in {folder}, {free / 1024**3:.1f} GiB are free. "
            "Make room, take a smaller model, or set BRIDGE_DATA_DIR to a larger disk."
        )


@contextmanager
def _alone(folder: Path, name: str) -> Iterator[None]:
    """One installation of a model at a time; the lock goes with the process."""
    with (folder / f".{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InstallError(f"{name} is being installed by another command right now.") from None
        yield
