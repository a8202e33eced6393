"""After the call, or a piece of it: files fetched again, our own mix where the carrier's fails, what is erased."""

from datetime import datetime, timedelta

from roles import commands as c, events as e
from roles.floor import control
from roles.incident import Incident
from roles.record import faults
from roles.record.recording import Recording, own_id
from roles.record.verdict import spoken
from roles.record.witnesses import file_alarms_cleared, of_file

FETCH_AGAIN_AFTER = timedelta(seconds=10)
MIX_AFTER = timedelta(seconds=20)
"""After the end of a conference whose recording nobody has heard of; REST is asked once more before."""
LEAST_TOGETHER_S = 5.0


def due(incident: Incident, now: datetime) -> list[e.Event]:
    """Also after the call: files to fetch again, and mixes of our own copies where the carrier's file fails."""
    found: list[e.Event] = []
    guard = incident.recording
    for known in guard.recordings.values():
        if known.verdict is None and known.status == "completed":
            found += _fetch_again(incident, known, now)
        if known.mix_ordered_at is None and not known.call_sid and _fails(incident, known):
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
        if alarm.recording_sid == known.recording_sid and of_file(alarm.fault)
    ]
    if not failed or known.fetches or now < failed[0].raised_at + FETCH_AGAIN_AFTER:
        return []
    where = known.call_sid or known.conference_sid
    return [again, faults.repair(where, "fetch", failed[0].fault, now, known.recording_sid)]


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
    return [replaced, *file_alarms_cleared(incident, known.conference_sid, how, now)]


def mix_failed(incident: Incident, command: c.ReportOwnMixFailed, now: datetime) -> list[e.Event]:
    known = incident.recording.recordings.get(command.recording_sid)
    if known is None or known.mix_ordered_at is None or known.mix_failed:
        return []
    return [e.OwnMixFailed(at=now, recording_sid=known.recording_sid, reason=command.reason)]


def _not_in_it(incident: Incident, conference_sid: str) -> str:
    """Names of those who switched their transcription off: the own copy leaves them out too."""
    names = {
        incident.name_of(leg.person_id)
        for leg in incident.legs.values()
        if not leg.transcribed and any(seat.conference_sid == conference_sid for seat in leg.seats.values())
    }
    return ", ".join(sorted(names))


def carrier_file_deleted(incident: Incident, command: c.ReportCarrierFileDeleted, now: datetime) -> list[e.Event]:
    known = incident.recording.recordings.get(command.recording_sid)
    if known is None or known.carrier_file_gone:
        return []
    return [e.CarrierFileDeleted(at=now, recording_sid=known.recording_sid)]


def redacted(incident: Incident, command: c.ReportRedacted, now: datetime) -> list[e.Event]:
    """The carrier's file goes too, now that the hash of ours is in the log."""
    known = incident.recording.recordings.get(command.recording_sid)
    if known is None:
        return []
    sid = known.recording_sid
    found: list[e.Event] = [
        e.RecordingRedacted(
            at=now, recording_sid=sid, why="erased", silenced_s=command.silenced_s, sha256=command.sha256
        )
    ]
    return found if known.carrier_file_gone else [*found, *_delete_at_the_carrier(known, "erased", now)]


def scrubbed(incident: Incident, command: c.ReportScrubbed, now: datetime) -> list[e.Event]:
    """Only of a call that is over. With the recordings go those at the carrier."""
    control.require_over(incident)
    found: list[e.Event] = [e.LogScrubbed(at=now, what=command.what, subject=command.subject, note=command.note)]
    if command.what == "recordings":
        for known in incident.recording.recordings.values():
            found += _delete_at_the_carrier(known, "policy", now)
    return found


def _delete_at_the_carrier(known: Recording, why: str, now: datetime) -> list[e.Event]:
    if known.carrier_file_gone or not known.recording_sid.startswith("RE"):
        return []
    return [e.CarrierFileDeletionOrdered(at=now, recording_sid=known.recording_sid, why=why)]
