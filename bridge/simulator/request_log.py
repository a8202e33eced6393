"""What was asked of the carrier and what it asked of the application, for assertions; without secrets."""

import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bridge.simulator.changes import Changes
from bridge.simulator.ids import now

_SECRET = re.compile(r"^(Digits|CallToken|StirPassportToken|Parameter\d+\.Value)$")


@dataclass(frozen=True, kw_only=True)
class LoggedRequest:
    """kind: `rest` (asked of the carrier), `twiml` or `callback` (asked of the application); status 0: no answer."""

    at: datetime = field(default_factory=now)
    kind: str
    method: str
    url: str
    parameters: Mapping[str, str]
    status: int

    @property
    def event(self) -> str:
        """StatusCallbackEvent, StreamEvent, RecordingStatus or CallStatus, whichever a callback carries."""
        names = ("StatusCallbackEvent", "StreamEvent", "RecordingStatus", "MessageStatus", "CallStatus")
        return next((self.parameters[name] for name in names if name in self.parameters), "")


class RequestLog:
    """Append-only; safe from any thread. Whoever waits on `changes` is told of each entry."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._lock = threading.Lock()
        self._entries: list[LoggedRequest] = []

    def add(self, kind: str, method: str, url: str, parameters: Iterable[tuple[str, str]], status: int) -> None:
        shown = {name: "*" * len(value) if _SECRET.match(name) else value for name, value in parameters}
        entry = LoggedRequest(kind=kind, method=method, url=url, parameters=shown, status=status)
        with self._lock:
            self._entries.append(entry)
        self._changes.notify()

    def __call__(self, kind: str = "", event: str = "", url_part: str = "") -> list[LoggedRequest]:
        """The entries of a kind, of a callback's event, whose URL or path contains `url_part`; oldest first."""
        with self._lock:
            entries = list(self._entries)
        return [
            entry
            for entry in entries
            if kind in ("", entry.kind) and event in ("", entry.event) and url_part in entry.url
        ]
