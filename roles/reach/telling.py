"""To whom the bridge says something: one person privately, the holders of a role, or everybody aloud."""

from dataclasses import replace
from datetime import datetime

from roles import events as e
from roles.incident import Incident, has_started
from roles.people import BRIDGE, Role
from roles.presence import Leg, Where
from roles.reach import announcements
from roles.reach.announcements import ALOUD_FOR, PRIVATE_FOR, ROOM


def tell(incident: Incident, person_id: str, text: str, now: datetime, by: str = BRIDGE.person_id) -> list[e.Event]:
    """Privately, on the leg through which the person listens; nothing when they are not on the call."""
    leg = listening_leg(incident, person_id)
    if leg is None:
        return []
    return [e.AnnouncementMade(at=now, call_sid=leg.call_sid, text=text, expires_at=now + PRIVATE_FOR, by=by)]


def tell_holders(incident: Incident, role: Role, text: str, now: datetime) -> list[e.Event]:
    return [event for who in incident.roster.holders(role) for event in tell(incident, who, text, now)]


def say_aloud(incident: Incident, text: str, now: datetime, by: str = BRIDGE.person_id) -> list[e.Event]:
    """To everybody on the line; nothing when nobody is."""
    if not incident.on_the_line():
        return []
    return [e.AnnouncementMade(at=now, call_sid=ROOM, text=text, expires_at=now + ALOUD_FOR, by=by)]


def play_to(incident: Incident, person_id: str, text: str, take_id: str, now: datetime) -> list[e.Event]:
    """Words, then kept sound, to one person."""
    return [replace(made, take_id=take_id) for made in _made(tell(incident, person_id, text, now))]


def play_aloud(incident: Incident, text: str, take_id: str, now: datetime) -> list[e.Event]:
    return [replace(made, take_id=take_id) for made in _made(say_aloud(incident, text, now))]


def _made(found: list[e.Event]) -> list[e.AnnouncementMade]:
    return [event for event in found if isinstance(event, e.AnnouncementMade)]


def listening_leg(incident: Incident, person_id: str) -> Leg | None:
    """Of several legs the one on the line, else one that will come back."""
    legs = [leg for leg in incident.live_legs(person_id) if leg.joined_at is not None and leg.removed_reason is None]
    return max(legs, key=lambda leg: (leg.where is Where.ON_THE_LINE, leg.arrived_at), default=None)


def can_be_told(incident: Incident, leg: Leg) -> bool:
    """Whether the carrier takes words for this leg now: never for somebody who has been alone in the room so far."""
    return leg.seat is not None and has_started(incident, leg.seat.conference_sid)


def due(incident: Incident, now: datetime) -> list[e.Event]:
    """What may be said now. A leg that is away or on hold hears it when it is back."""
    if not incident.open or not incident.announcements.waiting:
        return []
    on_the_line = [leg for leg in incident.on_the_line() if can_be_told(incident, leg)]
    reachable = {leg.call_sid for leg in on_the_line if not (leg.hold or leg.wanted_hold)}
    if on_the_line:
        reachable.add(ROOM)
    return announcements.due(incident.announcements, frozenset(reachable), now)
