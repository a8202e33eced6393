"""What a person sees while a step of the training runs."""

import sys
import time
from typing import TextIO


class Progress:
    """Lines on a text stream, at most one every `every_s` seconds for parts of a step."""

    def __init__(self, out: TextIO = sys.stderr, every_s: float = 10.0) -> None:
        self._out = out
        self._every_s = every_s
        self._said_at = time.monotonic()

    def note(self, text: str) -> None:
        self._out.write(f"{text}\n")
        self._out.flush()

    def part(self, done: int, total: int, what: str) -> None:
        """So many of so many; the last is always said."""
        now = time.monotonic()
        if done >= total or now - self._said_at >= self._every_s:
            self._said_at = now
            self.note(f"  {done} of {total} {what}")
