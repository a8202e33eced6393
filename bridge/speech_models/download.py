"""Fetches an archive: goes on where it stopped, checks size and checksum; half a file is never taken for whole."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import requests

TIMEOUT_S = (10, 60)
BLOCK_BYTES = 16 * 1024
"""Small: what is not a whole block is lost when a connection breaks."""
_PARTIAL, _OK, _NOT_SATISFIABLE = 206, 200, 416

OnProgress = Callable[[int], None]
"""Is told how many bytes are there."""


class DownloadError(Exception):
    """The archive is not there; the text says what to do."""


def download(url: str, target: Path, *, size: int, md5: str, on_progress: OnProgress) -> None:
    """Fetch `url` into `target`, beside it as `.part` until it is whole. Raises DownloadError, OSError.

    `size` 0 and `md5` empty: unknown. A connection that breaks is taken up again as long as it brings something.
    """
    part = target.with_name(target.name + ".part")
    if size and _length(part) > size:
        part.unlink()
    while not size or _length(part) < size:
        before = _length(part)
        error: requests.RequestException | None = None
        try:
            _fetch(url, part, on_progress)
        except requests.RequestException as failure:
            error = failure
        if error is None and (not size or _length(part) >= size):
            break
        if isinstance(error, requests.HTTPError) or _length(part) <= before:
            raise DownloadError(_stopped(url, part, size, error))
    _check(part, size, md5)
    part.replace(target)


def _fetch(url: str, part: Path, on_progress: OnProgress) -> None:
    have = _length(part)
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    with requests.get(url, headers=headers, timeout=TIMEOUT_S, stream=True) as answer:
        if answer.status_code == _NOT_SATISFIABLE:
            part.unlink(missing_ok=True)
            return
        answer.raise_for_status()
        goes_on = answer.status_code == _PARTIAL and answer.headers.get("Content-Range", "").startswith(
            f"bytes {have}-"
        )
        with part.open("ab" if goes_on else "wb") as file:
            on_progress(file.tell())
            for block in answer.iter_content(BLOCK_BYTES):
                file.write(block)
                on_progress(file.tell())


def _check(part: Path, size: int, md5: str) -> None:
    if size and _length(part) != size:
        part.unlink(missing_ok=True)
        raise DownloadError("The archive is longer than the catalogue says. It was thrown away; try again later.")
    if not md5:
        return
    digest = hashlib.md5(usedforsecurity=False)
    with part.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
    if digest.hexdigest() != md5:
        part.unlink(missing_ok=True)
        raise DownloadError("The archive does not match its checksum. It was thrown away; fetch it again.")


def _length(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _stopped(url: str, part: Path, size: int, error: requests.RequestException | None) -> str:
    status = getattr(getattr(error, "response", None), "status_code", None)
    why = f"HTTP {status}" if status else type(error).__name__ if error else "the connection ended early"
    have = _length(part)
    kept = f" {have / 1e6:.1f} of {size / 1e6:.1f} MB are kept; the same command goes on from there." if have else ""
    return f"{url} was not fetched ({why}).{kept}"
