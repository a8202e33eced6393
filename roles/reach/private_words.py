"""Decisions about words to one person, to the holders of a role, or to everybody; and the news that they were said."""

from datetime import datetime

from roles import commands as c, events as e
from roles.incident import Incident
from roles.people import Actor
from roles.permissions import Capability, require
from roles.reach import announcements
from roles.reach.telling import say_aloud, tell
from roles.refusals import Refused, nobody_there

LONGEST = 200


def whisper(incident: Incident, command: c.Whisper, actor: Actor, now: datetime) -> list[e.Event]:
    require(incident, actor, Capability.WHISPER)
    text = _text(command.text)
    holders = incident.roster.holders(command.role) if command.role is not None else (command.person_id,)
    who = [person_id for person_id in holders if command.role is None or person_id != actor.person_id]
    found = [event for person_id in who for event in tell(incident, person_id, text, now, actor.person_id)]
    if not found and command.role is not None and not who:
        raise Refused(f"Nobody else is {command.role.spoken} now.")
    if not found:
        name = command.role.spoken if command.role is not None else incident.name_of(command.person_id)
        raise nobody_there(f"The {name}" if command.role is not None else name)
    return found


def announce(incident: Incident, command: c.Announce, actor: Actor, now: datetime) -> list[e.Event]:
    require(incident, actor, Capability.ANNOUNCE)
    found = say_aloud(incident, _text(command.text), now, actor.person_id, actor.person_id)
    if not found:
        raise Refused("Nobody is on the line to hear it.")
    return found


def ended(incident: Incident, command: c.ReportAnnouncementEnd, now: datetime) -> list[e.Event]:
    """Words to all end when every room has heard them; private words that nobody was there to hear are said later."""
    found = incident.announcements.get(command.number)
    if found is None or found.sent_at is None:
        return []
    if command.conference_sid and found.conferences:
        if command.conference_sid not in found.conferences:
            return []
        if len(found.conferences) > 1:
            return [e.AnnouncementHeard(at=now, number=found.number, conference_sid=command.conference_sid)]
    if command.heard:
        return [announcements.ended(found, "heard", now)]
    leg = incident.legs.get(found.call_sid)
    if leg is not None and (not leg.live or leg.removed_reason is not None or leg.released_by is not None):
        return [announcements.ended(found, "gone", now)]
    if leg is None or leg.seat is not None:
        return [announcements.ended(found, "unheard", now)]
    again = e.AnnouncementMade(
        at=now,
        call_sid=found.call_sid,
        text=found.text,
        expires_at=found.expires_at,
        take_id=found.take_id,
        author=found.ordered_by or found.author,
    )
    return [announcements.ended(found, "missed", now), again]


def _text(text: str) -> str:
    text = " ".join(text.split())
    if not 1 <= len(text) <= LONGEST:
        raise Refused(f"Words that the bridge says have 1 to {LONGEST} characters.")
    return text
