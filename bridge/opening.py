"""Opening an incident, whatever the door: a call, the console, the command line."""

import secrets
from datetime import datetime

from bridge.plan import Plan, plan_for
from bridge.service import Service
from bridge.storage.directory import Directory
from bridge.storage.incidents import OPENED_BY_A_CALL
from roles.commands import OpenIncident
from roles.people import Actor, Role


def open_incident(
    service: Service,
    directory: Directory,
    *,
    title: str,
    severity: int | None,
    actor: Actor,
    now: datetime,
    plan: Plan | None = None,
    by_call: bool = False,
    call_limit_minutes: int = 240,
    language: str = "",
) -> str:
    """The id of the incident that is open now. `by_call`: joins the one that another call opened just before.

    `language`: of whoever has none in the directory; empty: the bridge's own.

    `plan` None: the directory's own plan; what is wrong in it is left out and stands as an alarm on the page.
    """
    found = plan_for(directory) if plan is None else plan
    incident_id = f"{now:%Y%m%d}-{secrets.token_hex(4)}"
    command = OpenIncident(
        incident_id=incident_id,
        title=" ".join(title.split()) or "Incident",
        severity=severity,
        room=f"incident-{incident_id}",
        required=found.required,
        required_roles=found.required_roles,
        escalation=found.escalation,
        call_limit_minutes=call_limit_minutes,
        mark_aloud=found.mark_aloud,
        commanders_trained=any(Role.INCIDENT_COMMANDER.value in person.trained for person in directory.all()),
        plan_problems=found.problems,
        language=language,
    )
    return service.open(command, actor, OPENED_BY_A_CALL if by_call else None)
