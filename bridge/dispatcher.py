"""Performs the orders of the outbox: at once in the process that committed them, and what others left behind."""

import itertools
import logging
import threading
import uuid
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from enum import Enum, auto
from queue import PriorityQueue
from typing import Any

from bridge.orders import LONG_WORK
from bridge.ports import Clock
from bridge.storage.failures import DatabaseUnavailable
from bridge.storage.outbox import Outbox, OutboxRow

log = logging.getLogger(__name__)

LEASE_S = 30.0
BATCH = 32
WORKERS = 8
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
LOOK_AGAIN_S = 1.0
GIVE_UP_AFTER = timedelta(minutes=10)
MUTE = "participant.mute"
LANES = (
    ("call.remove",),
    (),  # MUTE of somebody who talks
    (MUTE,),
    ("recording.pause", "line.change", "participant.hold", "conference.end", "call.end"),
    ("call.next_step", "call.ring", "recording.resume", "line.start"),
    ("stream.start",),
    ("announcement.say",),
)
"""The most urgent first; kinds that stand nowhere come last."""
SHARED = frozenset({"stream.start"})
"""After a restart hundreds of these are due at once: a process claims as many as its hands soon perform, and the
others, which are less busy then, take their share."""
TALKER_LANE = 1
_LANE_OF = {kind: lane for lane, kinds in enumerate(LANES) for kind in kinds}


class Outcome(Enum):
    """DONE: nothing is left to do. AGAIN: it did not take effect; try again later."""

    DONE = auto()
    AGAIN = auto()


class TryingAgainWillNotHelp(Exception):
    """Raised by a performer: the order is given up at once."""


Performer = Callable[[str, Mapping[str, Any]], Outcome]
GaveUp = Callable[[str, str, Mapping[str, Any], str], None]
Talkers = Callable[[str], Collection[str]]


def nobody_talks(_incident_id: str) -> Collection[str]:
    return ()


class Dispatcher:
    """Thread-safe. A performer may raise anything: the order is kept and tried again until it is given up.

    All that is due (of SHARED only some) is claimed at once and performed in the order of LANES, whatever came first.
    `talkers`: CallSids of an incident whose voice was heard a moment ago. `at_once`: orders performed at a time.
    `shared_at_once`: how many hands are meant for SHARED ones. `look_again_s`: for what others committed.
    """

    def __init__(
        self,
        outbox: Outbox,
        performers: Mapping[str, Performer],
        gave_up: GaveUp,
        clock: Clock,
        talkers: Talkers = nobody_talks,
        at_once: int = WORKERS,
        shared_at_once: int = WORKERS,
        look_again_s: float = LOOK_AGAIN_S,
    ) -> None:
        self._look_again_s = look_again_s
        self._outbox = outbox
        self._performers = performers
        self._gave_up = gave_up
        self._clock = clock
        self._talkers = talkers
        self._owner = uuid.uuid4().hex
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._shared_at_once = min(at_once, shared_at_once)
        self._shared_in_hand = 0
        self._counting = threading.Lock()
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="order")
        self._claimed: PriorityQueue[tuple[int, int, OutboxRow]] = PriorityQueue()
        self._order = itertools.count()
        self._soonest: datetime | None = None
        self._done: deque[int] = deque()
        self._reporting = threading.Lock()
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
        performed = 0
        while count := self._claim(older_than_s):
            list(self._pool.map(lambda _: self._perform_most_urgent(), range(count)))
            performed += count
        return performed

    def close(self) -> None:
        """Finish what is being performed; the rest waits in the outbox."""
        self._closing.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
        self._pool.shutdown(wait=True)

    def _run(self) -> None:
        while not self._closing.is_set():
            self._wake.wait(timeout=self._patience_s())
            self._wake.clear()
            if self._soonest is not None and self._soonest <= self._clock():
                self._soonest = None
            try:
                for _ in range(self._claim(0.0)):
                    self._pool.submit(self._perform_most_urgent)
            except DatabaseUnavailable as error:
                log.warning("the outbox cannot be read (%s); its orders wait", error)

    def _patience_s(self) -> float:
        """Until the next order that is tried again is due; the clock is looked at rarely."""
        soonest = self._soonest
        if soonest is None:
            return self._look_again_s
        return min(self._look_again_s, max(0.02, (soonest - self._clock()).total_seconds()))

    def _claim(self, older_than_s: float) -> int:
        """Everything that is due, so that the most urgent is not left behind a batch, and some of what is shared; how
        many orders it was."""
        due = self._outbox.kinds_due(self._clock(), older_than_s) - LONG_WORK
        count = self._claim_all_but_shared(older_than_s) if due - SHARED else 0
        return count + (self._claim_shared(older_than_s) if due & SHARED else 0)

    def _claim_all_but_shared(self, older_than_s: float) -> int:
        count = 0
        talkers: dict[str, Collection[str]] = {}
        while True:
            rows = self._outbox.claim_due(
                self._clock(), self._owner, BATCH, LEASE_S, older_than_s=older_than_s, leave=LONG_WORK | SHARED
            )
            self._take(rows, talkers)
            count += len(rows)
            if len(rows) < BATCH:
                return count

    def _claim_shared(self, older_than_s: float) -> int:
        room = 2 * self._shared_at_once - self._shared_in_hand
        if room < self._shared_at_once:
            return 0
        rows = self._outbox.claim_due(self._clock(), self._owner, room, LEASE_S, older_than_s=older_than_s, only=SHARED)
        with self._counting:
            self._shared_in_hand += len(rows)
        self._take(rows, {})
        return len(rows)

    def _take(self, rows: Sequence[OutboxRow], talkers: dict[str, Collection[str]]) -> None:
        for row in rows:
            self._claimed.put((self._lane(row, talkers), next(self._order), row))

    def _lane(self, row: OutboxRow, talkers: dict[str, Collection[str]]) -> int:
        if row.kind == MUTE:
            if row.incident_id not in talkers:
                talkers[row.incident_id] = self._talkers(row.incident_id)
            if row.payload.get("call_sid") in talkers[row.incident_id]:
                return TALKER_LANE
        return _LANE_OF.get(row.kind, len(LANES))

    def _perform_most_urgent(self) -> None:
        """One order for each that was claimed; which one is settled when a thread is free."""
        *_, row = self._claimed.get()
        try:
            self._perform(row)
        except DatabaseUnavailable as error:
            log.warning("order %s could not be reported (%s); it is looked at again later", row.id, error)
        finally:
            if row.kind in SHARED:
                self._one_less()

    def _one_less(self) -> None:
        """Claim more before the hands are empty."""
        with self._counting:
            self._shared_in_hand -= 1
            if self._shared_in_hand <= self._shared_at_once:
                self._wake.set()

    def _perform(self, row: OutboxRow) -> None:
        performer = self._performers.get(row.kind)
        if performer is None:
            self._outbox.fail(row.id, f"nobody performs {row.kind}", self._owner)
            return
        try:
            outcome, why = performer(row.incident_id, row.payload), "it did not take effect"
        except TryingAgainWillNotHelp as refused:
            self._give_up(row, f"{type(refused).__name__}: {refused}")
            return
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the order is kept
            outcome, why = Outcome.AGAIN, f"{type(error).__name__}: {error}"
        if outcome is Outcome.DONE:
            self._done.append(row.id)
            self._report_done()
        else:
            self._again(row, why)

    def _report_done(self) -> None:
        """In one commit what was done while the last one ran; whoever does not report goes on with the next order."""
        while self._done and self._reporting.acquire(blocking=False):
            done: list[int] = []
            try:
                while self._done:
                    done.append(self._done.popleft())
                self._outbox.done(done, self._owner)
            except DatabaseUnavailable:
                self._done.extend(done)
                raise
            finally:
                self._reporting.release()

    def _again(self, row: OutboxRow, why: str) -> None:
        now = self._clock()
        if now - row.created_at > GIVE_UP_AFTER:
            self._give_up(row, why)
            return
        pause_s = min(FIRST_PAUSE_S * 2 ** (row.attempts - 1), LONGEST_PAUSE_S)
        log.info("order %s (%s) is tried again in %.1f s: %s", row.id, row.kind, pause_s, why)
        not_before = now + timedelta(seconds=pause_s)
        self._outbox.retry(row.id, not_before, why, self._owner)
        self._soonest = min(self._soonest or not_before, not_before)
        self._wake.set()

    def _give_up(self, row: OutboxRow, why: str) -> None:
        log.error("order %s (%s) is given up after %s tries: %s", row.id, row.kind, row.attempts, why)
        self._outbox.fail(row.id, why, self._owner)
        self._gave_up(row.incident_id, row.kind, row.payload, why)
