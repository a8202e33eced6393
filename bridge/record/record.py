"""The record of one incident: both folds, how far they have come, and the decisions that need both."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bridge.record.codec import Event
from bridge.record.second_reading import admitted
from roles import commands as c, deciding, incident as incidents
from roles.events.event import Event as IncidentEvent
from roles.incident import Incident
from roles.people import Actor
from roles.permissions import Capability, require
from roles.refusals import Refused
from transcription import timeline
from transcription.timeline import commands as t
from transcription.timeline.state import Timeline

Command = c.Command | t.Command


@dataclass
class Record:
    """A fold in progress: `seq` is the last event in it. Held as a cache by each process; the log decides.

    Not shared between threads: the service guards it with the incident's lock.
    """

    incident_id: str
    seq: int = 0
    incident: Incident = field(default_factory=Incident)
    timeline: Timeline = field(default_factory=Timeline)

    def apply(self, seq: int, event: Event) -> None:
        """Take the next event; a gap would be a lost fact and is refused."""
        if seq != self.seq + 1:
            raise ValueError(f"event {seq} does not follow {self.seq}")
        if isinstance(event, IncidentEvent):
            self.incident = incidents.evolve(self.incident, event)
        else:
            self.timeline = timeline.evolve(self.timeline, event)
        self.seq = seq

    def start_anew(self) -> None:
        """Forget everything; the next event to apply is the first."""
        self.seq, self.incident, self.timeline = 0, Incident(), Timeline()


def decide(record: Record, command: Command, actor: Actor, now: datetime) -> list[Event]:
    """The events that carry out a command of either half. Raises Refused with a sentence for the person."""
    if isinstance(command, c.Command):
        return list(deciding.decide(record.incident, command, actor, now))
    if isinstance(command, t.HearPiece):
        allowed = only_what_may_be_heard(record.incident, command)
        if allowed is None:
            return []
        command = allowed
    elif isinstance(command, t.ReadingCommand):
        command = admitted(record.incident, record.timeline, command, actor)
    elif not isinstance(command, t.CloseUtterance | t.DraftUtterance):
        require(record.incident, actor, Capability.EDIT_TIMELINE)
    try:
        return list(timeline.decide(record.timeline, command, actor.person_id, now))
    except timeline.TimelineRefused as refused:
        who = record.incident.name_of(refused.held_by) if refused.held_by else ""
        raise Refused(refused.reason.replace("{who}", who)) from None


def only_what_may_be_heard(incident: Incident, command: t.HearPiece) -> t.HearPiece | None:
    """Rule 6, the second gate: words in a closed interval of the log are dropped whatever `live` knew."""
    words = tuple(w for w in command.words if incident.hearing.allows(command.call_sid, w.start, w.end))
    if len(words) == len(command.words) and words:
        return command
    if not words:
        return None
    confidence = sum(w.confidence for w in words) / len(words)
    return t.with_words(command, words, confidence)


def fold(incident_id: str, events: Iterable[tuple[int, Event]]) -> Record:
    """A record from its whole log."""
    record = Record(incident_id=incident_id)
    for seq, event in events:
        record.apply(seq, event)
    return record
