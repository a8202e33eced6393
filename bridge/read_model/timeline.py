"""What is kept: entries of the draft timeline, those that wait for the scribe apart."""

from dataclasses import dataclass
from datetime import datetime

from bridge.read_model.words import ENTRY_WORDS
from bridge.record.record import Record
from bridge.record.speakers import speaker_of_entry
from transcription.timeline import Entry, EntryState


@dataclass(frozen=True, kw_only=True)
class EntryView:
    """`state`: draft, kept, dropped. `decided_by`: a name or empty. `said`: the words of `sources` (utterance ids)."""

    entry_id: str
    element_id: str
    kind: str
    state: str
    at: datetime
    text: str
    speaker: str
    said: str
    sources: tuple[str, ...]
    decided_by: str
    edited: bool
    note: bool


@dataclass(frozen=True, kw_only=True)
class TimelineCounts:
    kept: int
    drafts: int
    dropped: int


def entry_view(record: Record, entry: Entry) -> EntryView:
    utterances = record.timeline.by_id
    return EntryView(
        entry_id=entry.entry_id,
        element_id=f"entry-{entry.entry_id}",
        kind=ENTRY_WORDS.get(entry.type, entry.type),
        state=entry.state.value,
        at=entry.said_at,
        text=entry.text,
        speaker=record.incident.name_of(speaker_of_entry(record, entry)),
        said=" … ".join(utterances[source].text for source in entry.sources if source in utterances),
        sources=entry.sources,
        decided_by=record.incident.name_of(entry.decided_by) if entry.decided_by else "",
        edited=entry.edited,
        note=entry.note,
    )


def entries(record: Record, state: EntryState) -> list[EntryView]:
    """Those of one state, in order of when they were said."""
    return [entry_view(record, entry) for entry in record.timeline.entries() if entry.state is state]


def counts(record: Record) -> TimelineCounts:
    states = [entry.state for entry in record.timeline.entry_by_id.values()]
    return TimelineCounts(
        kept=states.count(EntryState.KEPT),
        drafts=states.count(EntryState.DRAFT),
        dropped=states.count(EntryState.DROPPED),
    )
