"""Orders about the work itself: time boxes, cadence, polls for strong objections."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class StartTimeBox:
    box_id: str
    task: str
    owner: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class AcknowledgeTimeBox:
    box_id: str


@dataclass(frozen=True, kw_only=True)
class ExtendTimeBox:
    box_id: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class ChangeTimeBox:
    """`minutes` from now, whatever was left of the time."""

    box_id: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class CloseTimeBox:
    """`how`: done or dropped."""

    box_id: str
    how: str


@dataclass(frozen=True, kw_only=True)
class SnoozeTimeBox:
    """The time is up: remind the deputy again in so many minutes."""

    box_id: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class GiveStatus:
    """A status update was given."""


@dataclass(frozen=True, kw_only=True)
class SetQuiet:
    quiet: bool


@dataclass(frozen=True, kw_only=True)
class SetCadence:
    """0 minutes: no status updates are asked for."""

    minutes: int


@dataclass(frozen=True, kw_only=True)
class AskObjections:
    """An empty question: what was just proposed aloud. `executor`: the name of who does it when nobody objects."""

    question: str = ""
    executor: str = ""


@dataclass(frozen=True, kw_only=True)
class AnswerObjections:
    objects: bool


@dataclass(frozen=True, kw_only=True)
class ReportCustomers:
    count: int


@dataclass(frozen=True, kw_only=True)
class RepairRecording:
    pass


@dataclass(frozen=True, kw_only=True)
class PageBackup:
    """One's own, of the directory."""


@dataclass(frozen=True, kw_only=True)
class KeepTake:
    take_id: str
    seconds: float
    file: str


@dataclass(frozen=True, kw_only=True)
class TextTake:
    take_id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class LoseTake:
    take_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class StartCanRound:
    pass
