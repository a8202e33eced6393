"""The bridge's own voice that comes back by a loudspeaker is marked, and never drafted; what people say is not."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, strategies as st
from story import call_sid, with_command

from bridge.drafting import Before, drafted, line_of
from bridge.record.record import Record, decide
from roles import commands as c
from roles.people import BRIDGE, Actor
from transcription.timeline import commands as t
from transcription.timeline.events import SpokenWord
from transcription.timeline.state import Utterance

ANA, DEV, OMAR = call_sid("ana"), call_sid("dev"), call_sid("omar")

TEXT = "Omar: please roll back the last deploy and report back in five minutes."
HEARD = "omar please roll back the last deploy and report back in five minutes"
OTHER_WORDS = ["check", "the", "database", "logs", "who", "owns", "this", "queue", "it", "was", "full"]


class Room:
    """Ana commands, Dev and Omar are there; time goes on by `later`. Nothing is being said to anybody."""

    def __init__(self) -> None:
        story = with_command()
        self.record = Record(incident_id="i1")
        self.now: datetime = story.now
        for event in story.events:
            self.record.apply(self.record.seq + 1, event)
        self.quiet()

    def quiet(self) -> None:
        while waiting := self.record.incident.announcements.waiting:
            self.do(c.ReportAnnouncementEnd(number=waiting[0].number))

    def announces(self) -> None:
        self.do(c.Announce(text=TEXT), Actor(person_id="ana"))

    def do(self, command: c.Command | t.Command, actor: Actor = BRIDGE) -> None:
        for event in decide(self.record, command, actor, self.now):
            self.record.apply(self.record.seq + 1, event)

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def says(self, sid: str, text: str, utterance_id: str = "u1") -> Utterance:
        """From a second ago until now."""
        start = self.now - timedelta(seconds=1)
        spoken = text.split()
        times = [start + (self.now - start) * index / len(spoken) for index in range(len(spoken) + 1)]
        words = tuple(
            SpokenWord(word=word, start=times[index], end=times[index + 1], confidence=1.0)
            for index, word in enumerate(spoken)
        )
        piece = t.HearPiece(
            utterance_id=utterance_id,
            call_sid=sid,
            person_id=self.record.incident.legs[sid].person_id,
            start=start,
            end=self.now,
            text=text,
            words=words,
            confidence=1.0,
        )
        self.do(piece)
        return self.record.timeline.by_id[utterance_id]


@pytest.fixture
def room() -> Room:
    return Room()


def test_what_the_bridge_says_to_all_is_an_echo_on_any_line_and_not_drafted(room: Room) -> None:
    room.announces()
    room.later(3)
    said = room.says(OMAR, HEARD)
    assert said.echo
    command, _ = drafted(Before(), said, line_of(room.record, said))
    assert (command.entries, command.proposals) == ((), ())


def test_the_same_words_are_drafted_when_a_person_says_them(room: Room) -> None:
    room.later(30)
    said = room.says(ANA, HEARD)
    assert not said.echo
    command, _ = drafted(Before(), said, line_of(room.record, said))
    assert command.entries


def test_words_heard_a_little_wrongly_are_an_echo_too(room: Room) -> None:
    room.announces()
    room.later(4)
    assert room.says(DEV, "oh mark please roll back the last employ and report back").echo


def test_until_two_seconds_after_its_end_and_no_longer(room: Room) -> None:
    room.announces()
    room.later(5)
    room.quiet()
    room.later(2.9)  # the words began a second before
    assert room.says(OMAR, HEARD, "u1").echo
    room.later(0.2)
    assert not room.says(OMAR, HEARD, "u2").echo


def test_without_the_news_of_its_end_it_is_over_when_it_must_have_been_said(room: Room) -> None:
    room.announces()
    room.later(5 + 2 * len(TEXT) / 12 + 3.1)
    assert room.record.incident.announcements.waiting
    assert not room.says(OMAR, HEARD).echo


def test_private_words_are_an_echo_only_on_the_line_that_hears_them(room: Room) -> None:
    room.do(c.Whisper(person_id="omar", text=TEXT), Actor(person_id="ana"))
    room.later(3)
    assert room.says(OMAR, HEARD, "u1").echo
    assert not room.says(ANA, HEARD, "u2").echo


def test_a_short_answer_in_the_words_of_the_bridge_is_an_answer(room: Room) -> None:
    room.announces()
    room.later(3)
    assert not room.says(OMAR, "five minutes").echo


def test_who_speaks_on_after_the_bridges_voice_is_heard(room: Room) -> None:
    room.announces()
    room.later(3)
    assert room.says(ANA, "please roll back the last deploy").echo
    room.later(2)
    assert not room.says(ANA, "wait the database team wants to look at the replica first please").echo


def test_a_piece_of_an_echo_too_short_to_tell_stays_part_of_it(room: Room) -> None:
    room.announces()
    room.later(3)
    assert room.says(OMAR, "please roll back the last deploy").echo
    room.later(1)
    assert room.says(OMAR, "five minutes").echo


@given(st.lists(st.sampled_from(OTHER_WORDS), max_size=20))
def test_other_words_are_never_an_echo(words: list[str]) -> None:
    room = Room()
    room.announces()
    room.later(3)
    room.says(OMAR, "well " + " ".join(words))
    assert not room.record.timeline.by_id["u1"].echo
