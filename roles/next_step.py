"""One function answers: what an admitted leg hears next, whatever URL asked."""

from dataclasses import dataclass

from roles.incident import Incident
from roles.lifetime import ALONE
from roles.menus.levels import BRIEF, MAIN, NUMBERS, PIN, SPEAK
from roles.menus.prompts import question, spoken_options
from roles.presence import Leg, Menu
from roles.reach import takes
from roles.reach.hosts import is_told
from roles.reach.lobby import name_is_asked, place_of
from roles.work.rooms import arrival_words
from roles.work.sub_teams import room_name

MOST_DIGITS, PIN_DIGITS = 6, 8
PLAIN_S, KEY_S = 2, 4
"""How long a key is waited for after the plain menu, which asks nothing, and after a question."""
SPEAK_S = int(takes.LONGEST.total_seconds())
BACK_OFF_S = (0, 1, 2, 4)


@dataclass(frozen=True)
class SayGoodbye:
    """A sentence, then the call ends."""

    text: str


@dataclass(frozen=True)
class WaitInLobby:
    """`reason`: unknown, removed or locked. `place`: 1 for whoever waits longest.

    `told`: whether somebody who lets people in hears of it now.
    """

    reason: str
    place: int = 1
    told: bool = True


@dataclass(frozen=True)
class SayName:
    """Name and system, up to 4 s, kept for whoever lets them in."""


@dataclass(frozen=True)
class AskConsent:
    """The notice of recording and transcript, inside a Gather of one digit."""

    name: str


@dataclass(frozen=True, kw_only=True)
class JoinRoom:
    """`say` is spoken first; `pause_s` is the back-off after a Dial that did not lead into the room."""

    room: str
    say: str
    pause_s: int
    alone: bool


@dataclass(frozen=True, kw_only=True)
class KeyMenu:
    """`options`: (key, effect in words) in the order in which they are read out.

    `number`: at most `digits`, ended by `#`; else one key. `patience_s`: how long a key is waited for after the prompt.
    """

    menu_id: str
    question: str
    options: tuple[tuple[str, str], ...]
    number: bool = False
    digits: int = 1
    patience_s: int = 4


@dataclass(frozen=True)
class AskAlone:
    """Nobody else is here: does the caller stay? Any key stays, silence ends the call."""


Step = SayGoodbye | AskAlone | SayName | WaitInLobby | AskConsent | JoinRoom | KeyMenu


def next_step(incident: Incident, leg: Leg, *, unrecorded_guests: bool = False) -> Step:
    """In this order: call over, incident ended, removed, turned away, lobby, consent, menu, room."""
    if not leg.live:
        return SayGoodbye("")
    if not incident.open:
        return SayGoodbye("The incident call has ended. Thank you.")
    if leg.removed_reason is not None:
        return SayGoodbye(f"You were removed from the call: {leg.removed_reason}. Goodbye.")
    if leg.lobby_reason == "banned":
        return SayGoodbye("You cannot join this call. Goodbye.")
    if leg.released_by is not None:
        return SayGoodbye("Thank you for your help. You are released from the call. Goodbye.")
    if leg.turned_away_by is not None:
        return SayGoodbye("You cannot join this call. Goodbye.")
    if leg.end_ordered == ALONE:
        return SayGoodbye("Nobody else is here, so this call ends. Dial again at any time. Goodbye.")
    if incident.lifetime.asks(leg.call_sid) and leg.menu is None:
        return AskAlone()
    if not leg.admitted:
        if name_is_asked(incident, leg):
            return SayName()
        return WaitInLobby(leg.lobby_reason or "unknown", place_of(incident, leg), is_told(incident))
    if leg.consent is None:
        return AskConsent(incident.name_of(leg.person_id))
    if leg.consent is False and not unrecorded_guests:
        return SayGoodbye("This call is always recorded, so you cannot join it. Goodbye.")
    if leg.menu is not None:
        return KeyMenu(
            menu_id=leg.menu.menu_id,
            question=question(incident, leg, leg.menu),
            options=spoken_options(incident, leg.menu),
            number=leg.menu.level in NUMBERS,
            digits=_digits(leg.menu.level),
            patience_s=_patience_s(leg.menu),
        )
    moved = arrival_words(incident, leg)
    tries = leg.offer.tries if leg.offer is not None and not _joined(leg, leg.offer.label) else 0
    return JoinRoom(
        room=room_name(incident.room, leg.room),
        say=f"{leg.to_say} {moved}".strip(),
        pause_s=BACK_OFF_S[min(tries, len(BACK_OFF_S) - 1)],
        alone=not moved
        and not any(
            other.call_sid != leg.call_sid and other.seat is not None and other.seat.room == leg.room
            for other in incident.on_the_line()
        ),
    )


def _patience_s(menu: Menu) -> int:
    if menu.level == MAIN and not menu.subject:
        return PLAIN_S
    return {BRIEF: 1, SPEAK: SPEAK_S}.get(menu.level, KEY_S)


def _digits(level: str) -> int:
    if level == PIN:
        return PIN_DIGITS
    return MOST_DIGITS if level in NUMBERS else 1


def _joined(leg: Leg, label: str) -> bool:
    return any(seat.label == label and seat.joined_at is not None for seat in leg.seats.values())
