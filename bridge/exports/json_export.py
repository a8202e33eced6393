"""The incident as JSON: the form that other programs read back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bridge.exports.people_times import iso, participants, roll_calls
from bridge.exports.private_words import without_private_words
from bridge.read_model.second_reading import model_name
from bridge.record.record import Record
from bridge.record.speakers import heard_as, in_a_room, speaker_of, speaker_of_entry
from bridge.storage.event_log import StoredEvent
from roles.incident import Incident
from roles.record.line_room import Span, kept_for
from roles.record.recording import Recording
from roles.rounds.objections import result_of, result_words
from roles.rounds.poll import Poll
from roles.work.rooms import room_at, room_of_conference
from roles.work.sub_teams import room_words
from transcription.timeline import Entry, Utterance
from transcription.timeline.proposals import CONFIRMED, DISMISSED, Proposed
from transcription.vocabulary import NO_TERMS, Vocabulary, write

SLOTS = ("owner", "minutes", "severity", "role", "person", "page", "count", "clock")
PROPOSED = ("owner", "minutes", "task", "whom", "role", "person", "question", "severity")


def export_json(record: Record, events: Iterable[StoredEvent], vocabulary: Vocabulary = NO_TERMS) -> dict[str, Any]:
    """Times ISO 8601 UTC; `t` and `end` of utterances count seconds from `opened_at`; `source` lists utterance ids.

    An entry's `happened_at` and `clock` stand there when that is not when it was said; its `level` is the narrowest
    dial (few, normal, many) that shows it. `text` of an utterance are the recognizer's words, `shown` their written
    form.
    """
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
        "objections": [_poll(incident, poll) for poll in incident.polls],
        "utterances": [_utterance(record, utterance, vocabulary) for utterance in record.timeline.utterances()],
        "timeline": [_entry(record, entry) for entry in record.timeline.entries()],
        "proposals": [_proposal(record, found) for found in record.timeline.proposals.all()],
        "recordings": [_recording(incident, recording) for recording in incident.recording.recordings.values()],
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


def _poll(incident: Incident, poll: Poll) -> dict[str, Any]:
    closed = result_of(poll)
    return {
        "asked_at": iso(poll.asked_at),
        "asked_by": incident.name_of(poll.by),
        "question": poll.question,
        "objectors": [incident.name_of(who) for who in poll.objectors],
        "result": result_words(incident, closed) if closed is not None else None,
    }


def _utterance(record: Record, utterance: Utterance, vocabulary: Vocabulary) -> dict[str, Any]:
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
        "room": room_words(room_at(record.incident.legs.get(utterance.call_sid), utterance.start)),
        "text": utterance.text,
        "shown": write([word.word for word in utterance.words], vocabulary, utterance.language).shown,
        "language": utterance.language or None,
        **_where_from(record, utterance),
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


def _where_from(record: Record, utterance: Utterance) -> dict[str, Any]:
    """`words_from`: live, second_transcript (with its `model`) or person; `heard_first`: the live words, if others.

    `missed_live`: the live path did not hear it, a second transcript found it.
    """
    readings, heard = record.timeline.readings, record.timeline.heard(utterance.utterance_id)
    if heard is None or heard is utterance:
        return {"words_from": "live"}
    first = {"missed_live": True} if utterance.found else {"heard_first": heard.text}
    if utterance.utterance_id in readings.corrections:
        return {"words_from": "person", **first}
    accepted = readings.accepted(utterance.utterance_id)
    model = {"model": model_name(accepted[0].model)} if accepted is not None else {}
    return {"words_from": "second_transcript", **model, **first}


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
    if entry.happened_at is not None:
        found["happened_at"] = iso(entry.happened_at)
    if not entry.note:
        found["level"] = entry.level
    return found


def _proposal(record: Record, proposal: Proposed) -> dict[str, Any]:
    """What was proposed and what became of it; `by` is a name, or the bridge."""
    made = proposal.made
    slots = {slot: value for slot in PROPOSED if (value := getattr(made, slot)) is not None}
    by = record.incident.name_of(proposal.by) if proposal.how in (CONFIRMED, DISMISSED) else proposal.by
    return {
        "id": proposal.proposal_id,
        "at": iso(made.said_at),
        "kind": made.kind,
        "source": [made.utterance_id],
        **slots,
        "state": proposal.how or "waiting",
        "by": by or None,
    }


def _recording(incident: Incident, recording: Recording) -> dict[str, Any]:
    """`line_of`: somebody's own line, recorded with their consent, and when it stood in (`covers`); else null."""
    verdict = recording.verdict
    seconds = verdict.duration_s if verdict else recording.duration_s
    end = None
    if recording.started_at is not None and seconds is not None:
        end = recording.started_at.timestamp() + seconds
    return {
        "recording_sid": recording.recording_sid,
        "conference_sid": recording.conference_sid,
        "room": room_words(room_of_conference(incident, recording.conference_sid)),
        "from": iso(recording.started_at),
        "to": iso(recording.started_at.fromtimestamp(end, recording.started_at.tzinfo))
        if recording.started_at and end
        else None,
        "verdict": verdict.verdict if verdict else ("missing" if recording.status == "absent" else "pending"),
        "sentence": verdict.sentence if verdict else "",
        "line_of": incident.name_of(recording.person_id) if recording.call_sid else None,
        "covers": [{"from": iso(since), "to": iso(until)} for since, until in _covers(incident, recording)],
        "sha256": verdict.sha256 if verdict else None,
        "gaps": [{"from": iso(gap.since), "to": iso(gap.until)} for gap in recording.gaps],
    }


def _covers(incident: Incident, recording: Recording) -> tuple[Span, ...]:
    return kept_for(incident, recording) if recording.call_sid else ()
