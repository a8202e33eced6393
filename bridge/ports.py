"""What the inner rooms ask of the outside world; the fakes of the tests stand at these doors."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from bridge.record.codec import Event

Clock = Callable[[], datetime]
"""Gives the time now, aware, in UTC."""

Listener = Callable[[str, Sequence[tuple[int, Event]]], None]
"""Is told of new events: incident id, then (seq, event) in order. Must return quickly and never raise."""


def system_clock() -> datetime:
    return datetime.now(UTC)
