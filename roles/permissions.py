"""Role x capability: one table for every door."""

from enum import StrEnum

from roles.incident import Incident
from roles.leadership import succession
from roles.people import COMMAND_STAFF, Actor, Role
from roles.refusals import Refused, not_allowed


class Capability(StrEnum):
    ADMIT = "let people in"
    MUTE_OTHERS = "mute others"
    MUTE_ALL = "mute everybody but command staff"
    LOCK = "lock the bridge"
    HOLD = "hold people"
    REMOVE = "remove people"
    RENAME = "rename people"
    ASSIGN_ROLES = "give roles"
    ROLL_CALL = "call the roll"
    ANSWER_FOR_OTHERS = "answer the roll call for others"
    EDIT_TIMELINE = "keep, edit and drop lines of the timeline"
    CORRECT_TRANSCRIPT = "correct the transcript after the call"
    DESCRIBE = "change title and severity"
    RING = "ring people"
    WHISPER = "say something to one person"
    ANNOUNCE = "announce something to everybody"
    TIME_BOX = "give tasks a time box"
    POLL = "ask for strong objections"
    SUB_TEAMS = "move people to sub-teams"
    RELEASE = "release people from the call"
    REPAIR_RECORDING = "repair the recording"
    STOP_LINE = "stop the recording of another line"
    SEE_NUMBERS = "look up a telephone number"
    OFF_RECORD = "take the call off the record"
    END_CALL = "end the call"


_DEPUTY = frozenset(Capability)
TABLE: dict[Role, frozenset[Capability]] = {
    Role.INCIDENT_COMMANDER: _DEPUTY,
    Role.DEPUTY: _DEPUTY,
    Role.SCRIBE: frozenset(
        {
            Capability.EDIT_TIMELINE,
            Capability.CORRECT_TRANSCRIPT,
            Capability.RENAME,
            Capability.DESCRIBE,
            Capability.TIME_BOX,
            Capability.REPAIR_RECORDING,
        }
    ),
    Role.CUSTOMER_LIAISON: frozenset({Capability.EDIT_TIMELINE}),
    Role.INTERNAL_LIAISON: frozenset({Capability.EDIT_TIMELINE, Capability.ADMIT, Capability.RING}),
    Role.SUBJECT_MATTER_EXPERT: frozenset(),
    Role.OBSERVER: frozenset(),
}
STAND_IN_TRAINING = frozenset({Role.INCIDENT_COMMANDER.value, Role.DEPUTY.value})


def capabilities(incident: Incident, actor: Actor) -> frozenset[Capability]:
    """What this actor may do now.

    The bridge and administrators may do everything; whoever was shut out, or waits in the lobby, nothing. While neither
    a commander nor a deputy is active, people trained as one of them stand in, and where nobody on the call is trained,
    anybody identified who is on the call does: a bridge is never stuck.
    """
    if not actor.is_person or actor.admin:
        return frozenset(Capability)
    if shut_out(incident, actor.person_id):
        return frozenset()
    held = incident.roster.roles_of(actor.person_id)
    found: frozenset[Capability] = frozenset().union(*(TABLE[role] for role in held)) if held else frozenset()
    if _leaderless(incident) and _may_stand_in(incident, actor.person_id):
        return frozenset(Capability)
    return found


def shut_out(incident: Incident, person_id: str) -> bool:
    """Banned; or removed, or waiting in the lobby, and not on the call by another leg.

    Whoever is locked out of a bridge that nobody is on can still let themselves in.
    """
    if person_id in incident.banned:
        return True
    live = [leg for leg in incident.live_legs(person_id) if not leg.removed_reason]
    if any(leg.admitted for leg in live):
        return False
    if person_id in incident.removed_people:
        return True
    waits = any(leg.lobby_reason is not None for leg in live)
    return waits and any(leg.admitted for leg in incident.legs.values() if leg.live)


def _leaderless(incident: Incident) -> bool:
    """Nobody is commander or deputy who may still act as one."""
    leaders = (*incident.roster.holders(Role.INCIDENT_COMMANDER), *incident.roster.holders(Role.DEPUTY))
    return all(shut_out(incident, who) for who in leaders)


def require(incident: Incident, actor: Actor, capability: Capability) -> None:
    if capability not in capabilities(incident, actor):
        raise not_allowed(capability.value, _who_may(incident, capability))


def may_take_command(incident: Incident, person_id: str) -> None:
    """Raises unless this person, who is on the call, may take command now.

    Nobody holds it, or the commander dropped and this is the standby, or could not be reached; and the person is
    trained, or nobody of the directory is, or nobody who is trained answered the question of the bridge.
    """
    if shut_out(incident, person_id):
        raise Refused("Only somebody on the call may take command. Wait until you are let in.")
    if succession.may_take_over(incident, person_id):
        return
    if not succession.vacant(incident):
        name = incident.name_of(incident.roster.holder(Role.INCIDENT_COMMANDER) or "")
        if incident.commander_dropped is None:
            raise Refused(f"{name} is in command. Ask for a handover.")
        raise Refused(f"{name} dropped and is expected back. The bridge asks in a minute who takes command.")
    if not succession.identified(incident, person_id):
        raise Refused(
            "Only somebody of the directory can take command.", short="Only people of the directory may do this."
        )
    everybody = incident.vacancy.open_to_all or succession.nobody_trained(incident)
    if not everybody and not succession.trained(incident, person_id):
        raise Refused(
            "Only people trained as incident commander may take command, until the bridge has asked for one in vain. "
            "That is two minutes without a commander.",
            short="That needs training as incident commander.",
        )


def is_command_staff(incident: Incident, person_id: str) -> bool:
    return bool(incident.roster.roles_of(person_id) & COMMAND_STAFF)


def _may_stand_in(incident: Incident, person_id: str) -> bool:
    """Somebody trained, also from the console alone; without anybody trained here, whoever is on the call."""
    person = incident.people.get(person_id)
    if person is None or person.guest:
        return False
    if STAND_IN_TRAINING & set(person.trained):
        return True
    here = any(leg.admitted for leg in incident.live_legs(person_id))
    return here and _trained_or_none(incident, person_id, STAND_IN_TRAINING)


def _trained_or_none(incident: Incident, person_id: str, training: frozenset[str]) -> bool:
    person = incident.people.get(person_id)
    if person is None or person.guest:
        return False
    if training & set(person.trained):
        return True
    here = {leg.person_id for leg in incident.legs.values() if leg.live and leg.admitted}
    return not any(training & set(incident.people[other].trained) for other in here if other in incident.people)


def _who_may(incident: Incident, capability: Capability) -> str:
    holders = [
        f"{incident.name_of(holder)} ({role.spoken})"
        for role in (Role.DEPUTY, Role.INCIDENT_COMMANDER, Role.SCRIBE)
        if capability in TABLE[role]
        for holder in incident.roster.holders(role)
        if not shut_out(incident, holder)
    ]
    return " or ".join(holders) or "somebody trained as incident commander or deputy"
