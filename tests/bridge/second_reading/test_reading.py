"""The kept sound read again by a real model in a child of lowest priority: words, resuming, giving way, privacy."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from desk_office import Office

from bridge.demo import script
from bridge.orders import READ_AGAIN
from bridge.second_reading.reader import CannotLoad, GaveWay, ModelReader, ReaderDied
from bridge.second_reading.reading import SecondReadings
from bridge.telephony import Telephony
from bridge.worker import Worker
from roles import commands as c
from roles.people import BRIDGE, Actor, IdentifiedBy
from roles.record.hearing import Interval
from roles.refusals import Refused
from tests.bridge.second_reading.ended_call import ADMIN, order, readings, sound_of, texts
from transcription import g711
from transcription.models import BUILT_IN_PATH
from transcription.recognizer import Word
from transcription.timeline import SecondReading, commands as t

SPOKEN = {line.id: line.text for line in script.LINES}


def reading(office: Office, reading_id: str = "r1") -> SecondReading:
    with office.node.service.reading("i1") as record:
        return record.timeline.readings.all[reading_id]


def offered(office: Office, reading_id: str = "r1") -> dict[str, str]:
    with office.node.service.reading("i1") as record:
        return {key: line.words.text for key, line in record.timeline.readings.of(reading_id).items()}


def with_reader(office: Office, read: Callable[[bytes], tuple[Word, ...]]) -> SecondReadings:
    """Readings whose reader answers what `read` says."""

    class Answering:
        def read(self, pcm16: bytes) -> tuple[Word, ...]:
            return read(pcm16)

        def close(self) -> None:
            pass

    node = office.node
    return SecondReadings(node.service, node.outbox, node.incidents, node.copies, lambda *_: Answering())


def test_a_real_model_reads_each_line_and_nothing_changes_until_somebody_accepts(office: Office) -> None:
    before = texts(office)
    order(office)
    assert readings(office).run() == 3
    found = offered(office)
    for line, spoken in (("u1", SPOKEN["l01"]), ("u2", SPOKEN["l02"])):
        assert len(set(found[line].split()) & set(spoken.split())) >= 0.8 * len(set(spoken.split()))
    assert found["u3"] == "", "no sound is kept of it"
    assert texts(office) == before
    assert reading(office).how == "done"
    with office.node.service.reading("i1") as record:
        assert [record.timeline.readings.lines[line]["r1"].sound for line in ("u1", "u2", "u3")] == [True, True, False]
        first = record.timeline.readings.lines["u1"]["r1"].words.words[0]
        assert abs(first.start - record.timeline.by_id["u1"].start) < timedelta(seconds=1)
    assert readings(office).run() == 0
    office.node.service.handle("i1", t.AcceptReadings(reading_id="r1", utterance_ids=None), ADMIN)
    assert texts(office) == {**before, "u1": found["u1"], "u2": found["u2"]}


def test_the_workers_job_takes_the_order_and_the_dispatcher_leaves_it(office: Office) -> None:
    order(office)
    telephony = Telephony(office.node)
    assert telephony.dispatcher.sweep() >= 0
    assert [row.state for row in office.node.outbox.of_incident("i1") if row.kind == READ_AGAIN] == ["waiting"]
    worker = Worker(office.node, telephony)
    worker.read_again()
    worker.read_again()
    assert reading(office).how == "done"
    assert [row.state for row in office.node.outbox.of_incident("i1") if row.kind == READ_AGAIN] == ["done"]


def test_after_a_kill_it_goes_on_with_the_line_that_was_not_written(office: Office) -> None:
    order(office)
    read: list[int] = []

    def killed(pcm16: bytes) -> tuple[Word, ...]:
        read.append(len(pcm16))
        if len(read) == 2:
            raise KeyboardInterrupt
        return (Word("one", 0.1, 0.3, 0.9),)

    with pytest.raises(KeyboardInterrupt):
        with_reader(office, killed).run()
    assert offered(office) == {"u1": "one"}
    assert readings(office).run() == 2
    assert offered(office)["u1"] == "one"
    assert reading(office).how == "done"


def test_it_waits_while_somebody_is_on_any_call_and_goes_on_afterwards(office: Office) -> None:
    order(office)
    office.node.service.open(c.OpenIncident(incident_id="i2", title="x", severity=1, room="room-2"), BRIDGE)
    caller = c.ArriveLeg(call_sid="CA2", person=None, number_hint="77", identified_by=IdentifiedBy.NOBODY)
    office.node.service.handle("i2", caller, BRIDGE)
    assert readings(office).run() == 0
    assert reading(office).under_way
    office.node.service.handle(
        "i2", c.ReportCallOver(call_sid="CA2", status="completed", occurred_at=office.now), BRIDGE
    )
    assert readings(office).run() == 3


def test_a_reader_gives_way_within_a_line_and_holds_no_process(office: Office) -> None:
    reader = ModelReader(BUILT_IN_PATH, lambda: True)
    with pytest.raises(GaveWay):
        reader.read(bytes(16_000 * 600))
    assert reader.pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(reader.pid, 0)
    order(office)

    def called(_pcm16: bytes) -> tuple[Word, ...]:
        raise GaveWay

    assert with_reader(office, called).run() == 0
    assert reading(office).under_way


def test_the_child_stands_behind_everything_else() -> None:
    reader = ModelReader(BUILT_IN_PATH, lambda: False)
    words = reader.read(g711.decode(sound_of("l01")))
    assert " ".join(word.word for word in words)
    assert reader.pid is not None
    assert os.sched_getscheduler(reader.pid) == os.SCHED_IDLE
    assert os.getpriority(os.PRIO_PROCESS, reader.pid) == 19
    reader.close()


def test_a_line_that_kills_the_model_costs_that_line_alone(office: Office) -> None:
    order(office)
    tried: list[int] = []

    def dies_once(pcm16: bytes) -> tuple[Word, ...]:
        tried.append(len(pcm16))
        if len(tried) == 1:
            raise ReaderDied("signal 6")
        return (Word("fine", 0.1, 0.3, 0.9),)

    assert with_reader(office, dies_once).run() == 3
    assert offered(office) == {"u1": "", "u2": "fine", "u3": ""}
    assert reading(office).how == "done"


def test_a_model_that_does_not_load_ends_the_reading_with_what_to_do(office: Office, tmp_path: Path) -> None:
    broken = tmp_path / "vosk-model-broken"
    broken.mkdir()
    with pytest.raises(CannotLoad):
        ModelReader(broken, lambda: False).read(b"")
    order(office, model=str(broken))
    Worker(office.node, Telephony(office.node)).read_again()
    found = reading(office)
    assert found.how == "failed"
    assert "vosk-model-broken could not be loaded" in found.reason
    assert "incident-bridge models test --model" in found.reason


def test_what_may_not_be_heard_comes_in_by_no_second_reading(office: Office) -> None:
    """The copy should not hold it; if it does all the same, the log has the last word."""
    order(office)
    with office.node.service.reading("i1") as record:
        line = record.timeline.by_id["u2"]
        closed = {**record.incident.hearing.by_leg, line.call_sid: (Interval(record.incident.opened_at, line.start),)}  # type: ignore[arg-type]
        record.incident = replace(record.incident, hearing=replace(record.incident.hearing, by_leg=closed))
    readings(office).run()
    found = offered(office)
    assert found["u1"]
    assert found["u2"] == ""


def test_an_opened_again_call_is_not_read_and_none_is_ordered_while_it_runs(office: Office) -> None:
    order(office)
    office.do(c.ReopenIncident())
    assert readings(office).run() == 0
    with pytest.raises(Refused, match="still runs"):
        order(office, "r2")


def test_who_holds_no_role_may_neither_order_nor_decide_nor_correct(office: Office) -> None:
    omar = Actor(person_id=office.id_of("Omar Haddad"))
    order(office)
    for command in (
        t.OrderSecondReading(reading_id="r2", model="built-in"),
        t.EndSecondReading(reading_id="r1", how="done"),
        t.AcceptReadings(reading_id="r1", utterance_ids=("u1",)),
        t.AcceptReadings(reading_id="r1", utterance_ids=None),
        t.RefuseReadings(reading_id="r1", utterance_ids=("u1",)),
        t.ReopenReadings(reading_id="r1", utterance_ids=("u1",)),
        t.CorrectWords(utterance_id="u1", text="mine"),
        t.TakeBackCorrection(utterance_id="u1"),
    ):
        with pytest.raises(Refused, match="may not correct the transcript"):
            office.node.service.handle("i1", command, omar)
    ana = Actor(person_id=office.id_of("Ana Ruiz"))
    office.node.service.handle("i1", t.EndSecondReading(reading_id="r1", how="done"), ana)
    assert reading(office).how == "stopped", "a person can only stop it"


def test_all_at_once_waits_for_the_whole_and_spares_a_line_whose_name_was_corrected(office: Office) -> None:
    before = texts(office)
    order(office)
    everything = t.AcceptReadings(reading_id="r1", utterance_ids=None)
    with pytest.raises(Refused, match="still being made"):
        office.node.service.handle("i1", everything, ADMIN)
    readings(office).run()
    with office.node.service.reading("i1") as record:
        sid = record.timeline.by_id["u1"].call_sid
    for command in (c.ReopenIncident(), c.RenameLeg(call_sid=sid, name="Dev Rao"), c.EndCall()):
        office.do(command)
    office.node.service.handle("i1", everything, ADMIN)
    assert texts(office) == before
    office.node.service.handle("i1", t.AcceptReadings(reading_id="r1", utterance_ids=("u1",)), ADMIN)
    assert texts(office)["u1"] == offered(office)["u1"]
