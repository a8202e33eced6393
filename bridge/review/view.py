"""The whole review of one incident as a view: what the page shows, made from the record and its log."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bridge.read_model.facts import FactLine, fact_line
from bridge.read_model.second_reading import (
    Change,
    Corrected,
    Progress,
    Words,
    change,
    corrected,
    progress,
    words_to_correct,
)
from bridge.read_model.timeline import EntryView, entries
from bridge.read_model.transcript import Line, lines_with_found
from bridge.record.codec import Event
from bridge.record.record import Record
from bridge.review.badges import Badges, badges
from bridge.review.lanes import Picture, picture
from bridge.review.sound import MOMENT, Piece, Place, pieces, place
from bridge.review.verdicts import NO_RECORDING, SIGNS, Unrecorded, VerdictView, unrecorded, verdicts
from roles.incident import Incident
from roles.presence import Leg
from roles.work.rooms import room_at, seat_at
from roles.work.sub_teams import MAIN_ROOM, room_words
from transcription.timeline import EntryState
from transcription.timeline.state import GUESSED
from transcription.vocabulary import NO_TERMS, Vocabulary

EVERY_ROOM = "every room"
MAIN_ROOM_WORDS = room_words(MAIN_ROOM)


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """One leg of one person; `ended` is empty for somebody who hung up at the end like everybody."""

    name: str
    roles: Badges
    joined_at: datetime
    left_at: datetime | None
    ended: str


@dataclass(frozen=True)
class Spoken:
    """A line of the transcript with the roles held when it was said, and where it is heard (None: nowhere).

    `change`: what the second transcript makes of it; `corrected`: what people wrote; `to_correct`: open for writing.
    """

    line: Line
    place: Place | None
    change: Change | None = None
    corrected: tuple[Corrected, ...] = ()
    to_correct: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Noted:
    """An entry of the timeline and where it is heard."""

    entry: EntryView
    place: Place | None


@dataclass(frozen=True, kw_only=True)
class ReviewView:
    """`silence` says why nothing can be played; empty when something can."""

    incident_id: str
    title: str
    severity: int | None
    opened_at: datetime
    ended_at: datetime | None
    minutes: int
    people_count: int
    said: tuple[Spoken | FactLine, ...]
    kept: tuple[Noted, ...]
    drafts: tuple[Noted, ...]
    people: tuple[Attendance, ...]
    pieces: tuple[Piece, ...]
    verdicts: tuple[VerdictView, ...]
    gaps: tuple[Unrecorded, ...]
    silence: str
    picture: Picture
    rooms: tuple[str, ...] = ()
    """Every room in which somebody was, the main room first."""
    room: str = EVERY_ROOM
    second: Progress | None = None
    """The newest second transcript."""
    guessed: tuple[Noted, ...] = ()
    """Drafts that only the widest dial shows."""
    replaced: bool = False
    """What is played is, in part or whole, the bridge's own mix."""


def review_view(
    record: Record,
    events: Sequence[tuple[int, Event]],
    held: Collection[str],
    now: datetime,
    room: str = EVERY_ROOM,
    vocabulary: Vocabulary = NO_TERMS,
    correcting: str = "",
) -> ReviewView:
    """`events`: (seq, event) of the incident's half of the log. `held`: recordings whose file is there.

    `room`: only what was said and happened there, as people say the room; an unknown one is every room.
    `correcting`: the line that is open for writing.
    """
    incident = record.incident
    opened_at = incident.opened_at or now
    rooms = _rooms(incident)
    room = room if room in rooms else EVERY_ROOM
    playable = pieces(incident, held)
    judged = verdicts(incident, held, incident.open)
    gaps = unrecorded(event for _, event in events)
    people = [_attendance(incident, leg) for leg in incident.legs.values() if leg.joined_at is not None]
    drafts = _noted(record, EntryState.DRAFT, playable)
    return ReviewView(
        incident_id=record.incident_id,
        title=incident.title,
        severity=incident.severity,
        opened_at=opened_at,
        ended_at=incident.ended_at,
        minutes=max(1, round(((incident.ended_at or now) - opened_at).total_seconds() / 60)),
        people_count=len({leg.person_id for leg in incident.legs.values() if leg.joined_at is not None}),
        said=_said(record, events, playable, room, vocabulary, correcting),
        second=progress(record),
        rooms=rooms,
        room=room,
        kept=_noted(record, EntryState.KEPT, playable),
        drafts=tuple(noted for noted in drafts if noted.entry.level != GUESSED),
        guessed=tuple(noted for noted in drafts if noted.entry.level == GUESSED),
        people=tuple(sorted(people, key=lambda person: person.joined_at)),
        pieces=playable,
        verdicts=judged,
        gaps=gaps,
        silence="" if playable else next((verdict.sentence for verdict in judged), NO_RECORDING),
        picture=picture(record, gaps, now),
        replaced=any(verdict.sign == SIGNS["replaced"][1] and verdict.held for verdict in judged),
    )


def _said(
    record: Record,
    events: Sequence[tuple[int, Event]],
    playable: Sequence[Piece],
    room: str,
    vocabulary: Vocabulary,
    correcting: str,
) -> tuple[Spoken | FactLine, ...]:
    """Lines and what happened between them, in order of time, the rooms merged or one of them."""
    incident = record.incident
    found: list[tuple[datetime, Spoken | FactLine]] = []
    for line in lines_with_found(record, vocabulary):
        if room in (EVERY_ROOM, line.room or MAIN_ROOM_WORDS):
            other = change(record, line, vocabulary)
            if other is None and not line.runs and line.found:
                continue
            then = replace(line, roles=badges(incident, line.person_id, line.start))
            spoken = Spoken(
                then,
                _place_of(record, line.utterance_ids[0], playable, line.end),
                other,
                corrected(record, line),
                words_to_correct(record, line) if line.line_id == correcting else (),
            )
            found.append((line.start, spoken))
    for seq, event in events:
        leg = incident.legs.get(getattr(event, "call_sid", ""))
        if room != EVERY_ROOM and leg is not None and room_words(room_at(leg, event.at)) != room:
            continue
        fact = fact_line(incident, seq, event)
        if fact is not None:
            found.append((fact.at, fact))
    return tuple(said for _, said in sorted(found, key=lambda at_said: at_said[0]))


def _noted(record: Record, state: EntryState, playable: Sequence[Piece]) -> tuple[Noted, ...]:
    found = []
    for entry in entries(record, state):
        source = entry.sources[0] if entry.sources else ""
        known = source in record.timeline.by_id
        where = _place_of(record, source, playable) if known else place(playable, entry.at, entry.at + MOMENT)
        found.append(Noted(entry, where))
    return tuple(found)


def _place_of(
    record: Record, utterance_id: str, playable: Sequence[Piece], end: datetime | None = None
) -> Place | None:
    """Where this utterance (up to `end`, where a line goes on) is heard: in the room in which it was said."""
    found = record.timeline.readings.found.get(utterance_id) or record.timeline.by_id[utterance_id]
    seat = seat_at(record.incident.legs.get(found.call_sid), found.start)
    until = end or found.start + MOMENT
    if seat is None:
        return place(playable, found.start, until)
    return place(playable, found.start, until, room_words(seat.room), seat.conference_sid)


def _rooms(incident: Incident) -> tuple[str, ...]:
    rooms = {seat.room for leg in incident.legs.values() for seat in leg.seats.values() if seat.joined_at}
    return tuple(room_words(room) for room in sorted(rooms | {MAIN_ROOM}))


def _attendance(incident: Incident, leg: Leg) -> Attendance:
    reason = leg.leave_reason or ""
    return Attendance(
        name=incident.name_of(leg.person_id),
        roles=badges(incident, leg.person_id),
        joined_at=leg.joined_at or leg.arrived_at,
        left_at=leg.call_over_at,
        ended="" if reason in ("hung_up", "ended") else reason.replace("_", " "),
    )
