"""One go at a second reading: its lines, then what was missed, each as a fact; until it is done or has to give way."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from bridge.files.copies import Copies
from bridge.second_reading.leg_sound import LegSound, Span, ms
from bridge.second_reading.reader import LOOK_UP_S, CannotLoad, GaveWay, Reader, ReaderDied
from bridge.second_reading.searching import Missed, missed, speech_in
from bridge.service import Service
from roles.people import BRIDGE
from transcription import g711
from transcription.recognizer import Word
from transcription.stretches import Stretch
from transcription.timeline import Utterance
from transcription.timeline.commands import EndLegSearch, FindLine, ReadLineAgain
from transcription.timeline.events import SpokenWord

log = logging.getLogger(__name__)

MakeReader = Callable[[str, Callable[[], bool]], Reader]
"""Of a model's name or folder, and of the question whether to give way."""


@dataclass(frozen=True)
class Search:
    """A leg whose sound was not looked through, and where that may be done; `read`: what of it was read before."""

    call_sid: str
    free: Sequence[Span]
    read: frozenset[str]


@dataclass(frozen=True)
class Task:
    """One reading that is under way: the lines that are left of it, the times of all, and the legs to search."""

    incident_id: str
    reading_id: str
    model: str
    left: Sequence[Utterance]
    spans: dict[str, Span]
    searches: Sequence[Search]


class Work:
    """`run` raises GaveWay, CannotLoad, CannotOpen; what was read until then is in the log. `count`: lines read."""

    def __init__(
        self, task: Task, service: Service, copies: Copies, make_reader: MakeReader, gives_way: Callable[[], bool]
    ) -> None:
        self._task = task
        self._service = service
        self._copies = copies
        self._gives_way = gives_way
        self._make_reader = make_reader
        self._reader = make_reader(task.model, gives_way)
        self.count = 0

    def run(self) -> None:
        self._go_on()
        for call_sid, lines in groupby(self._task.left, key=lambda line: line.call_sid):
            sound = self._sound(call_sid)
            for line in lines:
                self._line(line, sound)
        for search in self._task.searches:
            self._search(search)

    def close(self) -> None:
        self._reader.close()

    def _line(self, line: Utterance, sound: LegSound) -> None:
        self._go_on()
        span = self._task.spans[line.utterance_id]
        words, is_kept = self._read(sound, span)
        self._handle(
            ReadLineAgain(
                reading_id=self._task.reading_id,
                utterance_id=line.utterance_id,
                words=_spoken(span, words),
                sound=is_kept,
            )
        )
        self.count += 1

    def _search(self, search: Search) -> None:
        sound = self._sound(search.call_sid)
        for found in missed(search.call_sid, list(self._speech(search))):
            if found.utterance_id not in search.read:
                self._go_on()
                self._missed(search.call_sid, found, sound)
        self._go_on()
        self._handle(EndLegSearch(reading_id=self._task.reading_id, call_sid=search.call_sid))

    def _speech(self, search: Search) -> Iterator[tuple[Stretch, Span]]:
        looked_up_at = time.monotonic()
        for found in speech_in(self._sound(search.call_sid), search.free):
            if time.monotonic() > looked_up_at + LOOK_UP_S:
                looked_up_at = time.monotonic()
                if self._gives_way():
                    raise GaveWay
            yield from found

    def _missed(self, call_sid: str, found: Missed, sound: LegSound) -> None:
        words, _ = self._read(sound, found.sound)
        self._handle(
            FindLine(
                reading_id=self._task.reading_id,
                utterance_id=found.utterance_id,
                call_sid=call_sid,
                start=_utc(found.voice.start_ms),
                end=_utc(found.voice.end_ms),
                words=_spoken(found.sound, words),
            )
        )
        self.count += bool(words)

    def _read(self, sound: LegSound, span: Span) -> tuple[tuple[Word, ...], bool]:
        """The other model's words of this time, and whether its sound is kept."""
        mulaw = sound.between(span)
        if mulaw is None:
            return (), False
        try:
            return self._reader.read(g711.decode(mulaw)), True
        except CannotLoad:
            raise
        except ReaderDied as died:
            log.error("a line could not be read again (%s); the next ones are", died)
            self._reader = self._make_reader(self._task.model, self._gives_way)
            return (), True

    def _go_on(self) -> None:
        """Raises GaveWay when somebody needs the machine, and when the reading is over."""
        if self._gives_way():
            raise GaveWay
        with self._service.reading(self._task.incident_id) as record:
            reading = record.timeline.readings.all.get(self._task.reading_id)
            if reading is None or not reading.under_way or record.incident.open:
                raise GaveWay

    def _handle(self, command: ReadLineAgain | FindLine | EndLegSearch) -> None:
        self._service.handle(self._task.incident_id, command, BRIDGE)

    def _sound(self, call_sid: str) -> LegSound:
        return LegSound(self._copies.blocks(self._task.incident_id, call_sid))


def _spoken(span: Span, words: Sequence[Word]) -> tuple[SpokenWord, ...]:
    begin = _utc(span.start_ms)
    return tuple(
        SpokenWord(
            word=word.word,
            start=begin + ms(word.start_s * 1000),
            end=begin + ms(word.end_s * 1000),
            confidence=word.confidence,
        )
        for word in words
    )


def _utc(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
