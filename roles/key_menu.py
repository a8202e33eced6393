"""Decisions of the star menu: one visit, one key, one effect, one spoken line, back to the bridge."""

from collections.abc import Callable
from datetime import datetime

from roles import commands as c, events as e, roll_call
from roles.arrivals import live_leg
from roles.command_staff import accept_role, start_roll_call, take_command
from roles.control import mute
from roles.floor_orders import lock, lower_hand, mute_all, raise_hand
from roles.incident import Incident
from roles.people import Actor, Role
from roles.permissions import Capability, capabilities
from roles.presence import Leg
from roles.refusals import Refused
from roles.roll_call import ANSWER_KEYS, ANSWER_WORDS

BACK_KEYS = frozenset({"*", "#"})
Effect = tuple[str, str, list[e.Event]]


def return_from_dial(incident: Incident, command: c.ReturnFromDial, now: datetime) -> list[e.Event]:
    """The Dial is over and the call lives: the menu opens, unless the leg never got into the room."""
    leg = live_leg(incident, command.call_sid)
    if not incident.open or leg.removed_reason or leg.end_ordered or leg.menu is not None:
        return []
    if leg.offer is None or leg.offer.label != command.label:
        return []
    joined = any(seat.label == command.label and seat.joined_at for seat in leg.seats.values())
    ended = any(seat.label == command.label and seat.conference_ended for seat in leg.seats.values())
    if ended or not (joined or command.bridged):
        return []
    return [e.MenuOpened(at=now, call_sid=leg.call_sid, menu_id=command.menu_id)]


def press(incident: Incident, command: c.PressKey, now: datetime) -> list[e.Event]:
    """Each menu number works once; a doubled or late key changes nothing and leads back to the bridge."""
    leg = live_leg(incident, command.call_sid)
    if leg.menu is None or leg.menu.menu_id != command.menu_id:
        return []
    key = command.keys[:1]
    if leg.menu.level == "main" and key == "0" and opens_command_menu(incident, leg.person_id):
        return [
            e.MenuWentDeeper(
                at=now,
                call_sid=leg.call_sid,
                menu_id=command.menu_id,
                next_menu_id=command.next_menu_id,
                level="command",
            )
        ]
    try:
        effect, spoken, found = _effect(incident, leg, key, command, now)
    except Refused as refused:
        effect, spoken, found = "refused", refused.reason, []
    pressed = e.KeyPressed(
        at=now,
        call_sid=leg.call_sid,
        menu_id=command.menu_id,
        keys=command.keys,
        effect=effect,
        spoken=spoken,
    )
    return [pressed, *found]


def opens_command_menu(incident: Incident, person_id: str) -> bool:
    """For those who hold a command role, and people trained as incident commander or deputy."""
    person = incident.people.get(person_id)
    trained = person is not None and {Role.INCIDENT_COMMANDER.value, Role.DEPUTY.value} & set(person.trained)
    return bool(trained) or bool(capabilities(incident, Actor(person_id=person_id)))


def asks_to_speak(incident: Incident, leg: Leg) -> bool:
    """Whether key 2 asks, because somebody else muted this person and only command staff may undo it."""
    may = capabilities(incident, Actor(person_id=leg.person_id))
    return leg.muted_by_another(leg.person_id) and Capability.MUTE_OTHERS not in may


def offered_first(incident: Incident, leg: Leg) -> str:
    """What `*` offers before the plain menu: a proposed role, then the roll call; empty: nothing waits."""
    if incident.roster.proposal_for(leg.person_id) is not None:
        return "role"
    if incident.roll_call is not None and incident.roll_call.waits_for(leg.person_id):
        return "roll_call"
    return ""


def _effect(incident: Incident, leg: Leg, key: str, command: c.PressKey, now: datetime) -> Effect:
    if not key:
        return "silence", "No key heard.", []
    if key in BACK_KEYS:
        return "back", "", []
    if leg.menu is not None and leg.menu.level == "command":
        return _command_effect(incident, leg, key, command, now)
    offer = offered_first(incident, leg)
    proposal = incident.roster.proposal_for(leg.person_id)
    if offer == "role" and proposal is not None and key in ("1", "2"):
        actor = Actor(person_id=leg.person_id)
        if key == "2":
            found: list[e.Event] = [e.RoleDeclined(at=now, role=proposal.role, person_id=leg.person_id)]
            return "decline_role", f"You declined to be {proposal.role.spoken}.", found
        found = accept_role(incident, c.AcceptRole(role=proposal.role), actor, now)
        return "accept_role", f"You are {proposal.role.spoken}.", found
    asked = incident.roll_call is not None and leg.person_id in incident.roll_call.asked
    if incident.roll_call is not None and asked and (key == "1" or (offer == "roll_call" and key in ANSWER_KEYS)):
        answer = ANSWER_KEYS[key]
        found = roll_call.answer(incident.roll_call, leg.person_id, answer, leg.person_id, now)
        return "roll_call", f"Noted: {ANSWER_WORDS[answer]}.", found
    plain = _PLAIN.get(key)
    if plain is None:
        return "unknown", "That key does nothing here.", []
    return plain(incident, leg, now)


def _no_roll_call(incident: Incident, leg: Leg, now: datetime) -> Effect:
    return "unknown", "No roll call is open.", []


def _mute_me(incident: Incident, leg: Leg, now: datetime) -> Effect:
    actor = Actor(person_id=leg.person_id)
    if asks_to_speak(incident, leg):
        return "ask_to_speak", "You asked to speak.", raise_hand(incident, actor, now)
    wanted = not leg.wanted_muted
    order = c.MuteLeg(call_sid=leg.call_sid, muted=wanted)
    found = mute(incident, order, actor, now)
    return ("mute", "You are muted.", found) if wanted else ("unmute", "You can be heard.", found)


def _mark(incident: Incident, leg: Leg, now: datetime) -> Effect:
    return "mark", "Marked.", [e.MomentMarked(at=now, person_id=leg.person_id, by=leg.person_id)]


def _hand(incident: Incident, leg: Leg, now: datetime) -> Effect:
    actor = Actor(person_id=leg.person_id)
    if leg.person_id in incident.floor.hands:
        order = c.LowerHand(person_id=leg.person_id)
        return "lower_hand", "Your hand is down.", lower_hand(incident, order, actor, now)
    return "raise_hand", "Your hand is up.", raise_hand(incident, actor, now)


_PLAIN: dict[str, Callable[[Incident, Leg, datetime], Effect]] = {
    "1": _no_roll_call,
    "2": _mute_me,
    "3": _mark,
    "9": _hand,
}


def _command_effect(incident: Incident, leg: Leg, key: str, command: c.PressKey, now: datetime) -> Effect:
    actor = Actor(person_id=leg.person_id)
    if key == "1":
        start = c.StartRollCall(roll_call_id=command.roll_call_id)
        return "start_roll_call", "The roll call is open.", start_roll_call(incident, start, actor, now)
    if key == "2":
        muted = incident.floor.muted_all_by is None
        found = mute_all(incident, c.MuteAll(muted=muted), actor, now)
        if muted:
            return "mute_all", "All but command staff are muted.", found
        return "release_mute", "Everybody can speak again.", found
    if key == "3":
        locked = incident.floor.locked_by is None
        found = lock(incident, c.LockBridge(locked=locked), actor, now)
        return ("lock", "The bridge is locked.", found) if locked else ("unlock", "The bridge is open.", found)
    if key == "6":
        return "take_command", "You are in command.", take_command(incident, actor, now)
    return "unknown", "That key does nothing here.", []


_NEEDED_FOR = {"1": Capability.ROLL_CALL, "2": Capability.MUTE_ALL, "3": Capability.LOCK}


def has_command_key(incident: Incident, person_id: str, key: str) -> bool:
    """Whether the prompt of the command menu names this key for this person."""
    actor = Actor(person_id=person_id)
    needed = _NEEDED_FOR.get(key)
    if needed is not None:
        return needed in capabilities(incident, actor)
    return key == "6" and incident.roster.holder(Role.INCIDENT_COMMANDER) is None
