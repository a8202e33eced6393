"""The worker's second readings: what was ordered is read line by line, on and on from where the log says.

One line is one fact, so a kill costs one line. While somebody is on a call nothing is read and no model is in memory.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from bridge.files.copies import Copies
from bridge.files.sealing import CannotOpen
from bridge.orders import LONG_WORK
from bridge.second_reading.leg_sound import LegSound, Span, ms, spans
from bridge.second_reading.reader import CannotLoad, GaveWay, Reader, ReaderDied
from bridge.service import Service, UnknownIncident
from bridge.storage.incidents import Incidents
from bridge.storage.outbox import Outbox, OutboxRow
from roles.people import BRIDGE
from transcription import g711
from transcription.recognizer import Word
from transcription.timeline import Utterance
from transcription.timeline.commands import EndSecondReading, ReadLineAgain
from transcription.timeline.events import SpokenWord
from transcription.timeline.rereading import unread

log = logging.getLogger(__name__)

MakeReader = Callable[[str, Callable[[], bool]], Reader]
"""Of a model's name or folder, and of the question whether to give way."""


@dataclass(frozen=True)
class Task:
    """One reading that is under way: what is left of it, and all lines of each leg."""

    incident_id: str
    reading_id: str
    model: str
    left: Sequence[Utterance]
    spans: dict[str, Span]


class SecondReadings:
    """`run` it now and then, on one thread; `stop` ends what runs within a second."""

    def __init__(
        self, service: Service, outbox: Outbox, incidents: Incidents, copies: Copies, make_reader: MakeReader
    ) -> None:
        self._service = service
        self._outbox = outbox
        self._incidents = incidents
        self._copies = copies
        self._make_reader = make_reader
        self._stopping = threading.Event()

    def stop(self) -> None:
        self._stopping.set()

    def run(self) -> int:
        """Read what was ordered until it is done, or until somebody is on a call; how many lines that were."""
        count = 0
        for row in self._outbox.long_work(LONG_WORK):
            task = self._task(row)
            if task is None:
                self._outbox.finished(row.id)
            elif not self.gives_way():
                count += self._read(task)
        return count

    def gives_way(self) -> bool:
        """Whether somebody is on a call, anywhere on this bridge, or this process ends."""
        if self._stopping.is_set():
            return True
        return any(leg.live for row in self._incidents.open() for leg in self._service.incident(row.id).legs.values())

    def _task(self, row: OutboxRow) -> Task | None:
        """None when it is over, however it ended."""
        reading_id = str(row.payload["reading_id"])
        try:
            with self._service.reading(row.incident_id) as record:
                reading = record.timeline.readings.all.get(reading_id)
                if reading is None or not reading.under_way:
                    return None
                by_leg: dict[str, list[Utterance]] = {}
                for line in record.timeline.utterances():
                    by_leg.setdefault(line.call_sid, []).append(line)
                found = {key: span for lines in by_leg.values() for key, span in spans(lines).items()}
                left = _leg_by_leg(unread(record.timeline, reading_id))
                return Task(row.incident_id, reading_id, reading.model, left, found)
        except UnknownIncident:
            return None

    def _read(self, task: Task) -> int:
        reader, count = self._make_reader(task.model, self.gives_way), 0
        try:
            for call_sid, lines in groupby(task.left, key=lambda line: line.call_sid):
                sound = LegSound(self._copies.blocks(task.incident_id, call_sid))
                for line in lines:
                    if self.gives_way() or not self._is_under_way(task):
                        return count
                    mulaw = sound.between(task.spans[line.utterance_id])
                    words: tuple[Word, ...] = ()
                    if mulaw is not None:
                        try:
                            words = reader.read(g711.decode(mulaw))
                        except CannotLoad:
                            raise
                        except ReaderDied as died:
                            log.error("a line could not be read again (%s); the next ones are", died)
                            reader = self._make_reader(task.model, self.gives_way)
                    self._note(task, line, words, mulaw is not None)
                    count += 1
        except GaveWay:
            return count
        except CannotLoad as died:
            name, test = Path(task.model).name, f"incident-bridge models test --model {task.model}"
            why = f"the model {name} could not be loaded ({died}); `{test}` says more"
            self._end(task, "failed", why)
        except CannotOpen as error:
            self._end(task, "failed", f"the kept sound cannot be opened: {error}")
        else:
            self._end(task, "done")
        finally:
            reader.close()
        return count

    def _is_under_way(self, task: Task) -> bool:
        with self._service.reading(task.incident_id) as record:
            reading = record.timeline.readings.all.get(task.reading_id)
            return reading is not None and reading.under_way and not record.incident.open

    def _note(self, task: Task, line: Utterance, words: Sequence[Word], sound: bool) -> None:
        begin = datetime.fromtimestamp(task.spans[line.utterance_id].start_ms / 1000, UTC)
        spoken = tuple(
            SpokenWord(
                word=word.word,
                start=begin + ms(word.start_s * 1000),
                end=begin + ms(word.end_s * 1000),
                confidence=word.confidence,
            )
            for word in words
        )
        command = ReadLineAgain(reading_id=task.reading_id, utterance_id=line.utterance_id, words=spoken, sound=sound)
        self._service.handle(task.incident_id, command, BRIDGE)

    def _end(self, task: Task, how: str, reason: str = "") -> None:
        if reason:
            log.error("a second transcript was not made: %s", reason)
        ended = EndSecondReading(reading_id=task.reading_id, how=how, reason=reason)
        self._service.handle(task.incident_id, ended, BRIDGE)


def _leg_by_leg(lines: Sequence[Utterance]) -> list[Utterance]:
    """In order of time within each leg, because a copy is read from its beginning; the leg that spoke first first."""
    by_leg: dict[str, list[Utterance]] = {}
    for line in lines:
        by_leg.setdefault(line.call_sid, []).append(line)
    return [line for of_leg in by_leg.values() for line in of_leg]
