"""Whether a second transcript has to wait, and why, in words for the page."""

from bridge.service import Service
from bridge.storage.incidents import Incidents

CALL_GOES_ON = "It waits: this call was opened again. It goes on once the call has ended."
SOMEBODY_CALLS = "It waits: somebody is on a call, and the machine is theirs. It goes on when they have hung up."


def somebody_calls(service: Service, incidents: Incidents) -> bool:
    """Whether somebody is on a call, anywhere on this bridge."""
    return any(leg.live for row in incidents.open() for leg in service.incident(row.id).legs.values())


def why_it_waits(service: Service, incidents: Incidents, incident_id: str) -> str:
    """A sentence; empty when nothing keeps it from being read now. Raises UnknownIncident, DatabaseUnavailable."""
    if somebody_calls(service, incidents):
        return SOMEBODY_CALLS
    return CALL_GOES_ON if service.incident(incident_id).open else ""
