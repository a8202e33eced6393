"""The other model seen from the worker: one line at a time; given up at once when somebody needs the machine."""

import multiprocessing
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from bridge.second_reading.child import run
from transcription.recognizer import Word

LOADED_WITHIN_S = 600.0
READ_WITHIN_S = 300.0
LOOK_UP_S = 0.5
"""So often it is asked whether to give way."""
END_WITHIN_S = 5.0


class GaveWay(Exception):
    """The line was not read: the machine is needed, or this process ends. Nothing is lost but time."""


class ReaderDied(Exception):
    """The process ended, or gave no answer; the text says which."""


class CannotLoad(ReaderDied):
    """It did not come so far as to load its model."""


class Reader(Protocol):
    """What reads lines. `read` takes PCM16 at 8 kHz and raises GaveWay, CannotLoad, ReaderDied."""

    def read(self, pcm16: bytes) -> tuple[Word, ...]: ...

    def close(self) -> None: ...


class ModelReader:
    """Starts its process with the first line. After GaveWay or ReaderDied a new one is made."""

    def __init__(self, model: Path, give_way: Callable[[], bool]) -> None:
        self._give_way = give_way
        context = multiprocessing.get_context("spawn")
        self._pipe, self._far_end = context.Pipe()
        given = str(model), self._far_end
        self._process = context.Process(target=run, args=given, name="second-reading", daemon=True)
        self._loaded = False

    @property
    def pid(self) -> int | None:
        return self._process.pid

    def read(self, pcm16: bytes) -> tuple[Word, ...]:
        try:
            if not self._loaded:
                self._process.start()
                self._far_end.close()
                self._answer(LOADED_WITHIN_S)
                self._loaded = True
            self._pipe.send_bytes(pcm16)
            words: tuple[Word, ...] = self._answer(READ_WITHIN_S)
        except (EOFError, OSError):
            self.close()
            raise self._died() from None
        return words

    def close(self) -> None:
        """Ends the process by force: it holds nothing that could be lost."""
        if self._process.pid is not None:
            self._process.kill()
            self._process.join(END_WITHIN_S)
        self._far_end.close()
        self._pipe.close()

    def _answer(self, within_s: float) -> tuple[Word, ...]:
        until = time.monotonic() + within_s
        while not self._pipe.poll(LOOK_UP_S):
            if self._give_way():
                self.close()
                raise GaveWay
            if time.monotonic() > until:
                self.close()
                raise self._died()
        answer: tuple[Word, ...] = self._pipe.recv()
        return answer

    def _died(self) -> ReaderDied:
        code = self._process.exitcode
        how = "no answer" if code is None else f"signal {-code}" if code < 0 else f"exit code {code}"
        return ReaderDied(how) if self._loaded else CannotLoad(how)
