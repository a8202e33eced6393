"""Every fact that holds words of the call loses them when they are erased: a new kind of fact is found here."""

import dataclasses
from datetime import UTC, datetime

import pytest

from bridge.keeping.row_changes import ERASED, Change, Traces, without_person, without_transcript
from bridge.record import codec
from transcription.timeline import events as t

START = datetime(2026, 11, 23, 3, tzinfo=UTC)
TRACES = Traces(
    person_id="p1",
    name="Omar Haddad",
    call_sids=frozenset({"CA1"}),
    takes=frozenset({"t1"}),
    entries=frozenset({"e1"}),
    utterances=frozenset({"u1"}),
)
ROW = {
    "entry_id": "e1",
    "call_sid": "CA1",
    "person_id": "p1",
    "utterance_id": "u1",
    "text": "the canary",
    "words": ["canary"],
}
WITH_WORDS = [
    found
    for found in vars(t).values()
    if isinstance(found, type) and dataclasses.is_dataclass(found) and issubclass(found, t.Event)
    if "text" in {field.name for field in dataclasses.fields(found)}
]


@pytest.mark.parametrize("fact", WITH_WORDS)
def test_no_words_are_left_of_a_person_who_is_erased(fact: type) -> None:
    changed = without_person(TRACES)(fact.__name__, ROW)
    assert changed is not None
    assert changed["text"] in ("", ERASED)


@pytest.mark.parametrize("fact", [fact for fact in WITH_WORDS if fact not in (t.EntryEdited, t.NoteAdded)])
def test_no_words_are_left_when_the_term_of_transcripts_is_over(fact: type) -> None:
    changed = without_transcript(kept_entries=())(fact.__name__, ROW)
    assert changed is not None
    assert changed["text"] in ("", ERASED)
    if fact not in (t.PieceHeard, t.LineReadAgain, t.LineFound, t.WordsCorrected):
        kept = without_transcript(kept_entries={"e1"})(fact.__name__, ROW)
        assert kept is None, "a person decided that it stays"


PROPOSAL = {"proposal_id": "p1", "utterance_id": "u1", "minutes": 5, "task": "the canary", "question": "the canary"}


@pytest.mark.parametrize("change", [without_person(TRACES), without_transcript(kept_entries=())])
def test_a_proposal_keeps_its_kind_and_loses_the_words_that_it_was_made_of(change: Change) -> None:
    changed = change("ProposalMade", {**PROPOSAL, "whom": "the canary", "kind": "timer"})
    assert changed is not None
    assert "canary" not in str(changed)
    assert (changed["kind"], changed["minutes"]) == ("timer", 5)
    convert = codec.from_data("ProposalMade", START, {**changed, "said_at": START, "speaker_id": "p1", "confidence": 1})
    assert isinstance(convert, t.ProposalMade)


def test_the_proposals_of_somebody_else_stay() -> None:
    changed = without_person(TRACES)("ProposalMade", {**PROPOSAL, "utterance_id": "u2"})
    assert changed is not None
    assert changed["task"] == "the canary"
