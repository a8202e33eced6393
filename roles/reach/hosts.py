"""Who lets people in, and so hears of the lobby; and for whom sound that was left on purpose is meant."""

from roles.incident import Incident
from roles.people import Actor, Role
from roles.permissions import Capability, capabilities
from roles.presence import Leg, Where
from roles.reach.takes import NAME, WHISPER, Take


def hosts(incident: Incident) -> list[str]:
    """The deputy; without one on the call the commander; without both whoever on it may let people in."""
    here = list(
        dict.fromkeys(
            leg.person_id
            for leg in incident.legs.values()
            if leg.live and leg.joined_at is not None and leg.removed_reason is None
        )
    )
    for role in (Role.DEPUTY, Role.INCIDENT_COMMANDER):
        found = [who for who in incident.roster.holders(role) if who in here]
        if found:
            return found
    return [who for who in here if Capability.ADMIT in capabilities(incident, Actor(person_id=who))]


def waiting(incident: Incident) -> list[Leg]:
    """Who waits in the lobby and can be let in, the longest first."""
    found = [
        leg
        for leg in incident.legs.values()
        if leg.where is Where.LOBBY and leg.turned_away_by is None and leg.lobby_reason != "banned"
    ]
    return sorted(found, key=lambda leg: leg.arrived_at)


def may_hear(incident: Incident, take: Take, actor: Actor) -> bool:
    """A whisper is for who said it and who it was said to, a name in the lobby for who lets people in."""
    if take.purpose == WHISPER:
        return actor.person_id in (take.person_id, take.subject)
    if take.purpose == NAME:
        return Capability.ADMIT in capabilities(incident, actor)
    return True
