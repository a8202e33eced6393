"""The second transcript is erased and purged like the first one, and what runs meanwhile puts nothing back."""

import pytest
from desk_office import Office

from roles.people import Actor
from roles.refusals import Refused
from tests.bridge.keeping.conftest import SECRET, everything
from tests.bridge.keeping.test_erasure import erase, rows
from tests.bridge.keeping.test_retention import after
from transcription.timeline import commands as t
from transcription.timeline.events import SpokenWord

ADMIN = Actor(person_id="bridge", admin=True)
AGAIN = "the nightingale sings at dawn"
WRITTEN = "The nightjar sings"


def read(office: Office, utterance_id: str, text: str) -> None:
    with office.node.service.reading("i1") as record:
        start = record.timeline.by_id[utterance_id].start
    words = tuple(SpokenWord(word=word, start=start, end=start, confidence=0.9) for word in text.split())
    command = t.ReadLineAgain(reading_id="r1", utterance_id=utterance_id, words=words)
    office.node.service.handle("i1", command, Actor(person_id="bridge"))


@pytest.fixture
def read_again(office: Office) -> Office:
    """Both lines were read again; Omar's was taken, and then corrected by hand. The reading is still under way."""
    order = t.OrderSecondReading(reading_id="r1", model="built-in")
    office.node.service.handle("i1", order, ADMIN)
    read(office, "u1", "we rolled back now")
    read(office, "u2", AGAIN)
    for command in (
        t.AcceptReadings(reading_id="r1", utterance_ids=("u2",)),
        t.CorrectWords(utterance_id="u2", text=WRITTEN),
    ):
        office.node.service.handle("i1", command, ADMIN)
    assert WRITTEN in office.signed_in("Dev Rao").get("/incidents/i1/review").text
    return office


def test_every_reading_of_an_erased_person_goes_and_the_others_stay(read_again: Office) -> None:
    before = everything(read_again)
    for trace in (b"nightingale", b"nightjar", b"canary"):
        assert trace in before
    said = erase(read_again)
    assert any("second transcript was stopped" in line for line in said)
    left = everything(read_again)
    for trace in (b"nightingale", b"nightjar", b"canary"):
        assert trace not in left
    assert "we rolled back now" in rows(read_again)
    page = read_again.signed_in("Dev Rao").get("/incidents/i1/review").text
    assert "we roll" in page
    assert "nightj" not in page


def test_what_was_being_read_while_somebody_was_erased_comes_too_late(read_again: Office) -> None:
    erase(read_again)
    read(read_again, "u2", SECRET)
    order = t.OrderSecondReading(reading_id="r1b", model="built-in")
    read_again.node.service.handle("i1", order, ADMIN)
    command = t.ReadLineAgain(reading_id="r1b", utterance_id="u2", words=())
    assert read_again.node.service.handle("i1", command, Actor(person_id="bridge")) == [], "an erased line stays erased"
    assert SECRET not in rows(read_again)


def test_both_transcripts_go_after_their_term_and_no_second_one_is_made(read_again: Office) -> None:
    assert after(read_again, 91, keep_transcripts_days=90)
    left = everything(read_again)
    for trace in (b"nightingale", b"nightjar", b"canary", b"rolled back now"):
        assert trace not in left
    read(read_again, "u2", SECRET)
    assert SECRET not in rows(read_again)
    order = t.OrderSecondReading(reading_id="r2", model="built-in")
    with pytest.raises(Refused, match="deleted by policy"):
        read_again.node.service.handle("i1", order, ADMIN)


def test_without_the_kept_sound_nothing_is_ordered_and_what_runs_is_stopped(read_again: Office) -> None:
    assert after(read_again, 31, keep_recordings_days=30)
    with read_again.node.service.reading("i1") as record:
        assert record.timeline.readings.all["r1"].how == "stopped"
    order = t.OrderSecondReading(reading_id="r2", model="built-in")
    with pytest.raises(Refused, match="sound was deleted"):
        read_again.node.service.handle("i1", order, ADMIN)
