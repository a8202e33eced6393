"""Decisions about words to one person, to the holders of a role, or to everybody; and the news that they were said."""

from datetime import datetime

from roles import commands as c, events as e
from roles.incident import Incident
from roles.people import Actor
from roles.permissions import Capability, require
from roles.reach.telling import say_aloud, tell
from roles.refusals import Refused, nobody_there

LONGEST = 200


def whisper(incident: Incident, command: c.Whisper, actor: Actor, now: datetime) -> list[e.Event]:
    require(incident, actor, Capability.WHISPER)
    text = _text(command.text)
    who = incident.roster.holders(command.role) if command.role is not None else (command.person_id,)
    found = [event for person_id in who for event in tell(incident, person_id, text, now, actor.person_id)]
    if not found:
        name = command.role.spoken if command.role is not None else incident.name_of(command.person_id)
        raise nobody_there(f"The {name}" if command.role is not None else name)
    return found


def announce(incident: Incident, command: c.Announce, actor: Actor, now: datetime) -> list[e.Event]:
    require(incident, actor, Capability.ANNOUNCE)
    found = say_aloud(incident, _text(command.text), now, actor.person_id)
    if not found:
        raise Refused("Nobody is on the line to hear it.")
    return found


def ended(incident: Incident, command: c.ReportAnnouncementEnd, now: datetime) -> list[e.Event]:
    announcement = incident.announcements.get(command.number)
    if announcement is None or announcement.sent_at is None:
        return []
    return [e.AnnouncementEnded(at=now, number=announcement.number, how="heard")]


def _text(text: str) -> str:
    text = " ".join(text.split())
    if not 1 <= len(text) <= LONGEST:
        raise Refused(f"Words that the bridge says have 1 to {LONGEST} characters.")
    return text
