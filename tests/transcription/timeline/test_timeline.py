"""Transcript and draft timeline: pieces in any order, drafts once, the first of two people wins."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from transcription.timeline import EntryState, Timeline, TimelineRefused, commands as c, decide, evolve
from transcription.timeline.events import Event, SpokenWord

START = datetime(2026, 11, 23, 3, tzinfo=UTC)


def word(text: str, second: float) -> SpokenWord:
    start = START + timedelta(seconds=second)
    return SpokenWord(word=text, start=start, end=start + timedelta(seconds=0.3), confidence=0.9)


def piece(utterance_id: str, *words: SpokenWord) -> c.HearPiece:
    return c.HearPiece(
        utterance_id=utterance_id,
        call_sid="CA1",
        person_id="ana",
        start=words[0].start,
        end=words[-1].end,
        text=" ".join(found.word for found in words),
        words=words,
        confidence=0.9,
    )


def do(timeline: Timeline, command: c.Command, actor: str = "sky") -> list[Event]:
    found = decide(timeline, command, actor, START)
    for event in found:
        evolve(timeline, event)
    return found


def drafted() -> Timeline:
    timeline = Timeline()
    do(timeline, piece("u1", word("note", 1), word("this", 2)))
    do(timeline, c.CloseUtterance(utterance_id="u1"))
    draft = c.Draft(entry_id="e1", type="callout", sources=("u1",), text="Note: this", confidence=0.8)
    do(timeline, c.DraftUtterance(utterance_id="u1", entries=(draft,)))
    return timeline


def test_pieces_of_one_utterance_join_in_order_of_time() -> None:
    timeline = Timeline()
    do(timeline, piece("u1", word("back", 2)))
    do(timeline, piece("u1", word("roll", 1)))
    assert [utterance.text for utterance in timeline.utterances()] == ["roll back"]


def test_the_same_piece_twice_is_one() -> None:
    timeline = Timeline()
    do(timeline, piece("u1", word("hello", 1)))
    assert do(timeline, piece("u1", word("hello", 1))) == []


def test_utterances_stand_in_order_of_their_start_whenever_they_come() -> None:
    timeline = Timeline()
    for second in (5, 1, 3):
        do(timeline, piece(f"u{second}", word("x", second)))
    assert [utterance.utterance_id for utterance in timeline.utterances()] == ["u1", "u3", "u5"]


def test_a_closed_utterance_is_drafted_once() -> None:
    timeline = drafted()
    assert timeline.undrafted() == []
    assert do(timeline, c.DraftUtterance(utterance_id="u1")) == []


def test_an_entry_always_names_an_utterance_that_exists() -> None:
    timeline = Timeline()
    do(timeline, piece("u1", word("hello", 1)))
    lost = c.Draft(entry_id="e1", type="task", sources=("nowhere",), text="TODO", confidence=1.0)
    do(timeline, c.DraftUtterance(utterance_id="u1", entries=(lost,)))
    assert timeline.entries() == []


def test_the_first_of_two_people_wins_and_the_second_is_told_who() -> None:
    timeline = drafted()
    do(timeline, c.KeepEntry(entry_id="e1"), "sky")
    with pytest.raises(TimelineRefused) as refused:
        do(timeline, c.DropEntry(entry_id="e1"), "dev")
    assert refused.value.held_by == "sky"


def test_undo_makes_a_dropped_line_wait_again() -> None:
    timeline = drafted()
    do(timeline, c.DropEntry(entry_id="e1"))
    do(timeline, c.ReopenEntry(entry_id="e1"))
    assert [entry.state for entry in timeline.entries()] == [EntryState.DRAFT]


def test_an_edited_line_is_kept_with_its_new_words() -> None:
    timeline = drafted()
    do(timeline, c.EditEntry(entry_id="e1", text="  Note:  that "))
    (entry,) = timeline.entries()
    assert (entry.text, entry.state, entry.edited) == ("Note: that", EntryState.KEPT, True)


def test_a_line_without_words_is_refused() -> None:
    with pytest.raises(TimelineRefused, match="1 to 500"):
        do(drafted(), c.EditEntry(entry_id="e1", text="  "))


@given(st.permutations(["keep", "late", "later"]))
def test_keeping_a_line_commutes_with_late_utterances(order: list[str]) -> None:
    commands: dict[str, c.Command] = {
        "keep": c.KeepEntry(entry_id="e1"),
        "late": piece("u0", word("before", 0)),
        "later": piece("u2", word("after", 9)),
    }
    timeline, reference = drafted(), drafted()
    for name in order:
        do(timeline, commands[name])
    for name in ("keep", "late", "later"):
        do(reference, commands[name])
    assert timeline.utterances() == reference.utterances()
    assert timeline.entries() == reference.entries()


def test_a_note_that_was_dropped_can_be_brought_back() -> None:
    timeline = Timeline()
    do(timeline, c.AddNote(entry_id="n1", text="Rolled back"))
    assert do(timeline, c.ReopenEntry(entry_id="n1")) == []
    do(timeline, c.DropEntry(entry_id="n1"))
    do(timeline, c.ReopenEntry(entry_id="n1"))
    (note,) = timeline.entries()
    assert note.state is EntryState.KEPT
