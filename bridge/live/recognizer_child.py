"""One recognizer process seen from the parent: never blocks the event loop, tells of answers, of its death and its lag.

A writer and a reader thread stand between the event loop and the pipe, because a stopped child leaves a full pipe.
"""

import asyncio
import multiprocessing
import queue
import threading
import time
from collections import deque
from collections.abc import Callable

from bridge.live.recognizer_process import Answer, Job, run


class Child:
    """Start with `start`; `on_answer(child, answer)` and `on_death(child)` are called on the event loop."""

    def __init__(
        self,
        model_path: str,
        loop: asyncio.AbstractEventLoop,
        on_answer: "Callable[[Child, Answer], None]",
        on_death: "Callable[[Child], None]",
    ) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, self._far_end = context.Pipe()
        self._process = context.Process(target=run, args=(model_path, self._far_end), name="recognizer", daemon=True)
        self._loop = loop
        self._on_answer = on_answer
        self._on_death = on_death
        self._outbox: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._unanswered: deque[float] = deque()
        self._threads = (
            threading.Thread(target=self._write, name="recognizer-writer", daemon=True),
            threading.Thread(target=self._read, name="recognizer-reader", daemon=True),
        )
        self._starting = threading.Lock()
        self._closed = False
        self.is_ready = False
        self.is_dead = False
        self.started_at = self.ready_at = time.monotonic()
        self.last_answer_at = self.started_at

    @property
    def pid(self) -> int | None:
        return self._process.pid

    def start(self) -> None:
        """Blocks for some milliseconds while the process is spawned; the model loads in the child's own time."""
        with self._starting:
            if self._closed:
                return
            self._process.start()
            self._far_end.close()
            for thread in self._threads:
                thread.start()

    def send(self, job: Job) -> None:
        """Queue a job; from the event loop only."""
        self._unanswered.append(job.sent_at)
        self._outbox.put(job)

    @property
    def unanswered(self) -> int:
        return len(self._unanswered)

    def lag_s(self, now: float) -> float:
        """Age of the oldest job that is not done."""
        return now - self._unanswered[0] if self._unanswered else 0.0

    def behind_s(self, now: float) -> float:
        """The same, without the time in which the model was being loaded."""
        return now - max(self._unanswered[0], self.ready_at) if self._unanswered else 0.0

    def silent_s(self, now: float) -> float:
        """How long the child has owed an answer without giving one."""
        if not self._unanswered:
            return 0.0
        return now - max(self.last_answer_at, self._unanswered[0])

    def kill(self) -> None:
        """SIGKILL; `on_death` follows."""
        if self.pid is not None and self._process.is_alive():
            self._process.kill()

    def close(self, deadline_s: float) -> None:
        """End the process and its threads in order, or by force after the deadline. Blocks; call it from a thread."""
        with self._starting:
            self._closed = True
            if self.pid is None:
                self._far_end.close()
                self._pipe.close()
                return
        self._outbox.put(None)
        self._process.join(deadline_s)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(deadline_s)
        for thread in self._threads:
            thread.join(deadline_s)
        self._pipe.close()

    def _write(self) -> None:
        job: Job | None = Job(0.0, None)
        while job is not None:
            job = self._outbox.get()
            try:
                self._pipe.send(job)
            except OSError:
                return

    def _read(self) -> None:
        try:
            while True:
                answer: Answer = self._pipe.recv()
                self._tell(self._answered, answer)
        except (EOFError, OSError):
            self._tell(self._died)

    def _tell(self, function: Callable[..., None], *arguments: object) -> None:
        try:
            self._loop.call_soon_threadsafe(function, *arguments)
        except RuntimeError:
            # The event loop is closed: nobody is left to be told.
            return

    def _answered(self, answer: Answer) -> None:
        self.last_answer_at = time.monotonic()
        if self.is_ready:
            self._unanswered.popleft()
        else:
            self.ready_at = self.last_answer_at
        self.is_ready = True
        self._on_answer(self, answer)

    def _died(self) -> None:
        if not self.is_dead:
            self.is_dead = True
            self._on_death(self)
