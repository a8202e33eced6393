"""Who may follow when nobody commands: the standby after a drop, the trained after the question, then anybody."""

from datetime import datetime, timedelta

from roles.incident import Incident
from roles.people import Role

ANYBODY_AFTER = timedelta(seconds=60)
"""So long after the question the command is open to anybody identified."""


def standbys(incident: Incident) -> list[str]:
    """Who may take over with one key: the deputy; without one on the call, those trained as incident commander."""
    here = {leg.person_id for leg in incident.legs.values() if leg.live and leg.joined_at is not None}
    deputies = [who for who in incident.roster.holders(Role.DEPUTY) if who in here]
    return deputies or [who for who in sorted(here) if _trained(incident, who)]


def may_take_over(incident: Incident, person_id: str) -> bool:
    return incident.commander_dropped is not None and person_id in standbys(incident)


def offered_command(incident: Incident, person_id: str) -> bool:
    """After the question to all: those who are trained are offered the command."""
    vacant = incident.roster.holder(Role.INCIDENT_COMMANDER) is None
    return vacant and incident.command_asked_at is not None and _trained(incident, person_id)


def open_to_anybody(incident: Incident, now: datetime) -> bool:
    return incident.command_asked_at is not None and now >= incident.command_asked_at + ANYBODY_AFTER


def _trained(incident: Incident, person_id: str) -> bool:
    person = incident.people.get(person_id)
    return person is not None and Role.INCIDENT_COMMANDER.value in person.trained
