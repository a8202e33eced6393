"""What the guard's other witnesses report, and the order for a new room."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class ReportSound:
    """Our own copy has half a second of sound of legs in this conference."""

    conference_sid: str


@dataclass(frozen=True, kw_only=True)
class ReportDisk:
    """`trouble`: "full" or "failing" when our own disk does not take sound; empty when it does again."""

    trouble: str


@dataclass(frozen=True, kw_only=True)
class ReportCarrierAsked:
    """Whether the carrier answered when it was asked for the state of the recordings."""

    answered: bool


@dataclass(frozen=True, kw_only=True)
class ReportRecordingGone:
    """The carrier has no file of a completed recording, or does not give it out."""

    recording_sid: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReportCarrierFileDeleted:
    recording_sid: str


@dataclass(frozen=True, kw_only=True)
class ReportOwnMix:
    """The mix of our own copies is made. `people`: how many were heard in it."""

    recording_sid: str
    started_at: datetime
    duration_s: float
    size_bytes: int
    people: int
    sha256: str
    file: str


@dataclass(frozen=True, kw_only=True)
class ReportOwnMixFailed:
    recording_sid: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RenewRoom:
    """All legs to a new room: the only way to a new recording while the call goes on."""


@dataclass(frozen=True, kw_only=True)
class RecordLine:
    """Record my own line while the room is not recorded. `call_sid` empty: the phone through which I am on the call."""

    call_sid: str = ""


@dataclass(frozen=True, kw_only=True)
class StopLine:
    """No longer; `call_sid` empty: my own line."""

    call_sid: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportLineFailed:
    """The carrier does not record this leg."""

    call_sid: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReportRedacted:
    """Our file of a recording was silenced in places, after the call."""

    recording_sid: str
    silenced_s: float
    sha256: str


@dataclass(frozen=True, kw_only=True)
class ReportScrubbed:
    """`what`: recordings, transcript, person."""

    what: str
    subject: str
    note: str


RecordingCommand = (
    ReportSound
    | ReportDisk
    | ReportCarrierAsked
    | ReportCarrierFileDeleted
    | ReportRecordingGone
    | ReportOwnMix
    | ReportOwnMixFailed
    | ReportRedacted
    | ReportScrubbed
    | ReportLineFailed
    | RecordLine
    | StopLine
    | RenewRoom
)
