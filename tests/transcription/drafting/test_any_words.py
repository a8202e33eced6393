"""Whatever is said: nothing is raised, entries name lines that exist, the same lines give the same entries."""

from hypothesis import given, strategies as st

from transcription.drafting.context import Context
from transcription.drafting.drafter import draft
from transcription.drafting.line import Line
from transcription.drafting.measuring.scoring import Score
from transcription.drafting.numbers import minutes, value
from transcription.drafting.people import people
from transcription.timeline.commands import Draft

SPOKEN = (
    "ana bob the deputy scribe is are you please page roll back in five minutes half an hour sev one note to do need "
    "hearing no strong objections we proceeding incident over customers twenty two hundred status report next update "
    "why what i've restarted it's failing percent posted some resolved"
)
words = st.lists(st.sampled_from(SPOKEN.split()), max_size=25).map(" ".join)
lines = st.lists(st.tuples(st.sampled_from(["Ana Ruiz", "Bob Baker", ""]), words | st.text(max_size=80)), max_size=12)


def run(said: list[tuple[str, str]]) -> list[Draft]:
    context = Context(people=people(["Ana Ruiz", "Bob Baker"], ["storage"]))
    found: list[Draft] = []
    for number, (speaker, text) in enumerate(said):
        roles = frozenset({"incident_commander"}) if speaker.startswith("Ana") else frozenset[str]()
        line = Line(utterance_id=f"u{number}", speaker_id=speaker, speaker=speaker, text=text, roles=roles)
        entries, context = draft(context, line)
        assert all(entry.sources == (line.utterance_id,) for entry in entries)
        found += entries
    return found


@given(lines)
def test_any_lines_give_entries_with_text_and_ids_of_their_own_twice_alike(said: list[tuple[str, str]]) -> None:
    once = run(said)
    assert once == run(said)
    assert len({entry.entry_id for entry in once}) == len(once)
    assert all(entry.text for entry in once)
    assert all(entry.severity in (None, 1, 2, 3, 4, 5) for entry in once)


@given(st.integers(0, 999_999))
def test_a_number_in_digits_is_itself(number: int) -> None:
    assert value(str(number)) == number


def test_spoken_numbers() -> None:
    assert value("twenty two") == 22
    assert value("a hundred and ten") == 110
    assert value("four thousand two hundred and eighty eight") == 4288
    assert value("two point nine") is None
    assert minutes("come back in half an hour") == 30
    assert minutes("five minutes and then ten minutes") == 10
    assert minutes("soon") is None


def test_the_score_counts_an_entry_once_for_each_type_and_line() -> None:
    score = Score()
    labels = {1: [{"type": "task", "owner": "Bob"}], 2: [], 3: [{"type": "finding"}]}
    entries = [{"type": "task", "source": [1], "owner": "Bob"}, {"type": "task", "source": [2], "owner": "Ana"}]
    score.add(labels, entries)
    assert (score.overall.right, score.overall.drafted, score.overall.labelled) == (1, 2, 2)
    assert score.overall.f1 == 0.5
    assert score.attributes["owner"].right == 1
