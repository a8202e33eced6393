"""Undo: one's own last decision, words and all; never somebody else's, and never what was decided about since."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from transcription.timeline import Entry, EntryState, Timeline, TimelineRefused, commands as c, decide, evolve
from transcription.timeline.events import SpokenWord

START = datetime(2026, 11, 23, 3, tzinfo=UTC)


def do(timeline: Timeline, command: c.Command, actor: str = "sky") -> None:
    for event in decide(timeline, command, actor, START):
        evolve(timeline, event)


def tried(timeline: Timeline, command: c.Command, actor: str) -> bool:
    """Whether it was allowed and did something."""
    try:
        events = decide(timeline, command, actor, START)
    except TimelineRefused:
        return False
    for event in events:
        evolve(timeline, event)
    return bool(events)


def with_two_lines() -> Timeline:
    timeline = Timeline()
    words = (SpokenWord(word="note", start=START, end=START, confidence=1.0),)
    piece = c.HearPiece(
        utterance_id="u1", call_sid="CA", person_id="bob", start=START, end=START, text="note", words=words,
        confidence=1.0,
    )  # fmt: skip
    drafts = tuple(
        c.Draft(entry_id=entry_id, type="callout", sources=("u1",), text="Note: this", confidence=0.9)
        for entry_id in ("e1", "e2")
    )
    proposal = c.Propose(proposal_id="p1", kind="cadence", confidence=0.9, minutes=15)
    do(timeline, piece)
    do(timeline, c.CloseUtterance(utterance_id="u1"))
    do(timeline, c.DraftUtterance(utterance_id="u1", entries=drafts, proposals=(proposal,)))
    return timeline


def test_the_words_of_an_edited_line_come_back_with_its_state() -> None:
    timeline = with_two_lines()
    do(timeline, c.EditEntry(entry_id="e1", text="Mine"))
    do(timeline, c.EditEntry(entry_id="e1", text="Mine again"))
    do(timeline, c.TakeBack())
    assert (timeline.entry_by_id["e1"].text, timeline.entry_by_id["e1"].state) == ("Mine", EntryState.KEPT)
    do(timeline, c.TakeBack())
    entry = timeline.entry_by_id["e1"]
    assert (entry.text, entry.state, entry.edited, entry.decided_by) == ("Note: this", EntryState.DRAFT, False, None)


def test_several_decisions_are_taken_back_one_after_the_other_until_none_is_left() -> None:
    timeline = with_two_lines()
    do(timeline, c.KeepEntry(entry_id="e1"))
    do(timeline, c.DropEntry(entry_id="e2"))
    do(timeline, c.SettleProposal(proposal_id="p1", how="dismissed"))
    for expected in ("p1", "e2", "e1"):
        assert timeline.last_decision_of("sky") == expected
        do(timeline, c.TakeBack())
    assert {entry.state for entry in timeline.entries()} == {EntryState.DRAFT}
    assert timeline.proposals.by_id["p1"].waits
    with pytest.raises(TimelineRefused, match="nothing of yours"):
        do(timeline, c.TakeBack())


def test_what_somebody_else_decided_about_since_is_left_alone() -> None:
    timeline = with_two_lines()
    do(timeline, c.KeepEntry(entry_id="e2"))
    do(timeline, c.KeepEntry(entry_id="e1"))
    do(timeline, c.EditEntry(entry_id="e1", text="Dev's words"), "dev")
    do(timeline, c.TakeBack())
    assert timeline.entry_by_id["e1"].text == "Dev's words"
    assert timeline.entry_by_id["e2"].state is EntryState.DRAFT


def test_a_note_that_is_taken_back_is_dropped_and_can_be_found() -> None:
    timeline = with_two_lines()
    do(timeline, c.AddNote(entry_id="n1", text="Rolled back"))
    do(timeline, c.TakeBack())
    assert timeline.entry_by_id["n1"].state is EntryState.DROPPED


def test_what_was_confirmed_is_not_taken_back_because_it_was_done() -> None:
    timeline = with_two_lines()
    do(timeline, c.SettleProposal(proposal_id="p1", how="confirmed"))
    with pytest.raises(TimelineRefused):
        do(timeline, c.TakeBack())


decisions = st.one_of(
    st.sampled_from(["e1", "e2"]).flatmap(
        lambda found: st.sampled_from(
            [
                c.KeepEntry(entry_id=found),
                c.DropEntry(entry_id=found),
                c.ReopenEntry(entry_id=found),
                c.EditEntry(entry_id=found, text="one"),
                c.EditEntry(entry_id=found, text="two"),
            ]
        )
    ),
    st.just(c.SettleProposal(proposal_id="p1", how="dismissed")),
)


def seen(timeline: Timeline) -> tuple[list[Entry], list[str]]:
    return timeline.entries(), [found.how for found in timeline.proposals.all()]


@given(st.lists(decisions, max_size=8))
def test_taking_back_as_often_as_one_decided_leads_to_the_beginning(decided: list[c.Command]) -> None:
    timeline = with_two_lines()
    states = [seen(timeline)]
    for command in decided:
        if tried(timeline, command, "sky"):
            states.append(seen(timeline))
    while len(states) > 1:
        states.pop()
        do(timeline, c.TakeBack())
        assert seen(timeline) == states[-1]


@given(st.lists(st.tuples(decisions | st.just(c.TakeBack()), st.sampled_from(["sky", "dev"])), max_size=12))
def test_nobody_takes_back_what_somebody_else_decided(done: list[tuple[c.Command, str]]) -> None:
    timeline = with_two_lines()
    for command, actor in done:
        before = {entry.entry_id: entry for entry in timeline.entries()}
        tried(timeline, command, actor)
        changed = [before[entry.entry_id] for entry in timeline.entries() if entry != before[entry.entry_id]]
        if isinstance(command, c.TakeBack):
            assert all(entry.decided_by == actor for entry in changed)
