"""What the bridge says into the call: a queue for each leg and one for the room, one announcement at a time.

Whether the carrier queues two announcements for one target is not known, so the next one is sent only after the
news that the last one ended, or when that news is overdue. Nobody hears words to the room and private ones at once.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from roles import events as e
from roles.people import BRIDGE

ROOM = ""
PRIVATE_FOR = timedelta(seconds=90)
ALOUD_FOR = timedelta(seconds=30)
MISSED_FOR = timedelta(minutes=10)
"""How long words of a person to all are kept for whoever was away or on hold."""
ENDS_WITHIN = timedelta(seconds=20)
PLAYED_WITHIN = timedelta(seconds=45)
CUTS_IN_AFTER = timedelta(seconds=3)
"""So long an urgent announcement waits for the end of what the same listener is told."""
LETTERS_A_SECOND = 12
STARTS_WITHIN = timedelta(seconds=5)
"""From the order until a carrier speaks."""
LONGEST_SOUND = timedelta(seconds=20)
UNHEARD = frozenset({"expired", "unconfirmed", "unheard", "gone"})
"""Ends after which the listener may not know the words."""


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """`call_sid` is the only listener, or ROOM. `conferences`: rooms that have still to tell that they heard it."""

    number: int
    call_sid: str
    text: str
    made_at: datetime
    expires_at: datetime
    by: str = BRIDGE.person_id
    author: str = ""
    take_id: str = ""
    urgent: bool = False
    tone: bool = False
    sent_at: datetime | None = None
    conferences: frozenset[str] = frozenset()

    @property
    def ordered_by(self) -> str:
        """Who wants to know whether it was heard; empty for the bridge's own words."""
        if self.by != BRIDGE.person_id:
            return self.by
        return self.author if self.take_id else ""

    @property
    def ordered_by_a_person(self) -> bool:
        return bool(self.ordered_by)


def spoken_for(announcement: Announcement) -> timedelta:
    """About how long it takes to say it."""
    words = timedelta(seconds=len(announcement.text) / LETTERS_A_SECOND)
    return words + LONGEST_SOUND if announcement.take_id else words


@dataclass(frozen=True)
class Said:
    """Words that the bridge spoke to a leg or to the room, and from when to when."""

    call_sid: str
    text: str
    start: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True)
class Announcements:
    """`waiting`: those that have not ended, the first made first; `said`: those that were sent and are over."""

    made: int = 0
    waiting: tuple[Announcement, ...] = ()
    said: tuple[Said, ...] = ()

    def get(self, number: int) -> Announcement | None:
        return next((found for found in self.waiting if found.number == number), None)

    def unsaid(self, call_sid: str) -> tuple[Announcement, ...]:
        """What this leg has still to hear and was not sent."""
        found = (found for found in self.waiting if found.call_sid == call_sid and found.sent_at is None)
        return tuple(sorted(found, key=_urgent_first))


def spoken_between(state: Announcements, call_sid: str, start: datetime, end: datetime) -> list[str]:
    """What of the bridge's own words this leg could hear then."""
    unended = (_said(a, a.sent_at, a.sent_at + _patience(a, False)) for a in state.waiting if a.sent_at is not None)
    mine = (said for said in (*state.said, *unended) if said.call_sid in (ROOM, call_sid))
    return [said.text for said in mine if said.start <= end and start <= said.end]


def _said(announcement: Announcement, sent_at: datetime, ended_at: datetime) -> Said:
    """The news of the end may be late or never come, the words themselves end."""
    longest = STARTS_WITHIN + 2 * spoken_for(announcement)
    return Said(announcement.call_sid, announcement.text, sent_at, min(ended_at, sent_at + longest))


AnnouncementEvent = e.AnnouncementMade | e.AnnouncementSent | e.AnnouncementHeard | e.AnnouncementEnded


def evolve_announcements(state: Announcements, event: AnnouncementEvent) -> Announcements:
    match event:
        case e.AnnouncementMade():
            new = Announcement(
                number=state.made + 1,
                call_sid=event.call_sid,
                text=event.text,
                made_at=event.at,
                expires_at=event.expires_at,
                by=event.by,
                author=event.author,
                take_id=event.take_id,
                urgent=event.urgent,
                tone=event.tone,
            )
            return replace(state, made=new.number, waiting=(*state.waiting, new))
        case e.AnnouncementSent(number=number, at=at):
            rooms = frozenset(event.conferences)
            sent = (replace(a, sent_at=at, conferences=rooms) if a.number == number else a for a in state.waiting)
            return replace(state, waiting=tuple(sent))
        case e.AnnouncementHeard(number=number, conference_sid=sid):
            heard = (replace(a, conferences=a.conferences - {sid}) if a.number == number else a for a in state.waiting)
            return replace(state, waiting=tuple(heard))
        case e.AnnouncementEnded(number=number, at=at):
            over = state.get(number)
            was_said = (_said(over, over.sent_at, at),) if over is not None and over.sent_at is not None else ()
            left = tuple(a for a in state.waiting if a.number != number)
            return replace(state, waiting=left, said=(*state.said, *was_said))


def ended(announcement: Announcement, how: str, now: datetime) -> e.AnnouncementEnded:
    return e.AnnouncementEnded(
        at=now,
        number=announcement.number,
        how=how,
        call_sid=announcement.call_sid,
        ordered_by=announcement.ordered_by,
    )


def due(state: Announcements, reachable: frozenset[str], rooms: tuple[str, ...], now: datetime) -> list[e.Event]:
    """Ends what is overdue or expired and sends what may be said now, the urgent first.

    `reachable` are legs (and ROOM) that listen, `rooms` the conferences in which they are. Words to the room wait for
    private ones that are being said, and those made later wait for them; urgent ones wait for their own listener only.
    """
    found: list[e.Event] = []
    busy: set[str] = set()
    waiting = [a for a in state.waiting if a.sent_at is None and now < a.expires_at]
    cut_in_on = {a.call_sid for a in waiting if a.urgent and a.call_sid in reachable}
    for announcement in state.waiting:
        if announcement.sent_at is None:
            if now >= announcement.expires_at:
                found.append(ended(announcement, "expired", now))
        elif now >= announcement.sent_at + _patience(announcement, announcement.call_sid in cut_in_on):
            found.append(ended(announcement, "unconfirmed", now))
        elif announcement.call_sid in reachable:
            busy.add(announcement.call_sid)
    for announcement in sorted(waiting, key=_urgent_first):
        if announcement.call_sid not in reachable:
            continue
        to_room = announcement.call_sid == ROOM
        others = {announcement.call_sid} if announcement.urgent else {ROOM, announcement.call_sid}
        free = not busy if to_room else not busy & others
        busy.add(announcement.call_sid)
        if free:
            conferences = rooms if to_room else ()
            found.append(e.AnnouncementSent(at=now, number=announcement.number, conferences=conferences))
    return found


def _patience(sent: Announcement, cut_in: bool) -> timedelta:
    """How long the news of an end is waited for."""
    if cut_in and not sent.urgent:
        return CUTS_IN_AFTER
    return PLAYED_WITHIN if sent.take_id else ENDS_WITHIN


def _urgent_first(announcement: Announcement) -> tuple[bool, int]:
    return not announcement.urgent, announcement.number
