"""What the demo prints at the end, and the checks that decide its exit code."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bridge.demo import script
from bridge.demo.measure import Scores
from bridge.record.record import Record
from roles.people import Role
from roles.presence import Where
from transcription.timeline import EntryState
from transcription.timeline.state import GUESSED, is_worth_reading

WER_LIMIT = 0.20


@dataclass(frozen=True)
class Check:
    what: str
    passed: bool
    detail: str = ""


def checks(record: Record, scores: Scores, failure: str) -> list[Check]:
    """Everything that has to have happened."""
    incident = record.incident
    names = {incident.name_of(leg.person_id) for leg in incident.legs.values() if leg.joined_at}
    expected = {person.name for person in script.PEOPLE}
    roster = incident.roster
    roll_call = incident.roll_calls[0] if incident.roll_calls else None
    verdicts = [found.verdict.verdict for found in incident.recording.recordings.values() if found.verdict]
    gaps = [gap for found in incident.recording.recordings.values() for gap in found.gaps]
    removed = [leg for leg in incident.legs.values() if leg.removed_reason]
    return [
        Check("the story was played to its end", not failure, failure),
        Check("five people were on the call", names == expected, ", ".join(sorted(expected - names))),
        Check(
            "commander, deputy and scribe were named",
            all(roster.holder(role) for role in (Role.INCIDENT_COMMANDER, Role.DEPUTY, Role.SCRIBE)),
        ),
        Check(
            "the roll call has answers by key, one by the deputy, one missing",
            roll_call is not None
            and len(roll_call.answers) >= 3
            and any(answered.by != person for person, answered in roll_call.answers.items())
            and bool(roll_call.missing),
        ),
        Check(
            "the removed person dialled again and waited in the lobby",
            bool(removed)
            and any(
                leg.person_id.startswith("guest:") and leg.joined_at is None and leg.arrived_at > removed[0].arrived_at
                for leg in incident.legs.values()
            ),
        ),
        Check(
            "the missing person was rung, and nobody joined without pressing 1",
            any(ring.why == "roll_call" for ring in incident.rings.by_id.values()) and script.MISSING_NAME not in names,
        ),
        Check(
            "command was handed over and taken over",
            _commanders(record) == ["David Miller", "Maria Torres", "David Miller"],
        ),
        Check(
            "somebody was in Alpha and came back",
            any({seat.room for seat in leg.seats.values()} == {"", "alpha"} for leg in incident.legs.values()),
        ),
        Check("the recording was interrupted, alarmed and repaired", bool(gaps) and all(gap.until for gap in gaps)),
        Check("the recording is verified", bool(verdicts) and set(verdicts) == {"verified"}, ", ".join(verdicts)),
        *timeline_checks(record),
        Check("every line was heard", not scores.unheard, ", ".join(scores.unheard)),
        Check(
            f"the word error rate is at most {WER_LIMIT:.0%}",
            scores.word_error_rate <= WER_LIMIT,
            f"{scores.word_error_rate:.1%}",
        ),
        Check("the call ended for everybody", all(leg.where is Where.LEFT for leg in incident.legs.values())),
    ]


def _commanders(record: Record) -> list[str]:
    held = [found for found in record.incident.roster.holdings if found.role is Role.INCIDENT_COMMANDER]
    return [record.incident.name_of(found.person_id) for found in held]


def timeline_checks(record: Record) -> list[Check]:
    """What a scribe would note of this story, and that every entry names what it was made from."""
    entries = [entry for entry in record.timeline.entries() if is_worth_reading(entry)]
    expected = {kind for line in script.LINES for kind in line.drafts}
    missing = expected - {entry.type for entry in entries}
    tasks = [entry for entry in entries if entry.type == "task" and entry.owner and entry.minutes == 5]
    return [
        Check("the draft timeline has every type of entry of the story", not missing, ", ".join(sorted(missing))),
        Check("the task has its owner and its five minutes", bool(tasks)),
        Check(
            "every entry names the words it comes from",
            all(source in record.timeline.by_id for entry in entries for source in entry.sources),
        ),
        Check("the scribe kept a line", any(entry.state is EntryState.KEPT for entry in entries)),
    ]


def print_summary(export: Mapping[str, Any], scores: Scores, found: list[Check]) -> None:
    """The report at the end of the terminal."""
    incident = export["incident"]
    print(f"\n=== {incident['title']} · SEV-{incident['severity'] or '?'} · {incident['id']}")
    print("\nOn the call")
    for person in export["participants"]:
        roles = ", ".join(role["role"].replace("_", " ") for role in person["roles"])
        for leg in person["legs"]:
            came, went = clock(leg["joined_at"]), clock(leg["left_at"])
            print(f"  {person['name']:<16} {came} - {went}  {leg['reason'] or '':<12} {roles}")
    print("\nRoll call")
    for roll_call in export["roll_calls"]:
        for answer in roll_call["answers"]:
            given = (answer["answer"] or "no answer").replace("_", " ")
            print(f"  {answer['name']:<16} {given:<12} {answer['state']}")
    print("\nSaid on the call")
    for utterance in export["utterances"]:
        print(f"  {clock(utterance['at'])}  {utterance['speaker']:<14} {utterance['text']}")
    print("\nDraft timeline")
    for entry in (entry for entry in export["timeline"] if entry["state"] == "kept" or entry.get("level") != GUESSED):
        kept = "kept " if entry["state"] == "kept" else entry["state"]
        print(f"  {clock(entry['at'])}  {kept}  {entry['type']:<10} {entry['text']}")
    print("\nRecording")
    for recording in export["recordings"]:
        print(f"  {recording['recording_sid'][:8]}...  {recording.get('sentence') or recording['verdict']}")
    print("\nTranscript")
    print(f"  word error rate {scores.word_error_rate:.1%} (demonstration model, synthetic voices)")
    delay = f"median {scores.median_s:.2f} s, 95th percentile {scores.p95_s:.2f} s"
    print(f"  end of speech to the line on an open page: {delay}")
    print("\nChecks")
    for check in found:
        print(f"  {'ok  ' if check.passed else 'FAIL'} {check.what}{'' if check.passed else f' ({check.detail})'}")


def clock(iso: str | None) -> str:
    """UTC time of day of an ISO 8601 time; a dash for none."""
    return iso[11:19] if iso else "   -    "
