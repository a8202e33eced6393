"""Off the record: transcription stops with the order, the recording is paused, and then it is said aloud.

The gate opens again only when the carrier confirms that the recording runs.
"""

from datetime import datetime, timedelta

from roles import events as e
from roles.incident import Incident
from roles.people import Actor
from roles.permissions import Capability, require
from roles.reach.telling import say_aloud
from roles.record.recording import Mode, Recording, RecordingGuard

AGAIN_AFTER = timedelta(seconds=10)


def order(incident: Incident, on: bool, actor: Actor, now: datetime) -> list[e.Event]:
    require(incident, actor, Capability.OFF_RECORD)
    wanted_on = incident.recording.mode in (Mode.ON, Mode.ON_ORDERED)
    if on == wanted_on:
        return []
    if on:
        return [e.OnTheRecord(at=now, by=actor.person_id), *_resume(incident.recording, now)]
    return [e.OffTheRecord(at=now, by=actor.person_id), *_pause(incident.recording, now)]


def due(incident: Incident, now: datetime) -> list[e.Event]:
    """Orders that did not take effect again, and what is said once the carrier has confirmed."""
    guard = incident.recording
    live = [
        found
        for found in guard.recordings.values()
        if found.status in ("in-progress", "paused") and _can_run(incident, found)
    ]
    running = [found for found in live if found.status == "in-progress"]
    paused = [
        found
        for found in live
        if found.status == "paused" and not found.call_sid and found.conference_sid in guard.together_since
    ]
    match guard.mode:
        case Mode.ON:
            return []
        case Mode.OFF_ORDERED if not running:
            said = "Off the record. Nothing is recorded or written down."
            return [e.RecordConfirmed(at=now, on=False), *say_aloud(incident, said, now)]
        case Mode.ON_ORDERED if not paused:
            return [e.RecordConfirmed(at=now, on=True), *say_aloud(incident, "On the record again.", now)]
        case Mode.OFF | Mode.OFF_ORDERED if _repeat(guard, now):
            return _pause(guard, now)
        case Mode.ON_ORDERED if _repeat(guard, now):
            return _resume(guard, now)
    return []


def _can_run(incident: Incident, found: Recording) -> bool:
    """The recording of a line ends with its call, also when that news is late."""
    return not found.call_sid or incident.legs[found.call_sid].live


def _repeat(guard: RecordingGuard, now: datetime) -> bool:
    return guard.mode_ordered_at is None or now >= guard.mode_ordered_at + AGAIN_AFTER


def _pause(guard: RecordingGuard, now: datetime) -> list[e.Event]:
    """New rooms record from their start: each recording is paused as soon as it is seen to run.

    Lines that are recorded follow their own wanted state, which is paused then.
    """
    return [
        e.RecordingPauseOrdered(at=now, conference_sid=found.conference_sid, recording_sid=found.recording_sid)
        for found in _with(guard, "in-progress")
    ]


def _resume(guard: RecordingGuard, now: datetime) -> list[e.Event]:
    return [
        e.RecordingRepairOrdered(
            at=now, conference_sid=found.conference_sid, recording_sid=found.recording_sid, repair="resume"
        )
        for found in _with(guard, "paused")
    ]


def _with(guard: RecordingGuard, status: str) -> list[Recording]:
    return [found for found in guard.recordings.values() if found.status == status and not found.call_sid]
