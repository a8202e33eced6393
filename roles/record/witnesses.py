"""Decisions on what the four witnesses report: the carrier's callbacks and REST, our own copy, the downloaded file."""

from datetime import datetime, timedelta

from roles import commands as c, events as e
from roles.incident import Incident, together_seconds
from roles.record import faults
from roles.record.recording import BRIDGE, Recording, own_id
from roles.record.verdict import judge, spoken

FETCH_AGAIN_AFTER = timedelta(seconds=10)
MIX_AFTER = timedelta(seconds=20)
"""After the end of a conference whose recording nobody has heard of; REST is asked once more before."""
LEAST_TOGETHER_S = 5.0


def recording_seen(incident: Incident, command: c.ReportRecording, now: datetime) -> list[e.Event]:
    known = incident.recording.recordings.get(command.recording_sid)
    if known is not None and (known.status == command.status or known.final):
        return []
    if command.conference_sid not in incident.conferences and known is None and not incident.conferences:
        return []
    found: list[e.Event] = [
        e.RecordingSeen(
            at=now,
            recording_sid=command.recording_sid,
            conference_sid=command.conference_sid,
            status=command.status,
            started_at=command.started_at,
            duration_s=command.duration_s,
            channels=command.channels,
            witness=command.witness,
        )
    ]
    if known is None and command.witness == "comparison" and command.status == "in-progress" and incident.open:
        sid = command.conference_sid
        found += faults.alarm(incident.recording, sid, "callback_lost", now, command.recording_sid)
        found.append(faults.repair(sid, "check", "callback_lost", now, command.recording_sid))
    return found


def carrier_asked(incident: Incident, command: c.ReportCarrierAsked, now: datetime) -> list[e.Event]:
    """REST that answers with errors is an alarm of its own: nobody can say whether the call is recorded."""
    known = incident.recording.alarms.get(f"carrier_errors {BRIDGE}")
    if command.answered:
        return [faults.cleared(known, "the carrier answers again", now)] if known is not None else []
    if not incident.open or not incident.recording.together_since:
        return []
    raised = faults.alarm(incident.recording, BRIDGE, "carrier_errors", now)
    return [*raised, faults.repair(BRIDGE, "retry", "carrier_errors", now)] if raised else []


def disk(incident: Incident, command: c.ReportDisk, now: datetime) -> list[e.Event]:
    """Our own disk; the carrier's recording does not depend on it."""
    guard = incident.recording
    wanted = f"disk_{command.trouble}" if command.trouble else ""
    found: list[e.Event] = [
        faults.cleared(known, "the disk takes sound again", now)
        for known in guard.alarms.values()
        if known.fault.startswith("disk_") and known.fault != wanted
    ]
    if wanted:
        raised = faults.alarm(guard, BRIDGE, wanted, now)
        found += [*raised, faults.repair(BRIDGE, "retry", wanted, now)] if raised else []
    return found


def sound(incident: Incident, command: c.ReportSound, now: datetime) -> list[e.Event]:
    if command.conference_sid in incident.recording.sound_in or command.conference_sid not in incident.conferences:
        return []
    return [e.SoundHeard(at=now, conference_sid=command.conference_sid)]


def recording_measured(incident: Incident, command: c.ReportRecordingMeasured, now: datetime) -> list[e.Event]:
    """A file that fails is fetched once more before it is judged: the carrier may not have finished it."""
    known = incident.recording.recordings.get(command.recording_sid)
    if known is None or known.verdict is not None:
        return []
    found = judge(
        known,
        together_seconds(incident, known.conference_sid, now),
        command.duration_s,
        command.loudness_dbfs,
        command.own_heard_s,
        command.unheard,
    )
    sid = known.recording_sid
    raised = faults.alarm(incident.recording, known.conference_sid, found.fault, now, sid) if found.fault else []
    if known.conference_sid in incident.recording.together_since and incident.open:
        held_back = e.VerdictHeldBack(at=now, recording_sid=sid)
        return raised if known.held_back else [*raised, held_back]
    if found.fault and known.fetches == 0:
        return raised
    sentence = found.sentence
    if incident.recording.off_s:
        sentence += f" The call was off the record for {spoken(incident.recording.off_s)}."
    if command.silenced_s and found.fault:
        sentence += " The carrier's own file is kept, and it may hold a moment of that."
    events: list[e.Event] = [
        *raised,
        e.RecordingVerified(
            at=now,
            recording_sid=sid,
            conference_sid=known.conference_sid,
            verdict=found.verdict,
            sentence=sentence,
            duration_s=command.duration_s,
            size_bytes=command.size_bytes,
            channels=command.channels,
            loudness_dbfs=command.loudness_dbfs,
            sha256=command.sha256,
            file=command.file,
        ),
    ]
    if command.silenced_s:
        redacted = e.RecordingRedacted(
            at=now, recording_sid=sid, why="off_record", silenced_s=command.silenced_s, sha256=command.sha256
        )
        events.append(redacted)
        if not found.fault:
            events.append(e.CarrierFileDeletionOrdered(at=now, recording_sid=sid, why="off_record"))
    if not found.fault:
        events += _file_alarms_cleared(incident, known.conference_sid, "the file is whole now", now)
    return events


def carrier_file_deleted(incident: Incident, command: c.ReportCarrierFileDeleted, now: datetime) -> list[e.Event]:
    known = incident.recording.recordings.get(command.recording_sid)
    if known is None or known.carrier_file_gone:
        return []
    return [e.CarrierFileDeleted(at=now, recording_sid=known.recording_sid)]


def recording_gone(incident: Incident, command: c.ReportRecordingGone, now: datetime) -> list[e.Event]:
    known = incident.recording.recordings.get(command.recording_sid)
    if known is None or known.verdict is not None:
        return []
    return [
        *faults.alarm(incident.recording, known.conference_sid, "file_short", now, known.recording_sid),
        e.RecordingVerified(
            at=now,
            recording_sid=known.recording_sid,
            conference_sid=known.conference_sid,
            verdict="missing",
            sentence=f"The carrier does not give out the file: {command.reason}.",
            duration_s=0.0,
            size_bytes=0,
            channels=0,
            loudness_dbfs=-120.0,
            sha256="",
            file="",
        ),
    ]


def due(incident: Incident, now: datetime) -> list[e.Event]:
    """Also after the call: files to fetch again, and mixes of our own copies where the carrier's file fails."""
    found: list[e.Event] = []
    guard = incident.recording
    for known in guard.recordings.values():
        if known.verdict is None and known.status == "completed":
            found += _fetch_again(incident, known, now)
        if known.mix_ordered_at is None and _fails(incident, known):
            found += _mix(incident, known.recording_sid, known.conference_sid, now)
    for conference_sid in incident.conferences:
        if guard.of_conference(conference_sid) is None and _is_over(incident, conference_sid):
            found += _never_recorded(incident, conference_sid, now)
    return found


def _fetch_again(incident: Incident, known: Recording, now: datetime) -> list[e.Event]:
    """A file that failed, once; and one that was measured while people were still together, when they are apart."""
    again = e.RecordingFetchOrdered(at=now, recording_sid=known.recording_sid)
    if known.held_back and known.conference_sid not in incident.recording.together_since:
        return [again]
    failed = [
        alarm
        for alarm in incident.recording.alarms.values()
        if alarm.recording_sid == known.recording_sid and _of_file(alarm.fault)
    ]
    if not failed or known.fetches or now < failed[0].raised_at + FETCH_AGAIN_AFTER:
        return []
    return [again, faults.repair(known.conference_sid, "fetch", failed[0].fault, now, known.recording_sid)]


def mixed(incident: Incident, command: c.ReportOwnMix, now: datetime) -> list[e.Event]:
    known = incident.recording.recordings.get(command.recording_sid)
    if known is None or known.mix_ordered_at is None or (known.verdict and known.verdict.verdict == "replaced"):
        return []
    why = known.verdict.sentence if known.verdict else "The carrier recorded nothing here."
    people = "one person" if command.people == 1 else f"{command.people} people"
    unwritten = _not_in_it(incident, known.conference_sid)
    without = f" Without {unwritten}, who did not want to be written down." if unwritten else ""
    replaced = e.RecordingReplaced(
        at=now,
        recording_sid=known.recording_sid,
        conference_sid=known.conference_sid,
        sentence=f"{why} In its place: the bridge's own mix of {people}, {spoken(command.duration_s)}.{without}",
        started_at=command.started_at,
        duration_s=command.duration_s,
        size_bytes=command.size_bytes,
        sha256=command.sha256,
        file=command.file,
    )
    how = "the bridge's own mix stands in its place"
    return [replaced, *_file_alarms_cleared(incident, known.conference_sid, how, now)]


def mix_failed(incident: Incident, command: c.ReportOwnMixFailed, now: datetime) -> list[e.Event]:
    known = incident.recording.recordings.get(command.recording_sid)
    if known is None or known.mix_ordered_at is None or known.mix_failed:
        return []
    return [e.OwnMixFailed(at=now, recording_sid=known.recording_sid, reason=command.reason)]


def _file_alarms_cleared(incident: Incident, conference_sid: str, how: str, now: datetime) -> list[e.Event]:
    return [
        faults.cleared(known, how, now)
        for known in incident.recording.alarms.values()
        if known.conference_sid == conference_sid and _of_file(known.fault)
    ]


def _of_file(fault: str) -> bool:
    return fault.startswith("file_")


def _fails(incident: Incident, recording: Recording) -> bool:
    if recording.verdict is not None:
        return recording.verdict.verdict in ("partial", "missing")
    enough = incident.together_s.get(recording.conference_sid, 0.0) >= LEAST_TOGETHER_S
    return recording.status == "absent" and enough and _is_over(incident, recording.conference_sid)


def _is_over(incident: Incident, conference_sid: str) -> bool:
    return conference_sid in incident.ended_conferences


def _never_recorded(incident: Incident, conference_sid: str, now: datetime) -> list[e.Event]:
    """Two were together and nobody has heard of a recording: asked once more, then our own mix is all there is."""
    if incident.together_s.get(conference_sid, 0.0) < LEAST_TOGETHER_S:
        return []
    asked_at = incident.recording.checked_at.get(f"{conference_sid} over")
    if asked_at is None:
        return [e.RecordCheckOrdered(at=now, conference_sid=conference_sid, over=True)]
    if now < asked_at + MIX_AFTER:
        return []
    return _mix(incident, own_id(conference_sid), conference_sid, now)


def _mix(incident: Incident, recording_sid: str, conference_sid: str, now: datetime) -> list[e.Event]:
    """From the first join to the last leaving of this conference."""
    seats = [
        seat for leg in incident.legs.values() for seat in leg.seats.values() if seat.conference_sid == conference_sid
    ]
    joins = [seat.joined_at for seat in seats if seat.joined_at is not None]
    if not joins:
        return []
    until = max((seat.left_at or now for seat in seats if seat.joined_at is not None), default=now)
    return [
        e.OwnMixOrdered(
            at=now, recording_sid=recording_sid, conference_sid=conference_sid, since=min(joins), until=until
        )
    ]


def _not_in_it(incident: Incident, conference_sid: str) -> str:
    """Names of those who switched their transcription off: the own copy leaves them out too."""
    names = {
        incident.name_of(leg.person_id)
        for leg in incident.legs.values()
        if not leg.transcribed and any(seat.conference_sid == conference_sid for seat in leg.seats.values())
    }
    return ", ".join(sorted(names))
