"""What the carrier's REST says of participants and recordings, in the words of the bridge."""

from dataclasses import dataclass
from datetime import datetime

from twilio.rest.api.v2010.account.call.recording import RecordingInstance


@dataclass(frozen=True, kw_only=True)
class SeenParticipant:
    call_sid: str
    label: str
    muted: bool
    hold: bool


@dataclass(frozen=True, kw_only=True)
class SeenRecording:
    recording_sid: str
    conference_sid: str
    status: str
    started_at: datetime | None = None
    duration_s: int | None = None
    channels: int | None = None
    call_sid: str = ""
    """Of the recording of a leg."""
    source: str = ""


def recording_of_leg(seen: RecordingInstance, call_sid: str) -> SeenRecording:
    return SeenRecording(
        recording_sid=str(seen.sid),
        conference_sid="",
        status=str(seen.status),
        started_at=seen.start_time or seen.date_created,
        duration_s=int(seen.duration) if seen.duration else None,
        channels=int(seen.channels) if seen.channels else None,
        call_sid=call_sid,
        source=str(seen.source),
    )
