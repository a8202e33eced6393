"""Erases one person from an incident that is over, on request: voice, words, number and name; with a report.

Safe to repeat: what is erased already is found erased.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bridge.files.redaction import CannotRedact, Silencing, Span
from bridge.files.sealing import CannotOpen
from bridge.keeping.readings import stop_second_reading
from bridge.keeping.row_changes import Traces, without_person
from bridge.node import Node
from bridge.storage.accesses import Access
from roles.commands import ReportRedacted, ReportScrubbed
from roles.incident import Incident
from roles.people import BRIDGE
from roles.record.recording import Recording
from roles.record.verdict import spoken


class NobodyOfThisName(Exception):
    """Nobody with this name took part in the incident."""


class StillRuns(Exception):
    """The call is not over."""


@dataclass
class Report:
    """`done` and `left`: a sentence each; what is left needs a person."""

    done: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


class Erasure:
    def __init__(self, node: Node, who: str) -> None:
        """`who` asks for it, for the list of accesses."""
        self._node = node
        self._who = who

    def erase(self, incident_id: str, name: str, delete_recordings: bool = False) -> Report:
        """`delete_recordings`: where it is not known when the person spoke, the whole file goes.

        Raises NobodyOfThisName, StillRuns, UnknownIncident, DatabaseUnavailable.
        """
        incident = self._node.service.incident(incident_id)
        if incident.open:
            raise StillRuns(incident_id)
        person_id = _person(incident, name)
        call_sids = [leg.call_sid for leg in incident.legs.values() if leg.person_id == person_id]
        report = Report()
        self._sound(incident, person_id, call_sids, delete_recordings, report)
        self._files_of(incident, person_id, call_sids, report)
        if stop_second_reading(self._node.service, incident_id, "a person was erased"):
            report.left.append("The second transcript was stopped half way: order it again.")
        self._rows(incident, person_id, call_sids, report)
        report.left.append("Backups and exports that were made before are not reached from here.")
        report.left.append("The directory still knows this person: remove them there if they ask for it.")
        note = "one person was erased from this incident on request"
        self._node.service.handle(incident_id, ReportScrubbed(what="person", subject=person_id, note=note), BRIDGE)
        self._node.accesses.note(
            Access(
                at=self._node.clock(),
                who=self._who,
                person_id=None,
                incident_id=incident_id,
                what="erase",
                subject=f"person {person_id}",
            )
        )
        return report

    def _sound(
        self, incident: Incident, person_id: str, call_sids: list[str], delete_recordings: bool, report: Report
    ) -> None:
        """Silence in every recording where this person spoke; who spoke at the same moment is silent there too."""
        spans, known = self._spoke(incident, call_sids)
        for recording in incident.recording.recordings.values():
            names = [recording.verdict.file, recording.carrier_file] if recording.verdict else []
            for file in (file for file in names if file and self._node.recordings.path(file) is not None):
                own_line = recording.person_id == person_id
                if known or own_line:
                    whole = _whole(recording) if own_line else []
                    self._silence(incident.incident_id, recording, file, spans, whole, report)
                elif delete_recordings:
                    self._node.recordings.delete(file)
                    report.done.append(f"Deleted the recording {file}.")
                else:
                    report.left.append(
                        f"{file} may hold this voice: it is not known when this person spoke, because they switched "
                        "their transcription off or no copy was kept. Run it again with --delete-recordings."
                    )

    def _spoke(self, incident: Incident, call_sids: list[str]) -> tuple[list[Span], bool]:
        """When these legs spoke, by our own copies and the transcript; and whether that is all of it."""
        spans: list[Span] = []
        heard = set(self._node.copies.legs(incident.incident_id)) & set(call_sids)
        for call_sid in heard:
            for block in self._node.copies.blocks(incident.incident_id, call_sid):
                spans.append((_utc(block.start_ms), _utc(block.end_ms)))
        with self._node.service.reading(incident.incident_id) as record:
            spans += [(said.start, said.end) for said in record.timeline.utterances() if said.call_sid in call_sids]
        legs = [incident.legs[call_sid] for call_sid in call_sids]
        joined = [leg for leg in legs if leg.joined_at is not None]
        known = all(leg.transcribed for leg in joined) and (not joined or bool(spans))
        return spans, known

    def _silence(
        self,
        incident_id: str,
        recording: Recording,
        file: str,
        spans: list[Span],
        first_channel: list[Span],
        report: Report,
    ) -> None:
        try:
            silencing = Silencing(recording.started_at, spans, first_channel)
            kept = self._node.recordings.write(file, silencing.pieces(self._node.recordings.pieces(file)))
        except (CannotRedact, CannotOpen) as error:
            report.left.append(f"{file}: {error}. Delete it by hand.")
            return
        digest, silenced_s = kept.sha256, silencing.silenced_s
        report.done.append(f"Silenced {spoken(silenced_s)} in {file}; sha256 is {digest} now.")
        told = ReportRedacted(recording_sid=recording.recording_sid, silenced_s=round(silenced_s, 2), sha256=digest)
        self._node.service.handle(incident_id, told, BRIDGE)
        if not recording.carrier_file_gone and recording.recording_sid.startswith("RE"):
            report.done.append(f"Ordered the carrier to delete its file of {recording.recording_sid}.")

    def _files_of(self, incident: Incident, person_id: str, call_sids: list[str], report: Report) -> None:
        for call_sid in call_sids:
            path = self._node.copies.path(incident.incident_id, call_sid)
            if path.exists():
                path.unlink()
                report.done.append("Deleted the bridge's own copy of one call.")
        for take in incident.takes.by_id.values():
            if take.person_id == person_id and take.file and self._node.takes.delete(take.file):
                report.done.append(f"Deleted sound that was left on purpose ({take.purpose}).")

    def _rows(self, incident: Incident, person_id: str, call_sids: list[str], report: Report) -> None:
        with self._node.service.reading(incident.incident_id) as record:
            said = {
                found.utterance_id
                for found in record.timeline.with_found()
                if found.call_sid in call_sids or found.person_id == person_id
            }
            entries = {
                entry.entry_id
                for entry in record.timeline.entries()
                if entry.speaker_id == person_id or said & set(entry.sources)
            }
        traces = Traces(
            person_id=person_id,
            name=incident.name_of(person_id),
            call_sids=frozenset(call_sids),
            takes=frozenset(take.take_id for take in incident.takes.by_id.values() if take.person_id == person_id),
            entries=frozenset(entries),
            utterances=frozenset(said),
        )
        changed = self._node.scrubbing.rewrite(incident.incident_id, without_person(traces))
        report.done.append(
            f"Took words, number and name out of {changed} lines of the log: {len(said)} of the transcript, "
            f"{len(entries)} of the timeline."
        )
        numbers = self._node.scrubbing.forget_numbers(call_sids)
        if numbers:
            report.done.append(f"Forgot the telephone number of {numbers} {'call' if numbers == 1 else 'calls'}.")


def _person(incident: Incident, name: str) -> str:
    wanted = " ".join(name.split()).casefold()
    found = [person_id for person_id, person in incident.people.items() if person.name.casefold() == wanted]
    if len(found) != 1:
        raise NobodyOfThisName(name)
    return found[0]


def _whole(recording: Recording) -> list[Span]:
    """All of what the person of this line said in it, whoever knows when."""
    if recording.started_at is None or recording.verdict is None:
        return []
    return [(recording.started_at, recording.started_at + timedelta(seconds=recording.verdict.duration_s))]


def _utc(epoch_ms: int) -> datetime:
    return datetime.fromtimestamp(epoch_ms / 1000, UTC)
