"""When a line that is recorded may be kept (rule 6), which room it stands in for, and what of its file is private."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from roles.people import IdentifiedBy
from roles.presence import Leg
from roles.record.hearing import Hearing
from roles.record.own_line import Line
from roles.record.recording import Mode, Recording
from roles.seats import Seat
from roles.state import Incident

AWAY_FOR = timedelta(seconds=20)
"""A visit of the key menu; for so long the room still counts as covered."""
EARLIER = timedelta(seconds=2)
"""Before the start that the carrier told, which has whole seconds."""
Span = tuple[datetime, datetime]


def may_be_kept(incident: Incident, line: Line) -> bool:
    """Only what would have been in the recording of the room: on the record, in that room, together with others.

    Closed in the key menu, on hold, in another room, off the record, on the way out, and while the room itself is
    recorded.
    """
    leg = incident.legs.get(line.call_sid)
    seat = leg.seat if leg is not None else None
    if leg is None or seat is None or not line.wanted or incident.ended_at is not None:
        return False
    return (
        incident.recording.mode is Mode.ON
        and is_theirs(incident, line, leg)
        and leg.live
        and leg.menu is None
        and leg.removed_reason is None
        and leg.released_by is None
        and leg.end_ordered is None
        and not (leg.wanted_hold or seat.hold)
        and line.room == leg.room == seat.room
        and seat.conference_sid in incident.recording.together_since
        and not is_recorded(incident, seat.conference_sid)
        and not _refused_and_heard(incident, seat.conference_sid)
    )


def _refused_and_heard(incident: Incident, conference_sid: str) -> bool:
    """Whether somebody who refused the recording sits there, and the carrier has not confirmed that they are muted."""
    seats = (leg.seat for leg in incident.legs.values() if leg.consent is False and leg.live)
    return any(seat is not None and seat.conference_sid == conference_sid and not seat.muted for seat in seats)


def is_theirs(incident: Incident, line: Line, leg: Leg) -> bool:
    """Still the person who agreed, alone on this phone, and agreeing to be recorded at all."""
    return leg.person_id == line.person_id and leg.consent is True and not leg.is_room


def is_recorded(incident: Incident, conference_sid: str) -> bool:
    recording = incident.recording.of_conference(conference_sid)
    return recording is not None and recording.status == "in-progress"


def follow(incident: Incident, at: datetime) -> Incident:
    """The incident with the intervals of its lines as they follow from everything else."""
    lines = incident.lines
    kept, voice = lines.kept, lines.voice
    for call_sid, line in lines.by_call.items():
        open_now = may_be_kept(incident, line)
        leg = incident.legs.get(call_sid)
        speaks = open_now and leg is not None and not (leg.wanted_muted or leg.muted)
        kept = kept.changed(call_sid, open_now, at)
        voice = voice.changed(call_sid, speaks, at)
    if kept is lines.kept and voice is lines.voice:
        return incident
    return replace(incident, lines=replace(lines, kept=kept, voice=voice))


def last_seat(leg: Leg) -> Seat | None:
    """Where it sits, or sat before the key menu."""
    joined = [seat for seat in leg.seats.values() if seat.joined_at is not None]
    return leg.seat or max(joined, key=lambda seat: (seat.joined_at, len(seat.label), seat.label), default=None)


def covering(incident: Incident, conference_sid: str, now: datetime) -> Line | None:
    """The confirmed line that is recorded in place of this room; a short visit of the key menu ends it not."""
    for line in incident.lines.wanted:
        leg = incident.legs[line.call_sid]
        recording = incident.recording.recordings.get(line.recording_sid)
        if recording is None or not line.confirmed or recording.status not in ("in-progress", "paused"):
            continue
        seat = last_seat(leg)
        intervals = incident.lines.kept.by_leg.get(line.call_sid, ())
        if not leg.live or seat is None or seat.conference_sid != conference_sid or not intervals:
            continue
        closed_at = intervals[-1].end
        if closed_at is None or (leg.menu is not None and now < closed_at + AWAY_FOR):
            return line
    return None


def is_somebody_elses(incident: Incident, recording: Recording) -> bool:
    """The leg was found to be another person's than the one who agreed: nothing of it is kept."""
    leg = incident.legs.get(recording.call_sid)
    return leg is None or leg.person_id != recording.person_id


def private_spans(incident: Incident, recording: Recording, now: datetime) -> tuple[list[Span], list[Span]]:
    """What of a line's file is silenced: both channels, and its own voice alone. In order of time.

    Which channel is the person's is documented for calls that came in; a leg that the bridge rang is silenced on both.
    """
    own = _closed(incident.lines.voice, recording, now)
    leg = incident.legs.get(recording.call_sid)
    rung = leg is None or leg.identified_by is IdentifiedBy.CALL_BACK
    return (own if rung else _closed(incident.lines.kept, recording, now)), own


def _closed(hearing: Hearing, recording: Recording, now: datetime) -> list[Span]:
    """Everything that lies in no open interval, up to now."""
    since = (recording.started_at or now) - EARLIER
    found: list[Span] = []
    for interval in hearing.by_leg.get(recording.call_sid, ()):
        if interval.start > since:
            found.append((since, interval.start))
        since = max(since, interval.end or now)
    if since < now:
        found.append((since, now))
    return found


def kept_for(incident: Incident, recording: Recording) -> tuple[Span, ...]:
    """When this line stood in, each visit to the room by itself; not the one that lasts still."""
    start = recording.started_at
    if start is None:
        return ()
    seconds = recording.verdict.duration_s if recording.verdict else recording.duration_s
    over = start + timedelta(seconds=seconds) if seconds is not None else None
    spans = []
    for interval in incident.lines.kept.by_leg.get(recording.call_sid, ()):
        ends = [end for end in (interval.end, over) if end is not None]
        if ends:
            spans.append((max(interval.start, start), min(ends)))
    return tuple(span for span in spans if span[0] < span[1])


def in_place_of(incident: Incident, conference_sid: str) -> Iterable[Recording]:
    """Lines that were recorded in place of this room."""
    return (
        found
        for found in incident.recording.recordings.values()
        if found.call_sid and found.conference_sid == conference_sid
    )
