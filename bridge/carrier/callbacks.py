"""Form fields of Twilio's callbacks as commands to the incident. Pure, tolerant of unknown and missing fields."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qs, urlsplit

from roles import commands as c

CALL_OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
Form = Mapping[str, str]


def conference(form: Form, received_at: datetime) -> c.Command | None:
    """A conference event; None for one that changes nothing here. `received_at` stands in for a missing Timestamp."""
    occurred_at = moment(form.get("Timestamp"), received_at)
    conference_sid = form.get("ConferenceSid", "")
    call_sid, label = form.get("CallSid", ""), form.get("ParticipantLabel", "")
    sequence = number(form.get("SequenceNumber"))
    if not conference_sid:
        return None
    match form.get("StatusCallbackEvent"):
        case "conference-end":
            reason = form.get("ReasonConferenceEnded", "")
            return c.ReportConferenceEnd(conference_sid=conference_sid, reason=reason, occurred_at=occurred_at)
        case "participant-join":
            return c.ReportJoin(
                call_sid=call_sid,
                conference_sid=conference_sid,
                label=label,
                sequence=sequence,
                muted=truth(form.get("Muted")),
                hold=truth(form.get("Hold")),
                occurred_at=occurred_at,
            )
        case "participant-leave":
            return c.ReportLeave(
                call_sid=call_sid,
                conference_sid=conference_sid,
                label=label,
                sequence=sequence,
                reason=form.get("ReasonParticipantLeft", ""),
                occurred_at=occurred_at,
            )
        case "participant-mute" | "participant-unmute" as event:
            return c.ReportMute(
                call_sid=call_sid,
                conference_sid=conference_sid,
                label=label,
                sequence=sequence,
                muted=event == "participant-mute",
                occurred_at=occurred_at,
            )
        case "participant-hold" | "participant-unhold" as event:
            return c.ReportHold(
                call_sid=call_sid,
                conference_sid=conference_sid,
                label=label,
                sequence=sequence,
                hold=event == "participant-hold",
                occurred_at=occurred_at,
            )
        case "announcement-end" | "announcement-fail" as event:
            asked = parse_qs(urlsplit(form.get("AnnounceUrl", "")).query)
            return c.ReportAnnouncementEnd(
                number=number(next(iter(asked.get("number", ())), None)),
                conference_sid=conference_sid,
                heard=event == "announcement-end",
            )
        case _:
            return None


def call_over(form: Form, received_at: datetime) -> c.ReportCallOver | None:
    """The end of a call, in a status callback or in any other webhook that carries CallStatus."""
    status = form.get("CallStatus", "")
    if status not in CALL_OVER:
        return None
    occurred_at = moment(form.get("Timestamp"), received_at)
    return c.ReportCallOver(call_sid=form.get("CallSid", ""), status=status, occurred_at=occurred_at)


def recording(form: Form) -> c.ReportRecording | None:
    """A recording's state; None when it names no recording of a conference."""
    recording_sid, conference_sid = form.get("RecordingSid", ""), form.get("ConferenceSid", "")
    status = form.get("RecordingStatus", "")
    if not recording_sid or not conference_sid or not status:
        return None
    duration = form.get("RecordingDuration")
    channels = form.get("RecordingChannels")
    return c.ReportRecording(
        recording_sid=recording_sid,
        conference_sid=conference_sid,
        status=status,
        started_at=_date(form.get("RecordingStartTime")),
        duration_s=number(duration) if duration else None,
        channels=number(channels) if channels else None,
    )


def line_recording(form: Form, call_sid: str) -> c.ReportRecording | None:
    """The state of the recording of one leg; `call_sid` is what our own URL says, whatever else the form names."""
    recording_sid, status = form.get("RecordingSid", ""), form.get("RecordingStatus", "")
    if not recording_sid or not status or form.get("CallSid", call_sid) != call_sid:
        return None
    duration, channels = form.get("RecordingDuration"), form.get("RecordingChannels")
    return c.ReportRecording(
        recording_sid=recording_sid,
        conference_sid="",
        status="absent" if status == "failed" else status,
        started_at=_date(form.get("RecordingStartTime")),
        duration_s=number(duration) if duration else None,
        channels=number(channels) if channels else None,
        call_sid=call_sid,
    )


def stream(form: Form) -> c.ReportStreamLost | None:
    """The end of a media stream that Twilio noticed; None for its start, which the socket itself reports."""
    if form.get("StreamEvent") not in ("stream-stopped", "stream-error"):
        return None
    return c.ReportStreamLost(
        call_sid=form.get("CallSid", ""),
        stream_name=form.get("StreamName", ""),
        reason=form.get("StreamError") or form.get("StreamEvent", ""),
        broken=form.get("StreamEvent") == "stream-error",
    )


def truth(text: str | None) -> bool:
    return text == "true"


def number(text: str | None) -> int:
    """A count as Twilio writes it; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def moment(text: str | None, otherwise: datetime) -> datetime:
    return _date(text) or otherwise


def _date(text: str | None) -> datetime | None:
    """RFC 2822, or ISO 8601; None for anything else."""
    if not text:
        return None
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            found = parse(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return None
