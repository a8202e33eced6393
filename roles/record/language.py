"""In which language a leg is written down: its person's, else the call's; what came of it is told once."""

from datetime import datetime

from roles import commands as c, events as e
from roles.incident import Incident


def language_of(incident: Incident, call_sid: str) -> str:
    """A code such as "de"; empty: what the bridge is set to."""
    leg = incident.legs.get(call_sid)
    person = incident.people.get(leg.person_id) if leg is not None else None
    return (person.language if person is not None else "") or incident.language


def chosen(incident: Incident, command: c.ReportLanguage, now: datetime) -> list[e.Event]:
    leg = incident.legs.get(command.call_sid)
    if leg is None or (leg.language_wanted, leg.language_heard) == (command.wanted, command.heard):
        return []
    return [e.LanguageChosen(at=now, call_sid=command.call_sid, wanted=command.wanted, heard=command.heard)]
