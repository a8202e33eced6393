"""Performs the orders of the outbox: at once in the process that committed them, and what others left behind."""

import logging
import threading
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from enum import Enum, auto
from typing import Any

from bridge.ports import Clock
from bridge.storage.failures import DatabaseUnavailable
from bridge.storage.outbox import Outbox, OutboxRow

log = logging.getLogger(__name__)

LEASE_S = 30.0
BATCH = 32
WORKERS = 8
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
GIVE_UP_AFTER = timedelta(minutes=10)
LANES = ("call.remove", "participant.mute", "participant.hold", "conference.end", "call.end")


class Outcome(Enum):
    """DONE: nothing is left to do. AGAIN: it did not take effect; try again later."""

    DONE = auto()
    AGAIN = auto()


Performer = Callable[[str, Mapping[str, Any]], Outcome]
GaveUp = Callable[[str, str, Mapping[str, Any], str], None]


class Dispatcher:
    """Thread-safe. A performer may raise anything: the order is kept and tried again until it is given up."""

    def __init__(self, outbox: Outbox, performers: Mapping[str, Performer], gave_up: GaveUp, clock: Clock) -> None:
        self._outbox = outbox
        self._performers = performers
        self._gave_up = gave_up
        self._clock = clock
        self._owner = uuid.uuid4().hex
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="order")
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Claim on a thread of its own whenever `ring` was called."""
        self._thread = threading.Thread(target=self._run, name="dispatcher", daemon=True)
        self._thread.start()

    def ring(self, *_: object) -> None:
        """New orders were committed; returns at once."""
        self._wake.set()

    def sweep(self, older_than_s: float = 0.0) -> int:
        """Claim and perform what is due, waiting for it; how many orders were performed."""
        count = 0
        while rows := self._claim(older_than_s):
            list(self._pool.map(self._perform, rows))
            count += len(rows)
            if len(rows) < BATCH:
                break
        return count

    def close(self) -> None:
        """Finish what is being performed; the rest waits in the outbox."""
        self._closing.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
        self._pool.shutdown(wait=True)

    def _run(self) -> None:
        while not self._closing.is_set():
            self._wake.wait(timeout=1.0)
            self._wake.clear()
            try:
                for row in self._claim(0.0):
                    self._pool.submit(self._perform, row)
            except DatabaseUnavailable as error:
                log.warning("the outbox cannot be read (%s); its orders wait", error)

    def _claim(self, older_than_s: float) -> list[OutboxRow]:
        rows = self._outbox.claim_due(self._clock(), self._owner, BATCH, LEASE_S, older_than_s=older_than_s)
        return sorted(rows, key=lambda row: (LANES.index(row.kind) if row.kind in LANES else len(LANES), row.id))

    def _perform(self, row: OutboxRow) -> None:
        try:
            performer = self._performers.get(row.kind)
            if performer is None:
                self._outbox.fail(row.id, f"nobody performs {row.kind}", self._owner)
                return
            try:
                outcome, why = performer(row.incident_id, row.payload), "it did not take effect"
            except Exception as error:  # noqa: BLE001 - whatever went wrong, the order is kept
                outcome, why = Outcome.AGAIN, f"{type(error).__name__}: {error}"
            if outcome is Outcome.DONE:
                self._outbox.done(row.id, self._owner)
            else:
                self._again(row, why)
        except DatabaseUnavailable as error:
            log.warning("order %s could not be reported (%s); it is looked at again later", row.id, error)

    def _again(self, row: OutboxRow, why: str) -> None:
        now = self._clock()
        if now - row.created_at > GIVE_UP_AFTER:
            log.error("order %s (%s) is given up after %s tries: %s", row.id, row.kind, row.attempts, why)
            self._outbox.fail(row.id, why, self._owner)
            self._gave_up(row.incident_id, row.kind, row.payload, why)
            return
        pause_s = min(FIRST_PAUSE_S * 2 ** (row.attempts - 1), LONGEST_PAUSE_S)
        log.info("order %s (%s) is tried again in %.1f s: %s", row.id, row.kind, pause_s, why)
        self._outbox.retry(row.id, now + timedelta(seconds=pause_s), why, self._owner)
