"""Lines of the transcript: joined within a second, the same whether drawn all at once or one by one."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from bridge.read_model.transcript import lines, lines_with
from bridge.record.record import Record
from transcription.timeline.events import PieceHeard, SpokenWord
from transcription.vocabulary import Term, Vocabulary

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def said(
    number: int, leg: str, start_s: float, length_s: float, confidence: float = 0.9, text: str = "word"
) -> PieceHeard:
    start, end = NOON + timedelta(seconds=start_s), NOON + timedelta(seconds=start_s + length_s)
    return PieceHeard(
        at=end,
        utterance_id=f"u{number}",
        call_sid=leg,
        person_id=leg,
        start=start,
        end=end,
        text=text,
        words=tuple(SpokenWord(word=word, start=start, end=end, confidence=confidence) for word in text.split()),
        confidence=confidence,
    )


def record_of(*events: PieceHeard) -> Record:
    record = Record(incident_id="i")
    for seq, event in enumerate(events, 1):
        record.apply(seq, event)
    return record


def test_one_speaker_with_less_than_a_second_between_is_one_line() -> None:
    found = lines(record_of(said(1, "ana", 0, 2), said(2, "ana", 2.5, 1), said(3, "ana", 5, 1), said(4, "bob", 6, 1)))
    assert [line.utterance_ids for line in found] == [("u1", "u2"), ("u3",), ("u4",)]
    assert found[0].line_id == "line-u1"


def test_words_that_are_not_sure_stand_apart() -> None:
    record = record_of(said(1, "ana", 0, 1), said(2, "ana", 1, 1, confidence=0.3), said(3, "ana", 2, 1))
    assert [(run.text, run.unsure) for run in lines(record)[0].runs] == [
        ("word", False),
        ("word", True),
        ("word", False),
    ]


def test_a_written_form_keeps_its_spoken_words_and_is_unsure_when_one_of_them_is() -> None:
    record = record_of(
        said(1, "ana", 0, 1, text="the check out is at ninety"),
        said(2, "ana", 1, 1, confidence=0.3, text="five percent of check"),
        said(3, "ana", 2, 1, text="out"),
    )
    vocabulary = Vocabulary((Term("checkout", ("check out",)),))
    runs = lines(record, vocabulary)[0].runs
    assert [(run.text, run.unsure, run.said) for run in runs] == [
        ("the", False, ""),
        ("checkout", False, "check out"),
        ("is at", False, ""),
        ("95 %", True, "ninety five percent"),
        ("of", True, ""),
        ("checkout", True, "check out"),
    ]
    assert lines_with(record, ["u2"], vocabulary)[0].runs == runs


speech = st.lists(
    st.tuples(st.sampled_from(["ana", "bob"]), st.floats(0, 60), st.floats(0.1, 4)), min_size=1, max_size=20
)


@given(speech, st.sets(st.integers(0, 25)))
def test_lines_drawn_one_by_one_are_those_of_the_whole_page(
    spoken: list[tuple[str, float, float]], wanted: set[int]
) -> None:
    record = record_of(*(said(number, *each) for number, each in enumerate(spoken)))
    names = {f"u{number}" for number in wanted}
    expected = [line for line in lines(record) if names & set(line.utterance_ids)]
    assert lines_with(record, names) == expected
