"""The whole review of one incident as a view: what the page shows, made from the record and its facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bridge.read_model.facts import FactLine
from bridge.read_model.timeline import EntryView, entries
from bridge.read_model.transcript import Line, lines
from bridge.read_model.words import ROLE_SHORT
from bridge.record.record import Record
from bridge.review.lanes import Picture, picture
from bridge.review.sound import Piece, VerdictView, pieces, verdicts
from roles.incident import Incident
from roles.presence import Leg
from transcription.timeline import EntryState


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """One leg of one person; `ended` is empty for somebody who hung up at the end like everybody."""

    name: str
    roles: tuple[str, ...]
    joined_at: datetime
    left_at: datetime | None
    ended: str


@dataclass(frozen=True, kw_only=True)
class ReviewView:
    incident_id: str
    title: str
    severity: int | None
    opened_at: datetime
    ended_at: datetime | None
    minutes: int
    people_count: int
    said: tuple[Line | FactLine, ...]
    kept: tuple[EntryView, ...]
    drafts: tuple[EntryView, ...]
    people: tuple[Attendance, ...]
    pieces: tuple[Piece, ...]
    verdicts: tuple[VerdictView, ...]
    picture: Picture


def review_view(record: Record, facts: Sequence[FactLine], now: datetime) -> ReviewView:
    incident = record.incident
    assert incident.opened_at is not None  # noqa: S101
    said: list[Line | FactLine] = [*lines(record), *facts]
    said.sort(key=lambda found: found.start if isinstance(found, Line) else found.at)
    people = [_attendance(incident, leg) for leg in incident.legs.values() if leg.joined_at is not None]
    length = (incident.ended_at or now) - incident.opened_at
    return ReviewView(
        incident_id=record.incident_id,
        title=incident.title,
        severity=incident.severity,
        opened_at=incident.opened_at,
        ended_at=incident.ended_at,
        minutes=max(1, round(length.total_seconds() / 60)),
        people_count=len({person.name for person in people}),
        said=tuple(said),
        kept=tuple(entries(record, EntryState.KEPT)),
        drafts=tuple(entries(record, EntryState.DRAFT)),
        people=tuple(sorted(people, key=lambda person: person.joined_at)),
        pieces=pieces(incident.recording),
        verdicts=verdicts(incident.recording),
        picture=picture(record, now),
    )


def _attendance(incident: Incident, leg: Leg) -> Attendance:
    held = dict.fromkeys(h.role for h in incident.roster.holdings if h.person_id == leg.person_id)
    reason = leg.leave_reason or ""
    return Attendance(
        name=incident.name_of(leg.person_id),
        roles=tuple(ROLE_SHORT[role] for role in held),
        joined_at=leg.joined_at or leg.arrived_at,
        left_at=leg.call_over_at,
        ended="" if reason in ("hung_up", "ended") else reason.replace("_", " "),
    )
