"""Decisions of command staff about people on the call: mute, hold, remove, the end. Orders, not facts."""

from datetime import datetime

from roles import commands as c, events as e
from roles.arrivals import live_leg
from roles.incident import Incident
from roles.people import Actor, Role
from roles.permissions import Capability, require
from roles.presence import Leg
from roles.refusals import Refused, already_over


def mute(incident: Incident, command: c.MuteLeg, actor: Actor, now: datetime) -> list[e.Event]:
    """Order mute or unmute. Everybody mutes themselves; who was muted by somebody else asks to be unmuted."""
    leg = live_leg(incident, command.call_sid)
    own = leg.person_id == actor.person_id
    if not own:
        require(incident, actor, Capability.MUTE_OTHERS)
    if leg.unrecorded and not command.muted:
        raise Refused(f"{incident.name_of(leg.person_id)} did not agree to be recorded and speaks only off the record.")
    if leg.listens_only and not command.muted:
        raise Refused(f"{incident.name_of(leg.person_id)} listens only. Let them take part first.")
    if own and not command.muted and leg.muted_by_another(actor.person_id):
        _only_staff_unmutes(incident, leg, actor)
    if leg.wanted_muted == command.muted and (leg.seat is None or leg.seat.muted == command.muted):
        return []
    return [e.MuteOrdered(at=now, call_sid=leg.call_sid, muted=command.muted, by=actor.person_id)]


def _only_staff_unmutes(incident: Incident, leg: Leg, actor: Actor) -> None:
    try:
        require(incident, actor, Capability.MUTE_OTHERS)
    except Refused:
        if leg.muted_by_room:
            raise Refused("Everybody but command staff is muted. Raise your hand to speak.") from None
        raise Refused(f"You were muted by {incident.name_of(leg.muted_by or '')}. Raise your hand to speak.") from None


def hold(incident: Incident, command: c.HoldLeg, actor: Actor, now: datetime) -> list[e.Event]:
    require(incident, actor, Capability.HOLD)
    leg = live_leg(incident, command.call_sid)
    if leg.wanted_hold == command.hold and (leg.seat is None or leg.seat.hold == command.hold):
        return []
    if command.hold:
        _not_the_commander(incident, leg.person_id, actor, "put on hold")
    return [e.HoldOrdered(at=now, call_sid=leg.call_sid, hold=command.hold, by=actor.person_id)]


def remove(incident: Incident, command: c.RemoveLeg, actor: Actor, now: datetime) -> list[e.Event]:
    """Order the removal: the person hears the reason, then the call ends; dialing again leads to the lobby."""
    require(incident, actor, Capability.REMOVE)
    leg = live_leg(incident, command.call_sid)
    if leg.removed_reason is not None:
        return []
    _not_the_commander(incident, leg.person_id, actor, "removed")
    reason = " ".join(command.reason.split()) or "the call is for those who work on it now"
    if len(reason) > 200:
        raise Refused("A reason has at most 200 characters: it is read out to the person.")
    return [e.RemovalOrdered(at=now, call_sid=leg.call_sid, reason=reason, by=actor.person_id)]


def _not_the_commander(incident: Incident, person_id: str, actor: Actor, done: str) -> None:
    if incident.roster.holder(Role.INCIDENT_COMMANDER) == person_id and actor.person_id != person_id:
        raise Refused(f"{incident.name_of(person_id)} is in command and cannot be {done}. Hand over command first.")


def end(incident: Incident, actor: Actor, now: datetime) -> list[e.Event]:
    require(incident, actor, Capability.END_CALL)
    found: list[e.Event] = []
    if not incident.open:
        return found
    if incident.roll_call is not None:
        found.append(e.RollCallClosed(at=now, roll_call_id=incident.roll_call.roll_call_id, by="bridge"))
    return [*found, e.Ended(at=now, by=actor.person_id)]


def repair_recording(incident: Incident, actor: Actor, now: datetime) -> list[e.Event]:
    """Ask the carrier at once to go on with every recording that is paused; the bridge tries by itself too."""
    require(incident, actor, Capability.REPAIR_RECORDING)
    return [
        e.RecordingRepairOrdered(
            at=now, conference_sid=found.conference_sid, recording_sid=found.recording_sid, repair="resume"
        )
        for found in incident.recording.recordings.values()
        if found.status == "paused" and found.conference_sid not in incident.ended_conferences
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
