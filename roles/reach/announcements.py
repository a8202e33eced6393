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


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """`call_sid` is the only listener, or ROOM."""

    number: int
    call_sid: str
    text: str
    made_at: datetime
    expires_at: datetime
    take_id: str = ""
    tone: bool = False
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
        return tuple(found for found in self.waiting if found.call_sid == call_sid and found.sent_at is None)


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
                tone=event.tone,
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
    for announcement in state.waiting:
        if announcement.sent_at is not None:
            if now >= announcement.sent_at + (PLAYED_WITHIN if announcement.take_id else ENDS_WITHIN):
                found.append(e.AnnouncementEnded(at=now, number=announcement.number, how="unconfirmed"))
            else:
                busy.add(announcement.call_sid)
        elif now >= announcement.expires_at:
            found.append(e.AnnouncementEnded(at=now, number=announcement.number, how="expired"))
        elif announcement.call_sid in reachable and announcement.call_sid not in busy:
            busy.add(announcement.call_sid)
            found.append(e.AnnouncementSent(at=now, number=announcement.number))
    return found
