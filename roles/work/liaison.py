"""What the liaisons hear: customer reports by number."""

from datetime import datetime

from roles import commands as c, events as e
from roles.incident import Incident
from roles.people import Actor, Role
from roles.reach.telling import tell_holders
from roles.refusals import Refused

MOST_REPORTS = 1_000_000


def report_customers(incident: Incident, command: c.ReportCustomers, actor: Actor, now: datetime) -> list[e.Event]:
    """How many customers reported it so far, by whoever knows; the customer liaison hears of it privately."""
    if not 0 <= command.count <= MOST_REPORTS:
        raise Refused(f"A number of reports is at most {MOST_REPORTS}.")
    reported = e.CustomersReported(at=now, count=command.count, by=actor.person_id)
    liaisons = [who for who in incident.roster.holders(Role.CUSTOMER_LIAISON) if who != actor.person_id]
    if not liaisons:
        return [reported]
    said = f"{command.count} customer reports, from {incident.name_of(actor.person_id)}."
    return [reported, *tell_holders(incident, Role.CUSTOMER_LIAISON, said, now)]
