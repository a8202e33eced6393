"""Whatever is decided about lines and whenever late words arrive: the same timeline; corrections respect decisions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from transcription.timeline import Entry, EntryState, Timeline, TimelineRefused, commands as c, decide, evolve
from transcription.timeline.events import SpokenWord

START = datetime(2026, 11, 23, 3, tzinfo=UTC)


def do(timeline: Timeline, command: c.Command, actor: str = "sky") -> None:
    try:
        events = decide(timeline, command, actor, START)
    except TimelineRefused:
        return
    for event in events:
        evolve(timeline, event)


def said(utterance_id: str, second: int) -> c.HearPiece:
    at = START + timedelta(seconds=second)
    words = (SpokenWord(word=utterance_id, start=at, end=at, confidence=1.0),)
    return c.HearPiece(
        utterance_id=utterance_id, call_sid="CA", person_id="bob", start=at, end=at, text=utterance_id, words=words,
        confidence=1.0,
    )  # fmt: skip


def noted(utterance_id: str, amends: str | None = None, minutes: int = 10, ago: int | None = None) -> c.DraftUtterance:
    entry = c.Draft(
        entry_id=f"e-{utterance_id}", type="task", sources=(utterance_id,), text=f"TODO {minutes}", confidence=0.9,
        owner="Bob", minutes=minutes, amends=amends, minutes_ago=ago,
    )  # fmt: skip
    return c.DraftUtterance(utterance_id=utterance_id, entries=(entry,))


def base() -> Timeline:
    timeline = Timeline()
    for number in range(3):
        do(timeline, said(f"u{number}", number))
        do(timeline, c.CloseUtterance(utterance_id=f"u{number}"))
        do(timeline, noted(f"u{number}"))
    return timeline


def seen(timeline: Timeline) -> tuple[list[object], list[Entry]]:
    return list(timeline.utterances()), timeline.entries()


entry_ids = st.sampled_from(["e-u0", "e-u1", "e-u2"])
decisions = st.lists(
    st.one_of(
        entry_ids.map(lambda found: c.KeepEntry(entry_id=found)),
        entry_ids.map(lambda found: c.DropEntry(entry_id=found)),
        entry_ids.map(lambda found: c.ReopenEntry(entry_id=found)),
        st.just(c.TakeBack()),
        st.tuples(entry_ids, st.sampled_from(["one", "two"])).map(
            lambda pair: c.EditEntry(entry_id=pair[0], text=pair[1])
        ),
    ),
    max_size=6,
)
late = st.lists(st.integers(0, 9), unique=True, max_size=5).map(
    lambda numbers: [
        command
        for number in numbers
        for command in (
            said(f"late{number}", number * 7),
            c.CloseUtterance(utterance_id=f"late{number}"),
            noted(f"late{number}"),
        )
    ]
)


@given(decisions, late, st.randoms(use_true_random=False))
def test_keeping_editing_and_dropping_commute_with_late_utterances(
    decided: list[c.Command], came_late: list[c.Command], dice
) -> None:
    together = base()
    left, right = list(decided), list(came_late)
    while left or right:
        do(together, (left if left and (not right or dice.random() < 0.5) else right).pop(0))
    one_after_the_other = base()
    for command in [*came_late, *decided]:
        do(one_after_the_other, command)
    assert seen(together) == seen(one_after_the_other)


@given(decisions)
def test_every_entry_names_utterances_that_exist_whatever_is_decided(decided: list[c.Command]) -> None:
    timeline = base()
    for command in [*decided, said("u9", 9), noted("u9", amends="e-u0", minutes=5)]:
        do(timeline, command)
    assert all(source in timeline.by_id for entry in timeline.entries() for source in entry.sources)


def test_a_correction_amends_a_waiting_line_and_names_both_utterances() -> None:
    timeline = base()
    do(timeline, said("u9", 9))
    do(timeline, noted("u9", amends="e-u0", minutes=5))
    entry = timeline.entry_by_id["e-u0"]
    assert (entry.minutes, entry.text, entry.sources, entry.state) == (5, "TODO 5", ("u0", "u9"), EntryState.DRAFT)
    assert "e-u9" not in timeline.entry_by_id


@pytest.mark.parametrize(
    "decision",
    [c.KeepEntry(entry_id="e-u0"), c.EditEntry(entry_id="e-u0", text="mine"), c.DropEntry(entry_id="e-u0")],
)
def test_a_correction_of_a_decided_line_is_a_line_of_its_own(decision: c.Command) -> None:
    timeline = base()
    do(timeline, decision)
    before = timeline.entry_by_id["e-u0"]
    do(timeline, said("u9", 9))
    do(timeline, noted("u9", amends="e-u0", minutes=5))
    assert timeline.entry_by_id["e-u0"] == before
    assert timeline.entry_by_id["e-u9"].minutes == 5


def test_when_it_happened_stands_beside_when_it_was_said() -> None:
    timeline = base()
    do(timeline, said("u9", 600))
    do(timeline, noted("u9", ago=2))
    entry = timeline.entry_by_id["e-u9"]
    assert entry.happened_at == entry.said_at - timedelta(minutes=2)
    assert timeline.entry_by_id["e-u0"].happened_at is None
