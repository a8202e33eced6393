"""What the demo measures: words against the script, and the delay from the end of speech to the line at a viewer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median, quantiles

import jiwer


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """A line of the script as it was really spoken: epoch seconds of its first and last sound."""

    line_id: str
    person_id: str
    text: str
    start: float
    end: float


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A piece of an utterance as it stands in the log; `published` is when a viewer had it (epoch seconds)."""

    person_id: str
    text: str
    start: datetime
    end: datetime
    published: float | None


@dataclass(frozen=True, kw_only=True)
class Scores:
    """`word_error_rate` over all lines; `latencies_s` one for each line that was heard."""

    word_error_rate: float
    latencies_s: tuple[float, ...]
    unheard: tuple[str, ...]

    @property
    def median_s(self) -> float:
        return median(self.latencies_s) if self.latencies_s else float("nan")

    @property
    def p95_s(self) -> float:
        if len(self.latencies_s) < 2:
            return self.median_s
        return quantiles(self.latencies_s, n=20, method="inclusive")[-1]


SLACK_S = 0.6
"""Words belong to a line when their middle lies within it, give or take this much."""


def score(spoken: Sequence[Spoken], heard: Sequence[Heard]) -> Scores:
    """Match what was heard to the script by speaker and time."""
    references, hypotheses, latencies, unheard = [], [], [], []
    for line in spoken:
        pieces = [piece for piece in heard if piece.person_id == line.person_id and _belongs(piece, line)]
        references.append(line.text)
        hypotheses.append(" ".join(piece.text for piece in pieces))
        if not pieces:
            unheard.append(line.line_id)
            continue
        last = max(pieces, key=lambda piece: piece.end)
        if last.published is not None:
            latencies.append(last.published - line.end)
    rate = float(jiwer.wer(references, hypotheses)) if references else 0.0
    return Scores(word_error_rate=rate, latencies_s=tuple(latencies), unheard=tuple(unheard))


def _belongs(piece: Heard, line: Spoken) -> bool:
    middle = (piece.start.timestamp() + piece.end.timestamp()) / 2
    return line.start - SLACK_S <= middle <= line.end + SLACK_S
