"""Found lines: taken and given back like other words, never beside live words, the same whatever the order of facts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from tests.transcription.timeline.test_second_readings import START, do, facts_of, said as said_at_once, words
from transcription.timeline import Timeline, TimelineRefused, commands as c, evolve
from transcription.timeline.events import Event
from transcription.timeline.rereading import differs, waiting

FOUND = ("f0", "f1", "f2")
"""At 5, 15 and 25 s, two seconds long; live lines of the base are at 0, 10, 20 and 30 s."""


def said(utterance_id: str, second: float, text: str) -> c.HearPiece:
    """Two seconds of live words."""
    at_once = said_at_once(utterance_id, second, text)
    return replace(at_once, end=at_once.start + timedelta(seconds=2))


def find(utterance_id: str, text: str, reading_id: str = "r1", at_s: float | None = None) -> c.FindLine:
    start = START + timedelta(seconds=5 + 10 * int(utterance_id[1]) if at_s is None else at_s)
    return c.FindLine(
        reading_id=reading_id, utterance_id=utterance_id, call_sid="CA", start=start,
        end=start + timedelta(seconds=2), words=words(text, 0), person_id="bob",
    )  # fmt: skip


def base() -> Timeline:
    """Four live lines, and three that were found between them, of which the last has no words."""
    timeline = Timeline()
    for number in range(4):
        do(timeline, said(f"u{number}", number * 10, f"heard u{number}"))
    do(timeline, c.OrderSecondReading(reading_id="r1", model="big", legs=(c.HeardLeg("CA"),)))
    for line in FOUND:
        do(timeline, find(line, "" if line == "f2" else f"found {line}"))
    do(timeline, c.EndLegSearch(reading_id="r1", call_sid="CA"))
    do(timeline, c.EndSecondReading(reading_id="r1", how="done"))
    return timeline


def texts(timeline: Timeline) -> dict[str, str]:
    return {found.utterance_id: found.text for found in timeline.utterances()}


some = st.one_of(st.none(), st.lists(st.sampled_from(FOUND[:2]), min_size=1, unique=True).map(tuple))
decisions = st.lists(
    st.one_of(
        some.map(lambda ids: c.AcceptReadings(reading_id="r1", utterance_ids=ids)),
        some.map(lambda ids: c.RefuseReadings(reading_id="r1", utterance_ids=ids)),
        some.map(lambda ids: c.ReopenReadings(reading_id="r1", utterance_ids=ids)),
        st.sampled_from(FOUND).map(lambda line: c.CorrectWords(utterance_id=line, text=f"written {line}")),
        st.sampled_from(FOUND).map(lambda line: c.TakeBackCorrection(utterance_id=line)),
    ),
    max_size=8,
)
late = st.lists(st.integers(0, 30), max_size=5, unique=True).map(
    lambda seconds: [said(f"late{second % 3}", second, f"late words at {second}") for second in seconds]
)


def in_both(timeline: Timeline) -> None:
    """No found line that stands or is offered lies over live words, but for what a person wrote."""
    live = [line for line in timeline.utterances() if not line.found]
    for line in timeline.with_found():
        shown = line.utterance_id in timeline.by_id or differs(timeline, "r1", line.utterance_id)
        if line.found and shown and line.utterance_id not in timeline.readings.corrections:
            assert not any(other.start < line.end and line.start < other.end for other in live)


@given(decisions, late, st.randoms(use_true_random=False))
def test_found_lines_and_decisions_about_them_commute_with_late_live_words(
    decided: list[c.Command], came_late: list[c.Command], dice
) -> None:
    left, right = facts_of(base(), decided), facts_of(base(), came_late)
    one_after_the_other = base()
    for event in [*right, *left]:
        evolve(one_after_the_other, event)
    together = base()
    while left or right:
        evolve(together, (left if left and (not right or dice.random() < 0.5) else right).pop(0))
        in_both(together)
    assert together.utterances() == one_after_the_other.utterances()
    assert together.readings == one_after_the_other.readings


@given(decisions)
def test_giving_everything_back_leads_to_the_live_transcript(decided: list[c.Command]) -> None:
    timeline = base()
    for event in facts_of(base(), decided):
        evolve(timeline, event)
    do(timeline, c.ReopenReadings(reading_id="r1", utterance_ids=FOUND))
    for line in FOUND:
        do(timeline, c.TakeBackCorrection(utterance_id=line))
    assert timeline.utterances() == base().utterances()
    assert waiting(timeline, "r1") == ["f0", "f1"]
    assert timeline.undrafted() == base().undrafted()


def test_a_found_line_is_taken_at_its_time_with_its_confidence_and_is_not_drafted() -> None:
    timeline = base()
    do(timeline, c.AcceptReadings(reading_id="r1", utterance_ids=("f1",)))
    assert list(texts(timeline)) == ["u0", "u1", "f1", "u2", "u3"]
    line = timeline.by_id["f1"]
    assert (line.text, line.confidence, line.found, line.drafted, line.closed) == ("found f1", 0.75, True, True, True)
    assert do(timeline, c.DraftUtterance(utterance_id="f1")) == []
    heard = timeline.heard("f1")
    assert heard is not None
    assert heard.text == ""


def test_live_words_that_come_after_all_stand_and_the_found_line_goes() -> None:
    timeline = base()
    do(timeline, c.AcceptReadings(reading_id="r1", utterance_ids=("f0",)))
    do(timeline, said("late", 5, "heard after all"))
    assert "f0" not in texts(timeline)
    assert waiting(timeline, "r1") == ["f1"]
    with pytest.raises(TimelineRefused, match="came after all"):
        do(timeline, c.AcceptReadings(reading_id="r1", utterance_ids=("f0",)))


@pytest.mark.parametrize("why", ["over a line", "of another leg", "twice", "too late", "searched already"])
def test_nothing_is_found(why: str) -> None:
    timeline = base()
    do(timeline, c.OrderSecondReading(reading_id="r2", model="big", legs=(c.HeardLeg("CA"), c.HeardLeg("CB"))))
    wanted, facts = find("f7", "words", "r2", 42), list[Event]()
    match why:
        case "over a line":
            facts = do(timeline, find("f7", "words", "r2", 9))
        case "of another leg":
            facts = do(timeline, c.FindLine(**{**vars(wanted), "call_sid": "CC"}))
        case "twice":
            assert do(timeline, wanted)
            facts = do(timeline, wanted)
        case "too late":
            do(timeline, c.EndSecondReading(reading_id="r2", how="stopped"))
            facts = do(timeline, wanted)
        case _:
            do(timeline, c.EndLegSearch(reading_id="r2", call_sid="CA"))
            facts = [*do(timeline, wanted), *do(timeline, c.EndLegSearch(reading_id="r2", call_sid="CA"))]
    assert facts == []


def test_what_a_person_wrote_in_a_found_line_stays_when_its_words_are_given_back() -> None:
    timeline = base()
    with pytest.raises(TimelineRefused, match="not in the transcript"):
        do(timeline, c.CorrectWords(utterance_id="f0", text="Mine"))
    do(timeline, c.AcceptReadings(reading_id="r1", utterance_ids=("f0",)))
    do(timeline, c.CorrectWords(utterance_id="f0", text="Mine"))
    do(timeline, c.ReopenReadings(reading_id="r1", utterance_ids=("f0",)))
    assert texts(timeline)["f0"] == "Mine"
    do(timeline, c.TakeBackCorrection(utterance_id="f0"))
    assert "f0" not in texts(timeline)
