"""What can be asked of transcript and timeline, in the imperative."""

from dataclasses import dataclass, replace
from datetime import datetime

from transcription.timeline.events import SpokenWord


@dataclass(frozen=True, kw_only=True)
class HearPiece:
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
class CloseUtterance:
    utterance_id: str


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One proposed line, as the drafting hands it over. `level`: the narrowest dial that shows it.

    `amends`: the id of an earlier entry that this one puts right. `minutes_ago`, `clock`: when it happened, as said.
    """

    entry_id: str
    type: str
    sources: tuple[str, ...]
    text: str
    confidence: float
    owner: str | None = None
    minutes: int | None = None
    severity: int | None = None
    role: str | None = None
    person: str | None = None
    page: str | None = None
    count: int | None = None
    minutes_ago: int | None = None
    clock: str | None = None
    level: str = "normal"
    amends: str | None = None


@dataclass(frozen=True, kw_only=True)
class Propose:
    """An act that what was said asks for, as the drafting hands it over; the fields are those of ProposalMade."""

    proposal_id: str
    kind: str
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
class DraftUtterance:
    """The drafting of a closed utterance, done once, with the lines and proposals that it gave (often none)."""

    utterance_id: str
    entries: tuple[Draft, ...] = ()
    proposals: tuple[Propose, ...] = ()


@dataclass(frozen=True, kw_only=True)
class KeepEntry:
    entry_id: str


@dataclass(frozen=True, kw_only=True)
class EditEntry:
    entry_id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class DropEntry:
    entry_id: str


@dataclass(frozen=True, kw_only=True)
class ReopenEntry:
    entry_id: str


@dataclass(frozen=True, kw_only=True)
class AddNote:
    """`said_at` None: now."""

    entry_id: str
    text: str
    said_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class TakeBack:
    """Undo: one's own last decision about a line or a proposal, unless somebody has decided about it since."""


@dataclass(frozen=True, kw_only=True)
class SettleProposal:
    """`how`: see ProposalSettled."""

    proposal_id: str
    how: str


@dataclass(frozen=True, kw_only=True)
class ReopenProposal:
    proposal_id: str


@dataclass(frozen=True)
class HeardLeg:
    """A leg that could be heard, and in which language it was recognized; empty: not told."""

    call_sid: str
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class OrderSecondReading:
    """Transcribe the kept sound once more. `model`: a name, a folder, or "built-in"; `language`: what it knows.

    `legs`: in whose sound speech is looked for that stands in no line.
    """

    reading_id: str
    model: str
    language: str = ""
    legs: tuple[HeardLeg, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReadLineAgain:
    """What the other model makes of one utterance. `sound` false: none is kept of it."""

    reading_id: str
    utterance_id: str
    words: tuple[SpokenWord, ...]
    sound: bool = True


@dataclass(frozen=True, kw_only=True)
class FindLine:
    """Speech that stands in no line, and what the other model makes of it."""

    reading_id: str
    utterance_id: str
    call_sid: str
    start: datetime
    end: datetime
    words: tuple[SpokenWord, ...]
    person_id: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class EndLegSearch:
    reading_id: str
    call_sid: str


@dataclass(frozen=True, kw_only=True)
class EndSecondReading:
    """`how`: done, stopped, failed; `reason`: in words, when it is not done."""

    reading_id: str
    how: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class AcceptReadings:
    """Take the other words of these lines; None: of all that wait, without the `spared` ones."""

    reading_id: str
    utterance_ids: tuple[str, ...] | None
    spared: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class RefuseReadings:
    """Keep the words of these lines; None: of all that wait."""

    reading_id: str
    utterance_ids: tuple[str, ...] | None


@dataclass(frozen=True, kw_only=True)
class ReopenReadings:
    """Undo the decision about these lines; None: the last one about all that waited."""

    reading_id: str
    utterance_ids: tuple[str, ...] | None


@dataclass(frozen=True, kw_only=True)
class CorrectWords:
    utterance_id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class TakeBackCorrection:
    utterance_id: str


ReadingCommand = (
    OrderSecondReading
    | ReadLineAgain
    | FindLine
    | EndLegSearch
    | EndSecondReading
    | AcceptReadings
    | RefuseReadings
    | ReopenReadings
    | CorrectWords
    | TakeBackCorrection
)


Command = (
    HearPiece
    | CloseUtterance
    | DraftUtterance
    | KeepEntry
    | EditEntry
    | DropEntry
    | ReopenEntry
    | AddNote
    | ReadingCommand
    | TakeBack
    | SettleProposal
    | ReopenProposal
)


def with_words(command: HearPiece, words: tuple[SpokenWord, ...], confidence: float) -> HearPiece:
    """The same piece with only these words left (at least one)."""
    text = " ".join(word.word for word in words)
    return replace(command, words=words, text=text, start=words[0].start, end=words[-1].end, confidence=confidence)
