"""Decisions about roles and the roll call."""

from dataclasses import replace
from datetime import datetime

from roles import commands as c, events as e
from roles.incident import Incident
from roles.leadership import eligibility, roster
from roles.people import Actor, Role
from roles.permissions import Capability, may_take_command, require
from roles.refusals import Refused
from roles.rounds import roll_call
from roles.rounds.asked import vacant_roles, who_is_asked
from roles.rounds.roll_call import Answer


def propose_role(incident: Incident, command: c.ProposeRole, actor: Actor, now: datetime) -> list[e.Event]:
    """Offer a role; its present holder may always offer it (a handover), others need the permission."""
    if command.role not in incident.roster.roles_of(actor.person_id):
        require(incident, actor, Capability.ASSIGN_ROLES)
    _known(incident, command.person_id)
    eligibility.require(incident, command.role, command.person_id, command.reason)
    found = roster.propose(incident.roster, command.role, command.person_id, actor.person_id, now)
    return [replace(event, reason=command.reason) if isinstance(event, e.RoleProposed) else event for event in found]


def assign_role(incident: Incident, command: c.AssignRole, actor: Actor, now: datetime) -> list[e.Event]:
    """Given and active at once, as agreed aloud. Command moves only by handover or while nobody holds it."""
    _known(incident, command.person_id)
    if command.role is Role.INCIDENT_COMMANDER:
        holder = incident.roster.holder(Role.INCIDENT_COMMANDER)
        if holder is not None and holder not in (actor.person_id, command.person_id) and not actor.admin:
            raise Refused(f"{incident.name_of(holder)} is in command and hands it over.")
    require(incident, actor, Capability.ASSIGN_ROLES)
    eligibility.require(incident, command.role, command.person_id, command.reason)
    name = incident.name_of(command.person_id)
    found = roster.take(incident.roster, command.role, command.person_id, name, actor.person_id, now)
    untrained = not eligibility.trained(incident, command.role, command.person_id)
    return [
        replace(event, untrained=untrained, reason=command.reason) if isinstance(event, e.RoleTaken) else event
        for event in found
    ]


def accept_role(incident: Incident, command: c.AcceptRole, actor: Actor, now: datetime) -> list[e.Event]:
    name = incident.name_of(actor.person_id)
    return roster.accept(incident.roster, command.role, actor.person_id, name, now)


def decline_role(incident: Incident, command: c.DeclineRole, actor: Actor, now: datetime) -> list[e.Event]:
    return roster.decline(incident.roster, command.role, actor.person_id, now)


def take_command(incident: Incident, actor: Actor, now: datetime) -> list[e.Event]:
    _known(incident, actor.person_id)
    may_take_command(incident, actor.person_id, now)
    name = incident.name_of(actor.person_id)
    found = roster.take(incident.roster, Role.INCIDENT_COMMANDER, actor.person_id, name, actor.person_id, now)
    trained = Role.INCIDENT_COMMANDER.value in incident.people[actor.person_id].trained
    return [replace(event, untrained=not trained) if isinstance(event, e.RoleTaken) else event for event in found]


def vacate_role(incident: Incident, command: c.VacateRole, actor: Actor, now: datetime) -> list[e.Event]:
    if actor.person_id != command.person_id:
        require(incident, actor, Capability.ASSIGN_ROLES)
        if command.role is Role.INCIDENT_COMMANDER and not actor.admin:
            raise Refused(f"{incident.name_of(command.person_id)} is in command and hands it over.")
    return roster.vacate(incident.roster, command.role, command.person_id, actor.person_id, now)


def start_roll_call(incident: Incident, command: c.StartRollCall, actor: Actor, now: datetime) -> list[e.Event]:
    require(incident, actor, Capability.ROLL_CALL)
    found: list[e.Event] = []
    if incident.roll_call is not None:
        found.append(e.RollCallClosed(at=now, roll_call_id=incident.roll_call.roll_call_id, by=actor.person_id))
    asked = who_is_asked(incident, actor.person_id)
    if not asked and not vacant_roles(incident):
        raise Refused("Nobody else is on the call yet, and the plan requires nobody.", short="Nobody else is here.")
    started = e.RollCallStarted(at=now, roll_call_id=command.roll_call_id, asked=asked, by=actor.person_id)
    return [*found, started]


def answer_roll_call(incident: Incident, command: c.AnswerRollCall, actor: Actor, now: datetime) -> list[e.Event]:
    if actor.person_id != command.person_id:
        require(incident, actor, Capability.ANSWER_FOR_OTHERS)
    current = incident.roll_call
    if current is None:
        raise Refused("No roll call is open.")
    if command.person_id not in current.asked:
        raise Refused(f"{incident.name_of(command.person_id)} was not asked in this roll call.")
    try:
        given = Answer(command.answer)
    except ValueError:
        raise Refused("An answer is healthy, not_healthy or need_help.") from None
    return roll_call.answer(current, command.person_id, given, actor.person_id, now)


def close_roll_call(incident: Incident, actor: Actor, now: datetime) -> list[e.Event]:
    require(incident, actor, Capability.ROLL_CALL)
    current = incident.roll_call
    if current is None:
        return []
    return [e.RollCallClosed(at=now, roll_call_id=current.roll_call_id, by=actor.person_id)]


def _known(incident: Incident, person_id: str) -> None:
    person = incident.people.get(person_id)
    if person is None:
        raise Refused("This person is not part of the incident yet.")
    if person.guest and not any(leg.admitted for leg in incident.live_legs(person_id)):
        raise Refused(f"{person.name} has not been let in.")
