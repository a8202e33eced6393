"""The roles beside a name: short with the whole word, those of a moment or all of the call."""

from datetime import datetime

from bridge.read_model.words import ROLE_ORDER, ROLE_SHORT
from roles.incident import Incident

Badges = tuple[tuple[str, str], ...]
"""(short, whole) of each role, command first."""


def badges(incident: Incident, person_id: str, at: datetime | None = None) -> Badges:
    """What this person held at that moment; without one, whatever was held on this call."""
    held = {
        holding.role
        for holding in incident.roster.holdings
        if holding.person_id == person_id
        and (at is None or (holding.since <= at and (holding.until is None or at < holding.until)))
    }
    return tuple((ROLE_SHORT[role], role.spoken) for role in sorted(held, key=ROLE_ORDER.__getitem__))
