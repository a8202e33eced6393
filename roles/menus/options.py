"""What each menu offers to a leg: (key, effect) in the order of reading, made from the state when the menu opens."""

from roles.incident import Incident
from roles.leadership.succession import may_take_over, offered_command, vacant
from roles.menus.effects import Effect
from roles.menus.levels import ROOM_KEYS, TELL_KEYS, Options, tasks_of
from roles.menus.offers import OFFERS
from roles.menus.person_options import about, person, roles_offered
from roles.people import Actor, Role
from roles.permissions import Capability, capabilities, is_command_staff
from roles.presence import Leg
from roles.record.line_orders import why_not
from roles.record.recording import Mode
from roles.work.sub_teams import TEAM_KEYS

OF_PEOPLE = frozenset({Capability.ADMIT, Capability.MUTE_OTHERS, Capability.ASSIGN_ROLES})
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
            return (("1", switch.value), *((("2", line.value),) if (line := _own_line(incident, leg)) else ()))
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
            found = person(incident, leg, subject)
        case "about":
            found = about(incident, leg, subject)
        case "teams":
            found = tuple(
                (key, Effect.BRING_BACK_TEAM) for key, team in TEAM_KEYS.items() if team in incident.teams.open
            )
        case "people":
            found = tuple((str(number + 1), Effect.RING_CHOSEN) for number in range(len(subject.split(","))))
        case "to_role":
            found = tuple((key, effect) for key, (effect, _) in TELL_KEYS.items())
        case "role":
            found = roles_offered(incident, leg, subject)
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
        ("8", Effect.ADMIT_ALL, Capability.ADMIT),
        ("9", Effect.UNMUTE_ALL, Capability.MUTE_ALL),
        ("0", Effect.RING_BY_NAME, Capability.RING),
    ]
    return tuple((key, effect) for key, effect, needed in keys if needed in may)


def _recording(incident: Incident, leg: Leg) -> tuple[tuple[str, Effect], ...]:
    may = capabilities(incident, Actor(person_id=leg.person_id))
    on = incident.recording.mode in (Mode.ON, Mode.ON_ORDERED)
    keys = [
        ("1", Effect.READ_RECORDING, True),
        ("2", Effect.REPAIR, Capability.REPAIR_RECORDING in may),
        ("3", Effect.OFF_RECORD if on else Effect.ON_RECORD, Capability.OFF_RECORD in may),
        ("4", Effect.NEW_ROOM, Capability.SUB_TEAMS in may),
    ]
    line = _a_line(incident, leg, may)
    if line is not None:
        keys.append(("5", line, True))
    return tuple((key, effect) for key, effect, offered in keys if offered)


def _own_line(incident: Incident, leg: Leg) -> Effect | None:
    """Nobody orders it for somebody else; the way back is the same key."""
    mine = incident.lines.by_call.get(leg.call_sid)
    if mine is not None and mine.wanted:
        return Effect.STOP_LINE
    return None if why_not(incident, leg) else Effect.RECORD_LINE


def _a_line(incident: Incident, leg: Leg, may: frozenset[Capability]) -> Effect | None:
    """One's own line, else the one that is recorded in this room."""
    theirs = Effect.STOP_THEIR_LINE if Capability.STOP_LINE in may and incident.lines.in_room(leg.room) else None
    return _own_line(incident, leg) or theirs


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
        ("8", Effect.BRING_BACK, Capability.SUB_TEAMS in may),
    ]
    return tuple((key, effect) for key, effect, offered in keys if offered)


def _updates(incident: Incident, leg: Leg) -> tuple[tuple[str, Effect], ...]:
    may_set = Capability.TIME_BOX in capabilities(incident, Actor(person_id=leg.person_id))
    given = (("1", Effect.UPDATE_GIVEN),) if may_set or is_command_staff(incident, leg.person_id) else ()
    return (*given, ("2", Effect.HOW_OFTEN)) if may_set else given


def _task(incident: Incident, box_id: str) -> tuple[tuple[str, Effect], ...]:
    box = incident.timers.boxes.get(box_id)
    snooze = (("3", Effect.SNOOZE),) if box is not None and box.up else ()
    return (("1", Effect.TASK_DONE), ("2", Effect.TASK_DROPPED), *snooze, ("4", Effect.TASK_LONGER))
