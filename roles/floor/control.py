"""Decisions of command staff about people on the call: mute, hold, remove, the end. Orders, not facts."""

from datetime import datetime, timedelta

from roles import commands as c, events as e
from roles.arrivals import live_leg
from roles.incident import Incident
from roles.leadership.roster import vacate
from roles.people import Actor, Role
from roles.permissions import Capability, require
from roles.presence import Leg
from roles.refusals import Refused, already_over

WHY_REMOVED = "the call is for those who work on it now"
CONFIRMED_WITHIN = timedelta(seconds=5)
"""An order of which no news came for so long may be given again."""


def mute(incident: Incident, command: c.MuteLeg, actor: Actor, now: datetime) -> list[e.Event]:
    """Order mute or unmute of a person, on every phone they are on; `alone`: on this phone only, as its own key does.

    Everybody mutes themselves; who was muted by somebody else asks to be unmuted.
    """
    leg = live_leg(incident, command.call_sid)
    if leg.person_id != actor.person_id:
        require(incident, actor, Capability.MUTE_OTHERS)
    found: list[e.Event] = []
    refused: Refused | None = None
    for each in [leg] if command.alone else legs_of(incident, leg):
        try:
            found += _mute(incident, each, command.muted, actor, now)
        except Refused as reason:
            refused = refused or reason
    if refused is not None and not found:
        raise refused
    return found


def legs_of(incident: Incident, leg: Leg) -> list[Leg]:
    """This leg, then the other phones through which its person is on the call: an order concerns the person."""
    others = (found for found in incident.live_legs(leg.person_id) if found.admitted and found.call_sid != leg.call_sid)
    return [leg, *(found for found in others if found.removed_reason is None and found.released_by is None)]


def _mute(incident: Incident, leg: Leg, muted: bool, actor: Actor, now: datetime) -> list[e.Event]:
    if leg.unrecorded and not muted:
        name = incident.name_of(leg.person_id)
        reason = f"{name} did not agree to be recorded and speaks only off the record."
        raise Refused(reason, short=f"{name} speaks only off the record.")
    if leg.listens_only and not muted:
        raise Refused(f"{incident.name_of(leg.person_id)} listens only. Let them take part first.")
    if leg.person_id == actor.person_id and not muted and leg.muted_by_another(actor.person_id):
        _only_staff_unmutes(incident, leg, actor)
    if leg.wanted_muted == muted and (leg.seat is None or leg.seat.muted == muted):
        return []
    return [e.MuteOrdered(at=now, call_sid=leg.call_sid, muted=muted, by=actor.person_id)]


def _only_staff_unmutes(incident: Incident, leg: Leg, actor: Actor) -> None:
    try:
        require(incident, actor, Capability.MUTE_OTHERS)
    except Refused:
        if leg.muted_by_room:
            raise Refused("Everybody but command staff is muted. Raise your hand to speak.") from None
        raise Refused(f"You were muted by {incident.name_of(leg.muted_by or '')}. Raise your hand to speak.") from None


def hold(incident: Incident, command: c.HoldLeg, actor: Actor, now: datetime) -> list[e.Event]:
    """Order hold, or taking back, of a person on every phone they are on."""
    require(incident, actor, Capability.HOLD)
    leg = live_leg(incident, command.call_sid)
    if command.hold and incident.roster.holder(Role.INCIDENT_COMMANDER) == leg.person_id != actor.person_id:
        raise Refused(_in_command(incident, leg.person_id, "put on hold"))
    return [
        e.HoldOrdered(at=now, call_sid=each.call_sid, hold=command.hold, by=actor.person_id)
        for each in legs_of(incident, leg)
        if each.wanted_hold != command.hold or (each.seat is not None and each.seat.hold != command.hold)
    ]


def remove(incident: Incident, command: c.RemoveLeg, actor: Actor, now: datetime) -> list[e.Event]:
    """Order the removal of a person: they hear the reason, then their calls end; dialing again leads to the lobby.

    With it they are free of their roles. Ordered again when a removal was not confirmed in time.
    """
    require(incident, actor, Capability.REMOVE)
    leg = live_leg(incident, command.call_sid)
    if incident.roster.holder(Role.INCIDENT_COMMANDER) == leg.person_id:
        raise Refused(_in_command(incident, leg.person_id, "removed"))
    if leg.person_id == actor.person_id:
        raise Refused("You cannot remove yourself. Hang up to leave the call.")
    if leg.removed_reason is not None:
        return _remove_again(incident, leg, actor, now)
    reason = " ".join(command.reason.split()) or WHY_REMOVED
    if len(reason) > 200:
        raise Refused("A reason has at most 200 characters: it is read out to the person.")
    found = [
        e.RemovalOrdered(at=now, call_sid=each.call_sid, reason=reason, by=actor.person_id)
        for each in legs_of(incident, leg)
    ]
    return [*found, *_vacated(incident, leg.person_id, actor, now)]


def _remove_again(incident: Incident, leg: Leg, actor: Actor, now: datetime) -> list[e.Event]:
    """For whoever is still in the room; whoever is out of it hears the reason, and is not interrupted."""
    return [
        e.RemovalOrdered(at=now, call_sid=each.call_sid, reason=each.removed_reason, by=actor.person_id)
        for each in incident.live_legs(leg.person_id)
        if each.removed_reason is not None and each.removal_ordered_at is not None and each.seat is not None
        if now >= each.removal_ordered_at + CONFIRMED_WITHIN
    ]


def _vacated(incident: Incident, person_id: str, actor: Actor, now: datetime) -> list[e.Event]:
    """Somebody who is removed must not act from outside."""
    held = sorted(incident.roster.roles_of(person_id))
    return [event for role in held for event in vacate(incident.roster, role, person_id, actor.person_id, now)]


def _in_command(incident: Incident, person_id: str, done: str) -> str:
    return f"{incident.name_of(person_id)} is in command and cannot be {done}. Hand over command first."


def end(incident: Incident, actor: Actor, now: datetime) -> list[e.Event]:
    require(incident, actor, Capability.END_CALL)
    return ended(incident, actor.person_id, now) if incident.open else []


def ended(incident: Incident, by: str, now: datetime) -> list[e.Event]:
    """The end, with what ends with it."""
    found: list[e.Event] = []
    if incident.roll_call is not None:
        found.append(e.RollCallClosed(at=now, roll_call_id=incident.roll_call.roll_call_id, by="bridge"))
    found.append(e.Ended(at=now, by=by))
    for ring in incident.rings.by_id.values():
        if ring.going_on:
            found.append(e.RingFailed(at=now, ring_id=ring.ring_id, why="canceled"))
        if ring.going_on and ring.call_sid:
            found.append(e.CallEndOrdered(at=now, call_sid=ring.call_sid, why="incident ended"))
    return found


def repair_recording(incident: Incident, actor: Actor, now: datetime) -> list[e.Event]:
    """Ask the carrier at once to go on with every recording that is paused; the bridge tries by itself too."""
    require(incident, actor, Capability.REPAIR_RECORDING)
    return [
        e.RecordingRepairOrdered(
            at=now, conference_sid=found.conference_sid, recording_sid=found.recording_sid, repair="resume"
        )
        for found in incident.recording.recordings.values()
        if found.status == "paused" and not found.call_sid and found.conference_sid not in incident.ended_conferences
    ]


def describe(incident: Incident, command: c.DescribeIncident, actor: Actor, now: datetime) -> list[e.Event]:
    require(incident, actor, Capability.DESCRIBE)
    title = incident.title if command.title is None else " ".join(command.title.split())
    severity = incident.severity if command.severity is None else command.severity
    if not 1 <= len(title) <= 120:
        raise Refused("A title has 1 to 120 characters.")
    if severity is not None and not 1 <= severity <= 5:
        raise Refused("A severity is a number from 1 (worst) to 5.")
    if (title, severity) == (incident.title, incident.severity):
        return []
    return [e.IncidentDescribed(at=now, title=title, severity=severity, by=actor.person_id)]


def require_over(incident: Incident) -> None:
    if incident.open:
        raise Refused("The call still runs. End it first.")


def require_open(incident: Incident) -> None:
    if not incident.open:
        raise already_over()
