"""Decisions on what the four witnesses report: the carrier's callbacks and REST, our own copy, the downloaded file."""

from datetime import datetime

from roles import commands as c, events as e
from roles.incident import Incident, together_seconds
from roles.record import faults, line_news
from roles.record.line_room import is_somebody_elses
from roles.record.recording import BRIDGE
from roles.record.verdict import judge, no_file, proved, spoken


def recording_seen(incident: Incident, command: c.ReportRecording, now: datetime) -> list[e.Event]:
    if command.call_sid:
        return line_news.seen(incident, command, now)
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
    if known.call_sid:
        return line_news.measured(incident, known, command, now)
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
    events = [*raised, *proved(known, command, found, sentence, "off_record", now)]
    if not found.fault:
        events += file_alarms_cleared(incident, known.conference_sid, "the file is whole now", now)
    return events


def recording_gone(incident: Incident, command: c.ReportRecordingGone, now: datetime) -> list[e.Event]:
    known = incident.recording.recordings.get(command.recording_sid)
    if known is None or known.verdict is not None:
        return []
    reason = f"The carrier does not give out the file: {command.reason}."
    if known.call_sid:
        theirs = not is_somebody_elses(incident, known)
        return line_news.gone(incident, known, reason, now) if theirs else line_news.not_kept(incident, known, now)
    return [
        *faults.alarm(incident.recording, known.conference_sid, "file_short", now, known.recording_sid),
        no_file(known, reason, now),
    ]


def file_alarms_cleared(incident: Incident, conference_sid: str, how: str, now: datetime) -> list[e.Event]:
    return [
        faults.cleared(known, how, now)
        for known in incident.recording.alarms.values()
        if known.conference_sid == conference_sid and of_file(known.fault)
    ]


def of_file(fault: str) -> bool:
    return fault.startswith("file_")
