"""The record of one incident: both folds, how far they have come, and the decisions that need both."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bridge.record.codec import Event
from bridge.record.confirming import NEEDS, Confirm, fits, may_settle, moot
from bridge.record.echo import of_utterance
from bridge.record.second_reading import admitted
from roles import commands as c, deciding, incident as incidents
from roles.events.event import Event as IncidentEvent
from roles.incident import Incident
from roles.people import BRIDGE, Actor
from roles.permissions import Capability, require
from roles.refusals import Refused
from transcription import timeline
from transcription.timeline import commands as t
from transcription.timeline.events import DecisionTakenBack, ProposalMade, ProposalSettled
from transcription.timeline.proposals import CONFIRMED, DONE, Proposed
from transcription.timeline.state import Timeline

Command = c.Command | t.Command | Confirm


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
    if isinstance(command, Confirm):
        return _confirm(record, command, actor, now)
    if isinstance(command, c.Command):
        found: list[Event] = list(deciding.decide(record.incident, command, actor, now))
        return [*found, *_have_had_their_time(record, now)] if isinstance(command, c.Tick) else found
    if isinstance(command, t.HearPiece):
        allowed = only_what_may_be_heard(record.incident, command)
        if allowed is None:
            return []
        command = replace(allowed, echo=allowed.echo or of_utterance(record.incident, record.timeline, allowed))
    elif isinstance(command, t.ReadingCommand):
        command = admitted(record.incident, record.timeline, command, actor)
    elif isinstance(command, t.SettleProposal | t.ReopenProposal):
        _may_settle(record, command.proposal_id, actor)
    elif not isinstance(command, t.CloseUtterance | t.DraftUtterance | t.TakeBack):
        require(record.incident, actor, Capability.EDIT_TIMELINE)
    events = _of_the_timeline(record, command, actor, now)
    if isinstance(command, t.DraftUtterance):
        return _without_what_is_so(record, events, now)
    if any(isinstance(event, DecisionTakenBack) and event.entry_id in record.timeline.entry_by_id for event in events):
        require(record.incident, actor, Capability.EDIT_TIMELINE)
    return events


def _of_the_timeline(record: Record, command: t.Command, actor: Actor, now: datetime) -> list[Event]:
    try:
        return list(timeline.decide(record.timeline, command, actor.person_id, now))
    except timeline.TimelineRefused as refused:
        who = record.incident.name_of(refused.held_by) if refused.held_by else ""
        raise Refused(refused.reason.replace("{who}", who)) from None


def _without_what_is_so(record: Record, events: list[Event], now: datetime) -> list[Event]:
    """Nothing is proposed that is so already; what it puts right is superseded all the same."""
    made = [event for event in events if isinstance(event, ProposalMade)]
    found = (Proposed(made=event, waits_since=now) for event in made)
    so = {one.proposal_id for one in found if moot(record.incident, record.timeline, one, now) == DONE}
    return [event for event in events if getattr(event, "proposal_id", "") not in so] if so else events


def _confirm(record: Record, command: Confirm, actor: Actor, now: datetime) -> list[Event]:
    """The act first: what is refused there leaves the proposal as it was."""
    proposal = record.timeline.proposals.by_id.get(command.proposal_id)
    if proposal is not None and proposal.waits and not fits(record.incident, record.timeline, proposal, command.act):
        raise Refused("This button does not fit the proposal. Reload the page.")
    _may_settle(record, command.proposal_id, actor)
    settling = t.SettleProposal(proposal_id=command.proposal_id, how=CONFIRMED)
    settled = _of_the_timeline(record, settling, actor, now)
    return [*deciding.decide(record.incident, command.act, actor, now), *settled] if settled else []


def _may_settle(record: Record, proposal_id: str, actor: Actor) -> None:
    proposal = record.timeline.proposals.by_id.get(proposal_id)
    if proposal is None:
        raise Refused("This proposal is not known.")
    if may_settle(record.incident, record.timeline, proposal, actor):
        return
    if proposal.made.kind != "name":
        require(record.incident, actor, NEEDS[proposal.made.kind])
    raise Refused("This proposal is for somebody else.")


def _have_had_their_time(record: Record, now: datetime) -> list[Event]:
    """Proposals that are so already or too old, each with how it ended."""
    found: list[Event] = []
    for proposal in record.timeline.proposals.waiting():
        how = moot(record.incident, record.timeline, proposal, now)
        if how:
            settled = ProposalSettled(at=now, proposal_id=proposal.proposal_id, how=how, by=BRIDGE.person_id)
            found.append(settled)
    return found


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
