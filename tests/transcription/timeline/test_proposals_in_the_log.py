"""The fold of proposals: made once, late and doubled words lead to the same, the later words about one thing count."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from transcription.timeline import Timeline, TimelineRefused, commands as c, decide, evolve
from transcription.timeline.events import SpokenWord
from transcription.timeline.proposals import Proposed

START = datetime(2026, 11, 23, 3, tzinfo=UTC)


def do(timeline: Timeline, command: c.Command, actor: str = "dev") -> int:
    events = decide(timeline, command, actor, START)
    for event in events:
        evolve(timeline, event)
    return len(events)


def says(timeline: Timeline, second: int, *proposals: c.Propose) -> None:
    at, utterance_id = START + timedelta(seconds=second), f"u{second}"
    words = (SpokenWord(word="x", start=at, end=at, confidence=1.0),)
    piece = c.HearPiece(
        utterance_id=utterance_id, call_sid="CA", person_id="ana", start=at, end=at, text="x", words=words,
        confidence=1.0,
    )  # fmt: skip
    for command in (
        piece,
        c.CloseUtterance(utterance_id=utterance_id),
        c.DraftUtterance(utterance_id=utterance_id, proposals=proposals),
    ):
        do(timeline, command)


def severity(second: int, level: int) -> c.Propose:
    return c.Propose(proposal_id=f"u{second}-proposes-severity", kind="severity", confidence=0.9, severity=level)


def timer(second: int, supersedes: str | None = None) -> c.Propose:
    return c.Propose(
        proposal_id=f"u{second}-proposes-timer", kind="timer", confidence=0.9, owner="Bob", minutes=second,
        task="look", supersedes=supersedes,
    )  # fmt: skip


def waiting(timeline: Timeline) -> list[str]:
    return [found.proposal_id for found in timeline.proposals.waiting()]


def test_a_proposal_names_who_said_it_when_and_waits() -> None:
    timeline = Timeline()
    says(timeline, 3, severity(3, 2))
    (found,) = timeline.proposals.waiting()
    assert (found.made.speaker_id, found.made.said_at) == ("ana", START + timedelta(seconds=3))
    assert found.waits


def test_the_same_utterance_drafted_twice_proposes_once() -> None:
    timeline = Timeline()
    says(timeline, 3, timer(3))
    says(timeline, 3, timer(3))
    assert do(timeline, c.DraftUtterance(utterance_id="u3", proposals=(timer(3),))) == 0
    assert len(timeline.proposals.all()) == 1


def test_two_timers_wait_side_by_side_and_a_correction_supersedes_its_own() -> None:
    timeline = Timeline()
    says(timeline, 1, timer(1))
    says(timeline, 2, timer(2))
    says(timeline, 3, timer(3, supersedes="u1-proposes-timer"))
    assert waiting(timeline) == ["u2-proposes-timer", "u3-proposes-timer"]


def test_a_correction_leaves_what_was_decided_already() -> None:
    timeline = Timeline()
    says(timeline, 1, timer(1))
    do(timeline, c.SettleProposal(proposal_id="u1-proposes-timer", how="confirmed"))
    says(timeline, 3, timer(3, supersedes="u1-proposes-timer"))
    assert timeline.proposals.by_id["u1-proposes-timer"].how == "confirmed"
    assert waiting(timeline) == ["u3-proposes-timer"]


def test_the_first_of_two_people_wins_and_the_second_is_told_who() -> None:
    timeline = Timeline()
    says(timeline, 1, timer(1))
    do(timeline, c.SettleProposal(proposal_id="u1-proposes-timer", how="dismissed"), "ana")
    with pytest.raises(TimelineRefused, match="dismissed this proposal first") as refused:
        do(timeline, c.SettleProposal(proposal_id="u1-proposes-timer", how="confirmed"), "dev")
    assert refused.value.held_by == "ana"


def test_what_was_confirmed_does_not_come_back() -> None:
    timeline = Timeline()
    says(timeline, 1, timer(1))
    do(timeline, c.SettleProposal(proposal_id="u1-proposes-timer", how="confirmed"))
    with pytest.raises(TimelineRefused, match="confirmed"):
        do(timeline, c.ReopenProposal(proposal_id="u1-proposes-timer"))


@given(st.lists(st.integers(0, 30), unique=True, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_of_severities_that_come_in_any_order_the_one_said_last_waits(seconds: list[int], dice) -> None:
    timeline = Timeline()
    for second in seconds + dice.sample(seconds, len(seconds)):
        says(timeline, second, severity(second, second % 5 + 1))
    assert waiting(timeline) == [f"u{max(seconds)}-proposes-severity"]
    assert len(timeline.proposals.all()) == len(seconds)


settling = st.tuples(st.sampled_from([1, 2]), st.sampled_from(["confirmed", "dismissed"])).map(
    lambda pair: c.SettleProposal(proposal_id=f"u{pair[0]}-proposes-timer", how=pair[1])
)


@given(st.lists(settling, max_size=4), st.lists(st.integers(5, 20), unique=True, max_size=4), st.randoms())
def test_confirming_and_dismissing_commute_with_late_utterances(
    settled: list[c.SettleProposal], late: list[int], dice
) -> None:
    def base() -> Timeline:
        timeline = Timeline()
        for second in (1, 2):
            says(timeline, second, timer(second))
        return timeline

    def settle(timeline: Timeline, command: c.SettleProposal) -> None:
        try:
            do(timeline, command)
        except TimelineRefused:
            return

    together, one_by_one = base(), base()
    left, right = list(settled), list(late)
    while left or right:
        if left and (not right or dice.random() < 0.5):
            settle(together, left.pop(0))
        else:
            second = right.pop(0)
            says(together, second, timer(second))
    for second in late:
        says(one_by_one, second, timer(second))
    for command in settled:
        settle(one_by_one, command)
    assert folded(together) == folded(one_by_one)


def folded(timeline: Timeline) -> list[Proposed]:
    return timeline.proposals.all()
