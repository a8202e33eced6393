"""Orders and news about reaching people: rings, private words, PINs keyed on the call."""

from dataclasses import dataclass
from datetime import datetime

from roles.people import Role


@dataclass(frozen=True, kw_only=True)
class RingPerson:
    person_id: str


@dataclass(frozen=True, kw_only=True)
class ReportRingPlaced:
    ring_id: str
    call_sid: str


@dataclass(frozen=True, kw_only=True)
class AnswerRing:
    """A key in the prompt of a call that the bridge made: 1 joins, any other key declines."""

    ring_id: str
    joins: bool


@dataclass(frozen=True, kw_only=True)
class ReportRingFailed:
    ring_id: str
    why: str


@dataclass(frozen=True, kw_only=True)
class ReportAnnouncementEnd:
    """In one conference; `heard` False: the carrier could not say it."""

    number: int
    conference_sid: str = ""
    heard: bool = True


@dataclass(frozen=True, kw_only=True)
class Whisper:
    """To one person, or to everybody who holds `role`; nobody else hears it."""

    text: str
    person_id: str = ""
    role: Role | None = None


@dataclass(frozen=True, kw_only=True)
class Announce:
    text: str


@dataclass(frozen=True, kw_only=True)
class KeyPin:
    """A PIN keyed in the menu `menu_id`; `person_id` is whose it is, empty when it is nobody's.

    `blocked`: too many wrong PINs of all callers within the hour, none is looked at.
    """

    call_sid: str
    menu_id: str
    person_id: str
    next_menu_id: str
    fresh_id: str
    blocked: bool = False


@dataclass(frozen=True, kw_only=True)
class AskName:
    """A caller nobody knows is about to be asked for name and system."""

    call_sid: str


@dataclass(frozen=True, kw_only=True)
class ListenForName:
    """The question was said: what they say now is kept. `take_id` is fresh."""

    call_sid: str
    take_id: str


@dataclass(frozen=True, kw_only=True)
class NameSaid:
    """The time for it is over, or a key ended it."""

    call_sid: str


@dataclass(frozen=True, kw_only=True)
class PressTone:
    """A key tone in the sound of a leg in its room."""

    call_sid: str
    key: str
    pressed_at: datetime
