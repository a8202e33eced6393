"""What every fact of the timeline has, and a word with its time."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class SpokenWord:
    word: str
    start: datetime
    end: datetime
    confidence: float


@dataclass(frozen=True, kw_only=True)
class Event:
    at: datetime
