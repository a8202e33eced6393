"""Once a day: what is older than its term is deleted, files and rows, and a line says so."""

import logging
import shutil
from collections.abc import Callable
from datetime import timedelta

from bridge.keeping.readings import stop_second_reading
from bridge.keeping.row_changes import without_transcript
from bridge.node import Node
from bridge.storage.accesses import Access
from bridge.storage.incidents import IncidentRow
from roles.commands import ReportScrubbed
from roles.people import BRIDGE
from transcription.timeline import EntryState

log = logging.getLogger(__name__)


class Retention:
    """Asked at any time by any process: what is done is not done again."""

    def __init__(self, node: Node) -> None:
        self._node = node

    def run(self) -> list[str]:
        """Delete what is due; a sentence for each thing that was deleted."""
        settings = self._node.settings
        done: list[str] = []
        terms = (
            (settings.keep_recordings_days, self._recordings),
            (settings.keep_transcripts_days, self._transcript),
            (settings.keep_logs_days, self._log),
        )
        for days, purge in terms:
            for row in self._older_than(days):
                done += self._purge(row, days, purge)
        if settings.keep_logs_days:
            self._node.accesses.forget_before(self._node.clock() - timedelta(days=settings.keep_logs_days))
        return done

    def _purge(self, row: IncidentRow, days: int, purge: Callable[[IncidentRow, int], str]) -> list[str]:
        """One incident that cannot be purged does not keep the others."""
        try:
            said = purge(row, days)
        except Exception:
            log.exception("incident %s could not be purged; it is tried again tomorrow", row.id)
            return []
        if not said:
            return []
        self._note(row.id, said)
        return [f"{row.id}: {said}"]

    def _older_than(self, days: int) -> list[IncidentRow]:
        """Incidents that ended so long ago; none when there is no term."""
        if not days:
            return []
        before = self._node.clock() - timedelta(days=days)
        return [row for row in self._node.incidents.all() if row.ended_at is not None and row.ended_at < before]

    def _recordings(self, row: IncidentRow, days: int) -> str:
        if "recordings" in self._node.service.incident(row.id).scrubbed:
            return ""
        stop_second_reading(self._node.service, row.id, "the kept sound was deleted by policy")
        settings, count = self._node.settings, 0
        for folder in (settings.recordings_dir, settings.copies_dir, settings.takes_dir):
            found = folder / row.id
            if found.is_dir():
                count += sum(1 for path in found.iterdir() if path.is_file())
                shutil.rmtree(found)
        said = f"recordings deleted after {_days(days)} ({count} files), also at the carrier"
        self._tell(row.id, "recordings", said)
        return said

    def _transcript(self, row: IncidentRow, days: int) -> str:
        if "transcript" in self._node.service.incident(row.id).scrubbed:
            return ""
        stop_second_reading(self._node.service, row.id, "the transcript was deleted by policy")
        with self._node.service.reading(row.id) as record:
            kept = {entry.entry_id for entry in record.timeline.entries() if entry.state is EntryState.KEPT}
        changed = self._node.scrubbing.rewrite(row.id, without_transcript(kept))
        said = f"transcript deleted after {_days(days)} ({changed} lines); what people kept in the timeline stays"
        self._tell(row.id, "transcript", said)
        return said

    def _log(self, row: IncidentRow, days: int) -> str:
        """Sound first: no file may outlive the only rows that know of it."""
        self._recordings(row, days)
        self._node.scrubbing.forget_incident(row.id)
        self._node.service.forget(row.id)
        return f"the whole log deleted after {_days(days)}"

    def _tell(self, incident_id: str, what: str, note: str) -> None:
        self._node.service.handle(incident_id, ReportScrubbed(what=what, subject="policy", note=note), BRIDGE)

    def _note(self, incident_id: str, said: str) -> None:
        access = Access(
            at=self._node.clock(),
            who="the bridge",
            person_id=None,
            incident_id=incident_id,
            what="purge",
            subject=said,
        )
        self._node.accesses.note(access)


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"
