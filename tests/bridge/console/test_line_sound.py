"""The words behind a line, heard: cut from that leg's own copy, listed, only for who is signed in."""

import io
import wave
from datetime import timedelta

import numpy as np
import pytest
from desk_office import Browser, Office

from roles.people import BRIDGE
from transcription import g711
from transcription.leg_copy import Block
from transcription.timeline import commands as t
from transcription.timeline.events import SpokenWord

URL = "/incidents/i1/utterances/u1.wav"


@pytest.fixture
def said(on_a_call: Office) -> Office:
    """Omar said something of two seconds; his copy goes on for a minute, Dev's is loud all the time."""
    office = on_a_call
    legs = {leg.person_id: leg.call_sid for leg in office.node.service.incident("i1").legs.values()}
    omar, dev = legs[office.id_of("Omar Haddad")], legs[office.id_of("Dev Rao")]
    start, end = office.now + timedelta(seconds=10), office.now + timedelta(seconds=12)
    words = (SpokenWord(word="hello", start=start, end=end, confidence=0.9),)
    piece = t.HearPiece(
        utterance_id="u1", call_sid=omar, person_id=office.id_of("Omar Haddad"), start=start, end=end, text="hello",
        words=words, confidence=0.9,
    )  # fmt: skip
    office.node.service.handle("i1", piece, BRIDGE)
    start_ms = round(office.now.timestamp() * 1000)
    for sid, loudness in ((omar, 1000), (dev, 9000)):
        copy = office.node.copies.open("i1", sid)
        for second in range(60):
            copy.append(Block(start_ms + second * 1000, g711.encode(np.full(8000, loudness, dtype=np.int16))))
        copy.close()
    return office


def samples(browser: Browser) -> np.ndarray:
    answer = browser.get(URL)
    assert answer.status_code == 200
    assert answer.content_type == "audio/wav"
    with wave.open(io.BytesIO(answer.data)) as file:
        assert (file.getframerate(), file.getnchannels()) == (8000, 1)
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")


def test_the_line_is_played_whole_and_nobody_else_is_in_it(said: Office) -> None:
    found = samples(said.signed_in("Dev Rao"))
    assert len(found) == 8 * 2600, "two seconds and 300 ms on each side"
    assert 900 < found.min() <= found.max() < 1100


def test_whoever_listens_stands_in_the_list_of_accesses(said: Office) -> None:
    samples(said.signed_in("Dev Rao"))
    page = said.signed_in("Ana Ruiz", admin=True).get("/accesses").text
    assert "Dev Rao" in page
    assert "heard a line" in page


def test_nobody_hears_it_who_is_not_signed_in(said: Office) -> None:
    answer = said.browser().get(URL)
    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["Location"]


@pytest.mark.parametrize("path", ["/incidents/i1/utterances/nope.wav", "/incidents/nope/utterances/u1.wav"])
def test_a_line_that_does_not_exist_has_no_sound(said: Office, path: str) -> None:
    assert said.signed_in("Dev Rao").get(path).status_code == 404


def test_a_line_whose_sound_was_not_kept_says_so(said: Office) -> None:
    for call_sid in said.node.copies.legs("i1"):
        said.node.copies.path("i1", call_sid).unlink()
    answer = said.signed_in("Dev Rao").get(URL)
    assert answer.status_code == 404
    assert "was not kept" in answer.text
