"""Decisions at the door for many or for good: let all in, unmute all, ban, release by a stay-list, observers."""

from datetime import datetime

from roles import commands as c, events as e
from roles.arrivals import live_leg
from roles.incident import Incident
from roles.people import Actor, Role
from roles.permissions import Capability, is_command_staff, require
from roles.presence import Where
from roles.refusals import Refused, nobody_there, unknown_leg


def admit_all(incident: Incident, actor: Actor, now: datetime) -> list[e.Event]:
    """Everybody who waits, but for those who were turned away or banned."""
    require(incident, actor, Capability.ADMIT)
    waiting = [
        leg
        for leg in incident.legs.values()
        if leg.where is Where.LOBBY and leg.turned_away_by is None and leg.person_id not in incident.banned
        if leg.person_id != actor.person_id or leg.person_id not in incident.removed_people
    ]
    if not waiting:
        raise Refused("Nobody waits in the lobby.")
    return [e.LegAdmitted(at=now, call_sid=leg.call_sid, by=actor.person_id) for leg in waiting]


def unmute_all(incident: Incident, actor: Actor, now: datetime) -> list[e.Event]:
    """Undoes what others did; who muted themselves stays muted."""
    require(incident, actor, Capability.MUTE_ALL)
    found: list[e.Event] = []
    if incident.floor.muted_all_by is not None:
        found.append(e.MuteAllReleased(at=now, by=actor.person_id))
    for leg in incident.legs.values():
        if leg.live and leg.mute_wanted and leg.muted_by not in (None, leg.person_id):
            found.append(e.MuteOrdered(at=now, call_sid=leg.call_sid, muted=False, by=actor.person_id))
    return found


def ban(incident: Incident, command: c.BanPerson, actor: Actor, now: datetime) -> list[e.Event]:
    """Until allowed again; whoever is on the call is removed first."""
    require(incident, actor, Capability.REMOVE)
    if command.person_id not in incident.people:
        raise nobody_there("This person")
    if command.banned == (command.person_id in incident.banned):
        return []
    if not command.banned:
        return [e.PersonAllowed(at=now, person_id=command.person_id, by=actor.person_id)]
    if is_command_staff(incident, command.person_id):
        raise Refused(f"{incident.name_of(command.person_id)} has a command role. Free them of it first.")
    found: list[e.Event] = [e.PersonBanned(at=now, person_id=command.person_id, by=actor.person_id)]
    for leg in incident.live_legs(command.person_id):
        if leg.admitted and leg.removed_reason is None:
            reason = "you are not needed on this call"
            found.append(e.RemovalOrdered(at=now, call_sid=leg.call_sid, reason=reason, by=actor.person_id))
        elif leg.turned_away_by is None and leg.removed_reason is None:
            found.append(e.LegTurnedAway(at=now, call_sid=leg.call_sid, by=actor.person_id))
    return found


def release_others(incident: Incident, command: c.ReleaseOthers, actor: Actor, now: datetime) -> list[e.Event]:
    """The named, command staff and who orders it stay; the others are thanked, each privately."""
    require(incident, actor, Capability.RELEASE)
    unknown = [person_id for person_id in command.stay if person_id not in incident.people]
    if unknown:
        raise nobody_there("Somebody on this list")
    going = [
        leg
        for leg in incident.legs.values()
        if leg.live and leg.admitted and leg.released_by is None and leg.removed_reason is None
        if leg.person_id not in (*command.stay, actor.person_id) and not is_command_staff(incident, leg.person_id)
    ]
    if not going:
        raise Refused("Everybody on the call stays already.")
    return [e.LegReleased(at=now, call_sid=leg.call_sid, by=actor.person_id) for leg in going]


def set_observer(incident: Incident, command: c.SetObserver, actor: Actor, now: datetime) -> list[e.Event]:
    """An observer, or the shadow of a role, hears everything and cannot be unmuted by mistake."""
    require(incident, actor, Capability.ADMIT)
    if command.person_id not in incident.people:
        raise nobody_there("This person")
    of = command.shadow_of if command.observer else ""
    if of and (of not in incident.people or of == command.person_id):
        raise Refused("Choose whom they shadow.")
    known = (command.person_id in incident.observers, incident.shadows.get(command.person_id, ""))
    if known == (command.observer, of):
        return []
    held = incident.roster.roles_of(command.person_id) - {Role.OBSERVER}
    if command.observer and held:
        raise Refused(f"{incident.name_of(command.person_id)} holds a role. Free them of it first.")
    return [
        e.ObserverSet(at=now, person_id=command.person_id, observer=command.observer, by=actor.person_id, shadow_of=of)
    ]


def look_up_number(incident: Incident, command: c.LookUpNumber, actor: Actor, now: datetime) -> list[e.Event]:
    """Numbers are masked; looking is allowed to few and logged each time."""
    require(incident, actor, Capability.SEE_NUMBERS)
    if command.call_sid not in incident.legs:
        raise unknown_leg()
    return [e.NumberLookedUp(at=now, call_sid=command.call_sid, by=actor.person_id)]


def mark_room(incident: Incident, command: c.MarkRoom, actor: Actor, now: datetime) -> list[e.Event]:
    """By command staff, or by whoever sits in that room."""
    leg = live_leg(incident, command.call_sid)
    if leg.person_id != actor.person_id:
        require(incident, actor, Capability.RENAME)
    if leg.is_room == command.room:
        return []
    return [e.RoomMarked(at=now, call_sid=leg.call_sid, room=command.room, by=actor.person_id)]
