"""Decisions about how long an incident and its calls last."""

from datetime import datetime, timedelta

from roles import commands as c, events as e
from roles.floor.control import ended
from roles.incident import Incident
from roles.lifetime import ALONE, LIMIT, LIMIT_TOLD_BEFORE
from roles.people import BRIDGE, COMMAND_STAFF, Actor
from roles.presence import Leg
from roles.reach.ring_orders import ring
from roles.reach.telling import tell
from roles.refusals import Refused


def reopen(incident: Incident, actor: Actor, now: datetime) -> list[e.Event]:
    """Whoever could open a new one may go on with this one; its roles, seats and numbers are as they were."""
    if incident.open or incident.opened_at is None:
        return []
    person = incident.people.get(actor.person_id)
    if actor.is_person and not actor.admin and (person is None or person.guest):
        raise Refused("Only people of the directory open it again.")
    return [e.Reopened(at=now, by=actor.person_id)]


def answer_alone(incident: Incident, command: c.AnswerAlone, now: datetime) -> list[e.Event]:
    """A late or doubled answer changes nothing, nor does one after somebody else came."""
    if not incident.open or not incident.lifetime.asks(command.call_sid):
        return []
    if command.stays:
        return [e.AloneAnswered(at=now, call_sid=command.call_sid)]
    return [e.CallEndOrdered(at=now, call_sid=command.call_sid, why=ALONE)]


def due(incident: Incident, now: datetime) -> list[e.Event]:
    """Asked of an open incident every second."""
    lifetime = incident.lifetime
    rung = any(found.going_on for found in incident.rings.by_id.values())
    leg = incident.legs.get(lifetime.alone)
    if lifetime.empty_due(now) and not rung:
        return ended(incident, BRIDGE.person_id, now)
    if leg is not None and leg.end_ordered is None and not rung:
        if lifetime.unanswered(now):
            return [e.CallEndOrdered(at=now, call_sid=leg.call_sid, why=ALONE)]
        if lifetime.alone_due(now) and leg.seat is not None:
            return [e.AloneAsked(at=now, call_sid=leg.call_sid)]
    return _near_the_limit(incident, now)


def _near_the_limit(incident: Incident, now: datetime) -> list[e.Event]:
    """Told a quarter of an hour before; command staff are rung, one by one, so that the call is never without them."""
    limit = timedelta(minutes=incident.call_limit_minutes)
    if limit <= LIMIT_TOLD_BEFORE:
        return []
    found: list[e.Event] = []
    for leg in incident.legs.values():
        near = leg.live and leg.joined_at is not None and now >= leg.arrived_at + limit - LIMIT_TOLD_BEFORE
        if near and leg.call_sid not in incident.lifetime.near_limit:
            found.append(e.CallLimitNear(at=now, call_sid=leg.call_sid))
            found += tell(incident, leg.person_id, _limit_words(incident, leg), now)
    return found or _next_of_the_staff(incident, now)


def _limit_words(incident: Incident, leg: Leg) -> str:
    said = "The telephone network cuts your call in 15 minutes."
    if _is_staff(incident, leg):
        return f"{said} The bridge rings you before: press 1 there, then hang up here."
    return f"{said} Hang up and dial again before that."


def _next_of_the_staff(incident: Incident, now: datetime) -> list[e.Event]:
    """Ring whoever is next; end the old call of who is back on a new one."""
    told = incident.lifetime.near_limit
    near = [leg for leg in incident.legs.values() if leg.call_sid in told and leg.live]
    found: list[e.Event] = []
    for leg in near:
        newer = [other for other in incident.live_legs(leg.person_id) if other.arrived_at > leg.arrived_at]
        if any(other.seat is not None for other in newer) and leg.end_ordered is None:
            found.append(e.CallEndOrdered(at=now, call_sid=leg.call_sid, why=LIMIT))
    if found or any(ring_.going_on and ring_.why == LIMIT for ring_ in incident.rings.by_id.values()):
        return found
    for leg in near:
        rung = any(
            ring_.person_id == leg.person_id and ring_.why == LIMIT and ring_.ordered_at > leg.arrived_at
            for ring_ in incident.rings.by_id.values()
        )
        if not rung and leg.end_ordered is None and _is_staff(incident, leg):
            return ring(incident, leg.person_id, LIMIT, BRIDGE.person_id, now)
    return []


def _is_staff(incident: Incident, leg: Leg) -> bool:
    person = incident.people.get(leg.person_id)
    known = person is not None and not person.guest
    return known and bool(incident.roster.roles_of(leg.person_id) & COMMAND_STAFF)
