"""Who is trained for a role by the directory; an override needs a reason, which the log keeps."""

from roles.incident import Incident
from roles.leadership import succession
from roles.people import Role
from roles.refusals import Refused

TRAINED_FOR = {
    Role.INCIDENT_COMMANDER: frozenset({Role.INCIDENT_COMMANDER.value}),
    Role.DEPUTY: frozenset({Role.INCIDENT_COMMANDER.value, Role.DEPUTY.value}),
}
"""Roles that ask for training, and which training is enough. The deputy is a hot standby of the commander."""
LONGEST_REASON = 200


class NotTrained(Refused):
    """Refused for want of training alone: with a reason it is done."""


def trained(incident: Incident, role: Role, person_id: str) -> bool:
    """True for roles that ask for no training."""
    enough = TRAINED_FOR.get(role)
    person = incident.people.get(person_id)
    return enough is None or (person is not None and bool(enough & set(person.trained)))


def require(incident: Incident, role: Role, person_id: str, reason: str) -> None:
    """Raises Refused for somebody untrained while somebody trained could hold it and no reason is given."""
    if trained(incident, role, person_id):
        return
    if len(reason) > LONGEST_REASON:
        raise Refused(f"A reason has at most {LONGEST_REASON} characters.")
    here = dict.fromkeys(leg.person_id for leg in incident.legs.values() if leg.live and leg.admitted)
    others = [who for who in here if trained(incident, role, who) and who not in incident.roster.holders(role)]
    if reason.strip():
        return
    untrained = f"{incident.name_of(person_id)} is not trained as {role.spoken}."
    if others:
        names = " or ".join(incident.name_of(who) for who in others[:3])
        raise NotTrained(f"{untrained} Choose {names}, or give a reason.")
    first = role is Role.INCIDENT_COMMANDER and incident.roster.holder(role) is None
    if first and not incident.vacancy.open_to_all and not succession.nobody_trained(incident):
        raise NotTrained(f"{untrained} Ring somebody of the directory who is, or give a reason.")


def conflict(incident: Incident, person_id: str | None = None) -> str:
    """Who commands, or is asked to, is also the one who is rung for a service: a sentence, or empty."""
    commander = person_id or incident.roster.holder(Role.INCIDENT_COMMANDER)
    person = incident.people.get(commander) if commander else None
    if person is None or not person.on_call_for:
        return ""
    what = "is in command and" if commander in incident.roster.holders(Role.INCIDENT_COMMANDER) else "is"
    return f"{person.name} {what} on call for {', '.join(person.on_call_for)}."
