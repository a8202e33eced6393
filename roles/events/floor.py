"""Facts about who may speak and what was keyed: menus, mute, hold, hands, the lock."""

from dataclasses import dataclass

from roles.events.event import Event


@dataclass(frozen=True, kw_only=True)
class MenuOpened(Event):
    """The leg stepped out of the room into its private key menu."""

    call_sid: str
    menu_id: str
    level: str = "main"
    options: tuple[tuple[str, str], ...] = ()
    """(key, effect) as the prompt names them: what a key does is settled here."""
    subject: str = ""
    """What `*` offers first; of a deeper level, whom or what it is about."""


@dataclass(frozen=True, kw_only=True)
class KeyPressed(Event):
    """`keys` is empty when no key was heard. The menu is closed, `spoken` is said before the leg is put back."""

    call_sid: str
    menu_id: str
    keys: str
    effect: str
    spoken: str


@dataclass(frozen=True, kw_only=True)
class MenuWentDeeper(Event):
    """A key led to the next menu: the same visit, a new one-use number."""

    call_sid: str
    menu_id: str
    next_menu_id: str
    level: str
    options: tuple[tuple[str, str], ...] = ()
    subject: str = ""


@dataclass(frozen=True, kw_only=True)
class MuteOrdered(Event):
    call_sid: str
    muted: bool
    by: str


@dataclass(frozen=True, kw_only=True)
class MuteRepeated(Event):
    """The carrier said that this leg is not muted, or muted, as it is wanted: ordered again."""

    call_sid: str


@dataclass(frozen=True, kw_only=True)
class MuteAllOrdered(Event):
    """Everybody but command staff is muted from now on, later joiners too."""

    by: str


@dataclass(frozen=True, kw_only=True)
class MuteAllReleased(Event):
    by: str


@dataclass(frozen=True, kw_only=True)
class HandRaised(Event):
    person_id: str
    to_speak: bool


@dataclass(frozen=True, kw_only=True)
class HandLowered(Event):
    person_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class BridgeLocked(Event):
    by: str


@dataclass(frozen=True, kw_only=True)
class BridgeUnlocked(Event):
    by: str


@dataclass(frozen=True, kw_only=True)
class TranscriptionSwitched(Event):
    """The person of this leg does not want to be written down, or wants to again; the recording goes on."""

    call_sid: str
    on: bool


@dataclass(frozen=True, kw_only=True)
class HoldOrdered(Event):
    call_sid: str
    hold: bool
    by: str


@dataclass(frozen=True, kw_only=True)
class TonePressed(Event):
    """A key heard in the leg's own sound, without the menu; what it did follows."""

    call_sid: str
    key: str
    effect: str
