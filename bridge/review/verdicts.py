"""What is known of each recording: a sentence with its proof, and where nothing was recorded."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bridge.read_model.facts import FAULT_WORDS
from bridge.record.codec import Event
from roles import events as e
from roles.incident import Incident
from roles.record.line_news import covered_words, line_words
from roles.record.recording import STATE_FAULTS, Recording
from roles.record.verdict import spoken
from roles.work.rooms import room_of_conference
from roles.work.sub_teams import room_words

SIGNS = {"verified": ("good", "✓"), "partial": ("warn", "!"), "missing": ("alarm", "✗"), "replaced": ("warn", "↺")}
GAPS = STATE_FAULTS | {"recreated"}
GONE = " Its file is no longer on the bridge's disk: put it back from a backup to hear it."
WAITS = ("", "…")
PREPARING = "The carrier is still preparing the sound"
NO_RECORDING = "There is no recording: fewer than two people were on the call at once."


@dataclass(frozen=True, kw_only=True)
class VerdictView:
    """`tone` is good, warn, alarm or empty; `proof` names the hash and the recording; `held`: its file is there."""

    recording_sid: str
    tone: str
    sign: str
    sentence: str
    proof: str
    held: bool
    room: str = ""
    """The sub-team whose room it was, as people say it; empty for the main room."""
    carrier_file: bool = False
    """The carrier's own file is there too, beside the mix that stands in its place."""


@dataclass(frozen=True, kw_only=True)
class Unrecorded:
    """From the alarm to its end, as the log has it; `until` None: it never went on. `why` as people read it."""

    since: datetime
    until: datetime | None
    why: str


def verdicts(incident: Incident, held: Collection[str], running: bool) -> tuple[VerdictView, ...]:
    """In order of time. `running`: the call still runs. A line says whose it is, a room which lines cover it."""
    deleted = "recordings" in incident.scrubbed
    recordings = incident.recording.recordings.values()
    ordered = sorted(recordings, key=lambda r: (r.started_at is None, str(r.started_at)))
    found = []
    for recording in ordered:
        room = room_of_conference(incident, recording.conference_sid)
        verdict = _verdict(recording, recording.recording_sid in held, running, deleted)
        parts = (line_words(incident, recording), verdict.sentence, covered_words(incident, recording))
        sentence = " ".join(part for part in parts if part)
        found.append(replace(verdict, room=room_words(room) if room else "", sentence=sentence))
    return tuple(found)


def unrecorded(events: Iterable[Event]) -> tuple[Unrecorded, ...]:
    """Alarms of the recording with their ends, one at a time for each conference, in order of their start."""
    found: list[Unrecorded] = []
    open_in: dict[str, int] = {}
    for event in events:
        match event:
            case e.RecordingAlarmRaised(conference_sid=sid, fault=fault) if fault in GAPS and sid not in open_in:
                open_in[sid] = len(found)
                found.append(Unrecorded(since=event.at, until=None, why=FAULT_WORDS.get(fault, fault)))
            case e.RecordingAlarmCleared(conference_sid=sid, fault=fault) if fault in GAPS | {""} and sid in open_in:
                index = open_in.pop(sid)
                found[index] = replace(found[index], until=event.at)
    return tuple(found)


def _verdict(recording: Recording, held: bool, running: bool, deleted: bool) -> VerdictView:
    sid, verdict = recording.recording_sid, recording.verdict
    name = f"{sid[:4]}…{sid[-4:]}"
    if verdict is None:
        tone, sign = SIGNS["missing"] if recording.status == "absent" else WAITS
        sentence = _so_far(recording, running)
        return VerdictView(recording_sid=sid, tone=tone, sign=sign, sentence=sentence, proof=name, held=False)
    tone, sign = SIGNS.get(verdict.verdict, WAITS)
    sentence = verdict.sentence
    if not held:
        tone, sign = SIGNS["missing"]
        sentence += " It was deleted by policy." if deleted else GONE
    proof = f"sha256 {verdict.sha256[:8]}…{verdict.sha256[-4:]} · {name}" if verdict.sha256 else name
    return VerdictView(
        recording_sid=sid,
        tone=tone,
        sign=sign,
        sentence=sentence,
        proof=proof,
        held=held,
        carrier_file=bool(recording.carrier_file),
    )


def _so_far(recording: Recording, running: bool) -> str:
    """What the log knows of a recording without a verdict."""
    if recording.status == "absent":
        return "The carrier could not record this part of the call."
    since = f" since {recording.started_at:%H:%M:%S}" if recording.started_at else ""
    if running and recording.status == "in-progress":
        return f"Recorded{since}. The sound can be heard here after the call."
    if running and recording.status == "paused":
        return "The recording is paused."
    length = f", {spoken(recording.duration_s)}" if recording.duration_s else ""
    return f"{PREPARING}{length}. It is fetched and checked as soon as it is there."
