"""A call that is over, with everything that can be kept of it: sound, copies, words, a number, a noted line."""

import io
import wave
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from desk_office import CONFERENCE, Office

from roles import commands as c
from roles.people import BRIDGE, CARRIER
from transcription import g711
from transcription.leg_copy import Block
from transcription.timeline import commands as t
from transcription.timeline.events import SpokenWord

RECORDING = "RE" + "4" * 32
SECRET = "the canary sings at night"


def wav(seconds: int) -> bytes:
    found = io.BytesIO()
    with wave.open(found, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(np.full(seconds * 8000 * 2, 3000, dtype="<i2").tobytes())
    return found.getvalue()


def says(office: Office, sid: str, text: str, utterance_id: str) -> None:
    """Two seconds of speech: words, and sound in our own copy."""
    end = office.now + timedelta(seconds=2)
    words = tuple(SpokenWord(word=word, start=office.now, end=end, confidence=0.9) for word in text.split())
    incident = office.node.service.incident("i1")
    piece = t.HearPiece(
        utterance_id=utterance_id,
        call_sid=sid,
        person_id=incident.legs[sid].person_id,
        start=office.now,
        end=end,
        text=text,
        words=words,
        confidence=0.9,
    )
    office.node.service.handle("i1", piece, BRIDGE)
    office.node.service.handle("i1", t.CloseUtterance(utterance_id=utterance_id), BRIDGE)
    leg = office.node.copies.open("i1", sid)
    sound = g711.encode(np.full(8000, 3000, dtype=np.int16))
    for second in range(2):
        leg.append(Block(round(office.now.timestamp() * 1000) + second * 1000, sound))
    leg.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Ana speaks at 10 s, Omar at 20 s of 40; Omar's words became a kept line of the timeline."""
    found = Office(tmp_path)
    found.opened("Checkout fails")
    ana, omar = found.joins("Ana Ruiz"), found.joins("Omar Haddad")
    found.node.calls.arrive(omar, "AC1", "+12025550103", found.now)
    seen = c.ReportRecording(
        recording_sid=RECORDING, conference_sid=CONFERENCE, status="in-progress", started_at=found.now
    )
    found.node.service.handle("i1", seen, CARRIER)
    found.later(10)
    says(found, ana, "we roll back now", "u1")
    found.later(10)
    says(found, omar, SECRET, "u2")
    found.later(20)
    note = t.AddNote(entry_id="n1", text="Omar Haddad restarts the database")
    found.node.service.handle("i1", note, BRIDGE)
    found.do(c.EndCall())
    for sid in (ana, omar):
        over = c.ReportCallOver(call_sid=sid, status="completed", occurred_at=found.now)
        found.node.service.handle("i1", over, CARRIER)
    found.node.recordings.write(f"i1/{RECORDING}.wav", [wav(40)])
    seen = c.ReportRecording(recording_sid=RECORDING, conference_sid=CONFERENCE, status="completed")
    found.node.service.handle("i1", seen, CARRIER)
    measured = c.ReportRecordingMeasured(
        recording_sid=RECORDING,
        duration_s=40.0,
        size_bytes=1,
        channels=2,
        loudness_dbfs=-20.0,
        sha256="ab" * 32,
        file=f"i1/{RECORDING}.wav",
    )
    found.node.service.handle("i1", measured, CARRIER)
    yield found
    found.node.close()


def everything(office: Office) -> bytes:
    """Every byte that the bridge has on disk."""
    return b"".join(path.read_bytes() for path in sorted(office.data_dir.rglob("*")) if path.is_file())
