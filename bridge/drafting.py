"""The worker's drafting: closed utterances of the log become draft entries and proposals, each utterance once."""

import logging
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from bridge.record.record import Record
from bridge.record.speakers import speaker_of
from bridge.service import Service
from roles.people import BRIDGE
from transcription.drafting.as_commands import as_command
from transcription.drafting.context import Context
from transcription.drafting.dial import Dial
from transcription.drafting.drafter import draft
from transcription.drafting.line import Line
from transcription.drafting.people import people
from transcription.drafting.proposing import Proposing, propose
from transcription.models import ENGLISH
from transcription.timeline import Utterance
from transcription.timeline.commands import DraftUtterance

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Before:
    """What was said before, as the drafting of entries and that of proposals remember it."""

    context: Context = field(default_factory=Context)
    proposing: Proposing = field(default_factory=Proposing)


class Drafting:
    """Keeps what was said before of each incident; a new process reads it from the log."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._before: dict[str, Before] = {}

    def run(self, incident_id: str) -> int:
        """Draft what waits, in order of its start; how many utterances that were. Raises DatabaseUnavailable."""
        with self._service.reading(incident_id) as record:
            waiting = record.timeline.undrafted()
            if not waiting:
                return 0
            known = self._before.get(incident_id) or before_of(record)
            before = replace(known, context=knowing(known.context, record))
            lines = [(utterance, line_of(record, utterance)) for utterance in waiting]
        for utterance, line in lines:
            command, before = drafted(before, utterance, line)
            self._service.handle(incident_id, command, BRIDGE)
            self._before[incident_id] = before
        return len(lines)

    def keep_only(self, incident_ids: Collection[str]) -> None:
        """Forget what was said in incidents that are over."""
        self._before = {known: before for known, before in self._before.items() if known in incident_ids}


def drafted(before: Before, utterance: Utterance, line: Line) -> tuple[DraftUtterance, Before]:
    """What becomes of one utterance. The bridge's own voice and other languages than English give nothing; neither
    does a line the rules stumble on.

    Lines are drafted for the widest dial, so that a page can show them; only what most would note is proposed.
    """
    nothing = DraftUtterance(utterance_id=utterance.utterance_id)
    if utterance.echo or utterance.language not in ("", ENGLISH):
        return nothing, before
    try:
        entries, context = draft(before.context, line, dial=Dial.MANY)
        usual = [entry for entry in entries if Dial.NORMAL.shows(Dial(entry.level))]
        found, proposing = propose(before.proposing, line, usual, before.context)
        proposals = tuple(as_command(made) for made in found)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, OSError) as error:
        log.error("an utterance could not be drafted (%s); the next ones are", type(error).__name__)
        return nothing, before
    command = DraftUtterance(utterance_id=utterance.utterance_id, entries=tuple(entries), proposals=proposals)
    return command, Before(context, proposing)


def before_of(record: Record) -> Before:
    """What was said before, from the log; noted and proposed is what stands there, whatever the roles are by now."""
    before = Before(context=knowing(Context(), record))
    for utterance in record.timeline.utterances():
        if utterance.drafted and not utterance.echo:
            _, before = drafted(before, utterance, line_of(record, utterance))
    context, known = before.context, record.timeline.entry_by_id
    noted = tuple(found for found in context.noted if found.entry.entry_id in known)
    return Before(replace(context, noted=noted), before.proposing.only(record.timeline.proposals.by_id))


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
