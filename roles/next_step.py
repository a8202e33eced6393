"""One function answers: what an admitted leg hears next, whatever URL asked."""

from dataclasses import dataclass

from roles.incident import Incident
from roles.key_menu import asks_to_speak, has_command_key, offered_first, opens_command_menu
from roles.presence import Leg
from roles.roster import Proposal

BACK_OFF_S = (0, 1, 2, 4)


@dataclass(frozen=True)
class SayGoodbye:
    """A sentence, then the call ends."""

    text: str


@dataclass(frozen=True)
class WaitInLobby:
    """`reason`: unknown, removed or locked."""

    reason: str


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
    """`options`: (key, effect in words) in the order in which they are read out."""

    menu_id: str
    question: str
    options: tuple[tuple[str, str], ...]


Step = SayGoodbye | WaitInLobby | AskConsent | JoinRoom | KeyMenu


def next_step(incident: Incident, leg: Leg, *, unrecorded_guests: bool = False) -> Step:
    """In this order: call over, incident ended, removed, turned away, lobby, consent, menu, room."""
    if not leg.live:
        return SayGoodbye("")
    if not incident.open:
        return SayGoodbye("The incident call has ended. Thank you.")
    if leg.removed_reason is not None:
        return SayGoodbye(f"You were removed from the call: {leg.removed_reason}. Goodbye.")
    if leg.turned_away_by is not None:
        return SayGoodbye("You cannot join this call. Goodbye.")
    if not leg.admitted:
        return WaitInLobby(leg.lobby_reason or "unknown")
    if leg.consent is None:
        return AskConsent(incident.name_of(leg.person_id))
    if leg.consent is False and not unrecorded_guests:
        return SayGoodbye("This call is always recorded, so you cannot join it. Goodbye.")
    if leg.menu is not None:
        return _menu(incident, leg)
    tries = leg.offer.tries if leg.offer is not None and not _joined(leg, leg.offer.label) else 0
    return JoinRoom(
        room=incident.room,
        say=leg.to_say,
        pause_s=BACK_OFF_S[min(tries, len(BACK_OFF_S) - 1)],
        alone=not any(other.call_sid != leg.call_sid for other in incident.on_the_line()),
    )


def _joined(leg: Leg, label: str) -> bool:
    return any(seat.label == label and seat.joined_at is not None for seat in leg.seats.values())


def _menu(incident: Incident, leg: Leg) -> KeyMenu:
    menu = leg.menu
    assert menu is not None  # noqa: S101
    if menu.level == "command":
        names = (
            ("1", "start a roll call"),
            ("2", "mute all but command staff" if incident.floor.muted_all_by is None else "let everybody speak"),
            ("3", "lock the bridge" if incident.floor.locked_by is None else "unlock the bridge"),
            ("6", "take command"),
        )
        options = tuple((key, what) for key, what in names if has_command_key(incident, leg.person_id, key))
        return KeyMenu(menu_id=menu.menu_id, question="", options=(*options, ("star", "go back")))
    offer = offered_first(incident, leg)
    if offer == "role":
        return _role_question(menu.menu_id, incident.roster.proposal_for(leg.person_id))
    if offer == "roll_call":
        return KeyMenu(
            menu_id=menu.menu_id,
            question="Roll call.",
            options=(("1", "here and healthy"), ("2", "not healthy"), ("3", "need help")),
        )
    options = (("2", _mute_words(incident, leg)), ("3", "mark this moment"))
    options = (*options, ("9", "lower your hand" if leg.person_id in incident.floor.hands else "raise your hand"))
    if opens_command_menu(incident, leg.person_id):
        options = (*options, ("0", "the command menu"))
    return KeyMenu(menu_id=menu.menu_id, question="", options=(*options, ("star", "go back")))


def _mute_words(incident: Incident, leg: Leg) -> str:
    if asks_to_speak(incident, leg):
        return "ask to speak"
    return "unmute" if leg.wanted_muted else "mute"


def _role_question(menu_id: str, proposal: Proposal | None) -> KeyMenu:
    role = proposal.role.spoken if proposal else "a role"
    return KeyMenu(
        menu_id=menu_id,
        question=f"You are asked to be {role}.",
        options=(("1", "accept"), ("2", "decline")),
    )
