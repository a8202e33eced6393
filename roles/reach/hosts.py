"""Who lets people in, and so hears of the lobby; and for whom sound that was left on purpose is meant."""

from dataclasses import replace
from datetime import datetime, timedelta

from roles import events as e
from roles.incident import Incident
from roles.people import Actor, Role
from roles.permissions import Capability, capabilities
from roles.presence import Leg, Where
from roles.reach.takes import NAME, RENAME, TO_ROLE, WHISPER, Take
from roles.reach.telling import can_be_told, listening_leg, tell

TRUE_FOR = timedelta(minutes=10)
"""How long words about the lobby wait for somebody who is alone in the room."""


def hosts(incident: Incident, but: str = "") -> list[str]:
    """The deputy; without one on the call the commander; without both whoever on it may let people in.

    `but`: not this one, whom it is about.
    """
    here = list(
        dict.fromkeys(
            leg.person_id
            for leg in incident.legs.values()
            if leg.live and leg.joined_at is not None and leg.removed_reason is None and leg.person_id != but
        )
    )
    for role in (Role.DEPUTY, Role.INCIDENT_COMMANDER):
        found = [who for who in incident.roster.holders(role) if who in here]
        if found:
            return found
    return [who for who in here if Capability.ADMIT in capabilities(incident, Actor(person_id=who))]


def is_told(incident: Incident) -> bool:
    """Whether words about the lobby reach anybody who lets people in, now."""
    legs = (listening_leg(incident, who) for who in hosts(incident))
    return any(leg is not None and (leg.seat is None or can_be_told(incident, leg)) for leg in legs)


def tell_hosts(incident: Incident, people: list[str], text: str, now: datetime) -> list[e.Event]:
    """After a tone, which tells a voice of the bridge from those of the call. It stays true for a while."""
    made = [event for who in people for event in tell(incident, who, text, now)]
    return [
        replace(event, tone=True, expires_at=now + TRUE_FOR) if isinstance(event, e.AnnouncementMade) else event
        for event in made
    ]


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
        if take.subject.startswith(TO_ROLE):
            role = Role(take.subject.removeprefix(TO_ROLE))
            return actor.person_id == take.person_id or actor.person_id in incident.roster.holders(role)
        return actor.person_id in (take.person_id, take.subject)
    if take.purpose == NAME:
        return Capability.ADMIT in capabilities(incident, actor)
    if take.purpose == RENAME:
        return Capability.RENAME in capabilities(incident, actor)
    return True
