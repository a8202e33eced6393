"""Facts about reaching people: what is said to one of them or to the room, and who is rung."""

from dataclasses import dataclass
from datetime import datetime

from roles.events.event import Event


@dataclass(frozen=True, kw_only=True)
class AnnouncementMade(Event):
    """`call_sid` names the only leg that hears it; empty: everybody on the line. Announcements are numbered from 1."""

    call_sid: str
    text: str
    expires_at: datetime
    by: str = "bridge"
    take_id: str = ""
    """Sound that is played after the words."""
    urgent: bool = False
    """Goes before what waits, and cuts in on words whose end is not told within three seconds."""
    author: str = ""
    """Whose words or deed it is: they know it and are not told again."""
    tone: bool = False
    """A short tone before the words, for whoever is listening to the call."""


@dataclass(frozen=True, kw_only=True)
class AnnouncementSent(Event):
    """The carrier is asked to say it; one at a time for each leg. `conferences`: all rooms, when everybody hears it."""

    number: int
    conferences: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AnnouncementHeard(Event):
    """One of several rooms has heard it, or is gone; the others still listen."""

    number: int
    conference_sid: str


@dataclass(frozen=True, kw_only=True)
class AnnouncementEnded(Event):
    """`how`: heard, on_return (said when the leg came back to its room), missed (said again later), or not known to be
    heard: expired, unconfirmed, unheard (the carrier could not say it), gone. `call_sid` and `ordered_by` as made.
    """

    number: int
    how: str
    call_sid: str = ""
    ordered_by: str = ""


@dataclass(frozen=True, kw_only=True)
class RingOrdered(Event):
    """`why`: roll_call, backup, standby, recall or call_back."""

    ring_id: str
    person_id: str
    why: str
    by: str


@dataclass(frozen=True, kw_only=True)
class RingPlaced(Event):
    """The carrier took the call."""

    ring_id: str
    call_sid: str


@dataclass(frozen=True, kw_only=True)
class RingAccepted(Event):
    """The person pressed 1; a voicemail never does."""

    ring_id: str


@dataclass(frozen=True, kw_only=True)
class RingDeclined(Event):
    ring_id: str


@dataclass(frozen=True, kw_only=True)
class RingFailed(Event):
    """Nobody joined: `why` is busy, no-answer, failed, canceled, no_key, or a sentence for a ring that was refused."""

    ring_id: str
    why: str


@dataclass(frozen=True, kw_only=True)
class PinAccepted(Event):
    """The person of this leg keyed their own PIN on this call."""

    call_sid: str


@dataclass(frozen=True, kw_only=True)
class CommanderDropped(Event):
    """The commander's last leg ended without a handover. The role waits for them, or for whoever takes command."""

    person_id: str


@dataclass(frozen=True, kw_only=True)
class CommandAsked(Event):
    """Nobody is in command although people are on the line: it asked aloud, once of the trained, once of all."""

    anybody: bool = False
    """Anybody identified may take command from now on."""
