"""Speech that the live path missed: found in the kept sound by a real model, offered, and never what was private."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from desk_office import Office

from bridge.demo import script
from bridge.read_model.second_reading import progress
from bridge.second_reading.reader import ReaderDied
from bridge.second_reading.reading import SecondReadings
from roles import commands as c
from roles.people import BRIDGE, Actor
from roles.reach.announcements import Said
from roles.record.hearing import Interval
from roles.refusals import Refused
from tests.bridge.keeping.test_erasure import erase, rows
from tests.bridge.second_reading.ended_call import (
    ADMIN,
    call_with_a_gap,
    found_lines,
    keep,
    missed_at_the_end,
    order,
    over,
    readings,
    sound_of,
    texts,
)
from transcription.recognizer import Word
from transcription.timeline import commands as t
from transcription.timeline.events import SpokenWord

SPOKEN = {line.id: line.text for line in script.LINES}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Ana said l01, l02 and l03; l02 stands in no line."""
    found = Office(tmp_path)
    call_with_a_gap(found)
    yield found
    found.node.close()


def with_words(office: Office, say: Callable[[int], str]) -> SecondReadings:
    """Readings whose reader answers what `say` says of the length of the sound in milliseconds."""

    class Answering:
        def read(self, pcm16: bytes) -> tuple[Word, ...]:
            words = say(len(pcm16) // 16).split()
            return tuple(Word(word, 0.4 + 0.1 * at, 0.5 + 0.1 * at, 0.9) for at, word in enumerate(words))

        def close(self) -> None:
            pass

    node = office.node
    return SecondReadings(node.service, node.outbox, node.incidents, node.copies, lambda *_: Answering())


def accept(office: Office, *utterance_ids: str, reading_id: str = "r1") -> None:
    command = t.AcceptReadings(reading_id=reading_id, utterance_ids=utterance_ids or None)
    office.node.service.handle("i1", command, ADMIN)


def test_what_was_missed_is_found_offered_taken_and_given_back_and_nothing_of_it_is_drafted(office: Office) -> None:
    before = texts(office)
    order(office)
    assert readings(office).run() == 3
    ((key, text),) = found_lines(office).items()
    assert text == SPOKEN["l02"]
    assert texts(office) == before, "nothing changes until somebody takes it"
    with office.node.service.reading("i1") as record:
        found = record.timeline.readings.found[key]
        at = record.incident.hearing.by_leg[found.call_sid][0].start
        assert found.person_id == office.id_of("Ana Ruiz")
        assert record.timeline.by_id["u1"].end < found.start < found.end < record.timeline.by_id["u3"].start
        assert at < found.start
    accept(office, key)
    assert list(texts(office).items()) == [("u1", before["u1"]), (key, text), ("u3", before["u3"])]
    with office.node.service.reading("i1") as record:
        assert record.timeline.by_id[key].found
        assert key not in [line.utterance_id for line in record.timeline.undrafted()]
    back = t.ReopenReadings(reading_id="r1", utterance_ids=(key,))
    office.node.service.handle("i1", back, ADMIN)
    assert texts(office) == before
    accept(office)
    assert set(texts(office)) == {"u1", key, "u3"}, "all the other words are taken, the found line among them"


def test_a_second_search_finds_the_same_ids_whatever_was_decided_before(office: Office) -> None:
    order(office)
    readings(office).run()
    accept(office, *found_lines(office))
    order(office, "r2")
    assert readings(office).run() == 3
    assert found_lines(office, "r2") == found_lines(office)
    with office.node.service.reading("i1") as record:
        now = progress(record)
    assert now is not None
    assert (now.reading_id, now.found, now.waiting) == ("r2", 0, 2), "the same words stand there already"


def test_after_a_kill_no_stretch_is_read_twice_and_the_progress_says_what_it_does(office: Office) -> None:
    missed_at_the_end(office, next(iter(office.node.service.incident("i1").legs)))
    order(office)
    heard: list[int] = []

    def killed(length_ms: int) -> str:
        heard.append(length_ms)
        if len(heard) == 4:
            raise KeyboardInterrupt
        return "one two"

    with pytest.raises(KeyboardInterrupt):
        with_words(office, killed).run()
    with office.node.service.reading("i1") as record:
        now = progress(record)
    assert now is not None
    assert (now.done, now.total) == (2, 2)
    assert now.under_way == "All 2 lines read, looking for speech that was missed: 0 of 2 people"
    again: list[int] = []
    assert with_words(office, lambda length_ms: again.append(length_ms) or "three four").run() == 1
    assert len(again) == 1
    with office.node.service.reading("i1") as record:
        done = progress(record)
    assert done is not None
    assert (done.how, done.searched, done.people, done.found) == ("done", 2, 2, 2)
    assert sorted(found_lines(office).values()) == ["one two", "three four"]


def test_a_stretch_without_words_or_that_kills_the_model_is_no_line_and_is_not_read_again(office: Office) -> None:
    order(office)

    def dies(_length_ms: int) -> str:
        raise ReaderDied("signal 6")

    assert with_words(office, dies).run() == 2
    assert found_lines(office) == {}
    with office.node.service.reading("i1") as record:
        assert record.timeline.readings.all["r1"].how == "done"
        assert len(record.timeline.readings.found) == 1, "noted, so that it costs no second try"


def test_what_was_said_while_muted_or_off_the_record_is_not_found(tmp_path: Path) -> None:
    """The copy must not hold it; if it does all the same, the log has the last word."""
    office = Office(tmp_path)
    office.opened("Checkout fails")
    ana, omar = office.joins("Ana Ruiz"), office.joins("Omar Haddad")
    office.do(c.TakeCommand(), by="Ana Ruiz")
    office.later(5)
    office.do(c.MuteLeg(call_sid=omar, muted=True), by="Ana Ruiz")
    office.later(2)
    office.now += keep(office, omar, sound_of("l02"))
    office.do(c.SetRecord(on=False), by="Ana Ruiz")
    office.later(2)
    office.now += keep(office, ana, sound_of("l02"))
    office.later(3)
    over(office, ana, omar)
    order(office)
    read: list[int] = []
    with_words(office, lambda length_ms: read.append(length_ms) or "a b").run()
    assert read == [], "not a sample of it reaches the model"
    assert found_lines(office) == {}
    office.node.close()


def test_a_found_line_that_the_log_does_not_allow_has_no_words(office: Office) -> None:
    order(office)
    with office.node.service.reading("i1") as record:
        line, hearing = record.timeline.by_id["u1"], record.incident.hearing
    command = t.FindLine(
        reading_id="r1", utterance_id="found-x", call_sid=line.call_sid, start=line.end + timedelta(seconds=1),
        end=line.end + timedelta(seconds=2), words=(),
    )  # fmt: skip
    word = SpokenWord(word="secret", start=command.start, end=command.end, confidence=0.9)
    closed = {**hearing.by_leg, line.call_sid: (Interval(line.start - timedelta(seconds=1), line.end),)}
    with office.node.service.reading("i1") as record:
        record.incident = replace(record.incident, hearing=replace(hearing, by_leg=closed))
    office.node.service.handle("i1", replace(command, words=(word,)), BRIDGE)
    assert found_lines(office) == {}
    assert "secret" not in rows(office)


def test_the_bridges_own_voice_from_a_loudspeaker_is_not_offered(office: Office) -> None:
    order(office)
    with office.node.service.reading("i1") as record:
        said_at = record.timeline.by_id["u1"].end
        announcements = record.incident.announcements
        own = Said("", "The recording has stopped: please wait.", said_at, said_at + timedelta(seconds=4))
        record.incident = replace(record.incident, announcements=replace(announcements, said=(own,)))
    with_words(office, lambda _: "recording has stopped please wait").run()
    assert found_lines(office) == {}
    order(office, "r2")
    with_words(office, lambda _: "we have a problem with payments").run()
    assert list(found_lines(office, "r2").values()) == ["we have a problem with payments"]


def test_a_call_of_which_not_a_word_was_written_down_can_be_transcribed(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.opened("Checkout fails")
    ana, omar = office.joins("Ana Ruiz"), office.joins("Omar Haddad")
    office.do(c.TakeCommand(), by="Ana Ruiz")
    office.later(5)
    office.now += keep(office, omar, sound_of("l01"))
    office.later(5)
    over(office, ana, omar)
    order(office)
    assert with_words(office, lambda _: "all that was said").run() == 1
    accept(office)
    assert list(texts(office).values()) == ["all that was said"]
    office.node.close()


def test_only_legs_of_the_models_language_are_searched(office: Office) -> None:
    ana, omar = office.node.service.incident("i1").legs
    told = c.ReportLanguage(call_sid=omar, wanted="de", heard="de")
    office.node.service.handle("i1", told, BRIDGE)
    for reading_id, language, searched in (("r1", "en", (ana,)), ("r2", "", (ana, omar))):
        command = t.OrderSecondReading(reading_id=reading_id, model="built-in", language=language)
        office.node.service.handle("i1", command, ADMIN)
        with office.node.service.reading("i1") as record:
            assert record.timeline.readings.all[reading_id].legs == searched
        stop = t.EndSecondReading(reading_id=reading_id, how="stopped")
        office.node.service.handle("i1", stop, BRIDGE)


def test_an_erased_persons_found_lines_go_and_an_older_reading_puts_nothing_back(office: Office) -> None:
    order(office)
    with_words(office, lambda length_ms: "the nightingale sings").run()
    ((key, _),) = found_lines(office).items()
    accept(office, key)
    assert "nightingale" in rows(office)
    erase(office, "Ana Ruiz")
    assert "nightingale" not in rows(office)
    assert found_lines(office) == {}
    assert key not in texts(office)
    order(office, "r2")
    assert with_words(office, lambda _: "the nightingale sings").run() == 0
    assert "nightingale" not in rows(office)


def test_nobody_takes_a_line_that_nobody_found_or_that_has_no_words(office: Office) -> None:
    order(office)
    with_words(office, lambda length_ms: "").run()
    with office.node.service.reading("i1") as record:
        (key,) = record.timeline.readings.found
    for utterance_id in (key, "found-nothing"):
        with pytest.raises(Refused, match="no other reading"):
            accept(office, utterance_id)
    omar = Actor(person_id=office.id_of("Omar Haddad"))
    with pytest.raises(Refused, match="may not correct"):
        office.node.service.handle("i1", t.EndLegSearch(reading_id="r1", call_sid="CA"), omar)
