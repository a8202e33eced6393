"""Record my own line while the room is not recorded: who may order it, and what follows from the log each second."""

from datetime import datetime, timedelta

from roles import commands as c, events as e
from roles.incident import Incident
from roles.people import BRIDGE, Actor
from roles.permissions import Capability, require
from roles.presence import Leg, Where
from roles.record.line_room import is_recorded, is_theirs, last_seat, may_be_kept
from roles.record.own_line import Line
from roles.record.recording import STATE_FAULTS, Mode, Recording
from roles.refusals import Refused

KEPT = "Kept is what you say and what you hear; not your key menu, and not what is off the record."
AGAIN_AFTER = timedelta(seconds=10)
CHECKED_AFTER = timedelta(seconds=3)
"""Without the carrier's callback it is asked by REST."""
MOST_STARTS = 5
DONE = frozenset({"stopped", "completed", "absent"})


def record(incident: Incident, command: c.RecordLine, actor: Actor, now: datetime) -> list[e.Event]:
    """The order is the consent, so nobody gives it for somebody else."""
    leg = _own_leg(incident, actor.person_id, command.call_sid)
    running = incident.lines.by_call.get(leg.call_sid)
    if running is not None and running.wanted:
        return []
    refused = why_not(incident, leg)
    if refused:
        raise Refused(refused)
    found = e.LineRecordingOrdered(
        at=now,
        call_sid=leg.call_sid,
        person_id=leg.person_id,
        conference_sid=unrecorded_room(incident, leg),
        room=leg.room,
    )
    return [found]


def stop(incident: Incident, command: c.StopLine, actor: Actor, now: datetime) -> list[e.Event]:
    """By whose line it is, or by who may stop the recording of a line."""
    known = incident.lines.by_call.get(command.call_sid)
    line = known if command.call_sid else incident.lines.of_person(actor.person_id)
    if line is not None and line.person_id != actor.person_id:
        require(incident, actor, Capability.STOP_LINE)
    if line is None or not line.wanted:
        raise Refused("This line is not recorded any more.")
    why = "self" if line.person_id == actor.person_id else "staff"
    return [e.LineRecordingEnded(at=now, call_sid=line.call_sid, why=why, by=actor.person_id)]


def why_not(incident: Incident, leg: Leg) -> str:
    """A sentence why this leg cannot be recorded now; empty when it can."""
    if leg.consent is not True:
        return "You did not agree to be recorded. So your line is not."
    if leg.is_room:
        return "Several people share this phone. Each of them would have to agree."
    if leg.listens_only:
        return "You listen only. Ask somebody who takes part to have their line recorded."
    if leg.wanted_hold or leg.hold:
        return "You are on hold. Your line can be recorded once you are back."
    if incident.recording.mode is not Mode.ON:
        return "The call is off the record. No line is recorded then."
    running = incident.lines.in_room(leg.room)
    if running is not None:
        return f"The line of {incident.name_of(running.person_id)} is recorded already. One line is enough."
    if not unrecorded_room(incident, leg):
        return "No gap is known here. Your own line is recorded only while an alarm says that the room is not."
    return ""


def unrecorded_room(incident: Incident, leg: Leg) -> str:
    """The conference of this leg, when it is known not to be recorded; else empty.

    Whoever is in the key menu may have left only one behind, and the alarm is over then: the recording itself is asked.
    """
    seat = last_seat(leg)
    if seat is None or seat.conference_sid in incident.ended_conferences or seat.room != leg.room:
        return ""
    sid = seat.conference_sid
    known = incident.recording.alarms.get(sid)
    if known is not None and known.fault in STATE_FAULTS:
        return sid
    away = leg.menu is not None and sid in incident.together_s and sid not in incident.recording.together_since
    return sid if away and not is_recorded(incident, sid) else ""


def _own_leg(incident: Incident, person_id: str, call_sid: str) -> Leg:
    if call_sid and call_sid in incident.legs and incident.legs[call_sid].person_id != person_id:
        name = incident.name_of(incident.legs[call_sid].person_id)
        reason = f"Only {name} can have that line recorded: it takes their own consent."
        raise Refused(reason, short="Only they can order that.")
    legs = [leg for leg in incident.live_legs(person_id) if leg.admitted and call_sid in ("", leg.call_sid)]
    leg = max(legs, key=lambda found: (found.where is Where.ON_THE_LINE, found.arrived_at), default=None)
    if leg is None or leg.joined_at is None:
        raise Refused("You are not on the call. There is no line of yours to record.")
    return leg


def failed(incident: Incident, command: c.ReportLineFailed, now: datetime) -> list[e.Event]:
    line = incident.lines.by_call.get(command.call_sid)
    if line is None or not line.wanted or line.recording_sid:
        return []
    return [_ended(line, "failed", now, command.reason)]


def due(incident: Incident, now: datetime) -> list[e.Event]:
    """Lines that are over, and what the carrier is to do about each recording of a line. Also after the call."""
    found: list[e.Event] = []
    for line in incident.lines.wanted:
        why = _over(incident, line)
        if why:
            found.append(_ended(line, why, now))
        elif not line.recording_sid:
            found += _start(incident, line, now)
        elif not line.confirmed:
            found += _check(line, now)
    over = {event.call_sid for event in found if isinstance(event, e.LineRecordingEnded)}
    for recording in incident.recording.recordings.values():
        if recording.call_sid:
            found += _change(incident, recording, recording.call_sid in over, now)
    return found


def wanted_status(incident: Incident, recording: Recording) -> str:
    """What the carrier is to do: in-progress, paused or stopped."""
    line = incident.lines.by_call.get(recording.call_sid)
    if line is None or not line.wanted or line.recording_sid != recording.recording_sid:
        return "stopped"
    return "in-progress" if may_be_kept(incident, line) else "paused"


def _over(incident: Incident, line: Line) -> str:
    leg = incident.legs[line.call_sid]
    recording = incident.recording.recordings.get(line.recording_sid)
    if incident.ended_at is not None:
        return "ended"
    if not leg.live or leg.removed_reason is not None or leg.released_by is not None or leg.end_ordered is not None:
        return "left"
    if not is_theirs(incident, line, leg):
        return "shared" if leg.is_room else "unrecorded" if leg.consent is not True else "somebody_else"
    if recording is not None and recording.status in DONE:
        return "carrier"
    seat, mode = leg.seat, incident.recording.mode
    if seat is not None and seat.room == line.room and mode is Mode.ON and is_recorded(incident, seat.conference_sid):
        return "recorded_again"
    return "failed" if not line.recording_sid and line.starts > MOST_STARTS else ""


def _start(incident: Incident, line: Line, now: datetime) -> list[e.Event]:
    """Not before the leg is in the room: a recording that begins in the key menu would hold it."""
    if not may_be_kept(incident, line):
        return []
    if line.start_ordered_at is not None and now < line.start_ordered_at + AGAIN_AFTER:
        return []
    return [e.LineStartOrdered(at=now, call_sid=line.call_sid)]


def _check(line: Line, now: datetime) -> list[e.Event]:
    asked_at = line.checked_at
    waits = asked_at + AGAIN_AFTER if asked_at is not None else (line.seen_at or now) + CHECKED_AFTER
    return [e.LineCheckOrdered(at=now, call_sid=line.call_sid)] if now >= waits else []


def _change(incident: Incident, recording: Recording, over: bool, now: datetime) -> list[e.Event]:
    leg = incident.legs.get(recording.call_sid)
    wanted = "stopped" if over else wanted_status(incident, recording)
    if recording.status in DONE or recording.status == wanted or leg is None or not leg.live:
        return []
    known = incident.lines.changes.get(recording.recording_sid)
    if known is not None and known.wanted == wanted and now < known.at + AGAIN_AFTER:
        return []
    sid = recording.recording_sid
    return [e.LineChangeOrdered(at=now, call_sid=recording.call_sid, recording_sid=sid, wanted=wanted)]


def _ended(line: Line, why: str, now: datetime, reason: str = "") -> e.Event:
    return e.LineRecordingEnded(at=now, call_sid=line.call_sid, why=why, by=BRIDGE.person_id, reason=reason)
