"""The worker's second readings: what was ordered is read line by line, on and on from where the log says.

One line is one fact, so a kill costs one line. While somebody is on a call nothing is read and no model is in memory.
"""

import logging
import threading
from collections.abc import Sequence
from pathlib import Path

from bridge.files.copies import Copies
from bridge.files.sealing import CannotOpen
from bridge.orders import LONG_WORK
from bridge.record.record import Record
from bridge.second_reading.leg_sound import spans
from bridge.second_reading.reader import CannotLoad, GaveWay
from bridge.second_reading.searching import free_spans
from bridge.second_reading.waiting import somebody_calls
from bridge.second_reading.work import MakeReader, Search, Task, Work
from bridge.service import Service, UnknownIncident
from bridge.storage.incidents import Incidents
from bridge.storage.outbox import Outbox, OutboxRow
from roles.people import BRIDGE
from transcription.timeline import SecondReading, Utterance
from transcription.timeline.commands import EndSecondReading
from transcription.timeline.finding import found_by
from transcription.timeline.rereading import unread

log = logging.getLogger(__name__)


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
        return self._stopping.is_set() or somebody_calls(self._service, self._incidents)

    def _task(self, row: OutboxRow) -> Task | None:
        """None when it is over, however it ended."""
        reading_id = str(row.payload["reading_id"])
        try:
            with self._service.reading(row.incident_id) as record:
                reading = record.timeline.readings.all.get(reading_id)
                if reading is None or not reading.under_way:
                    return None
                by_leg = _by_leg([line for line in record.timeline.utterances() if not line.found])
                return Task(
                    incident_id=row.incident_id,
                    reading_id=reading_id,
                    model=reading.model,
                    left=[line for lines in _by_leg(unread(record.timeline, reading_id)).values() for line in lines],
                    spans={key: span for lines in by_leg.values() for key, span in spans(lines).items()},
                    searches=_searches(record, reading, by_leg),
                )
        except UnknownIncident:
            return None

    def _read(self, task: Task) -> int:
        work = Work(task, self._service, self._copies, self._make_reader, self.gives_way)
        try:
            work.run()
        except GaveWay:
            return work.count
        except CannotLoad as died:
            name, test = Path(task.model).name, f"incident-bridge models test --model {task.model}"
            why = f"the model {name} could not be loaded ({died}); `{test}` says more"
            self._end(task, "failed", why)
        except CannotOpen as error:
            self._end(task, "failed", f"the kept sound cannot be opened: {error}")
        else:
            self._end(task, "done")
        finally:
            work.close()
        return work.count

    def _end(self, task: Task, how: str, reason: str = "") -> None:
        if reason:
            log.error("a second transcript was not made: %s", reason)
        ended = EndSecondReading(reading_id=task.reading_id, how=how, reason=reason)
        self._service.handle(task.incident_id, ended, BRIDGE)


def _by_leg(lines: Sequence[Utterance]) -> dict[str, list[Utterance]]:
    """In order of time within each leg, because a copy is read from its beginning; the leg that spoke first first."""
    found: dict[str, list[Utterance]] = {}
    for line in lines:
        found.setdefault(line.call_sid, []).append(line)
    return found


def _searches(record: Record, reading: SecondReading, lines: dict[str, list[Utterance]]) -> list[Search]:
    """The legs that are left, each in the times in which the log let it be heard and no line stands."""
    incident, read = record.incident, frozenset(found_by(record.timeline, reading.reading_id))
    if incident.ended_at is None:
        return []
    found = []
    for call_sid in reading.unsearched:
        stand = list(spans(lines.get(call_sid, [])).values())
        free = free_spans(incident.hearing.allowed(call_sid), incident.ended_at, stand)
        found.append(Search(call_sid, free, read))
    return found
