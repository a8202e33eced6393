"""The carrier takes a number of requests at once from all processes of this machine: each holds one of so many places.

A place is a lock on a file, which the kernel frees when its process dies.
"""

import fcntl
import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOOK_AGAIN_S = 0.01
NAME = "carrier-place-{}"


class RestPlaces:
    """`mine`: how many of the places this process may use; the others stay free for what is more urgent elsewhere."""

    def __init__(self, folder: Path, mine: int) -> None:
        self._paths = [folder / NAME.format(number) for number in range(mine)]
        self._threads = threading.BoundedSemaphore(mine)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Wait for a place and hold it. A disk that takes no files costs the common count, never the request."""
        with self._threads:
            held = self._take()
            try:
                yield
            finally:
                if held >= 0:
                    os.close(held)

    def _take(self) -> int:
        while True:
            for path in random.sample(self._paths, len(self._paths)):
                try:
                    found = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
                except OSError:
                    return -1
                try:
                    fcntl.flock(found, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return found
                except BlockingIOError:
                    os.close(found)
                except OSError:
                    # A file system without locks.
                    os.close(found)
                    return -1
            time.sleep(LOOK_AGAIN_S)
