"""Who may follow when nobody commands: the standby after a drop, the trained after the question, then anybody."""

from roles.incident import Incident
from roles.people import Role


def standbys(incident: Incident) -> list[str]:
    """Who may take over with one key: the deputy; without one on the call, those trained as incident commander."""
    here = {leg.person_id for leg in incident.legs.values() if leg.live and leg.joined_at is not None}
    deputies = [who for who in incident.roster.holders(Role.DEPUTY) if who in here]
    return deputies or [who for who in sorted(here) if trained(incident, who)]


def may_take_over(incident: Incident, person_id: str) -> bool:
    return incident.commander_dropped is not None and person_id in standbys(incident)


def vacant(incident: Incident) -> bool:
    """Nobody commands; or whoever does dropped, and the bridge has asked who takes command."""
    if incident.roster.holder(Role.INCIDENT_COMMANDER) is None:
        return True
    return incident.commander_dropped is not None and incident.vacancy.asked_at is not None


def offered_command(incident: Incident, person_id: str) -> bool:
    """After the question to all: the trained are offered the command, then anybody who is identified."""
    if not vacant(incident) or incident.vacancy.asked_at is None or not identified(incident, person_id):
        return False
    return trained(incident, person_id) or incident.vacancy.open_to_all


def nobody_trained(incident: Incident) -> bool:
    """In the directory, or where the log does not know that, on the call."""
    if incident.commanders_trained:
        return False
    return not any(leg.live and leg.admitted and trained(incident, leg.person_id) for leg in incident.legs.values())


def trained(incident: Incident, person_id: str) -> bool:
    person = incident.people.get(person_id)
    return person is not None and Role.INCIDENT_COMMANDER.value in person.trained


def identified(incident: Incident, person_id: str) -> bool:
    person = incident.people.get(person_id)
    return person is not None and not person.guest
