"""Facts that the carrier told, or that concern recording and streams. `occurred_at` is the carrier's own time.

`sequence` is the carrier's SequenceNumber within the conference.
"""

from dataclasses import dataclass
from datetime import datetime

from roles.events.event import Event


@dataclass(frozen=True, kw_only=True)
class ParticipantJoined(Event):
    call_sid: str
    conference_sid: str
    label: str
    sequence: int
    muted: bool
    hold: bool
    occurred_at: datetime


@dataclass(frozen=True, kw_only=True)
class ParticipantLeft(Event):
    call_sid: str
    conference_sid: str
    label: str
    sequence: int
    reason: str
    occurred_at: datetime


@dataclass(frozen=True, kw_only=True)
class ParticipantMuteSeen(Event):
    call_sid: str
    conference_sid: str
    label: str
    sequence: int
    muted: bool
    occurred_at: datetime


@dataclass(frozen=True, kw_only=True)
class ParticipantHoldSeen(Event):
    call_sid: str
    conference_sid: str
    label: str
    sequence: int
    hold: bool
    occurred_at: datetime


@dataclass(frozen=True, kw_only=True)
class ConferenceEnded(Event):
    conference_sid: str
    reason: str
    occurred_at: datetime


@dataclass(frozen=True, kw_only=True)
class CallOver(Event):
    """The call itself ended: the only news that means that a leg left."""

    call_sid: str
    status: str
    occurred_at: datetime


@dataclass(frozen=True, kw_only=True)
class StreamStarted(Event):
    call_sid: str
    stream_name: str
    stream_sid: str


@dataclass(frozen=True, kw_only=True)
class StreamLost(Event):
    call_sid: str
    stream_name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class LanguageChosen(Event):
    """This leg should be written down in `wanted` (a code such as "de") and is in `heard`."""

    call_sid: str
    wanted: str
    heard: str


@dataclass(frozen=True, kw_only=True)
class SoundMissed(Event):
    """What this leg said from `start` to `end` is not in the transcript. `why`: stream, overload, recognizer."""

    call_sid: str
    start: datetime
    end: datetime
    why: str


@dataclass(frozen=True, kw_only=True)
class StreamOrdered(Event):
    """A new stream by REST under a new name; `replaces` is stopped if it should still live. `beside`: the running
    stream that goes on until this one comes, then hands over to it."""

    call_sid: str
    stream_name: str
    replaces: str | None
    beside: str = ""


@dataclass(frozen=True, kw_only=True)
class StreamHandedOver(Event):
    """Whoever listened to this stream has taken its sound until `until` and stops; its successor goes on from there."""

    call_sid: str
    stream_name: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class RecordingSeen(Event):
    """The carrier says in which state a recording is: in-progress, paused, completed, absent."""

    recording_sid: str
    conference_sid: str
    status: str
    started_at: datetime | None
    duration_s: int | None
    channels: int | None
    witness: str
    """callback, comparison (REST), or answer (to an order of ours)."""
    call_sid: str = ""
    """The leg whose own line it is; empty: it is the recording of a conference."""
    person_id: str = ""
    """Whose line it is, and who agreed."""


@dataclass(frozen=True, kw_only=True)
class RecordingAlarmRaised(Event):
    conference_sid: str
    recording_sid: str | None
    fault: str
    """never_started, paused, stopped, absent, recreated, silent, own_line, file_silent, file_short, callback_lost,
    disk_full, carrier_errors."""


@dataclass(frozen=True, kw_only=True)
class RecordingRepairOrdered(Event):
    conference_sid: str
    recording_sid: str
    repair: str
    """resume, own_copy, check, rejoin, fetch, retry."""
    fault: str = ""
    """The alarm for which it is meant; empty: whatever is alarmed in this conference."""


@dataclass(frozen=True, kw_only=True)
class RecordingAlarmCleared(Event):
    conference_sid: str
    recording_sid: str | None
    how: str
    fault: str = ""
    """Empty: the one of the carrier's recording."""
    covered_by: str = ""
    """The recording of somebody's own line that stands in now; the room itself is still not recorded."""


@dataclass(frozen=True, kw_only=True)
class RecordingVerified(Event):
    """The downloaded file was measured. `verdict`: verified, partial, missing."""

    recording_sid: str
    conference_sid: str
    verdict: str
    sentence: str
    duration_s: float
    size_bytes: int
    channels: int
    loudness_dbfs: float
    sha256: str
    file: str


@dataclass(frozen=True, kw_only=True)
class OffTheRecord(Event):
    """From now on nothing is written down; the recording is ordered to pause."""

    by: str


@dataclass(frozen=True, kw_only=True)
class OnTheRecord(Event):
    """The recording is ordered to go on; words are written down once the carrier confirms."""

    by: str


@dataclass(frozen=True, kw_only=True)
class RecordConfirmed(Event):
    on: bool


@dataclass(frozen=True, kw_only=True)
class RecordingPauseOrdered(Event):
    conference_sid: str
    recording_sid: str


@dataclass(frozen=True, kw_only=True)
class StreamOffered(Event):
    """A document that starts this leg's media stream is handed out before the leg has a room."""

    call_sid: str
    stream_name: str
