"""Facts of the recording guard beyond the carrier's news: witnesses, our own copy and its mix, redaction, erasure."""

from dataclasses import dataclass
from datetime import datetime

from roles.events.event import Event


@dataclass(frozen=True, kw_only=True)
class SoundHeard(Event):
    """Our own copy of the legs in this conference holds sound: so must the recording."""

    conference_sid: str


@dataclass(frozen=True, kw_only=True)
class RecordCheckOrdered(Event):
    """The carrier is asked by REST at once, because its callback should have come."""

    conference_sid: str
    over: bool = False
    """Asked once more after the end of the conference."""


@dataclass(frozen=True, kw_only=True)
class RecordingFetchOrdered(Event):
    """The file is fetched once more: it was short, silent, or could not be had."""

    recording_sid: str


@dataclass(frozen=True, kw_only=True)
class VerdictHeldBack(Event):
    """The recording ended while people were still together: judged when they are apart."""

    recording_sid: str


@dataclass(frozen=True, kw_only=True)
class OwnMixOrdered(Event):
    """The mix of our own copies is made, because the carrier's file fails. `recording_sid` may be one of our own."""

    recording_sid: str
    conference_sid: str
    since: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class RecordingReplaced(Event):
    """The mix of our own copies stands in the place of the carrier's file. `started_at`: its first moment."""

    recording_sid: str
    conference_sid: str
    sentence: str
    started_at: datetime
    duration_s: float
    size_bytes: int
    sha256: str
    file: str


@dataclass(frozen=True, kw_only=True)
class OwnMixFailed(Event):
    """There is no copy to mix, or it cannot be read."""

    recording_sid: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RoomRenewed(Event):
    """Everybody moves to a new room of this name, whose recording starts anew."""

    room: str
    by: str


@dataclass(frozen=True, kw_only=True)
class RecordingRedacted(Event):
    """Our file has silence in place of what was off the record or was erased; its length was checked."""

    recording_sid: str
    why: str
    """off_record, or erased."""
    silenced_s: float
    sha256: str


@dataclass(frozen=True, kw_only=True)
class CarrierFileDeletionOrdered(Event):
    """The last step: our own file is complete and its hash is in the log."""

    recording_sid: str
    why: str


@dataclass(frozen=True, kw_only=True)
class CarrierFileDeleted(Event):
    recording_sid: str


@dataclass(frozen=True, kw_only=True)
class LogScrubbed(Event):
    """Something was erased from rows and files; every process folds the log anew.

    `what`: recordings, transcript, person. `subject`: who or what, without what was erased. `note`: what was done.
    """

    what: str
    subject: str
    note: str
