"""Decisions about the floor: mute all but command staff, hands, the lock. Orders, not facts."""

from datetime import datetime

from roles import commands as c, events as e
from roles.incident import Incident
from roles.people import Actor
from roles.permissions import Capability, require
from roles.refusals import Refused, nobody_there


def mute_all(incident: Incident, command: c.MuteAll, actor: Actor, now: datetime) -> list[e.Event]:
    """Holds for everybody who is here and for whoever joins later, until it is released; spares command staff."""
    require(incident, actor, Capability.MUTE_ALL)
    if command.muted == (incident.floor.muted_all_by is not None):
        return []
    if command.muted:
        return [e.MuteAllOrdered(at=now, by=actor.person_id)]
    return [e.MuteAllReleased(at=now, by=actor.person_id)]


def lock(incident: Incident, command: c.LockBridge, actor: Actor, now: datetime) -> list[e.Event]:
    """While it is locked new callers wait in the lobby, known ones too; holders of a command role pass."""
    require(incident, actor, Capability.LOCK)
    if command.locked == (incident.floor.locked_by is not None):
        return []
    if command.locked:
        return [e.BridgeLocked(at=now, by=actor.person_id)]
    return [e.BridgeUnlocked(at=now, by=actor.person_id)]


def raise_hand(incident: Incident, actor: Actor, now: datetime) -> list[e.Event]:
    legs = [leg for leg in incident.live_legs(actor.person_id) if leg.joined_at is not None]
    if not legs:
        raise Refused("Only somebody on the call can raise a hand. Dial in first.")
    if actor.person_id in incident.floor.hands:
        return []
    to_speak = all(leg.muted_by_another(actor.person_id) for leg in legs)
    return [e.HandRaised(at=now, person_id=actor.person_id, to_speak=to_speak)]


def lower_hand(incident: Incident, command: c.LowerHand, actor: Actor, now: datetime) -> list[e.Event]:
    if command.person_id not in incident.people:
        raise nobody_there("This person")
    if command.person_id != actor.person_id:
        require(incident, actor, Capability.MUTE_OTHERS)
    if command.person_id not in incident.floor.hands:
        return []
    return [e.HandLowered(at=now, person_id=command.person_id, by=actor.person_id)]
