"""To whom the bridge says something: one person privately, the holders of a role, or everybody aloud."""

from dataclasses import replace
from datetime import datetime

from roles import events as e
from roles.incident import Incident, has_started
from roles.people import BRIDGE, Role
from roles.presence import Leg, Where
from roles.reach import announcements
from roles.reach.announcements import ALOUD_FOR, MISSED_FOR, PRIVATE_FOR, ROOM


def tell(
    incident: Incident,
    person_id: str,
    text: str,
    now: datetime,
    by: str = BRIDGE.person_id,
    *,
    urgent: bool = False,
) -> list[e.Event]:
    """Privately, on the leg through which the person listens; nothing when they are not on the call."""
    leg = listening_leg(incident, person_id)
    if leg is None:
        return []
    expires_at = now + PRIVATE_FOR
    return [e.AnnouncementMade(at=now, call_sid=leg.call_sid, text=text, expires_at=expires_at, by=by, urgent=urgent)]


def tell_holders(incident: Incident, role: Role, text: str, now: datetime) -> list[e.Event]:
    return [event for who in incident.roster.holders(role) for event in tell(incident, who, text, now)]


def say_aloud(
    incident: Incident, text: str, now: datetime, by: str = BRIDGE.person_id, author: str = ""
) -> list[e.Event]:
    """To everybody on the line; nothing when nobody is. `author`: whose words or deed it is."""
    if not incident.on_the_line():
        return []
    return [e.AnnouncementMade(at=now, call_sid=ROOM, text=text, expires_at=now + ALOUD_FOR, by=by, author=author)]


def play_to(
    incident: Incident, person_id: str, text: str, take_id: str, now: datetime, author: str = ""
) -> list[e.Event]:
    """Words, then kept sound, to one person."""
    told = tell(incident, person_id, text, now)
    return [replace(made, take_id=take_id, author=author) for made in _made(told)]


def play_aloud(incident: Incident, text: str, take_id: str, now: datetime, author: str = "") -> list[e.Event]:
    return [replace(made, take_id=take_id, author=author) for made in _made(say_aloud(incident, text, now))]


def _made(found: list[e.Event]) -> list[e.AnnouncementMade]:
    return [event for event in found if isinstance(event, e.AnnouncementMade)]


def listening_leg(incident: Incident, person_id: str) -> Leg | None:
    """Of several legs the one on the line, else one that will come back."""
    legs = [leg for leg in incident.live_legs(person_id) if leg.joined_at is not None and leg.removed_reason is None]
    return max(legs, key=lambda leg: (leg.where is Where.ON_THE_LINE, leg.arrived_at), default=None)


def can_be_told(incident: Incident, leg: Leg) -> bool:
    """Whether the carrier takes words for this leg now: never for somebody who has been alone in the room so far."""
    return leg.seat is not None and has_started(incident, leg.seat.conference_sid)


def listening_conferences(incident: Incident, call_sid: str) -> list[str]:
    """Where those sit who hear an announcement: one leg, or with ROOM everybody on the line."""
    legs = [leg for leg in incident.on_the_line() if call_sid in (ROOM, leg.call_sid) and can_be_told(incident, leg)]
    return list(dict.fromkeys(leg.seat.conference_sid for leg in legs if leg.seat is not None))


def due(incident: Incident, now: datetime) -> list[e.Event]:
    """What may be said now. A leg that is away or on hold hears it when it is back, words to all too."""
    if not incident.open or not incident.announcements.waiting:
        return []
    on_the_line = [leg for leg in incident.on_the_line() if can_be_told(incident, leg)]
    reachable = {leg.call_sid for leg in on_the_line if not (leg.hold or leg.wanted_hold)}
    if on_the_line:
        reachable.add(ROOM)
    rooms = tuple(dict.fromkeys(leg.seat.conference_sid for leg in on_the_line if leg.seat is not None))
    found = announcements.due(incident.announcements, frozenset(reachable), rooms, now)
    return [*found, *_for_the_absent(incident, found, frozenset(reachable), now)]


def _for_the_absent(
    incident: Incident, found: list[e.Event], reachable: frozenset[str], now: datetime
) -> list[e.Event]:
    """Words to all are kept for whoever listens on no phone while they are said."""
    here = {leg.person_id for leg in incident.legs.values() if leg.call_sid in reachable}
    away = {
        leg.person_id for leg in incident.legs.values() if leg.where is Where.STEPPED_OUT or can_be_told(incident, leg)
    }
    kept: list[e.Event] = []
    for event in found:
        words = incident.announcements.get(event.number) if isinstance(event, e.AnnouncementSent) else None
        if words is None or words.call_sid != ROOM:
            continue
        kept_for = MISSED_FOR if words.ordered_by_a_person else PRIVATE_FOR
        for person_id in sorted(away - here - {words.author}):
            leg = listening_leg(incident, person_id)
            if leg is None or leg.released_by is not None:
                continue
            text = f"While you were away: {words.text}"
            kept.append(
                e.AnnouncementMade(
                    at=now, call_sid=leg.call_sid, text=text, expires_at=now + kept_for, take_id=words.take_id
                )
            )
    return kept
