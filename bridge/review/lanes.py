"""Who spoke when, as a picture: one lane a speaker, times without recording, closed times, marks of the timeline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bridge.record.record import Record
from bridge.record.speakers import speaker_of
from bridge.review.badges import Badges, badges
from bridge.review.verdicts import Unrecorded
from roles.incident import Incident
from roles.record.hearing import Interval
from roles.record.verdict import spoken
from transcription.timeline import EntryState

LANE_HEIGHT = 24
JOINED_WITHIN = timedelta(seconds=1)
FINEST = 2000
"""Pauses shorter than this part of the call are not seen: a lane of a day has no more blocks than that of an hour."""
LEAST_CLOSED = timedelta(seconds=2)
LEAST_WIDTH = 0.15
LAST_TICK = 97.0
STEPS_S = (10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)
MOST_STEPS = 10
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Block:
    """A stretch of time; `x` and `width` in percent of the picture, `at_ms` is where it begins."""

    x: float
    width: float
    at_ms: int
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Lane:
    """`y` in pixels from the top; `roles` are (short, whole), all that were held on this call."""

    name: str
    roles: Badges
    y: int
    speech: tuple[Block, ...]
    closed: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """`height` in pixels; `ticks` are (percent, words); `description` says in words what is seen."""

    height: int
    start_ms: int
    end_ms: int
    lanes: tuple[Lane, ...]
    gaps: tuple[Block, ...]
    marks: tuple[Block, ...]
    ticks: tuple[tuple[float, str], ...]
    description: str


@dataclass(frozen=True)
class Scale:
    start: datetime
    end: datetime

    def x(self, moment: datetime) -> float:
        """Percent; moments outside are put to the edge."""
        span_s = max((self.end - self.start).total_seconds(), 1.0)
        part = min(max((moment - self.start).total_seconds() / span_s, 0.0), 1.0)
        return round(part * 100, 3)

    def block(self, start: datetime, end: datetime, title: str = "") -> Block:
        """Wide enough to be seen, and never beyond the edge."""
        x = self.x(start)
        width = max(round(self.x(end) - x, 3), LEAST_WIDTH)
        return Block(min(x, 100 - width), width, round(start.timestamp() * 1000), title)


def picture(record: Record, gaps: Sequence[Unrecorded], until: datetime) -> Picture:
    """`until`: now for a call that still runs, else anything after its end."""
    incident = record.incident
    start = incident.opened_at or until
    scale = Scale(start, incident.ended_at or until)
    speech = _speech(record, max(JOINED_WITHIN, (scale.end - scale.start) / FINEST))
    lanes = tuple(
        Lane(
            name=incident.name_of(person_id),
            roles=badges(incident, person_id),
            y=index * LANE_HEIGHT,
            speech=tuple(scale.block(*span) for span in spans),
            closed=tuple(scale.block(*span) for span in _closed(incident, person_id, scale.end)),
        )
        for index, (person_id, spans) in enumerate(sorted(speech.items(), key=lambda found: found[1][0]))
    )
    return Picture(
        height=max(len(lanes), 1) * LANE_HEIGHT + 26,
        start_ms=round(scale.start.timestamp() * 1000),
        end_ms=round(scale.end.timestamp() * 1000),
        lanes=lanes,
        gaps=tuple(scale.block(gap.since, gap.until or scale.end, f"not recorded: {gap.why}") for gap in gaps),
        marks=tuple(
            scale.block(entry.said_at, entry.said_at, entry.text)
            for entry in record.timeline.entries()
            if entry.state is EntryState.KEPT
        ),
        ticks=_ticks(scale),
        description=_description(len(lanes), gaps, scale),
    )


def joined(spans: Iterable[Span], within: timedelta) -> list[Span]:
    """Spans in order of their start, those less than `within` apart made one."""
    found: list[Span] = []
    for start, end in spans:
        if found and start - found[-1][1] < within:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def closed_between(intervals: Iterable[Interval], start: datetime, end: datetime) -> list[Span]:
    """The times from `start` to `end` outside of the intervals in which a leg could be heard; a moment is left out."""
    found: list[Span] = []
    since = start
    for interval in intervals:
        found.append((since, min(interval.start, end)))
        since = max(since, interval.end or end)
    found.append((since, end))
    return [(since, until) for since, until in found if until - since >= LEAST_CLOSED]


def _speech(record: Record, within: timedelta) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for utterance in record.timeline.utterances():
        if not utterance.echo:
            found.setdefault(speaker_of(record, utterance), []).append((utterance.start, utterance.end))
    return {person_id: joined(spans, within) for person_id, spans in found.items()}


def _closed(incident: Incident, person_id: str, until: datetime) -> list[Span]:
    """Muted, held or in the key menu, from the first time in the room to the end of the call."""
    found = []
    for leg in incident.legs.values():
        if leg.person_id == person_id and leg.joined_at is not None:
            intervals = incident.hearing.by_leg.get(leg.call_sid, ())
            end = min(leg.removal_ordered_at or until, leg.call_over_at or until, until)
            found += closed_between(intervals, leg.joined_at, end)
    return found


def _ticks(scale: Scale) -> tuple[tuple[float, str], ...]:
    span_s = max((scale.end - scale.start).total_seconds(), 1.0)
    step_s = next((step for step in STEPS_S if span_s / step <= MOST_STEPS), STEPS_S[-1])
    first_s = scale.start.timestamp() // step_s * step_s + step_s
    form = "%H:%M" if step_s >= 60 else "%H:%M:%S"
    moments = [
        datetime.fromtimestamp(first_s + number * step_s, scale.start.tzinfo) for number in range(MOST_STEPS + 1)
    ]
    return tuple((x, f"{moment:{form}}") for moment in moments if (x := scale.x(moment)) <= LAST_TICK)


def _description(speakers: int, gaps: Sequence[Unrecorded], scale: Scale) -> str:
    minutes = max(1, round((scale.end - scale.start).total_seconds() / 60))
    who = "1 speaker" if speakers == 1 else f"{speakers} speakers"
    missing_s = sum(((gap.until or scale.end) - gap.since).total_seconds() for gap in gaps)
    often = "one time" if len(gaps) == 1 else f"{len(gaps)} times"
    holes = f"{often} without recording, {spoken(missing_s)} in all" if gaps else "no time without recording"
    return f"Who spoke when: {who} over {minutes} min, {holes}"
