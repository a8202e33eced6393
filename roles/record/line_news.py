"""What the carrier, and its file, say of a line that is recorded; and how far such a line covers a room, in words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from roles import commands as c, events as e
from roles.incident import Incident
from roles.record import faults
from roles.record.line_room import in_place_of, kept_for
from roles.record.recording import Recording
from roles.record.verdict import Span, judge_line, no_file, proved

MARGIN = timedelta(seconds=1.5)
"""Around what is kept: so much is silenced at its edges."""


def seen(incident: Incident, command: c.ReportRecording, now: datetime) -> list[e.Event]:
    """A recording of a leg whose person agreed; of any other leg nobody ordered one here.

    A late callback that it runs says only that it exists: our own orders and REST know better what it does now.
    """
    line = incident.lines.by_call.get(command.call_sid)
    known = incident.recording.recordings.get(command.recording_sid)
    if line is None or (known is not None and known.final):
        return []
    status = command.status
    if known is not None and command.witness == "callback" and status == "in-progress":
        status = known.status
    confirms = command.witness != "answer" and line.recording_sid == command.recording_sid and not line.confirmed
    if known is not None and known.status == status and not confirms:
        return []
    return [
        e.RecordingSeen(
            at=now,
            recording_sid=command.recording_sid,
            conference_sid=known.conference_sid if known is not None else line.conference_sid,
            status=status,
            started_at=command.started_at,
            duration_s=command.duration_s,
            channels=command.channels,
            witness=command.witness,
            call_sid=command.call_sid,
            person_id=known.person_id if known is not None else line.person_id,
        )
    ]


def measured(incident: Incident, known: Recording, command: c.ReportRecordingMeasured, now: datetime) -> list[e.Event]:
    """A file that fails is fetched once more before it is judged. Alarms of it name the leg in place of a room."""
    kept = kept_for(incident, replace(known, duration_s=None))
    unheard = [span for span in command.unheard if _is_kept(incident, known, span)]
    found = judge_line(known, kept, command.duration_s, command.loudness_dbfs, unheard)
    sid, call_sid = known.recording_sid, known.call_sid
    raised = faults.alarm(incident.recording, call_sid, found.fault, now, sid) if found.fault else []
    if found.fault and known.fetches == 0:
        return raised
    sentence = found.sentence
    if command.silenced_s and found.fault:
        sentence += " The carrier's own file is kept, and it may hold a private moment."
    events = [*raised, *proved(known, command, found, sentence, "private", now)]
    how = "the rest is missing" if found.fault else "the file is whole now"
    return [*events, *_file_alarms_cleared(incident, call_sid, how, now)]


def gone(incident: Incident, known: Recording, reason: str, now: datetime) -> list[e.Event]:
    """No file is kept: the carrier gives none out, or the line was found to be somebody else's."""
    return [no_file(known, reason, now), *_file_alarms_cleared(incident, known.call_sid, "no file is kept", now)]


def not_kept(incident: Incident, known: Recording, now: datetime) -> list[e.Event]:
    reason = "This phone was found to be somebody else's, who had not agreed: nothing of it is kept."
    deleted = e.CarrierFileDeletionOrdered(at=now, recording_sid=known.recording_sid, why="private")
    return [*gone(incident, known, reason, now), deleted]


def _file_alarms_cleared(incident: Incident, call_sid: str, how: str, now: datetime) -> list[e.Event]:
    return [
        faults.cleared(known, how, now)
        for known in incident.recording.alarms.values()
        if known.conference_sid == call_sid
    ]


def _is_kept(incident: Incident, known: Recording, span: Span) -> bool:
    return incident.lines.kept.allows(known.call_sid, span[0] - MARGIN, span[1] + MARGIN)


def line_words(incident: Incident, recording: Recording) -> str:
    """Whose line it is and from when to when it stood in; empty for the recording of a room."""
    if not recording.call_sid:
        return ""
    kept = kept_for(incident, recording)
    name = incident.name_of(recording.person_id)
    return f"The line of {name}, recorded with their consent{_times(kept)}."


def covered_words(incident: Incident, recording: Recording) -> str:
    """Which lines were recorded while this room was not; empty when none was."""
    if recording.call_sid:
        return ""
    found = []
    for line in in_place_of(incident, recording.conference_sid):
        kept = kept_for(incident, line)
        if kept:
            found.append(f"The line of {incident.name_of(line.person_id)} covers{_times(kept)}.")
    return " ".join(found)


def _times(kept: Sequence[Span]) -> str:
    return f" {kept[0][0]:%H:%M:%S} to {kept[-1][1]:%H:%M:%S}" if kept else ""
