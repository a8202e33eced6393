"""Own lines, the state: whose line is wanted, how far the order is, and when the line may be kept. A fold."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from roles import events as e
from roles.record.hearing import Hearing


@dataclass(frozen=True, kw_only=True)
class Line:
    """One leg that its person has recorded. It is wanted until `ended_at`; `why` and `ended_by` say how it ended."""

    call_sid: str
    person_id: str
    conference_sid: str
    room: str
    ordered_at: datetime
    start_ordered_at: datetime | None = None
    starts: int = 0
    recording_sid: str = ""
    """Empty until the carrier has told it."""
    seen_at: datetime | None = None
    confirmed: bool = False
    """By the carrier's callback or REST; its answer to the order alone is none."""
    checked_at: datetime | None = None
    ended_at: datetime | None = None
    why: str = ""
    ended_by: str = ""
    reason: str = ""

    @property
    def wanted(self) -> bool:
        return self.ended_at is None


@dataclass(frozen=True, kw_only=True)
class Change:
    """What was ordered last of one recording."""

    wanted: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Lines:
    """`by_call`: the last one of each leg. `kept`: when what the leg says and hears may be kept; `voice`: when what
    it says may, which is not so while it is muted. Both by CallSid, closed by the order, opened by the carrier's news.
    """

    by_call: Mapping[str, Line] = field(default_factory=dict)
    changes: Mapping[str, Change] = field(default_factory=dict)
    kept: Hearing = field(default_factory=Hearing)
    voice: Hearing = field(default_factory=Hearing)

    @property
    def wanted(self) -> tuple[Line, ...]:
        return tuple(line for line in self.by_call.values() if line.wanted)

    def of_person(self, person_id: str) -> Line | None:
        return next((line for line in self.wanted if line.person_id == person_id), None)

    def in_room(self, room: str) -> Line | None:
        """One line a room is enough."""
        return next((line for line in self.wanted if line.room == room), None)


LineEvent = (
    e.LineRecordingOrdered | e.LineStartOrdered | e.LineChangeOrdered | e.LineCheckOrdered | e.LineRecordingEnded
)


def evolve_lines(lines: Lines, event: LineEvent | e.RecordingSeen) -> Lines:
    match event:
        case e.LineRecordingOrdered(call_sid=call_sid, at=at):
            line = Line(
                call_sid=call_sid,
                person_id=event.person_id,
                conference_sid=event.conference_sid,
                room=event.room,
                ordered_at=at,
            )
            return replace(lines, by_call={**lines.by_call, call_sid: line})
        case e.LineChangeOrdered(recording_sid=sid, wanted=wanted, at=at):
            return replace(lines, changes={**lines.changes, sid: Change(wanted=wanted, at=at)})
    known = lines.by_call.get(event.call_sid)
    if known is None:
        return lines
    match event:
        case e.LineStartOrdered(at=at):
            known = replace(known, start_ordered_at=at, starts=known.starts + 1)
        case e.LineCheckOrdered(at=at):
            known = replace(known, checked_at=at)
        case e.LineRecordingEnded(at=at):
            known = replace(known, ended_at=at, why=event.why, ended_by=event.by, reason=event.reason)
        case e.RecordingSeen(recording_sid=sid, witness=witness, at=at) if known.recording_sid in ("", sid):
            confirmed = known.confirmed or witness != "answer"
            known = replace(known, recording_sid=sid, confirmed=confirmed, seen_at=known.seen_at or at)
        case e.RecordingSeen():
            return lines
    return replace(lines, by_call={**lines.by_call, known.call_sid: known})
