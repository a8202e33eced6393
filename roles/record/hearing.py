"""When each leg may be heard (rule 6): closed from the order, open from the carrier's confirmation, per leg.

Design 9: an interval closes at our commit, opens at our receipt of the news, and is narrowed by 300 ms on each side.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MARGIN = timedelta(milliseconds=300)


@dataclass(frozen=True)
class Interval:
    """Open from `start` to `end` (None: still open)."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True)
class Hearing:
    """`by_leg`: CallSid to its intervals in order of time."""

    by_leg: Mapping[str, tuple[Interval, ...]] = field(default_factory=dict)

    def is_open(self, call_sid: str) -> bool:
        intervals = self.by_leg.get(call_sid, ())
        return bool(intervals) and intervals[-1].end is None

    def open_since(self, call_sid: str, at: datetime) -> bool:
        """Whether the gate of this leg is open and was so at that moment already."""
        return self.is_open(call_sid) and self.by_leg[call_sid][-1].start <= at

    def changed(self, call_sid: str, may_be_heard: bool, at: datetime) -> "Hearing":
        """The same hearing with the gate of this leg open or closed from `at` on."""
        if may_be_heard == self.is_open(call_sid):
            return self
        intervals = self.by_leg.get(call_sid, ())
        if may_be_heard:
            intervals = (*intervals, Interval(at))
        else:
            intervals = (*intervals[:-1], Interval(intervals[-1].start, at))
        return Hearing({**self.by_leg, call_sid: intervals})

    def allowed(self, call_sid: str) -> tuple[Interval, ...]:
        """The times in which sound of this leg may be used, in order: narrowed by the margin."""
        narrowed = (
            Interval(found.start + MARGIN, found.end - MARGIN if found.end is not None else None)
            for found in self.by_leg.get(call_sid, ())
        )
        return tuple(found for found in narrowed if found.end is None or found.start < found.end)

    def allows(self, call_sid: str, start: datetime, end: datetime) -> bool:
        """Whether sound of this leg from `start` to `end` lies wholly inside an interval in which it may be heard."""
        intervals = self.by_leg.get(call_sid, ())
        index = bisect_right(intervals, start - MARGIN, key=lambda interval: interval.start) - 1
        if index < 0:
            return False
        interval = intervals[index]
        return interval.end is None or end <= interval.end - MARGIN
