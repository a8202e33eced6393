"""What each menu offers to a leg: (key, effect) in the order of reading, made from the state when the menu opens."""

from roles.incident import Incident
from roles.leadership.succession import may_take_over, offered_command, vacant
from roles.menus.effects import Effect
from roles.menus.offers import OFFERS
from roles.people import Actor, Role
from roles.permissions import Capability, capabilities, is_command_staff
from roles.presence import Leg, Where
from roles.record.recording import Mode

MAIN, COMMAND, DOOR, CONFIRM, PERSON, ROLE = "main", "command", "door", "confirm", "person", "role"
SEAT, PIN, MINUTES, SEVERITY, TIME = "seat", "pin", "minutes", "severity", "time"
TO_ROLE = "to_role"
STAY, REPORTS, TEAM, RECORDING, BRIEF, SPEAK = "stay", "reports", "team", "recording", "brief", "speak"
ROLL_CALL = "roll_call"
UPDATES, CADENCE, TASKS, TASK = "updates", "cadence", "tasks", "task"
NUMBERS = frozenset({SEAT, PIN, MINUTES, SEVERITY, STAY, REPORTS, CADENCE})
"""Levels that ask for a number, ended by the hash key."""
MOST_TASKS = 9
Options = tuple[tuple[str, str], ...]
OF_PEOPLE = frozenset({Capability.ADMIT, Capability.MUTE_OTHERS, Capability.ASSIGN_ROLES})

ROLE_KEYS = {
    "1": (Effect.GIVE_COMMANDER, Role.INCIDENT_COMMANDER),
    "2": (Effect.GIVE_DEPUTY, Role.DEPUTY),
    "3": (Effect.GIVE_SCRIBE, Role.SCRIBE),
    "4": (Effect.GIVE_EXPERT, Role.SUBJECT_MATTER_EXPERT),
    "5": (Effect.GIVE_CUSTOMER_LIAISON, Role.CUSTOMER_LIAISON),
    "6": (Effect.GIVE_INTERNAL_LIAISON, Role.INTERNAL_LIAISON),
}
FREE_KEYS = {
    "1": Effect.FREE_COMMANDER,
    "2": Effect.FREE_DEPUTY,
    "3": Effect.FREE_SCRIBE,
    "4": Effect.FREE_EXPERT,
    "5": Effect.FREE_CUSTOMER_LIAISON,
    "6": Effect.FREE_INTERNAL_LIAISON,
}
"""The same keys for a role that this person holds."""
TELL_KEYS = {
    "1": (Effect.TELL_COMMANDER, Role.INCIDENT_COMMANDER),
    "2": (Effect.TELL_DEPUTY, Role.DEPUTY),
    "3": (Effect.TELL_SCRIBE, Role.SCRIBE),
    "4": (Effect.TELL_EXPERTS, Role.SUBJECT_MATTER_EXPERT),
    "5": (Effect.TELL_CUSTOMER_LIAISON, Role.CUSTOMER_LIAISON),
    "6": (Effect.TELL_INTERNAL_LIAISON, Role.INTERNAL_LIAISON),
}
ROOM_KEYS = {
    "0": (Effect.TO_MAIN, "0"),
    "1": (Effect.TO_ALPHA, "1"),
    "2": (Effect.TO_BRAVO, "2"),
    "3": (Effect.TO_CHARLIE, "3"),
    "4": (Effect.TO_DELTA, "4"),
    "5": (Effect.TO_ECHO, "5"),
}
"""Each key with the key of its room in TEAM_KEYS."""
_ROLL_CALL = (("1", Effect.HEALTHY), ("2", Effect.NOT_HEALTHY), ("3", Effect.NEED_HELP))
_BACK = (("star", Effect.BACK),)
_REMOVE = (("1", Effect.CONFIRM), ("2", Effect.REMOVE_FOR_NOISE), ("3", Effect.REMOVE_FOR_DISRUPTION))
"""How a removal is confirmed: as usual, or with a reason; anything else is confirmed by the first one."""


def options(incident: Incident, leg: Leg, level: str, subject: str = "") -> Options:
    """Nothing for levels that ask for a number."""
    match level:
        case "main":
            found = _main(incident, leg, subject)
        case "command":
            found = _command(incident, leg)
        case "door":
            found = _door(incident, leg)
        case "team":
            found = tuple((key, effect) for key, (effect, _) in ROOM_KEYS.items())
        case "brief":
            switch = Effect.TRANSCRIPTION_OFF if leg.transcribed else Effect.TRANSCRIPTION_ON
            return (("1", switch.value),)
        case "recording":
            found = _recording(incident, leg)
        case "time":
            found = _time(incident, leg)
        case "updates":
            found = _updates(incident, leg)
        case "tasks":
            found = tuple((str(number + 1), Effect.CHOSEN_TASK) for number in range(len(tasks_of(subject))))
        case "task":
            found = _task(incident, subject)
        case "roll_call":
            found = _ROLL_CALL
        case "confirm":
            found = _REMOVE if subject.startswith("remove:") else _REMOVE[:1]
        case "person":
            found = _person(incident, leg, subject)
        case "to_role":
            found = tuple((key, effect) for key, (effect, _) in TELL_KEYS.items())
        case "role":
            found = _roles(incident, leg, subject)
        case _:
            return ()
    return tuple((key, effect.value) for key, effect in (*found, *_BACK))


def opens_command_menu(incident: Incident, person_id: str) -> bool:
    """For those who hold a role, people trained as incident commander or deputy, and who may take command now."""
    person = incident.people.get(person_id)
    if person is not None and {Role.INCIDENT_COMMANDER.value, Role.DEPUTY.value} & set(person.trained):
        return True
    asked = offered_command(incident, person_id) or bool(incident.roster.proposals_for(person_id))
    return asked or bool(incident.roster.roles_of(person_id) or capabilities(incident, Actor(person_id=person_id)))


def asks_to_speak(incident: Incident, leg: Leg) -> bool:
    """Whether key 2 asks, because somebody else muted this person and only command staff may undo it."""
    may = capabilities(incident, Actor(person_id=leg.person_id))
    return leg.muted_by_another(leg.person_id) and Capability.MUTE_OTHERS not in may


def _main(incident: Incident, leg: Leg, offer: str) -> tuple[tuple[str, Effect], ...]:
    """The keys of everybody; an offer takes the first ones."""
    kind = offer.partition(":")[0]
    plain = dict(_plain(incident, leg))
    offered = OFFERS.get(kind, ())
    asked = incident.roll_call is not None and leg.person_id in incident.roll_call.asked
    if not offered and asked:
        offered = (("1", Effect.ROLL_CALL),)
    return (*offered, *((key, effect) for key, effect in plain.items() if key not in dict(offered)))


def _plain(incident: Incident, leg: Leg) -> list[tuple[str, Effect]]:
    if asks_to_speak(incident, leg):
        second = Effect.ASK_TO_SPEAK
    else:
        second = Effect.UNMUTE if leg.wanted_muted else Effect.MUTE
    hand = Effect.LOWER_HAND if leg.person_id in incident.floor.hands else Effect.RAISE_HAND
    if incident.poll is not None and incident.poll.open and leg.person_id not in incident.observers:
        hand = Effect.OBJECT
    found = [("2", second), ("3", Effect.MARK), ("4", Effect.CAN)]
    person = incident.people.get(leg.person_id)
    if person is not None and person.backup_id:
        found.append(("5", Effect.PAGE_BACKUP))
    found += [("6", Effect.REPORTS)]
    if incident.timers.open_boxes(leg.person_id):
        found.append(("7", Effect.MORE_TIME))
    found += [("8", Effect.BRIEF), ("9", hand)]
    if opens_command_menu(incident, leg.person_id):
        found.append(("0", Effect.COMMAND_MENU))
    return found


def _command(incident: Incident, leg: Leg) -> tuple[tuple[str, Effect], ...]:
    may = capabilities(incident, Actor(person_id=leg.person_id))
    muted_all = incident.floor.muted_all_by is not None
    keys: list[tuple[str, Effect, bool]] = [
        ("1", Effect.CLOSE_ROLL_CALL if incident.roll_call else Effect.START_ROLL_CALL, Capability.ROLL_CALL in may),
        ("2", Effect.RELEASE_MUTE if muted_all else Effect.MUTE_ALL, Capability.MUTE_ALL in may),
        ("3", Effect.DOOR, bool(may & {Capability.LOCK, Capability.END_CALL, Capability.RELEASE, Capability.ADMIT})),
        ("4", Effect.REMOVE_SEAT, Capability.REMOVE in may),
        ("5", Effect.WHO_IS_HERE, True),
        ("6", Effect.TAKE_COMMAND, _may_ask_for_command(incident, leg.person_id)),
        ("7", Effect.POLL, Capability.POLL in may),
        ("8", Effect.TIME, True),
        ("9", Effect.RECORDING_STATE, True),
        ("0", Effect.PERSON, bool(may & OF_PEOPLE or incident.roster.roles_of(leg.person_id))),
    ]
    return tuple((key, effect) for key, effect, offered in keys if offered)


def _may_ask_for_command(incident: Incident, person_id: str) -> bool:
    """Whether the prompt names it; whether it is given is decided when the key comes."""
    offered = incident.roster.proposal(Role.INCIDENT_COMMANDER, person_id) is not None
    return offered or vacant(incident) or may_take_over(incident, person_id)


def _door(incident: Incident, leg: Leg) -> tuple[tuple[str, Effect], ...]:
    may = capabilities(incident, Actor(person_id=leg.person_id))
    keys = [
        ("1", Effect.LOCK, Capability.LOCK),
        ("2", Effect.UNLOCK, Capability.LOCK),
        ("3", Effect.END_CALL, Capability.END_CALL),
        ("4", Effect.ANNOUNCE, Capability.ANNOUNCE),
        ("5", Effect.STAY_LIST, Capability.RELEASE),
        ("6", Effect.WHISPER_TO_ROLE, Capability.WHISPER),
        ("7", Effect.GUEST_PIN, Capability.ADMIT),
    ]
    return tuple((key, effect) for key, effect, needed in keys if needed in may)


def _recording(incident: Incident, leg: Leg) -> tuple[tuple[str, Effect], ...]:
    may = capabilities(incident, Actor(person_id=leg.person_id))
    on = incident.recording.mode in (Mode.ON, Mode.ON_ORDERED)
    keys = [
        ("1", Effect.READ_RECORDING, True),
        ("2", Effect.REPAIR, Capability.REPAIR_RECORDING in may),
        ("3", Effect.OFF_RECORD if on else Effect.ON_RECORD, Capability.OFF_RECORD in may),
    ]
    return tuple((key, effect) for key, effect, offered in keys if offered)


def _time(incident: Incident, leg: Leg) -> tuple[tuple[str, Effect], ...]:
    may = capabilities(incident, Actor(person_id=leg.person_id))
    keys = [
        ("1", Effect.READ_TIMES, True),
        ("2", Effect.GIVE_TASK, Capability.TIME_BOX in may),
        ("3", Effect.SEVERITY, Capability.DESCRIBE in may),
        ("4", Effect.UPDATES, bool(_updates(incident, leg))),
        ("5", Effect.CHOOSE_TASK, Capability.TIME_BOX in may),
        ("6", Effect.REMIND if incident.timers.quiet_by else Effect.QUIET, Capability.TIME_BOX in may),
        ("7", Effect.CAN_ROUND, Capability.ROLL_CALL in may),
    ]
    return tuple((key, effect) for key, effect, offered in keys if offered)


def _updates(incident: Incident, leg: Leg) -> tuple[tuple[str, Effect], ...]:
    may_set = Capability.TIME_BOX in capabilities(incident, Actor(person_id=leg.person_id))
    given = (("1", Effect.UPDATE_GIVEN),) if may_set or is_command_staff(incident, leg.person_id) else ()
    return (*given, ("2", Effect.HOW_OFTEN)) if may_set else given


def tasks_of(subject: str) -> list[str]:
    """The ids of the time boxes of a choice, in the order of their keys: `more:id,id`."""
    return [found for found in subject.partition(":")[2].split(",") if found][:MOST_TASKS]


def _task(incident: Incident, box_id: str) -> tuple[tuple[str, Effect], ...]:
    box = incident.timers.boxes.get(box_id)
    snooze = (("3", Effect.SNOOZE),) if box is not None and box.up else ()
    return (("1", Effect.TASK_DONE), ("2", Effect.TASK_DROPPED), *snooze, ("4", Effect.TASK_LONGER))


def _may_be_marked(incident: Incident, leg: Leg, person_id: str) -> bool:
    """Answered for by somebody else, while the roll call waits for them and nothing at the door does."""
    may = capabilities(incident, Actor(person_id=leg.person_id))
    at_the_door = any(found.where is Where.LOBBY for found in incident.live_legs(person_id))
    waits = incident.roll_call is not None and incident.roll_call.waits_for(person_id)
    free = not at_the_door and person_id not in incident.observers
    return waits and free and Capability.ANSWER_FOR_OTHERS in may


def _person(incident: Incident, leg: Leg, person_id: str) -> tuple[tuple[str, Effect], ...]:
    """What may be done to this person now, on keys that never change."""
    may = capabilities(incident, Actor(person_id=leg.person_id))
    legs = incident.live_legs(person_id)
    waiting = any(found.where is Where.LOBBY for found in legs)
    inside = [found for found in legs if found.admitted]
    held = any(found.wanted_hold for found in inside)
    banned = person_id in incident.banned
    remove = Capability.REMOVE in may
    mute, hold = Capability.MUTE_OTHERS in may, Capability.HOLD in may
    keys = [
        ("1", Effect.LET_IN, waiting and not banned and Capability.ADMIT in may),
        ("1", Effect.TAKE_PART, person_id in incident.observers and Capability.ADMIT in may),
        ("1", Effect.MARK_HERE, _may_be_marked(incident, leg, person_id)),
        ("2", Effect.LET_IN_TO_LISTEN, waiting and not inside and not banned and Capability.ADMIT in may),
        ("2", Effect.MUTE_PERSON, bool(inside) and mute),
        ("3", Effect.UNMUTE_PERSON, bool(inside) and mute),
        ("4", Effect.TAKE_BACK if held else Effect.HOLD_PERSON, bool(inside) and hold),
        ("5", Effect.WHISPER, bool(inside) and Capability.WHISPER in may),
        ("6", Effect.ROLE_OF_PERSON, bool(_roles(incident, leg, person_id))),
        ("7", Effect.TEAM_OF_PERSON, bool(inside) and Capability.SUB_TEAMS in may),
        ("8", Effect.RING_AGAIN, not inside and Capability.RING in may),
        ("9", Effect.TURN_AWAY, waiting and not banned and Capability.ADMIT in may),
        ("9", Effect.BAN, not waiting and not banned and remove),
        ("9", Effect.ALLOW, banned and remove),
        ("0", Effect.ASK_OR_WARN, bool(inside) and remove and person_id != leg.person_id),
    ]
    return tuple((key, effect) for key, effect, offered in keys if offered)


def _roles(incident: Incident, leg: Leg, person_id: str) -> tuple[tuple[str, Effect], ...]:
    """A role is given to who has it not, and taken back from who has it; everybody gives up their own."""
    may_give = Capability.ASSIGN_ROLES in capabilities(incident, Actor(person_id=leg.person_id))
    held = incident.roster.roles_of(person_id)
    found = []
    for key, (give, role) in ROLE_KEYS.items():
        if role in held and (may_give or person_id == leg.person_id):
            found.append((key, FREE_KEYS[key]))
        elif role not in held and may_give:
            found.append((key, give))
    return tuple(found)
