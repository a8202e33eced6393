"""The post-mortem as Markdown, pre-filled. What was said on the call is shown as text, whatever it looks like."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bridge.exports.json_export import export_json
from bridge.record.record import Record
from roles.people import Role
from roles.record.line_news import covered_words, line_words
from roles.rounds.objections import result_of, result_words
from transcription.timeline import EntryState
from transcription.timeline.state import is_worth_reading

PROPOSED_WITHIN = timedelta(seconds=45)
"""What somebody said so long before they asked for strong objections is what they proposed."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&:@])")


def as_text(words: str) -> str:
    """Words from the call with everything escaped that Markdown or HTML would take for markup or a link."""
    return _SPECIAL.sub(r"\\\1", " ".join(words.split())).replace("\\<", "&lt;").replace("\\>", "&gt;")


def export_markdown(record: Record) -> str:
    """Title, roles, timeline (drafts are marked), roll calls, people, recording."""
    incident = record.incident
    exported = export_json(record, ())
    lines = [f"# {as_text(incident.title)}", ""]
    lines += [
        f"- Severity: {incident.severity or 'not declared'}",
        f"- Opened: {_time(incident.opened_at)}",
        f"- Ended: {_time(incident.ended_at)}",
    ]
    for role in (Role.INCIDENT_COMMANDER, Role.DEPUTY, Role.SCRIBE):
        names = [incident.name_of(h.person_id) for h in incident.roster.holdings if h.role is role]
        lines.append(f"- {role.spoken.capitalize()}: {', '.join(as_text(name) for name in names) or 'nobody'}")
    lines += ["", "## Timeline", "", "Times are UTC.", ""]
    shown = [entry for entry in record.timeline.entries() if is_worth_reading(entry)]
    for entry in shown:
        draft = " *(draft)*" if entry.state is EntryState.DRAFT else ""
        happened = f" (happened about {entry.happened_at:%H:%M})" if entry.happened_at is not None else ""
        happened = happened or (f" (said as the time: {as_text(entry.clock)})" if entry.clock else "")
        lines.append(f"- {entry.said_at:%H:%M:%S} {as_text(entry.text)}{happened}{draft}")
    lines += [] if shown else ["Nothing was kept."]
    for roll_call in exported["roll_calls"]:
        lines += [
            "",
            f"## Roll call {roll_call['started_at'][11:19]}",
            "",
            "| name | answer | state |",
            "|---|---|---|",
        ]
        lines += [
            f"| {as_text(answer['name'])} | {(answer['answer'] or '').replace('_', ' ')} | {answer['state']} |"
            for answer in roll_call["answers"]
        ]
    lines += _polls(record)
    lines += ["", "## People", "", "| name | from | to | how it ended |", "|---|---|---|---|"]
    for person in exported["participants"]:
        lines += [
            f"| {as_text(person['name'])} | {_clock(leg['joined_at'])} | {_clock(leg['left_at'])} "
            f"| {leg['reason'] or ''} |"
            for leg in person["legs"]
        ]
    lines += ["", "## Recording", ""]
    lines += [
        f"- `{recording['recording_sid']}` {recording['verdict']}. {_whole_sentence(record, recording)}"
        + (f" SHA-256 `{recording['sha256']}`" if recording["sha256"] else "")
        for recording in exported["recordings"]
    ] or ["There is no recording: fewer than two people were on the call."]
    lines += ["", "## What went well", "", "## What went wrong", "", "## Follow-up", ""]
    return "\n".join(lines)


def _whole_sentence(record: Record, exported: Mapping[str, Any]) -> str:
    """Whose line it is, what its file is like, and which lines cover a room."""
    recording = record.incident.recording.recordings[exported["recording_sid"]]
    before, after = line_words(record.incident, recording), covered_words(record.incident, recording)
    return " ".join(part for part in (as_text(before), exported["sentence"], as_text(after)) if part)


def _polls(record: Record) -> list[str]:
    """Each poll in the guide's form; where it named nothing, with what whoever asked had just said."""
    found = []
    for poll in record.incident.polls:
        closed = result_of(poll)
        if closed is None:
            continue
        said = [
            utterance.text
            for utterance in record.timeline.utterances()
            if utterance.person_id == poll.by and poll.asked_at - PROPOSED_WITHIN <= utterance.start <= poll.asked_at
        ]
        quoted = f" Said before: “{as_text(' '.join(said))}”" if said and not poll.question else ""
        found.append(f"- {poll.asked_at:%H:%M:%S} {as_text(result_words(record.incident, closed))}{quoted}")
    return ["", "## Strong objections", "", *found] if found else []


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else "not yet"


def _clock(iso: str | None) -> str:
    return iso[11:19] if iso else ""
