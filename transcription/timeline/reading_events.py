"""The facts of second transcripts and corrections: what another model made of a line, and what people decided."""

from dataclasses import dataclass
from datetime import datetime

from transcription.timeline.event import Event, SpokenWord


@dataclass(frozen=True, kw_only=True)
class SecondReadingOrdered(Event):
    """The kept sound is to be transcribed once more. `model`: a name, a folder, or "built-in".

    `language`: only lines that were recognized in it are read; empty: all. `legs`: CallSids in whose kept sound speech
    is looked for that stands in no line.
    """

    reading_id: str
    model: str
    by: str
    language: str = ""
    legs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LineReadAgain(Event):
    """What the other model makes of one utterance; no words: it heard none, or (`sound` false) no sound is kept."""

    reading_id: str
    utterance_id: str
    call_sid: str
    model: str
    text: str
    words: tuple[SpokenWord, ...]
    confidence: float
    sound: bool = True


@dataclass(frozen=True, kw_only=True)
class LineFound(Event):
    """Speech in the kept sound that stands in no line, with what the other model makes of it; often no words.

    `utterance_id` is made of the leg and the time, so that it is the same in every reading.
    """

    reading_id: str
    utterance_id: str
    call_sid: str
    person_id: str
    start: datetime
    end: datetime
    model: str
    text: str
    words: tuple[SpokenWord, ...]
    confidence: float
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class LegSearched(Event):
    """The kept sound of this leg was looked through to its end for speech that stands in no line."""

    reading_id: str
    call_sid: str


@dataclass(frozen=True, kw_only=True)
class SecondReadingEnded(Event):
    """`how`: done, stopped, failed; `reason`: in words, when it is not done."""

    reading_id: str
    how: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ReadingsAccepted(Event):
    """From now on the other words stand in these lines. `at_once`: all that waited were decided together."""

    reading_id: str
    utterance_ids: tuple[str, ...]
    by: str
    at_once: bool = False


@dataclass(frozen=True, kw_only=True)
class ReadingsRefused(Event):
    """The words of these lines stay."""

    reading_id: str
    utterance_ids: tuple[str, ...]
    by: str
    at_once: bool = False


@dataclass(frozen=True, kw_only=True)
class ReadingsReopened(Event):
    """Undo: these lines wait again, with the words of before."""

    reading_id: str
    utterance_ids: tuple[str, ...]
    by: str


@dataclass(frozen=True, kw_only=True)
class WordsCorrected(Event):
    """A person wrote what was said in this line; no reading changes it."""

    utterance_id: str
    text: str
    by: str


@dataclass(frozen=True, kw_only=True)
class CorrectionTakenBack(Event):
    utterance_id: str
    by: str


ReadingEvent = (
    SecondReadingOrdered
    | LineReadAgain
    | LineFound
    | LegSearched
    | SecondReadingEnded
    | ReadingsAccepted
    | ReadingsRefused
    | ReadingsReopened
    | WordsCorrected
    | CorrectionTakenBack
)
