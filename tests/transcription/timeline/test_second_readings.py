"""A second reading: whatever is decided and whenever facts come, corrected lines stay and everything has a way back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from transcription.timeline import Timeline, TimelineRefused, Utterance, commands as c, decide, evolve
from transcription.timeline.events import Event, SpokenWord
from transcription.timeline.rereading import decided_at_once, differs, unread, waiting

START = datetime(2026, 11, 23, 3, tzinfo=UTC)
LINES = ("u0", "u1", "u2", "u3")
SAME = "u3"
"""The line of which the other model makes the same."""


def words(text: str, second: float) -> tuple[SpokenWord, ...]:
    at = START + timedelta(seconds=second)
    return tuple(
        SpokenWord(word=word, start=at + timedelta(milliseconds=100 * index), end=at, confidence=0.75)
        for index, word in enumerate(text.split())
    )


def said(utterance_id: str, second: float, text: str) -> c.HearPiece:
    found = words(text, second)
    return c.HearPiece(
        utterance_id=utterance_id, call_sid="CA", person_id="bob", start=found[0].start, end=found[-1].end, text=text,
        words=found, confidence=0.71,
    )  # fmt: skip


def read(utterance_id: str, text: str, reading_id: str = "r1") -> c.ReadLineAgain:
    return c.ReadLineAgain(reading_id=reading_id, utterance_id=utterance_id, words=words(text, 0))


def do(timeline: Timeline, command: c.Command, actor: str = "sky", at: datetime = START) -> list[Event]:
    found = decide(timeline, command, actor, at)
    for event in found:
        evolve(timeline, event)
    return found


def tried(timeline: Timeline, command: c.Command, actor: str = "sky", at: datetime = START) -> None:
    try:
        do(timeline, command, actor, at)
    except TimelineRefused:
        return


def base() -> Timeline:
    """Four lines read again, three of them with other words; the reading is over."""
    timeline = Timeline()
    for number, line in enumerate(LINES):
        do(timeline, said(line, number * 10, f"heard {line}"))
    do(timeline, c.OrderSecondReading(reading_id="r1", model="big"))
    for line in LINES:
        do(timeline, read(line, f"heard {line}" if line == SAME else f"read {line}"))
    do(timeline, c.EndSecondReading(reading_id="r1", how="done"))
    return timeline


def texts(timeline: Timeline) -> dict[str, str]:
    return {found.utterance_id: found.text for found in timeline.utterances()}


lines = st.sampled_from(LINES)
some = st.one_of(st.none(), st.lists(lines, min_size=1, max_size=3, unique=True).map(tuple))
decisions = st.lists(
    st.one_of(
        some.map(lambda ids: c.AcceptReadings(reading_id="r1", utterance_ids=ids)),
        some.map(lambda ids: c.RefuseReadings(reading_id="r1", utterance_ids=ids)),
        some.map(lambda ids: c.ReopenReadings(reading_id="r1", utterance_ids=ids)),
        lines.map(lambda line: c.CorrectWords(utterance_id=line, text=f"written {line}")),
        lines.map(lambda line: c.TakeBackCorrection(utterance_id=line)),
    ),
    max_size=8,
)
late = st.lists(st.integers(0, 9), unique=True, max_size=6).map(
    lambda numbers: [
        command
        for number in numbers
        for command in (
            said(f"late{number}", number * 7, "heard late"),
            c.CloseUtterance(utterance_id=f"late{number}"),
            c.DraftUtterance(utterance_id=f"late{number}"),
            said(LINES[number % 4], 100 + number, f"more{number}"),
            c.CloseUtterance(utterance_id=LINES[number % 4]),
        )
    ]
)


def facts(commands: list[c.Command]) -> list[Event]:
    return facts_of(base(), commands)


def facts_of(timeline: Timeline, commands: list[c.Command]) -> list[Event]:
    """What the commands lead to, one after the other, a second each."""
    found: list[Event] = []
    for second, command in enumerate(commands):
        try:
            found += do(timeline, command, at=START + timedelta(seconds=second))
        except TimelineRefused:
            continue
    return found


@given(decisions, late, st.randoms(use_true_random=False))
def test_decisions_about_words_commute_with_late_facts(
    decided: list[c.Command], came_late: list[c.Command], dice
) -> None:
    left, right = facts(decided), facts(came_late)
    one_after_the_other = base()
    for event in [*right, *left]:
        evolve(one_after_the_other, event)
    together = base()
    while left or right:
        evolve(together, (left if left and (not right or dice.random() < 0.5) else right).pop(0))
    assert together.utterances() == one_after_the_other.utterances()
    assert together.readings == one_after_the_other.readings


@given(decisions, decisions, lines)
def test_a_line_that_a_person_wrote_never_changes_until_that_is_taken_back(
    before: list[c.Command], after: list[c.Command], mine: str
) -> None:
    timeline = base()
    for command in before:
        tried(timeline, command)
    do(timeline, c.CorrectWords(utterance_id=mine, text="as I wrote it"))
    for command in after:
        if getattr(command, "utterance_id", "") != mine:
            tried(timeline, command, actor="dev")
        assert timeline.by_id[mine].text == "as I wrote it"


@given(decisions)
def test_taking_everything_back_leads_to_the_words_that_were_heard(decided: list[c.Command]) -> None:
    timeline, untouched = base(), base()
    for command in decided:
        tried(timeline, command)
    do(timeline, c.ReopenReadings(reading_id="r1", utterance_ids=LINES))
    for line in LINES:
        do(timeline, c.TakeBackCorrection(utterance_id=line))
    assert timeline.utterances() == untouched.utterances()
    assert waiting(timeline, "r1") == ["u0", "u1", "u2"]


@given(decisions, st.sets(lines))
def test_taking_all_that_waits_leaves_what_was_decided_spared_or_the_same(
    decided: list[c.Command], spared: set[str]
) -> None:
    timeline = base()
    for command in decided:
        tried(timeline, command)
    before, waited = texts(timeline), set(waiting(timeline, "r1"))
    tried(timeline, c.AcceptReadings(reading_id="r1", utterance_ids=None, spared=frozenset(spared)))
    changed = {line for line, text in texts(timeline).items() if text != before[line]}
    assert changed == waited - spared


def test_accepted_words_stand_in_the_line_with_their_confidence_and_the_first_ones_are_kept() -> None:
    timeline = base()
    do(timeline, c.AcceptReadings(reading_id="r1", utterance_ids=("u1",)))
    line, heard = timeline.by_id["u1"], timeline.heard("u1")
    assert isinstance(heard, Utterance)
    assert (line.text, line.confidence, heard.text, heard.confidence) == ("read u1", 0.75, "heard u1", 0.71)
    assert (line.start, line.end) == (heard.start, heard.end)


def test_only_the_last_decision_about_all_is_taken_back_together() -> None:
    timeline = base()
    do(timeline, c.RefuseReadings(reading_id="r1", utterance_ids=("u0",)))
    do(timeline, c.AcceptReadings(reading_id="r1", utterance_ids=None), at=START + timedelta(seconds=1))
    assert decided_at_once(timeline, "r1") == ("u1", "u2")
    do(timeline, c.ReopenReadings(reading_id="r1", utterance_ids=None))
    assert texts(timeline) == {line: f"heard {line}" for line in LINES}
    assert waiting(timeline, "r1") == ["u1", "u2"], "what was decided singly stays decided"


def test_the_first_of_two_people_wins_and_the_second_is_told_who() -> None:
    timeline = base()
    do(timeline, c.AcceptReadings(reading_id="r1", utterance_ids=("u0",)), "sky")
    with pytest.raises(TimelineRefused, match="took the other words") as refused:
        do(timeline, c.RefuseReadings(reading_id="r1", utterance_ids=("u0",)), "dev")
    assert refused.value.held_by == "sky"
    do(timeline, c.RefuseReadings(reading_id="r1", utterance_ids=("u0",)), "sky")
    assert timeline.by_id["u0"].text == "heard u0"


def test_a_corrected_line_is_not_taken_singly_either_and_it_says_who_wrote_it() -> None:
    timeline = base()
    do(timeline, c.CorrectWords(utterance_id="u0", text="Mine"), "sky")
    with pytest.raises(TimelineRefused, match="wrote the words") as refused:
        do(timeline, c.AcceptReadings(reading_id="r1", utterance_ids=("u0",)), "dev")
    assert refused.value.held_by == "sky"
    do(timeline, c.TakeBackCorrection(utterance_id="u0"))
    do(timeline, c.AcceptReadings(reading_id="r1", utterance_ids=("u0",)), "dev")
    assert timeline.by_id["u0"].text == "read u0"


def test_one_reading_at_a_time_and_none_of_nothing() -> None:
    with pytest.raises(TimelineRefused, match="nothing to transcribe"):
        do(Timeline(), c.OrderSecondReading(reading_id="r1", model="big"))
    timeline = base()
    do(timeline, c.OrderSecondReading(reading_id="r2", model="bigger"))
    with pytest.raises(TimelineRefused, match="being made already"):
        do(timeline, c.OrderSecondReading(reading_id="r3", model="big"))
    do(timeline, c.EndSecondReading(reading_id="r2", how="stopped"))
    assert do(timeline, read("u0", "too late", "r2")) == []


def test_a_line_is_read_once_and_what_is_left_is_known_after_a_restart() -> None:
    timeline = base()
    do(timeline, said("own", 50, "the bridge speaks"))
    timeline.put(replace(timeline.by_id["own"], echo=True))
    do(timeline, c.OrderSecondReading(reading_id="r2", model="bigger"))
    assert [line.utterance_id for line in unread(timeline, "r2")] == list(LINES)
    do(timeline, read("u1", "bigger u1", "r2"))
    assert do(timeline, read("u1", "again", "r2")) == []
    assert [line.utterance_id for line in unread(timeline, "r2")] == ["u0", "u2", "u3"]


def test_a_later_reading_is_compared_with_what_was_accepted_and_undoing_it_leads_back_there() -> None:
    timeline = base()
    do(timeline, c.AcceptReadings(reading_id="r1", utterance_ids=("u0",)))
    do(timeline, c.OrderSecondReading(reading_id="r2", model="bigger"))
    for line, text in (("u0", "read u0"), ("u1", "bigger u1"), ("u2", "")):
        do(timeline, read(line, text, "r2"))
    assert [line for line in LINES if differs(timeline, "r2", line)] == ["u1"], "nothing heard is no proposal"
    do(timeline, c.AcceptReadings(reading_id="r1", utterance_ids=("u1",)))
    do(timeline, c.AcceptReadings(reading_id="r2", utterance_ids=("u1",)))
    assert timeline.by_id["u1"].text == "bigger u1"
    do(timeline, c.ReopenReadings(reading_id="r2", utterance_ids=("u1",)))
    assert timeline.by_id["u1"].text == "read u1"


def test_an_erased_line_is_not_read_and_its_erased_reading_shows_nothing() -> None:
    timeline = base()
    do(timeline, c.AcceptReadings(reading_id="r1", utterance_ids=("u0",)))
    do(timeline, c.OrderSecondReading(reading_id="r2", model="bigger"))
    heard = timeline.heard("u1")
    assert heard is not None
    timeline.put(replace(heard, words=(), text=""))
    assert do(timeline, read("u1", "what was erased", "r2")) == []


@pytest.mark.parametrize("text", ["", " ", "x" * 1001])
def test_a_correction_has_words(text: str) -> None:
    with pytest.raises(TimelineRefused, match="1 to 1000"):
        do(base(), c.CorrectWords(utterance_id="u0", text=text))


def test_only_lines_of_the_models_language_are_read_and_all_where_there_are_none() -> None:
    timeline = Timeline()
    for line, language in (("u0", "en"), ("u1", "de"), ("u2", "")):
        do(timeline, replace(said(line, 1, f"heard {line}"), language=language))
    for reading_id, language, read_lines in (("r1", "de", ["u1", "u2"]), ("r2", "", ["u0", "u1", "u2"])):
        do(timeline, c.OrderSecondReading(reading_id=reading_id, model="x", language=language))
        assert sorted(line.utterance_id for line in unread(timeline, reading_id)) == read_lines
        do(timeline, c.EndSecondReading(reading_id=reading_id, how="done"))
    heard_wrongly = Timeline()
    do(heard_wrongly, replace(said("u0", 1, "heard"), language="en"))
    do(heard_wrongly, c.OrderSecondReading(reading_id="r1", model="x", language="de"))
    assert [line.utterance_id for line in unread(heard_wrongly, "r1")] == ["u0"]
