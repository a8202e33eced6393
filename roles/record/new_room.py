"""Everybody to a new room, by the deputy's order: the only way to a new recording while the call goes on."""

import re
from datetime import datetime

from roles import events as e
from roles.incident import Incident
from roles.people import COMMAND_STAFF, Actor
from roles.permissions import Capability, require
from roles.presence import Leg
from roles.refusals import Refused

_NUMBERED = re.compile(r"^(?P<base>.*)-r(?P<number>[0-9]+)$")


def renew(incident: Incident, actor: Actor, now: datetime) -> list[e.Event]:
    """Sub-teams move too, each to its own new room."""
    require(incident, actor, Capability.SUB_TEAMS)
    if not incident.on_the_line():
        raise Refused("Nobody is on the line to move.")
    return [e.RoomRenewed(at=now, room=next_room(incident.room), by=actor.person_id)]


def next_room(room: str) -> str:
    """inc-7, inc-7-r2, inc-7-r3."""
    found = _NUMBERED.match(room)
    return f"{found['base']}-r{int(found['number']) + 1}" if found else f"{room}-r2"


def order_of_moving(incident: Incident) -> list[Leg]:
    """All who sit in a room; command staff last, so that somebody is left to answer."""
    seated = [leg for leg in incident.legs.values() if leg.live and leg.seat is not None]
    staff = {leg.call_sid for leg in seated if incident.roster.roles_of(leg.person_id) & COMMAND_STAFF}
    return sorted(seated, key=lambda leg: leg.call_sid in staff)
