"""Waits on facts: reads the log of the running bridge and wakes when something new stands in it."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from bridge.record.record import Record
from bridge.service import Service, UnknownIncident
from bridge.storage.door_bell import DoorBell
from bridge.storage.failures import DatabaseUnavailable

T = TypeVar("T")


class NeverHappened(Exception):
    """What the story waited for did not come in time; says what it was and what stands in the log instead."""


class Watch:
    """One incident's record, as another process reads it."""

    def __init__(self, service: Service, door_bell: DoorBell) -> None:
        self.service = service
        self._changed = threading.Condition()
        door_bell.subscribe(self._ring)

    def _ring(self, incident_ids: frozenset[str]) -> None:
        with suppress(DatabaseUnavailable):
            for incident_id in incident_ids:
                self.service.catch_up(incident_id)
        with self._changed:
            self._changed.notify_all()

    def wait_for(self, incident_id: str, what: str, probe: Callable[[Record], T | None], timeout_s: float = 15) -> T:
        """The first result of `probe` that is true."""
        deadline = time.monotonic() + timeout_s
        while True:
            try:
                with self.service.reading(incident_id) as record:
                    found = probe(record)
                    last = record.seq
            except UnknownIncident:
                found, last = None, 0
            if found:
                return found
            left = deadline - time.monotonic()
            if left <= 0:
                raise NeverHappened(f"{what} did not happen within {timeout_s:.0f} s (the log has {last} events)")
            with self._changed:
                self._changed.wait(min(left, 0.5))
