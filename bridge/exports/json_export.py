"""The incident as JSON: the form that other programs read back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bridge.exports.people_times import iso, participants, roll_calls
from bridge.exports.private_words import without_private_words
from bridge.record.record import Record
from bridge.record.speakers import heard_as, in_a_room, speaker_of, speaker_of_entry
from bridge.storage.event_log import StoredEvent
from roles.record.recording import Recording
from transcription.timeline import Entry, Utterance

SLOTS = ("owner", "minutes", "severity", "role", "person", "page", "count")


def export_json(record: Record, events: Iterable[StoredEvent]) -> dict[str, Any]:
    """Times ISO 8601 UTC; `t` and `end` of utterances count seconds from `opened_at`; `source` lists utterance ids."""
    incident = record.incident
    return {
        "incident": {
            "id": record.incident_id,
            "title": incident.title,
            "severity": incident.severity,
            "opened_at": iso(incident.opened_at),
            "ended_at": iso(incident.ended_at),
        },
        "participants": participants(incident),
        "roll_calls": roll_calls(incident),
        "utterances": [_utterance(record, utterance) for utterance in record.timeline.utterances()],
        "timeline": [_entry(record, entry) for entry in record.timeline.entries()],
        "recordings": [_recording(recording) for recording in incident.recording.recordings.values()],
        "events": [
            {
                "seq": event.seq,
                "at": iso(event.at),
                "type": event.type,
                "actor": event.actor,
                "data": without_private_words(incident, event),
            }
            for event in events
        ],
    }


def _utterance(record: Record, utterance: Utterance) -> dict[str, Any]:
    opened_at = record.incident.opened_at or utterance.start

    def seconds(moment: datetime) -> float:
        return round((moment - opened_at).total_seconds(), 3)

    return {
        "id": utterance.utterance_id,
        "at": iso(utterance.start),
        "t": seconds(utterance.start),
        "end": seconds(utterance.end),
        "speaker": record.incident.name_of(speaker_of(record, utterance)),
        "heard_as": heard_as(record, utterance) or None,
        "shared_phone": in_a_room(record, utterance),
        "text": utterance.text,
        "confidence": round(utterance.confidence, 3),
        "words": [
            {
                "word": word.word,
                "start": seconds(word.start),
                "end": seconds(word.end),
                "conf": round(word.confidence, 3),
            }
            for word in utterance.words
        ],
    }


def _entry(record: Record, entry: Entry) -> dict[str, Any]:
    opened_at = record.incident.opened_at or entry.said_at
    found: dict[str, Any] = {
        "id": entry.entry_id,
        "at": iso(entry.said_at),
        "t": round((entry.said_at - opened_at).total_seconds(), 3),
        "type": entry.type,
        "source": list(entry.sources),
        "speaker": record.incident.name_of(speaker_of_entry(record, entry)),
        "text": entry.text,
        "confidence": round(entry.confidence, 3),
        "state": entry.state.value,
    }
    found.update({slot: value for slot in SLOTS if (value := getattr(entry, slot)) is not None})
    return found


def _recording(recording: Recording) -> dict[str, Any]:
    verdict = recording.verdict
    seconds = verdict.duration_s if verdict else recording.duration_s
    end = None
    if recording.started_at is not None and seconds is not None:
        end = recording.started_at.timestamp() + seconds
    return {
        "recording_sid": recording.recording_sid,
        "conference_sid": recording.conference_sid,
        "from": iso(recording.started_at),
        "to": iso(recording.started_at.fromtimestamp(end, recording.started_at.tzinfo))
        if recording.started_at and end
        else None,
        "verdict": verdict.verdict if verdict else ("missing" if recording.status == "absent" else "pending"),
        "sentence": verdict.sentence if verdict else "",
        "sha256": verdict.sha256 if verdict else None,
        "gaps": [{"from": iso(gap.since), "to": iso(gap.until)} for gap in recording.gaps],
    }
