"""Which events order something, mostly of the carrier: rows of the outbox, written in the events' own transaction."""

from collections.abc import Iterable
from typing import Any

from bridge.record.codec import Event
from roles import events as e
from roles.incident import Incident
from roles.reach.telling import listening_conferences
from roles.record.faults import strayed
from roles.record.new_room import order_of_moving
from transcription.timeline import events as t

# The kinds; bridge/carrier performs them. Each is a level, not an edge: what to do is looked up again when performed.
MUTE = "participant.mute"
HOLD = "participant.hold"
REMOVE = "call.remove"
NEXT_STEP = "call.next_step"
END_CALL = "call.end"
END_CONFERENCE = "conference.end"
START_STREAM = "stream.start"
STOP_STREAM = "stream.stop"
PAUSE_RECORDING = "recording.pause"
RESUME_RECORDING = "recording.resume"
FETCH_RECORDING = "recording.fetch"
CHECK_RECORDING = "recording.check"
MIX_COPIES = "recording.mix"
DELETE_RECORDING = "recording.delete"
START_LINE = "line.start"
CHANGE_LINE = "line.change"
CHECK_LINE = "line.check"
RING = "call.ring"
ANNOUNCE = "announcement.say"
READ_AGAIN = "transcript.read_again"
"""Hours of work: the worker looks for it, no dispatcher claims it."""
LONG_WORK = frozenset({READ_AGAIN})

Order = tuple[str, dict[str, Any]]


def orders_for(incident: Incident, events: Iterable[Event]) -> list[Order]:
    """(kind, payload) for each event that orders something; `incident` is the state after all of them."""
    found: list[Order] = []
    for event in events:
        match event:
            case e.MuteOrdered(call_sid=call_sid) | e.MuteRepeated(call_sid=call_sid):
                found.append((MUTE, {"call_sid": call_sid}))
            case (
                e.MuteAllOrdered()
                | e.MuteAllReleased()
                | e.CanRoundStarted()
                | e.CanTurnPassed()
                | e.RoleTaken()
                | e.RoleVacated()
                | e.ObserverSet()
                | e.LegRenamed()
                | e.RecordConfirmed()
                | e.OnTheRecord()
            ):
                found += [(MUTE, {"call_sid": call_sid}) for call_sid in _to_mute_or_unmute(incident)]
            case e.HoldOrdered(call_sid=call_sid):
                found.append((HOLD, {"call_sid": call_sid}))
            case e.RemovalOrdered(call_sid=call_sid):
                found.append((REMOVE, {"call_sid": call_sid}))
            case e.LegReleased(call_sid=call_sid):
                found.append((REMOVE, {"call_sid": call_sid}))
            case e.LegMoved(call_sid=call_sid) if _sits_elsewhere(incident, call_sid):
                found.append((NEXT_STEP, {"call_sid": call_sid}))
            case e.KeyPressed(call_sid=call_sid, effect="overdue"):
                found.append((NEXT_STEP, {"call_sid": call_sid}))
            case (
                e.AloneAsked(call_sid=call_sid) | e.LegAdmitted(call_sid=call_sid) | e.LegTurnedAway(call_sid=call_sid)
            ):
                found.append((NEXT_STEP, {"call_sid": call_sid}))
            case e.RingOrdered(ring_id=ring_id):
                found.append((RING, {"ring_id": ring_id}))
            case e.AnnouncementSent(number=number):
                found += _announce(incident, number)
            case e.CallEndOrdered(call_sid=call_sid):
                found.append((END_CALL, {"call_sid": call_sid}))
            case e.StreamOrdered(call_sid=call_sid, stream_name=name, replaces=replaces):
                found.append((START_STREAM, {"call_sid": call_sid, "stream_name": name, "replaces": replaces}))
            case e.RecordingRepairOrdered(repair="rejoin", conference_sid=conference_sid):
                found += [(NEXT_STEP, {"call_sid": call_sid}) for call_sid in strayed(incident, conference_sid)]
            case e.RecordingRepairOrdered(repair="resume", conference_sid=conference_sid, recording_sid=recording_sid):
                payload = {"conference_sid": conference_sid, "recording_sid": recording_sid}
                found.append((RESUME_RECORDING, payload))
            case e.RecordingPauseOrdered(conference_sid=conference_sid, recording_sid=recording_sid):
                payload = {"conference_sid": conference_sid, "recording_sid": recording_sid}
                found.append((PAUSE_RECORDING, payload))
            case e.RecordCheckOrdered(conference_sid=conference_sid):
                found.append((CHECK_RECORDING, {"conference_sid": conference_sid}))
            case (
                e.RecordingSeen(status="completed", recording_sid=recording_sid)
                | e.RecordingFetchOrdered(recording_sid=recording_sid)
            ):
                found.append((FETCH_RECORDING, {"recording_sid": recording_sid}))
            case e.OwnMixOrdered(recording_sid=recording_sid, conference_sid=conference_sid):
                span = {"since": event.since.isoformat(), "until": event.until.isoformat()}
                found.append((MIX_COPIES, {"recording_sid": recording_sid, "conference_sid": conference_sid, **span}))
            case e.LineStartOrdered(call_sid=call_sid):
                found.append((START_LINE, {"call_sid": call_sid}))
            case e.LineChangeOrdered(call_sid=call_sid, recording_sid=recording_sid):
                found.append((CHANGE_LINE, {"call_sid": call_sid, "recording_sid": recording_sid}))
            case e.LineCheckOrdered(call_sid=call_sid):
                found.append((CHECK_LINE, {"call_sid": call_sid}))
            case e.CarrierFileDeletionOrdered(recording_sid=recording_sid):
                found.append((DELETE_RECORDING, {"recording_sid": recording_sid}))
            case e.RoomRenewed():
                found += [
                    (NEXT_STEP, {"call_sid": leg.call_sid, "away_from": leg.seat.conference_sid})
                    for leg in order_of_moving(incident)
                    if leg.seat is not None
                ]
            case t.SecondReadingOrdered(reading_id=reading_id):
                found.append((READ_AGAIN, {"reading_id": reading_id}))
            case e.Ended():
                found += [(END_CONFERENCE, {"conference_sid": sid}) for sid in incident.live_conferences]
                waiting = (leg for leg in incident.legs.values() if leg.live and leg.seat is None)
                found += [(NEXT_STEP, {"call_sid": leg.call_sid}) for leg in waiting]
            case _:
                pass
    return found


def _announce(incident: Incident, number: int) -> list[Order]:
    """One row a conference; where nobody listens any more one row that says so."""
    announcement = incident.announcements.get(number)
    where = listening_conferences(incident, announcement.call_sid) if announcement is not None else []
    rows: list[Order] = [(ANNOUNCE, {"number": number, "conference_sid": sid}) for sid in where]
    return rows or [(ANNOUNCE, {"number": number})]


def _sits_elsewhere(incident: Incident, call_sid: str) -> bool:
    """Whoever is away from the room is put into the wanted one on return."""
    leg = incident.legs[call_sid]
    return leg.seat is not None and leg.seat.room != leg.room


def _to_mute_or_unmute(incident: Incident) -> list[str]:
    """Legs in the room whose mute is not the one that follows from the state of the bridge."""
    return [
        leg.call_sid
        for leg in incident.legs.values()
        if leg.live and leg.seat is not None and leg.seat.muted != leg.wanted_muted
    ]
