"""An ended call of two whose sound was kept: real speech in the copies, and live words that were heard badly."""

from datetime import timedelta
from pathlib import Path

from desk_office import Office

from bridge.demo import script
from bridge.second_reading.reader import ModelReader
from bridge.second_reading.reading import SecondReadings
from roles import commands as c
from roles.people import BRIDGE, CARRIER, Actor
from transcription import g711, wav
from transcription.leg_copy import Block
from transcription.models import BUILT_IN_PATH
from transcription.timeline import commands as t
from transcription.timeline.events import SpokenWord

AUDIO = Path(script.__file__).parent / "audio"
ADMIN = Actor(person_id="bridge", admin=True)


def sound_of(line_id: str) -> bytes:
    """Mu-law of a line of the demo."""
    return g711.encode(wav.read((AUDIO / f"{line_id}.wav").read_bytes())[0])


def keep(office: Office, sid: str, mulaw: bytes) -> timedelta:
    """The sound in the leg's own copy, from now on; how long it is."""
    file = office.node.copies.open("i1", sid)
    for begin in range(0, len(mulaw), 8000):
        start_ms = round(office.now.timestamp() * 1000) + begin // 8
        file.append(Block(start_ms, mulaw[begin : begin + 8000]))
    file.close()
    return timedelta(milliseconds=len(mulaw) // 8)


def heard(office: Office, sid: str, utterance_id: str, text: str, length: timedelta) -> None:
    """Live words from now on, evenly over the length."""
    words, start = text.split(), office.now
    step = length / len(words)
    spoken = tuple(
        SpokenWord(word=word, start=start + index * step, end=start + (index + 1) * step, confidence=0.5)
        for index, word in enumerate(words)
    )
    piece = t.HearPiece(
        utterance_id=utterance_id,
        call_sid=sid,
        person_id=office.node.service.incident("i1").legs[sid].person_id,
        start=start,
        end=start + length,
        text=text,
        words=spoken,
        confidence=0.5,
    )
    office.node.service.handle("i1", piece, BRIDGE)
    office.node.service.handle("i1", t.CloseUtterance(utterance_id=utterance_id), BRIDGE)


def ended_call(office: Office) -> tuple[str, str]:
    """Ana says l01 and l02 (u1, u2), Omar says something of which no sound is kept (u3); the CallSids."""
    office.opened("Checkout fails")
    ana, omar = office.joins("Ana Ruiz"), office.joins("Omar Haddad")
    office.do(c.TakeCommand(), by="Ana Ruiz")
    office.later(5)
    for number, line_id in enumerate(("l01", "l02"), start=1):
        length = keep(office, ana, sound_of(line_id))
        heard(office, ana, f"u{number}", "something that was heard badly", length)
        office.now += length
        office.later(4)
    heard(office, omar, "u3", "nothing is kept of this", timedelta(seconds=2))
    office.later(5)
    over(office, ana, omar)
    return ana, omar


def missed_at_the_end(office: Office, omar: str) -> None:
    """Omar says l02 in the last seconds of the ended call, and no live line has it."""
    before_the_end = timedelta(seconds=2.5)
    office.now -= before_the_end
    keep(office, omar, sound_of("l02"))
    office.now += before_the_end


def call_with_a_gap(office: Office) -> tuple[str, str]:
    """Ana says l01, l02 and l03; l02 was not heard live (u1 and u3 were). Omar joins and says nothing; the CallSids."""
    office.opened("Checkout fails")
    ana, omar = office.joins("Ana Ruiz"), office.joins("Omar Haddad")
    office.do(c.TakeCommand(), by="Ana Ruiz")
    office.later(5)
    for number, line_id in enumerate(("l01", "l02", "l03"), start=1):
        length = keep(office, ana, sound_of(line_id))
        if number != 2:
            heard(office, ana, f"u{number}", "something that was heard badly", length)
        office.now += length
        office.later(4)
    over(office, ana, omar)
    return ana, omar


def over(office: Office, *call_sids: str) -> None:
    office.do(c.EndCall(), by="Ana Ruiz")
    for sid in call_sids:
        ended = c.ReportCallOver(call_sid=sid, status="completed", occurred_at=office.now)
        office.node.service.handle("i1", ended, CARRIER)


def found_lines(office: Office, reading_id: str = "r1") -> dict[str, str]:
    """What a reading found that stands in no live line, by its id; those with words."""
    with office.node.service.reading("i1") as record:
        readings = record.timeline.readings
        lines = {key: readings.line(reading_id, key) for key in readings.found}
        return {key: line.words.text for key, line in lines.items() if line is not None and line.words.words}


def order(office: Office, reading_id: str = "r1", model: str = "built-in", by: Actor = ADMIN) -> None:
    office.node.service.handle("i1", t.OrderSecondReading(reading_id=reading_id, model=model), by)


def readings(office: Office) -> SecondReadings:
    """As the worker has them, with the built-in model whatever is ordered."""
    node = office.node
    make = lambda _model, give_way: ModelReader(BUILT_IN_PATH, give_way)  # noqa: E731
    return SecondReadings(node.service, node.outbox, node.incidents, node.copies, make)


def texts(office: Office) -> dict[str, str]:
    with office.node.service.reading("i1") as record:
        return {found.utterance_id: found.text for found in record.timeline.utterances()}
