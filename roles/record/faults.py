"""The guard while the call runs: which fault each conference has, what is alarmed, how it is repaired, when it is over.

Repairs are those that a carrier has: a paused recording is resumed; one that never started, stopped or is lost cannot
be started again, so our own copy stands in and the deputy may move everybody to a new room.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from roles import events as e
from roles.incident import Incident
from roles.record.line_room import covering
from roles.record.own_line import Line
from roles.record.recording import BRIDGE, OWN_LINE, STATE_FAULTS, Alarm, Mode, Recording, RecordingGuard, alarm_key

CHECKED_AFTER = timedelta(seconds=3)
"""Without the carrier's callback it is asked by REST."""
EXPECTED_AFTER = timedelta(seconds=5)
RESUMED_WITHIN = timedelta(seconds=10)
"""A recording that was ordered to go on and does not is an alarm after this."""
STOPPED_AFTER = timedelta(seconds=5)
"""A recording that ends under people; the news of their leaving may come later than that of the recording."""
AGAIN_AFTER = timedelta(seconds=10)
SOUND_WITHIN = timedelta(seconds=30)
SHOWN_FOR = timedelta(seconds=30)
REJOIN_AFTER = timedelta(seconds=5)
STANDS_IN = "somebody's own line is recorded in its place"
ROOM_AGAIN = "the room is recorded again"


def due(incident: Incident, now: datetime) -> list[e.Event]:
    """Alarms to raise, repairs to order and alarms to clear, from what the witnesses say now."""
    guard = incident.recording
    found = _over(incident, now)
    if _may_be_paused(guard, now):
        return found
    for conference_sid, since in guard.together_since.items():
        line = covering(incident, conference_sid, now)
        if line is not None:
            found += _covered(guard, conference_sid, line, now)
        else:
            found += _of_conference(guard, conference_sid, since, now)
        found += _silence(incident, conference_sid, since, now)
    return found + _rejoins(incident, now)


def alarm(
    guard: RecordingGuard, conference_sid: str, fault: str, now: datetime, recording_sid: str | None = None
) -> list[e.Event]:
    """Raised once; nothing when it stands already."""
    known = guard.alarms.get(alarm_key(conference_sid, fault))
    if known is not None and known.fault == fault:
        return []
    return [e.RecordingAlarmRaised(at=now, conference_sid=conference_sid, recording_sid=recording_sid, fault=fault)]


def cleared(found: Alarm, how: str, now: datetime, recording_sid: str | None = None) -> e.RecordingAlarmCleared:
    return e.RecordingAlarmCleared(
        at=now,
        conference_sid=found.conference_sid,
        recording_sid=recording_sid or found.recording_sid,
        how=how,
        fault="" if found.fault in STATE_FAULTS else found.fault,
    )


def repair(conference_sid: str, how: str, fault: str, now: datetime, recording_sid: str = "") -> e.Event:
    return e.RecordingRepairOrdered(
        at=now, conference_sid=conference_sid, recording_sid=recording_sid, repair=how, fault=fault
    )


def _of_conference(guard: RecordingGuard, conference_sid: str, since: datetime, now: datetime) -> list[e.Event]:
    recording = guard.of_conference(conference_sid)
    found: list[e.Event] = []
    if recording is None and now >= since + CHECKED_AFTER and conference_sid not in guard.checked_at:
        found.append(e.RecordCheckOrdered(at=now, conference_sid=conference_sid))
    fault = _fault(recording, now)
    if fault is None or (recording is None and now < since + EXPECTED_AFTER):
        return found
    sid = recording.recording_sid if recording else None
    raised = alarm(guard, conference_sid, fault, now, sid)
    found += raised
    known = guard.alarms.get(conference_sid)
    if fault == "paused" and sid:
        if raised or known is None or _repair_due(known, now):
            found.append(repair(conference_sid, "resume", fault, now, sid))
    elif raised:
        found.append(repair(conference_sid, "own_copy", fault, now, sid or ""))
    return found


def _covered(guard: RecordingGuard, conference_sid: str, line: Line, now: datetime) -> list[e.Event]:
    """In place of the grave alarm a smaller one; a recording of the room that is paused is still ordered to go on."""
    recording = guard.of_conference(conference_sid)
    if recording is not None and recording.status == "in-progress":
        return []
    known, found = guard.alarms.get(conference_sid), list[e.Event]()
    if known is not None:
        found.append(replace(cleared(known, STANDS_IN, now), covered_by=line.recording_sid))
    raised = alarm(guard, conference_sid, OWN_LINE, now, line.recording_sid)
    own = guard.own_line(conference_sid)
    paused = recording.recording_sid if recording is not None and recording.status == "paused" else ""
    if paused and (own is None or _repair_due(own, now)):
        raised.append(repair(conference_sid, "resume", OWN_LINE, now, paused))
    return [*found, *raised]


def _fault(recording: Recording | None, now: datetime) -> str | None:
    if recording is None:
        return "never_started"
    match recording.status:
        case "paused":
            return "paused"
        case "absent":
            return "absent"
        case "completed" | "stopped":
            ended_at = recording.seen_at
            return "stopped" if ended_at is None or now >= ended_at + STOPPED_AFTER else None
    return None


def _silence(incident: Incident, conference_sid: str, since: datetime, now: datetime) -> list[e.Event]:
    """Two are listened to, and in half a minute nothing at all came from anybody. A later silence is no fault."""
    guard = incident.recording
    if conference_sid in guard.sound_in or now < since + SOUND_WITHIN:
        return []
    listened = [
        leg
        for leg in incident.on_the_line()
        if leg.seat is not None
        and leg.seat.conference_sid == conference_sid
        and (stream := incident.streams.running(leg.call_sid)) is not None
        and stream.since <= now - SOUND_WITHIN
        and incident.hearing.open_since(leg.call_sid, now - SOUND_WITHIN)
    ]
    if len(listened) < 2:
        return []
    recording = guard.of_conference(conference_sid)
    raised = alarm(guard, conference_sid, "silent", now, recording.recording_sid if recording else None)
    if not raised:
        return []
    check = e.RecordCheckOrdered(at=now, conference_sid=conference_sid)
    return [*raised, repair(conference_sid, "check", "silent", now), check]


def _over(incident: Incident, now: datetime) -> list[e.Event]:
    """Alarms whose reason is gone."""
    guard = incident.recording
    found: list[e.Event] = []
    for known in guard.alarms.values():
        recording = guard.of_conference(known.conference_sid)
        apart = known.conference_sid not in guard.together_since
        match known.fault:
            case "never_started" | "paused" | "stopped" | "absent":
                if _may_be_paused(guard, now):
                    continue
                if recording is not None and recording.status == "in-progress":
                    how = "resumed" if known.repair == "resume" else "running again"
                    found.append(cleared(known, how, now, recording.recording_sid))
                elif apart:
                    found.append(cleared(known, "fewer than two legs are in the room", now))
            case "silent":
                if known.conference_sid in guard.sound_in:
                    found.append(cleared(known, "there is sound", now))
                elif apart:
                    found.append(cleared(known, "fewer than two legs are in the room", now))
            case "recreated":
                if _recorded_elsewhere(guard, known.conference_sid):
                    found.append(cleared(known, "a new room is recorded", now))
                elif sum(leg.live for leg in incident.legs.values()) < 2:
                    found.append(cleared(known, "fewer than two legs are on the call", now))
            case "own_line":
                if recording is not None and recording.status == "in-progress":
                    found.append(cleared(known, ROOM_AGAIN, now))
                elif apart:
                    found.append(cleared(known, "fewer than two legs are in the room", now))
                elif covering(incident, known.conference_sid, now) is None:
                    found.append(cleared(known, "that line is not recorded any more", now))
            case "callback_lost":
                if now >= known.raised_at + SHOWN_FOR:
                    found.append(cleared(known, "the carrier's REST told it", now))
    return found


def _recorded_elsewhere(guard: RecordingGuard, conference_sid: str) -> bool:
    return any(
        sid != conference_sid and (found := guard.of_conference(sid)) is not None and found.status == "in-progress"
        for sid in guard.together_since
    )


def _rejoins(incident: Incident, now: datetime) -> list[e.Event]:
    """Legs whose conference was ended under them come back by themselves; those that do not are asked to."""
    return [
        repair(known.conference_sid, "rejoin", known.fault, now)
        for known in incident.recording.alarms.values()
        if known.fault == "recreated"
        and now >= known.raised_at + REJOIN_AFTER
        and _repair_due(known, now)
        and strayed(incident, known.conference_sid)
    ]


def strayed(incident: Incident, conference_sid: str) -> list[str]:
    """CallSids of legs that sat in this conference and sit nowhere now, though they could."""
    return [
        leg.call_sid
        for leg in incident.legs.values()
        if leg.live
        and leg.seat is None
        and leg.menu is None
        and leg.removed_reason is None
        and leg.released_by is None
        and any(seat.conference_sid == conference_sid for seat in leg.seats.values())
    ]


def ended_under(incident: Incident, conference_sid: str) -> bool:
    """Whether the carrier ended this conference while two or more were inside."""
    inside = [
        leg
        for leg in incident.legs.values()
        if any(
            seat.conference_sid == conference_sid and (seat.occupied or seat.left_reason in ENDED_UNDER)
            for seat in leg.seats.values()
        )
    ]
    return len(inside) >= 2


ENDED_UNDER = frozenset({"conference_ended_via_api", "moderator_ended_conference"})


def _may_be_paused(guard: RecordingGuard, now: datetime) -> bool:
    """Off the record, or on it again so recently that the carrier may still be at it."""
    if guard.mode is Mode.ON_ORDERED:
        return guard.on_ordered_at is not None and now < guard.on_ordered_at + RESUMED_WITHIN
    return guard.mode is not Mode.ON


def _repair_due(known: Alarm, now: datetime) -> bool:
    return known.repair_ordered_at is None or now >= known.repair_ordered_at + AGAIN_AFTER


__all__ = ["BRIDGE", "alarm", "cleared", "due", "ended_under", "repair", "strayed"]
