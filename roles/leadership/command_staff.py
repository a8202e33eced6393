"""Decisions about roles and the roll call."""

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
from roles.work.sub_teams import room_words


def propose_role(incident: Incident, command: c.ProposeRole, actor: Actor, now: datetime) -> list[e.Event]:
    """Offer a role; its present holder may always offer it (a handover), others need the permission.

    Command is offered by its holder alone, unless the holder dropped or an administrator orders it.
    """
    role, person_id = command.role, command.person_id
    if role not in incident.roster.roles_of(actor.person_id):
        if role is Role.INCIDENT_COMMANDER:
            _not_over_the_commander(incident, actor)
        require(incident, actor, Capability.ASSIGN_ROLES)
    _may_hold(incident, role, person_id)
    roster.refuse_both(incident.roster, role, person_id, incident.name_of(person_id))
    eligibility.require(incident, role, person_id, command.reason)
    return roster.propose(
        incident.roster, role, person_id, actor.person_id, now, reason=command.reason.strip(), admin=actor.admin
    )


def assign_role(incident: Incident, command: c.AssignRole, actor: Actor, now: datetime) -> list[e.Event]:
    """Given and active at once, as agreed aloud. Command moves only by its holder or while nobody holds it."""
    role, person_id = command.role, command.person_id
    if role in incident.roster.roles_of(person_id):
        return []
    _may_hold(incident, role, person_id)
    if role is Role.INCIDENT_COMMANDER:
        holder = incident.roster.holder(role)
        if holder not in (None, actor.person_id) and not actor.admin:
            raise Refused(f"{incident.name_of(holder or '')} is in command and hands it over.")
        if person_id == actor.person_id and not actor.admin:
            may_take_command(incident, person_id)
    require(incident, actor, Capability.ASSIGN_ROLES)
    if person_id != actor.person_id or role is not Role.INCIDENT_COMMANDER:
        eligibility.require(incident, role, person_id, command.reason)
    return _take(incident, role, person_id, actor.person_id, command.reason, now)


def accept_role(incident: Incident, command: c.AcceptRole, actor: Actor, now: datetime) -> list[e.Event]:
    role, person_id = command.role, actor.person_id
    if role in incident.roster.roles_of(person_id):
        return []
    proposal = incident.roster.proposal(role, person_id)
    if proposal is None:
        name = incident.name_of(person_id)
        reason = f"The role of {role.spoken} was not offered to {name}, or is offered to somebody else now."
        raise Refused(reason, short="The role is not offered to you any more.")
    if role is Role.INCIDENT_COMMANDER and not proposal.admin:
        _not_over_the_commander(incident, Actor(person_id=proposal.by))
    _may_hold(incident, role, person_id)
    return _take(incident, role, person_id, proposal.by, proposal.reason, now)


def decline_role(incident: Incident, command: c.DeclineRole, actor: Actor, now: datetime) -> list[e.Event]:
    return roster.decline(incident.roster, command.role, actor.person_id, now)


def take_command(incident: Incident, actor: Actor, now: datetime) -> list[e.Event]:
    role, person_id = Role.INCIDENT_COMMANDER, actor.person_id
    if role in incident.roster.roles_of(person_id):
        return []
    _may_hold(incident, role, person_id)
    may_take_command(incident, person_id)
    return _take(incident, role, person_id, person_id, "", now)


def _take(incident: Incident, role: Role, person_id: str, by: str, reason: str, now: datetime) -> list[e.Event]:
    untrained = not eligibility.trained(incident, role, person_id)
    name = incident.name_of(person_id)
    return roster.take(
        incident.roster, role, person_id, name, by, now, untrained=untrained, reason=" ".join(reason.split())
    )


def _not_over_the_commander(incident: Incident, actor: Actor) -> None:
    """Command leaves its holder by a handover, after a drop, or by an administrator."""
    holder = incident.roster.holder(Role.INCIDENT_COMMANDER)
    if holder in (None, actor.person_id, incident.commander_dropped) or actor.admin:
        return
    raise Refused(f"{incident.name_of(holder or '')} is in command and hands it over.")


def _may_hold(incident: Incident, role: Role, person_id: str) -> None:
    """Somebody of this incident who takes part; who commands has to be on the call."""
    _known(incident, person_id)
    name = incident.name_of(person_id)
    if person_id in incident.observers and role is not Role.OBSERVER:
        raise Refused(f"{name} listens only. Let them take part first.")
    if role is Role.INCIDENT_COMMANDER and not incident.on_the_call(person_id):
        raise Refused(f"{name} is not on the call. Who commands has to dial in first.")


def vacate_role(incident: Incident, command: c.VacateRole, actor: Actor, now: datetime) -> list[e.Event]:
    if actor.person_id != command.person_id:
        require(incident, actor, Capability.ASSIGN_ROLES)
        if command.role is Role.INCIDENT_COMMANDER and not actor.admin:
            raise Refused(f"{incident.name_of(command.person_id)} is in command and hands it over.")
    return roster.vacate(incident.roster, command.role, command.person_id, actor.person_id, now)


def start_roll_call(incident: Incident, command: c.StartRollCall, actor: Actor, now: datetime) -> list[e.Event]:
    require(incident, actor, Capability.ROLL_CALL)
    if command.team:
        return _roll_call_of_a_room(incident, command, actor, now)
    found: list[e.Event] = []
    if incident.roll_call is not None:
        found.append(e.RollCallClosed(at=now, roll_call_id=incident.roll_call.roll_call_id, by=actor.person_id))
    asked = who_is_asked(incident, actor.person_id)
    if not asked and not vacant_roles(incident):
        raise Refused("Nobody else is on the call yet, and the plan requires nobody.", short="Nobody else is here.")
    started = e.RollCallStarted(at=now, roll_call_id=command.roll_call_id, asked=asked, by=actor.person_id)
    return [*found, started]


def _roll_call_of_a_room(incident: Incident, command: c.StartRollCall, actor: Actor, now: datetime) -> list[e.Event]:
    """Asked is whoever sits in the team's room; one roll call at a time, so that one key answers the right one."""
    if incident.roll_call is not None:
        raise Refused("A roll call is open. Close it first.")
    there = (leg for leg in incident.on_the_line() if leg.seat is not None and leg.seat.room == command.team)
    asked = tuple(dict.fromkeys(leg.person_id for leg in there if leg.person_id != actor.person_id))
    if not asked:
        raise Refused(f"Nobody else is in {room_words(command.team)} now.")
    return [
        e.RollCallStarted(at=now, roll_call_id=command.roll_call_id, asked=asked, by=actor.person_id, room=command.team)
    ]


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
