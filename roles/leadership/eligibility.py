"""Who is trained for a role by the directory; an override needs a reason, which the log keeps."""

from roles.incident import Incident
from roles.people import Role
from roles.refusals import Refused

TRAINED_FOR = {
    Role.INCIDENT_COMMANDER: frozenset({Role.INCIDENT_COMMANDER.value}),
    Role.DEPUTY: frozenset({Role.INCIDENT_COMMANDER.value, Role.DEPUTY.value}),
}
"""Roles that ask for training, and which training is enough. The deputy is a hot standby of the commander."""
LONGEST_REASON = 200


def trained(incident: Incident, role: Role, person_id: str) -> bool:
    """True for roles that ask for no training."""
    enough = TRAINED_FOR.get(role)
    person = incident.people.get(person_id)
    return enough is None or (person is not None and bool(enough & set(person.trained)))


def require(incident: Incident, role: Role, person_id: str, reason: str) -> None:
    """Raises Refused for somebody untrained while somebody trained is on the call and no reason is given."""
    if trained(incident, role, person_id):
        return
    if len(reason) > LONGEST_REASON:
        raise Refused(f"A reason has at most {LONGEST_REASON} characters.")
    here = dict.fromkeys(leg.person_id for leg in incident.legs.values() if leg.live and leg.admitted)
    others = [who for who in here if trained(incident, role, who) and who not in incident.roster.holders(role)]
    if others and not reason.strip():
        names = " or ".join(incident.name_of(who) for who in others[:3])
        raise Refused(
            f"{incident.name_of(person_id)} is not trained as {role.spoken}. Choose {names}, or give a reason."
        )


def conflict(incident: Incident) -> str:
    """The commander is also the one who is rung for a service: a sentence, or empty."""
    commander = incident.roster.holder(Role.INCIDENT_COMMANDER)
    person = incident.people.get(commander) if commander else None
    if person is None or not person.on_call_for:
        return ""
    return f"{person.name} is in command and on call for {', '.join(person.on_call_for)}."
