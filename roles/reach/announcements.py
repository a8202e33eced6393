"""What the bridge says into the call: a queue for each leg and one for the room, one announcement at a time.

Whether the carrier queues two announcements for one target is not known, so the next one is sent only after the
news that the last one ended, or when that news is overdue.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from roles import events as e

ROOM = ""
PRIVATE_FOR = timedelta(seconds=90)
ALOUD_FOR = timedelta(seconds=30)
ENDS_WITHIN = timedelta(seconds=20)
PLAYED_WITHIN = timedelta(seconds=45)
CUTS_IN_AFTER = timedelta(seconds=3)
"""So long an urgent announcement waits for the end of what the same listener is told."""


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """`call_sid` is the only listener, or ROOM."""

    number: int
    call_sid: str
    text: str
    made_at: datetime
    expires_at: datetime
    take_id: str = ""
    urgent: bool = False
    sent_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Announcements:
    """`waiting`: those that have not ended, the first made first."""

    made: int = 0
    waiting: tuple[Announcement, ...] = ()

    def get(self, number: int) -> Announcement | None:
        return next((found for found in self.waiting if found.number == number), None)

    def unsaid(self, call_sid: str) -> tuple[Announcement, ...]:
        """What this leg has still to hear and was not sent."""
        found = (found for found in self.waiting if found.call_sid == call_sid and found.sent_at is None)
        return tuple(sorted(found, key=_urgent_first))


AnnouncementEvent = e.AnnouncementMade | e.AnnouncementSent | e.AnnouncementEnded


def evolve_announcements(state: Announcements, event: AnnouncementEvent) -> Announcements:
    match event:
        case e.AnnouncementMade():
            new = Announcement(
                number=state.made + 1,
                call_sid=event.call_sid,
                text=event.text,
                made_at=event.at,
                expires_at=event.expires_at,
                take_id=event.take_id,
                urgent=event.urgent,
            )
            return replace(state, made=new.number, waiting=(*state.waiting, new))
        case e.AnnouncementSent(number=number, at=at):
            waiting = tuple(replace(a, sent_at=at) if a.number == number else a for a in state.waiting)
            return replace(state, waiting=waiting)
        case e.AnnouncementEnded(number=number):
            return replace(state, waiting=tuple(a for a in state.waiting if a.number != number))


def due(state: Announcements, reachable: frozenset[str], now: datetime) -> list[e.Event]:
    """Ends what is overdue or expired and sends what may be said now; `reachable` are legs (and ROOM) that listen."""
    found: list[e.Event] = []
    busy: set[str] = set()
    waiting = [a for a in state.waiting if a.sent_at is None and now < a.expires_at]
    cut_in_on = {a.call_sid for a in waiting if a.urgent and a.call_sid in reachable}
    for announcement in state.waiting:
        if announcement.sent_at is None:
            if now >= announcement.expires_at:
                found.append(e.AnnouncementEnded(at=now, number=announcement.number, how="expired"))
        elif now >= announcement.sent_at + _patience(announcement, announcement.call_sid in cut_in_on):
            found.append(e.AnnouncementEnded(at=now, number=announcement.number, how="unconfirmed"))
        else:
            busy.add(announcement.call_sid)
    for announcement in sorted(waiting, key=_urgent_first):
        if announcement.call_sid in reachable and announcement.call_sid not in busy:
            busy.add(announcement.call_sid)
            found.append(e.AnnouncementSent(at=now, number=announcement.number))
    return found


def _patience(sent: Announcement, cut_in: bool) -> timedelta:
    """How long the news of an end is waited for."""
    if cut_in and not sent.urgent:
        return CUTS_IN_AFTER
    return PLAYED_WITHIN if sent.take_id else ENDS_WITHIN


def _urgent_first(announcement: Announcement) -> tuple[bool, int]:
    return not announcement.urgent, announcement.number
