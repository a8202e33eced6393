"""Hot standby: the commander's last leg ends, they are rung at once, and the deputy may take over with one key."""

from datetime import datetime, timedelta

from roles import events as e
from roles.incident import Incident
from roles.leadership.succession import nobody_trained, standbys
from roles.people import BRIDGE, Role
from roles.presence import Leg
from roles.reach.ring_orders import ring
from roles.reach.ringing import Ring
from roles.reach.telling import say_aloud, tell

ASKED_AFTER = timedelta(seconds=60)
"""So long without a commander on the call until the bridge asks who is trained; then again until it asks all."""
TAKE_IT = "Press star, then 1, to take command."


def commander_left(incident: Incident, now: datetime) -> list[e.Event]:
    """Is who commands off the call? A leg that is still on its way into the room does not count. Nobody is moved."""
    commander = incident.roster.holder(Role.INCIDENT_COMMANDER)
    if not incident.open or commander is None or incident.commander_dropped == commander:
        return []
    if incident.on_the_call(commander):
        return []
    was_here = any(leg.person_id == commander and leg.joined_at is not None for leg in incident.legs.values())
    if not was_here and not incident.on_the_line():
        return []
    found: list[e.Event] = [e.CommanderDropped(at=now, person_id=commander)]
    if not incident.live_legs(commander):
        found += ring(incident, commander, "standby", BRIDGE.person_id, now)
    said = f"{incident.name_of(commander)}, who is in command, {'dropped' if was_here else 'is not on the call'}."
    return [*found, *_tell_standbys(incident, f"{said} {TAKE_IT}", now)]


def cannot_be_reached(incident: Incident, failed: Ring, now: datetime) -> list[e.Event]:
    """The ring of the commander who dropped led to nobody: the standby hears it."""
    if failed.why != "standby" or incident.commander_dropped != failed.person_id:
        return []
    return _tell_standbys(incident, f"{incident.name_of(failed.person_id)} could not be reached. {TAKE_IT}", now)


def joined(incident: Incident, leg: Leg, now: datetime) -> list[e.Event]:
    """Somebody's first time in a room: the commander who dialed by themselves is rung no more, a standby is told."""
    rung = incident.rings.going_on(leg.person_id)
    if rung is not None and rung.why == "standby" and rung.call_sid != leg.call_sid:
        over: list[e.Event] = [e.RingFailed(at=now, ring_id=rung.ring_id, why="came_by_themselves")]
        return [*over, e.CallEndOrdered(at=now, call_sid=rung.call_sid, why="joined")] if rung.call_sid else over
    dropped = incident.commander_dropped
    if dropped is None or leg.person_id not in standbys(incident):
        return []
    said = f"{incident.name_of(dropped)}, who is in command, is not on the call. {TAKE_IT}"
    return tell(incident, leg.person_id, said, now, urgent=True)


def _tell_standbys(incident: Incident, said: str, now: datetime) -> list[e.Event]:
    return [event for who in standbys(incident) for event in tell(incident, who, said, now, urgent=True)]


def due(incident: Incident, now: datetime) -> list[e.Event]:
    """A drop that no end of a call told; and who takes command, asked once of the trained and once of all."""
    left = commander_left(incident, now)
    if left:
        return left
    vacancy = incident.vacancy
    if vacancy.open_to_all or not incident.on_the_line():
        return []
    if vacancy.asked_at is not None:
        if now < vacancy.asked_at + ASKED_AFTER:
            return []
        said = "Nobody has taken command. Anybody may take it now with star, then 1."
        return [e.CommandAsked(at=now, anybody=True), *say_aloud(incident, said, now)]
    why = _why_asked(incident, now)
    if not why:
        return []
    anybody = nobody_trained(incident)
    who = "Anybody may take it" if anybody else "Whoever is trained takes it"
    return [e.CommandAsked(at=now, anybody=anybody), *say_aloud(incident, f"{why} {who} with star, then 1.", now)]


def _why_asked(incident: Incident, now: datetime) -> str:
    """Empty while there is a commander, while the standby may still take over, or in the first minute."""
    vacancy, dropped = incident.vacancy, incident.vacancy.dropped
    if dropped is not None and vacancy.dropped_at is not None:
        rung = incident.rings.last(dropped, vacancy.dropped_at)
        on_the_way = incident.live_legs(dropped) or (rung is not None and rung.going_on)
        given_up = not on_the_way and not standbys(incident)
        waited = now >= vacancy.dropped_at + ASKED_AFTER
        return f"{incident.name_of(dropped)} is in command and not on the call." if given_up or waited else ""
    if incident.roster.holder(Role.INCIDENT_COMMANDER) is not None or incident.first_joined_at is None:
        return ""
    since = max(incident.first_joined_at, vacancy.vacated_at or incident.first_joined_at)
    return "Nobody is in command." if now >= since + ASKED_AFTER else ""
