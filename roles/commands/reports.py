"""News that the carrier, the media sockets and the comparison bring, as commands to the incident."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class ReportJoin:
    call_sid: str
    conference_sid: str
    label: str
    sequence: int
    muted: bool
    hold: bool
    occurred_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReportLeave:
    call_sid: str
    conference_sid: str
    label: str
    sequence: int
    reason: str
    occurred_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReportMute:
    call_sid: str
    conference_sid: str
    label: str
    sequence: int
    muted: bool
    occurred_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReportHold:
    call_sid: str
    conference_sid: str
    label: str
    sequence: int
    hold: bool
    occurred_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReportConferenceEnd:
    conference_sid: str
    reason: str
    occurred_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReportCallOver:
    call_sid: str
    status: str
    occurred_at: datetime


@dataclass(frozen=True, kw_only=True)
class SeatCompared:
    call_sid: str
    label: str
    muted: bool
    hold: bool


@dataclass(frozen=True, kw_only=True)
class ReportComparison:
    """What REST said of one conference. News younger than `asked_at` less some seconds wins over it."""

    conference_sid: str
    in_progress: bool
    seats: tuple[SeatCompared, ...]
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReportRecording:
    recording_sid: str
    conference_sid: str
    status: str
    started_at: datetime | None = None
    duration_s: int | None = None
    channels: int | None = None
    witness: str = "callback"
    call_sid: str = ""
    """The leg that is recorded; empty: it is a recording of a conference."""


@dataclass(frozen=True, kw_only=True)
class ReportRecordingMeasured:
    """What the downloaded file of a completed recording is like."""

    recording_sid: str
    duration_s: float
    size_bytes: int
    channels: int
    loudness_dbfs: float
    sha256: str
    file: str
    own_heard_s: float | None = None
    """Sound in our own copy of that time; None when there is no copy."""
    silenced_s: float = 0.0
    """How much of it was off the record and is silence now."""
    unheard: tuple[tuple[datetime, datetime], ...] = ()
    """Where our copy has sound and the file has none."""


@dataclass(frozen=True, kw_only=True)
class ReportStreamStarted:
    call_sid: str
    stream_name: str
    stream_sid: str


@dataclass(frozen=True, kw_only=True)
class ReportStreamLost:
    """`stream_name` None: every stream that this process held (it has just been started). `broken`: the connection
    ended without a word of the carrier."""

    call_sid: str | None
    stream_name: str | None
    reason: str
    broken: bool = False


@dataclass(frozen=True, kw_only=True)
class ReplaceStreams:
    """The process that listens to these streams is about to end: each leg gets another one beside its own."""

    stream_names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class HandOverStream:
    """The sound of this stream is taken until `until` and no further: its successor is there."""

    call_sid: str
    stream_name: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class ReportLanguage:
    """This leg should be written down in `wanted`, and is in `heard`, because of the speech models that are there."""

    call_sid: str
    wanted: str
    heard: str


@dataclass(frozen=True, kw_only=True)
class ReportSoundMissed:
    """Sound of a leg between two moments that did not reach the transcript. `why`: stream, overload, recognizer."""

    call_sid: str
    start: datetime
    end: datetime
    why: str


@dataclass(frozen=True, kw_only=True)
class ReportOrderFailed:
    call_sid: str
    order: str
    reason: str
