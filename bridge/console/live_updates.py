"""Which parts of a page an event changes, rendered anew from the record as it is now.

Rendering is idempotent and keyed by element id, so a viewer may be told twice and may skip what it missed: the parts
of all events since its last one, drawn from the newest record, bring it up to date.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bridge.console import parts
from bridge.console.viewer import Viewer
from bridge.read_model.facts import fact_line
from bridge.read_model.proposals import proposal_view
from bridge.read_model.timeline import entry_view
from bridge.read_model.transcript import lines_with
from bridge.record.codec import Event
from bridge.record.record import Record
from bridge.record.speakers import speaker_of
from roles import events as e
from transcription.timeline import events as t
from transcription.timeline.state import in_order
from transcription.vocabulary import Vocabulary

STREAM_NEWS = e.StreamStarted | e.StreamOrdered
NAMES_CHANGE = e.PersonRenamed | e.LegRenamed | e.RoleTaken | e.RoleVacated
ROLES_SHOWN_ANEW = 100
"""Lines at the end of the transcript on which a new role is shown at once; older ones have it when they are loaded."""


@dataclass(frozen=True, kw_only=True)
class Placed:
    """An element that is put into (or replaced in) a list; `at_ms` is its place in time."""

    element_id: str
    html: str


@dataclass
class Update:
    """`panels` by element id; `said` goes into the transcript, `entries` into the timeline, `gone` are element ids."""

    seq: int
    panels: dict[str, str] = field(default_factory=dict)
    said: list[Placed] = field(default_factory=list)
    entries: list[Placed] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not (self.panels or self.said or self.entries or self.gone)


def update(record: Record, viewer: Viewer, numbered: Sequence[tuple[int, Event]], vocabulary: Vocabulary) -> Update:
    """What this viewer's page needs after these events; all of them are in `record` already."""
    found = Update(seq=max((seq for seq, _ in numbered), default=record.seq))
    events = [event for _, event in numbered]
    _panels(found, record, viewer, events)
    _transcript(found, record, numbered, vocabulary)
    _timeline(found, record, viewer, events)
    return found


def _panels(found: Update, record: Record, viewer: Viewer, events: Sequence[Event]) -> None:
    if any(isinstance(event, e.Event) and not isinstance(event, STREAM_NEWS) for event in events):
        found.panels = {name: draw(record, viewer) for name, draw in parts.PANELS.items()}


def _transcript(found: Update, record: Record, numbered: Sequence[tuple[int, Event]], vocabulary: Vocabulary) -> None:
    changed = {event.utterance_id for _, event in numbered if isinstance(event, t.PieceHeard)}
    otherwise = _said_otherwise(numbered)
    found.gone += [f"line-{utterance_id}" for utterance_id in otherwise if utterance_id not in record.timeline.by_id]
    changed |= otherwise
    changed |= _renamed(record, numbered)
    for line in lines_with(record, changed, vocabulary) if changed else ():
        found.said.append(Placed(element_id=line.line_id, html=parts.line(line)))
        found.gone += [f"line-{utterance_id}" for utterance_id in line.utterance_ids[1:]]
    for seq, event in numbered:
        fact = fact_line(record.incident, seq, event)
        if fact is not None:
            found.said.append(Placed(element_id=fact.fact_id, html=parts.fact(fact)))


def _said_otherwise(numbered: Sequence[tuple[int, Event]]) -> set[str]:
    """Utterances whose words somebody decided on or wrote."""
    found: set[str] = set()
    for _, event in numbered:
        match event:
            case (
                t.ReadingsAccepted(utterance_ids=ids)
                | t.ReadingsRefused(utterance_ids=ids)
                | t.ReadingsReopened(utterance_ids=ids)
            ):
                found |= set(ids)
            case t.WordsCorrected(utterance_id=one) | t.CorrectionTakenBack(utterance_id=one):
                found.add(one)
    return found


def _renamed(record: Record, numbered: Sequence[tuple[int, Event]]) -> set[str]:
    """Utterances of people and phones whose name changed, and the last ones of people whose roles did."""
    legs = {event.call_sid for _, event in numbered if isinstance(event, e.LegRenamed | e.RoomMarked)}
    renamed = {event.person_id for _, event in numbered if isinstance(event, e.PersonRenamed)}
    roles = {event.person_id for _, event in numbered if isinstance(event, e.RoleTaken | e.RoleVacated)}
    roles |= {event.replaced for _, event in numbered if isinstance(event, e.RoleTaken) and event.replaced}
    if not renamed | roles | legs:
        return set()
    utterances = record.timeline.utterances()
    recent = utterances[-ROLES_SHOWN_ANEW:]
    return {
        found.utterance_id for found in utterances if speaker_of(record, found) in renamed or found.call_sid in legs
    } | {found.utterance_id for found in recent if speaker_of(record, found) in roles}


def _timeline(found: Update, record: Record, viewer: Viewer, events: Sequence[Event]) -> None:
    changed = dict.fromkeys(str(entry_id) for event in events if (entry_id := getattr(event, "entry_id", None)))
    if any(isinstance(event, NAMES_CHANGE) for event in events):
        changed = dict.fromkeys(record.timeline.entry_by_id)
    may_edit = parts.may_edit(record, viewer)
    known = record.timeline.entry_by_id
    for entry in in_order(known[entry_id] for entry_id in changed if entry_id in known):
        view = entry_view(record, entry)
        found.entries.append(Placed(element_id=view.element_id, html=parts.entry(view, may_edit)))
    if _proposals(found, record, viewer, events) or changed:
        found.panels["timeline-head"] = parts.timeline_head(record, viewer)


def _proposals(found: Update, record: Record, viewer: Viewer, events: Sequence[Event]) -> bool:
    """Those that changed; all that wait when the incident did, because whom they are for follows from it."""
    known = record.timeline.proposals
    changed = {str(getattr(event, "proposal_id", "")) for event in events}
    changed |= {event.entry_id for event in events if isinstance(event, t.DecisionTakenBack)}
    concerned = [known.by_id[proposal_id] for proposal_id in sorted(changed & known.by_id.keys())]
    if any(isinstance(event, e.Event) and not isinstance(event, STREAM_NEWS) for event in events):
        concerned += [proposal for proposal in known.waiting() if proposal.proposal_id not in changed]
    for proposal in concerned:
        view = proposal_view(record, proposal, viewer.actor)
        if view is None:
            found.gone.append(f"proposal-{proposal.proposal_id}")
        else:
            found.entries.append(Placed(element_id=view.element_id, html=parts.proposal(view)))
    return bool(concerned)
