"""What a caller does on the way in and in the key menu, and what is decided about one call."""

from dataclasses import dataclass

from roles.people import IdentifiedBy, Person


@dataclass(frozen=True, kw_only=True)
class ArriveLeg:
    """A caller reached this incident. `person` is None for somebody nobody knows."""

    call_sid: str
    person: Person | None
    number_hint: str
    identified_by: IdentifiedBy
    pin_given: bool = False
    number_key: str = ""
    """A keyed hash of the number; empty when it is withheld."""
    ring_id: str = ""
    """Of the call that the bridge made, when this is one."""


@dataclass(frozen=True, kw_only=True)
class AdmitLeg:
    """`observer`: to listen only."""

    call_sid: str
    name: str | None = None
    observer: bool = False


@dataclass(frozen=True, kw_only=True)
class TurnAwayLeg:
    call_sid: str


@dataclass(frozen=True, kw_only=True)
class AnswerConsent:
    call_sid: str
    given: bool
    wording: str


@dataclass(frozen=True, kw_only=True)
class RenamePerson:
    person_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class RenameLeg:
    """Somebody else speaks on this phone: a person of the incident by their name, or a guest with a new one."""

    call_sid: str
    name: str


@dataclass(frozen=True, kw_only=True)
class OfferJoin:
    """TwiML that dials the conference is about to be handed out."""

    call_sid: str


@dataclass(frozen=True, kw_only=True)
class ReturnFromDial:
    """The Dial of this seat is over and the call is still up; `menu_id` is fresh, used if the menu opens."""

    call_sid: str
    label: str
    menu_id: str
    bridged: bool | None = None


@dataclass(frozen=True, kw_only=True)
class PressKey:
    """Keys pressed in the menu `menu_id` (empty: silence). `next_menu_id` and `fresh_id` are fresh."""

    call_sid: str
    menu_id: str
    keys: str
    next_menu_id: str
    fresh_id: str
