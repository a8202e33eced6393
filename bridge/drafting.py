"""The worker's drafting: closed utterances of the log become draft entries, each utterance once."""

import logging
from collections.abc import Collection
from dataclasses import replace

from bridge.record.record import Record
from bridge.record.speakers import speaker_of
from bridge.service import Service
from roles.people import BRIDGE
from transcription.drafting.context import Context
from transcription.drafting.drafter import draft
from transcription.drafting.line import Line
from transcription.drafting.people import people
from transcription.models import ENGLISH
from transcription.timeline import Utterance
from transcription.timeline.commands import DraftUtterance

log = logging.getLogger(__name__)


class Drafting:
    """Keeps what was said before of each incident; a new process reads it from the log."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._contexts: dict[str, Context] = {}

    def run(self, incident_id: str) -> int:
        """Draft what waits, in order of its start; how many utterances that were. Raises DatabaseUnavailable."""
        with self._service.reading(incident_id) as record:
            waiting = record.timeline.undrafted()
            if not waiting:
                return 0
            context = knowing(self._contexts.get(incident_id) or context_of(record), record)
            lines = [(utterance, line_of(record, utterance)) for utterance in waiting]
        for utterance, line in lines:
            command, context = drafted(context, utterance, line)
            self._service.handle(incident_id, command, BRIDGE)
            self._contexts[incident_id] = context
        return len(lines)

    def keep_only(self, incident_ids: Collection[str]) -> None:
        """Forget what was said in incidents that are over."""
        self._contexts = {known: context for known, context in self._contexts.items() if known in incident_ids}


def drafted(context: Context, utterance: Utterance, line: Line) -> tuple[DraftUtterance, Context]:
    """What becomes of one utterance. The bridge's own voice and other languages than English give nothing; neither
    does a line the rules stumble on."""
    nothing = DraftUtterance(utterance_id=utterance.utterance_id)
    if utterance.echo or utterance.language not in ("", ENGLISH):
        return nothing, context
    try:
        entries, context = draft(context, line)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, OSError) as error:
        log.error("an utterance could not be drafted (%s); the next ones are", type(error).__name__)
        return nothing, context
    return DraftUtterance(utterance_id=utterance.utterance_id, entries=tuple(entries)), context


def context_of(record: Record) -> Context:
    """What was said before, from the log; what was noted is what stands there, whatever the roles are by now."""
    context = knowing(Context(), record)
    for utterance in record.timeline.utterances():
        if utterance.drafted and not utterance.echo:
            _, context = drafted(context, utterance, line_of(record, utterance))
    known = record.timeline.entry_by_id
    return replace(context, noted=tuple(found for found in context.noted if found.entry.entry_id in known))


def knowing(context: Context, record: Record) -> Context:
    """The context with everybody whom the log knows by now, so that they can be addressed by name."""
    members = record.incident.people.values()
    found = people((), (team for member in members for team in member.teams))
    for name in (*context.people.names.values(), *(member.name for member in members)):
        if name:
            found = found.with_name(name)
    return replace(context, people=found)


def line_of(record: Record, utterance: Utterance) -> Line:
    incident, speaker = record.incident, speaker_of(record, utterance)
    return Line(
        utterance_id=utterance.utterance_id,
        speaker_id=utterance.person_id,
        speaker=incident.name_of(speaker),
        text=utterance.text,
        roles=frozenset(role.value for role in incident.roster.roles_of(speaker)),
    )
