"""How another thread waits for something to happen at the carrier: a condition variable, no polling."""

import threading
from collections.abc import Callable


class CarrierTimeout(AssertionError):
    """What was waited for did not happen in time; says what."""


class Changes:
    """The carrier's loop calls `notify` after each change; other threads wait until a predicate holds."""

    def __init__(self) -> None:
        self._condition = threading.Condition()

    def notify(self) -> None:
        with self._condition:
            self._condition.notify_all()

    def wait_for(self, happened: Callable[[], bool], timeout_s: float, what: str) -> None:
        """Raises CarrierTimeout, naming `what`."""
        with self._condition:
            if not self._condition.wait_for(happened, timeout_s):
                raise CarrierTimeout(f"within {timeout_s:g} s: {what}")
