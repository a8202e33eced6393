"""Lines of the transcript: joined within a second, the same whether drawn all at once or one by one."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st
from story import DEV, OMAR, Story, with_command

from bridge.console import parts
from bridge.console.live_updates import update
from bridge.console.viewer import Viewer
from bridge.exports.json_export import export_json
from bridge.read_model.people import people_view
from bridge.read_model.transcript import lines, lines_with
from bridge.record.record import Record
from roles import commands as c
from roles.brief import brief
from roles.people import Actor
from transcription.timeline.events import PieceHeard, SpokenWord
from transcription.vocabulary import NO_TERMS, Term, Vocabulary

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


def a_call_with_words() -> tuple[Story, Record]:
    """Omar says something on each of two phones, three and five seconds into the call."""
    story = with_command()
    story.on_the_line(OMAR, number=2)
    record = Record(incident_id="i", incident=story.incident)
    for number, leg in ((1, story.leg(OMAR)), (2, story.leg(OMAR, 2))):
        start = story.now + timedelta(seconds=number)
        end = start + timedelta(seconds=1)
        heard = PieceHeard(
            at=end,
            utterance_id=f"u{number}",
            call_sid=leg.call_sid,
            person_id="omar",
            start=start,
            end=end,
            text="word",
            words=(SpokenWord(word="word", start=start, end=end, confidence=0.9),),
            confidence=0.9,
        )
        record.apply(record.seq + 1, heard)
    story.later(10)
    return story, record


def happens(story: Story, record: Record, command: c.Command) -> list[str]:
    """The ids of the elements that an open page of the transcript draws anew."""
    events = story.do(command, DEV)
    numbered = []
    for event in events:
        record.apply(record.seq + 1, event)
        numbered.append((record.seq, event))
    viewer = Viewer(person_id="dev", name="Dev Rao", admin=False)
    return [placed.element_id for placed in update(record, viewer, numbered, NO_TERMS).said]


def test_a_renamed_leg_renames_what_was_said_on_it_and_keeps_under_which_name_it_was_heard() -> None:
    story, record = a_call_with_words()
    redrawn = happens(story, record, c.RenameLeg(call_sid=story.leg(OMAR, 2).call_sid, name="Sam Bell"))
    assert "line-u2" in redrawn
    assert "line-u1" not in redrawn
    first, second = lines(record)
    assert (first.name, first.heard_as) == ("Omar Haddad", "")
    assert (second.name, second.heard_as) == ("Sam Bell", "Omar Haddad")
    assert "heard as Omar Haddad" in parts.line(second)
    (_, utterance) = export_json(record, ())["utterances"]
    assert (utterance["speaker"], utterance["heard_as"]) == ("Sam Bell", "Omar Haddad")


def test_what_is_said_after_the_renaming_was_heard_under_no_other_name() -> None:
    story, record = a_call_with_words()
    happens(story, record, c.RenameLeg(call_sid=story.leg(OMAR, 2).call_sid, name="Sam Bell"))
    start = story.now + timedelta(seconds=1)
    late = said(3, story.leg(OMAR, 2).call_sid, (start - NOON).total_seconds(), 1)
    record.apply(record.seq + 1, late)
    assert (lines(record)[-1].name, lines(record)[-1].heard_as) == ("Sam Bell", "")


def test_a_renamed_person_is_renamed_on_every_line_already_said() -> None:
    story, record = a_call_with_words()
    redrawn = happens(story, record, c.RenamePerson(person_id="omar", name="Omar H."))
    assert {"line-u1", "line-u2"} <= set(redrawn)
    assert [line.name for line in lines(record)] == ["Omar H.", "Omar H."]


def test_lines_from_a_room_say_that_it_is_not_certain_who_spoke() -> None:
    story, record = a_call_with_words()
    assert "line-u1" in happens(story, record, c.MarkRoom(call_sid=story.leg(OMAR).call_sid, room=True))
    first, second = lines(record)
    assert (first.shared, second.shared) == (True, False)
    assert "Omar Haddad (room)" in parts.line(first)
    assert "not certain who" in parts.line(first)
    assert "(room)" not in parts.line(second)
    assert [found["shared_phone"] for found in export_json(record, ())["utterances"]] == [True, False]


def test_a_person_on_two_phones_counts_once_on_the_page() -> None:
    story, _ = a_call_with_words()
    here = people_view(story.incident, Actor(person_id="dev")).here
    assert [row.name for row in here] == ["Ana Ruiz", "Dev Rao", "Omar Haddad"]
    assert "on 2 phones" in here[2].more
    assert "3 people are on the line." in brief(story.incident, story.now)


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
