"""The facts of transcript and draft timeline; they stand in the incident's log beside those of `roles`.

Times are aware UTC. `words` carry the recognizer's words; `text` is their join, lower case.
"""

from dataclasses import dataclass
from datetime import datetime

from transcription.timeline.event import Event as Event, SpokenWord as SpokenWord
from transcription.timeline.reading_events import (
    CorrectionTakenBack as CorrectionTakenBack,
    LegSearched as LegSearched,
    LineFound as LineFound,
    LineReadAgain as LineReadAgain,
    ReadingEvent as ReadingEvent,
    ReadingsAccepted as ReadingsAccepted,
    ReadingsRefused as ReadingsRefused,
    ReadingsReopened as ReadingsReopened,
    SecondReadingEnded as SecondReadingEnded,
    SecondReadingOrdered as SecondReadingOrdered,
    WordsCorrected as WordsCorrected,
)


@dataclass(frozen=True, kw_only=True)
class PieceHeard(Event):
    """An early final: part of the utterance `utterance_id`, published at once."""

    utterance_id: str
    call_sid: str
    person_id: str
    start: datetime
    end: datetime
    text: str
    words: tuple[SpokenWord, ...]
    confidence: float
    echo: bool = False
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class UtteranceClosed(Event):
    utterance_id: str


@dataclass(frozen=True, kw_only=True)
class EntryDrafted(Event):
    """A line that the drafting proposes; an empty slot is None. `type` is one of the guide's twelve.

    `happened_at`: when it happened, if that was said as a time ago; `clock` is a time of day as it was said ("9:12").
    `level`: the narrowest dial that shows it: few, normal, many.
    """

    entry_id: str
    type: str
    sources: tuple[str, ...]
    text: str
    said_at: datetime
    speaker_id: str
    confidence: float
    owner: str | None = None
    minutes: int | None = None
    severity: int | None = None
    role: str | None = None
    person: str | None = None
    page: str | None = None
    count: int | None = None
    happened_at: datetime | None = None
    clock: str | None = None
    level: str = "normal"


@dataclass(frozen=True, kw_only=True)
class EntryAmended(Event):
    """What was said a moment later puts a waiting line right: these are its sources, words and slots from now on."""

    entry_id: str
    sources: tuple[str, ...]
    text: str
    owner: str | None = None
    minutes: int | None = None
    severity: int | None = None
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class UtteranceDrafted(Event):
    """Drafting ran over this utterance, with or without an entry; it does not run again."""

    utterance_id: str


@dataclass(frozen=True, kw_only=True)
class EntryKept(Event):
    entry_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class EntryEdited(Event):
    entry_id: str
    text: str
    by: str


@dataclass(frozen=True, kw_only=True)
class EntryDropped(Event):
    entry_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class EntryReopened(Event):
    """Undo: the line waits again."""

    entry_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class DecisionTakenBack(Event):
    """Undo: the line (or the proposal) is as it was before the last decision about it, which was `by` this person."""

    entry_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class NoteAdded(Event):
    """A line that a person wrote; kept from the start."""

    entry_id: str
    text: str
    said_at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class ProposalMade(Event):
    """What was said asks for an act that a person may confirm; nothing is done by it. An empty slot is None.

    `kind`: timer, acknowledgement, cadence, page, role, objections, severity or name. `owner`, `whom`, `person`: a
    name, role id or team as addressed. `timer_id`, `supersedes`: ids of earlier proposals.
    """

    proposal_id: str
    kind: str
    utterance_id: str
    said_at: datetime
    speaker_id: str
    confidence: float
    owner: str | None = None
    minutes: int | None = None
    task: str | None = None
    whom: str | None = None
    role: str | None = None
    person: str | None = None
    question: str | None = None
    severity: int | None = None
    timer_id: str | None = None
    supersedes: str | None = None


@dataclass(frozen=True, kw_only=True)
class ProposalSettled(Event):
    """It waits no more. `how`: confirmed or dismissed by a person; superseded (said anew), done (it is so already) or
    expired by the bridge."""

    proposal_id: str
    how: str
    by: str


@dataclass(frozen=True, kw_only=True)
class ProposalReopened(Event):
    proposal_id: str
    by: str
