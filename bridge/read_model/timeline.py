"""What is kept: entries of the draft timeline, those that wait for the scribe apart."""

from dataclasses import dataclass
from datetime import datetime

from bridge.read_model.sources import Sound, said_in, sound_of
from bridge.read_model.words import ENTRY_WORDS, SURE_WORDS
from bridge.record.record import Record
from bridge.record.speakers import speaker_of_entry
from transcription.drafting.dial import Dial
from transcription.timeline import Entry, EntryState


@dataclass(frozen=True, kw_only=True)
class EntryView:
    """`state`: draft, kept, dropped. `decided_by`: a name or empty. `said`: the words of `sources` (utterance ids).

    `happened`: when it happened, in words, where that is not when it was said. `sure`: how sure the drafting is, in a
    word; empty when it is. `level`: the narrowest dial that shows it.
    """

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
    happened: str = ""
    sure: str = ""
    level: str = "normal"
    sound: Sound | None = None


@dataclass(frozen=True, kw_only=True)
class TimelineCounts:
    """`drafts`: how many wait to be looked at, for each dial from few to many."""

    kept: int
    drafts: tuple[tuple[str, int], ...]


def entry_view(record: Record, entry: Entry) -> EntryView:
    return EntryView(
        entry_id=entry.entry_id,
        element_id=f"entry-{entry.entry_id}",
        kind=ENTRY_WORDS.get(entry.type, entry.type),
        state=entry.state.value,
        at=entry.said_at,
        text=entry.text,
        speaker=record.incident.name_of(speaker_of_entry(record, entry)),
        said=said_in(record, entry.sources),
        sources=entry.sources,
        decided_by=record.incident.name_of(entry.decided_by) if entry.decided_by else "",
        edited=entry.edited,
        note=entry.note,
        happened=_happened(entry),
        sure="" if entry.note or entry.state is not EntryState.DRAFT else SURE_WORDS.get(entry.level, ""),
        level=entry.level,
        sound=sound_of(record, entry.sources),
    )


def _happened(entry: Entry) -> str:
    if entry.happened_at is not None:
        return f"happened about {entry.happened_at:%H:%M}"
    return f"“{entry.clock}” was said as the time" if entry.clock else ""


def entries(record: Record, state: EntryState) -> list[EntryView]:
    """Those of one state, in order of when they were said."""
    return [entry_view(record, entry) for entry in record.timeline.entries() if entry.state is state]


def counts(record: Record, proposals: int = 0) -> TimelineCounts:
    """`proposals`: how many wait for this viewer; every dial shows them."""
    known = record.timeline.entry_by_id.values()
    drafts = [Dial(entry.level) for entry in known if entry.state is EntryState.DRAFT]
    return TimelineCounts(
        kept=sum(entry.state is EntryState.KEPT for entry in known),
        drafts=tuple((dial.value, proposals + sum(dial.shows(level) for level in drafts)) for dial in Dial),
    )
