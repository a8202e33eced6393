"""Faults on request: rules for callbacks and for REST requests, each used up after a number of times."""

import re
import threading
from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What becomes of one callback."""

    DELIVER = "deliver"
    DROP = "drop"
    DOUBLE = "double"
    DELAY = "delay"
    REORDER = "reorder"


@dataclass
class _CallbackRule:
    event: str
    fate: Fate
    times: int
    delay_s: float = 0.0


@dataclass
class _RestRule:
    pattern: re.Pattern[str]
    method: str
    status: int
    delay_s: float
    times: int


class Faults:
    """Event names are those of the callbacks: `participant-leave`, `recording-completed`, `stream-started`,
    `call-completed`, `message-delivered`; `*` is every one. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._callbacks: list[_CallbackRule] = []
        self._rest: list[_RestRule] = []
        self.recordings_withheld = False

    def withhold_recordings(self, withheld: bool = True) -> None:
        """Conferences that start from now on make no recording, whatever their settings ask for."""
        self.recordings_withheld = withheld

    def drop_callbacks(self, event: str, times: int = 1) -> None:
        """The next `times` callbacks of this event are never sent."""
        self._add(_CallbackRule(event, Fate.DROP, times))

    def double_callbacks(self, event: str, times: int = 1) -> None:
        """Sent twice, with the same parameters."""
        self._add(_CallbackRule(event, Fate.DOUBLE, times))

    def delay_callbacks(self, event: str, delay_s: float, times: int = 1) -> None:
        """Sent `delay_s` later; those behind them overtake."""
        self._add(_CallbackRule(event, Fate.DELAY, times, delay_s))

    def reorder_callbacks(self, event: str, times: int = 1) -> None:
        """Sent after the next callback of the same conference, call, recording or stream."""
        self._add(_CallbackRule(event, Fate.REORDER, times))

    def answer_rest(self, path_pattern: str, status: int = 429, times: int = 1, method: str = "") -> None:
        """REST requests whose path matches the regular expression are answered so and not carried out."""
        self._add(_RestRule(re.compile(path_pattern), method, status, 0.0, times))

    def slow_rest(self, path_pattern: str, delay_s: float, times: int = 1, method: str = "") -> None:
        """Carried out, but only after `delay_s`."""
        self._add(_RestRule(re.compile(path_pattern), method, 0, delay_s, times))

    def clear(self) -> None:
        """No faults from now on."""
        self.recordings_withheld = False
        with self._lock:
            self._callbacks.clear()
            self._rest.clear()

    def _add(self, rule: _CallbackRule | _RestRule) -> None:
        with self._lock:
            if isinstance(rule, _CallbackRule):
                self._callbacks.append(rule)
            else:
                self._rest.append(rule)

    def fate_of(self, event: str) -> tuple[Fate, float]:
        """What happens to this callback, and its delay in seconds; uses up one time of the rule."""
        with self._lock:
            for rule in self._callbacks:
                if rule.times > 0 and rule.event in ("*", event):
                    rule.times -= 1
                    return rule.fate, rule.delay_s
        return Fate.DELIVER, 0.0

    def rest_fault(self, method: str, path: str) -> tuple[int, float]:
        """HTTP status to answer (0: carry it out) and seconds to wait before."""
        with self._lock:
            for rule in self._rest:
                if rule.times > 0 and rule.method in ("", method) and rule.pattern.search(path):
                    rule.times -= 1
                    return rule.status, rule.delay_s
        return 0, 0.0
