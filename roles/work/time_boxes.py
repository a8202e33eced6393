"""Tasks with a time box: due, reminded, extended, done; the mark of ten minutes; the cadence of status updates."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from roles import events as e

REMIND_BEFORE = timedelta(minutes=1)
MARK_MINUTES = 10
MOST_STATUS_REMINDERS = 2
"""Of one status update that is due; nothing is said more than twice."""
LONGEST_MINUTES = 240


@dataclass(frozen=True, kw_only=True)
class TimeBox:
    """`how` is empty while it is open, else done or dropped. `since`: the start, or when it got another end."""

    box_id: str
    task: str
    owner: str
    by: str
    started_at: datetime
    due_at: datetime
    since: datetime
    acknowledged: bool = False
    reminded: bool = False
    up: bool = False
    up_at: datetime | None = None
    snoozed_until: datetime | None = None
    how: str = ""

    @property
    def open(self) -> bool:
        return not self.how

    @property
    def remind_at(self) -> datetime:
        """A minute before it is due; never before half of a short time, or of a short extension, has passed."""
        return max(self.due_at - REMIND_BEFORE, self.since + (self.due_at - self.since) / 2)


@dataclass(frozen=True, kw_only=True)
class Timers:
    """`status_at`: when the last status update was due or given, or the cadence was set. `quiet_by`: see QuietSet."""

    boxes: Mapping[str, TimeBox] = field(default_factory=dict)
    minutes_marked: int = 0
    cadence_minutes: int = 0
    status_at: datetime | None = None
    status_reminders: int = 0
    quiet_by: str | None = None
    quiet_at: datetime | None = None

    def open_boxes(self, owner: str | None = None) -> list[TimeBox]:
        """The one that is due first comes first."""
        found = [box for box in self.boxes.values() if box.open and owner in (None, box.owner)]
        return sorted(found, key=lambda box: box.due_at)

    @property
    def next_status_at(self) -> datetime | None:
        """None without a cadence, and while one is due of which everybody was reminded often enough."""
        if not self.cadence_minutes or self.status_at is None or self.status_reminders >= MOST_STATUS_REMINDERS:
            return None
        return self.status_at + timedelta(minutes=self.cadence_minutes)


TimerEvent = (
    e.TimeBoxStarted
    | e.TimeBoxAcknowledged
    | e.TimeBoxExtended
    | e.TimeBoxChanged
    | e.TimeBoxReminded
    | e.TimeBoxUp
    | e.TimeBoxSnoozed
    | e.TimeBoxClosed
    | e.MinutesMarked
    | e.CadenceSet
    | e.StatusDue
    | e.StatusGiven
    | e.QuietSet
)


def evolve_timers(timers: Timers, event: TimerEvent) -> Timers:
    match event:
        case e.TimeBoxStarted(at=at):
            box = TimeBox(
                box_id=event.box_id,
                task=event.task,
                owner=event.owner,
                by=event.by,
                started_at=at,
                since=at,
                due_at=at + timedelta(minutes=event.minutes),
                acknowledged=event.by == event.owner,
            )
            return replace(timers, boxes={**timers.boxes, box.box_id: box})
        case e.MinutesMarked(minutes=minutes):
            return replace(timers, minutes_marked=minutes)
        case e.CadenceSet(minutes=minutes, at=at):
            return replace(timers, cadence_minutes=minutes, status_at=at, status_reminders=0)
        case e.StatusDue(at=at):
            return replace(timers, status_at=at, status_reminders=timers.status_reminders + 1)
        case e.StatusGiven(at=at):
            return replace(timers, status_at=at, status_reminders=0)
        case e.QuietSet(quiet=quiet, by=by, at=at):
            return replace(timers, quiet_by=by if quiet else None, quiet_at=at if quiet else None)
        case _:
            box_of = timers.boxes.get(event.box_id)
            if box_of is None:
                return timers
            return replace(timers, boxes={**timers.boxes, event.box_id: _evolve_box(box_of, event)})


BoxEvent = (
    e.TimeBoxAcknowledged
    | e.TimeBoxExtended
    | e.TimeBoxChanged
    | e.TimeBoxReminded
    | e.TimeBoxUp
    | e.TimeBoxSnoozed
    | e.TimeBoxClosed
)


def _evolve_box(box: TimeBox, event: BoxEvent) -> TimeBox:
    match event:
        case e.TimeBoxAcknowledged():
            return replace(box, acknowledged=True)
        case e.TimeBoxExtended(minutes=minutes, at=at):
            return _running(box, at, max(box.due_at, at) + timedelta(minutes=minutes))
        case e.TimeBoxChanged(minutes=minutes, at=at):
            return _running(box, at, at + timedelta(minutes=minutes))
        case e.TimeBoxReminded():
            return replace(box, reminded=True)
        case e.TimeBoxUp(at=at):
            return replace(box, reminded=True, up=True, up_at=at, snoozed_until=None)
        case e.TimeBoxSnoozed(minutes=minutes, at=at):
            return replace(box, snoozed_until=at + timedelta(minutes=minutes))
        case e.TimeBoxClosed(how=how):
            return replace(box, how=how)


def _running(box: TimeBox, since: datetime, due_at: datetime) -> TimeBox:
    return replace(box, due_at=due_at, since=since, reminded=False, up=False, snoozed_until=None)
