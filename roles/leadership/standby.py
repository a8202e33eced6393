"""Hot standby: the commander's last leg ends, they are rung at once, and the deputy may take over with one key."""

from datetime import datetime, timedelta

from roles import events as e
from roles.incident import Incident
from roles.leadership.succession import standbys
from roles.people import BRIDGE, Role
from roles.presence import Where
from roles.reach.ring_orders import ring
from roles.reach.telling import say_aloud, tell

ASKED_AFTER = timedelta(seconds=60)


def commander_left(incident: Incident, now: datetime) -> list[e.Event]:
    """After the end of a call: was it the commander's last one? Nobody else is moved."""
    commander = incident.roster.holder(Role.INCIDENT_COMMANDER)
    if not incident.open or commander is None or incident.commander_dropped == commander:
        return []
    legs = [leg for leg in incident.legs.values() if leg.person_id == commander]
    if any(leg.live for leg in legs) or not any(leg.joined_at is not None for leg in legs):
        return []
    found: list[e.Event] = [e.CommanderDropped(at=now, person_id=commander)]
    found += ring(incident, commander, "standby", BRIDGE.person_id, now)
    said = f"{incident.name_of(commander)}, who is in command, dropped. Press star, then 1, to take command."
    for person_id in standbys(incident):
        found += tell(incident, person_id, said, now)
    return found


def due(incident: Incident, now: datetime) -> list[e.Event]:
    """A drop before the role came; and, a minute after the first join without a commander, the question, once."""
    left = commander_left(incident, now)
    if left:
        return left
    if incident.roster.holder(Role.INCIDENT_COMMANDER) is not None or incident.command_asked_at is not None:
        return []
    if incident.first_joined_at is None or now < incident.first_joined_at + ASKED_AFTER:
        return []
    if not any(leg.where is Where.ON_THE_LINE for leg in incident.legs.values()):
        return []
    said = "Nobody is in command. Whoever is trained takes it with star, then 1."
    return [e.CommandAsked(at=now), *say_aloud(incident, said, now)]
