"""Who spoke when, as a picture: one lane a person, gaps of the recording, closed times, marks of the timeline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from bridge.record.record import Record
from transcription.timeline import EntryState

WIDTH, LEFT, RIGHT = 1400.0, 130.0, 1392.0
LANE_HEIGHT = 24
JOINED_WITHIN = timedelta(seconds=1)
LEAST_WIDTH = 2.0
STEPS_S = (10, 30, 60, 120, 300, 600, 900, 1800, 3600)
MOST_STEPS = 10


@dataclass(frozen=True)
class Block:
    """A stretch of time on the picture; `at_ms` is where it begins, for the click that plays it."""

    x: float
    width: float
    at_ms: int
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Lane:
    name: str
    y: int
    speech: tuple[Block, ...]
    closed: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """Coordinates of a viewBox of `width` x `height`; `description` says in words what is seen."""

    width: float
    height: int
    start_ms: int
    end_ms: int
    left: float
    right: float
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
        """Moments outside are put to the edge."""
        span = max((self.end - self.start).total_seconds(), 1.0)
        part = min(max((moment - self.start).total_seconds() / span, 0.0), 1.0)
        return round(LEFT + part * (RIGHT - LEFT), 1)

    def block(self, start: datetime, end: datetime, title: str = "") -> Block:
        x = self.x(start)
        return Block(x, max(round(self.x(end) - x, 1), LEAST_WIDTH), round(start.timestamp() * 1000), title)


def picture(record: Record, until: datetime) -> Picture:
    """`until`: now for a call that still runs, else anything after its end."""
    incident = record.incident
    assert incident.opened_at is not None  # noqa: S101
    scale = Scale(incident.opened_at, incident.ended_at or until)
    speech = _speech(record)
    people = sorted(speech, key=lambda person_id: speech[person_id][0][0])
    lanes = tuple(
        Lane(
            name=incident.name_of(person_id),
            y=index * LANE_HEIGHT,
            speech=tuple(scale.block(start, end) for start, end in speech[person_id]),
            closed=tuple(scale.block(start, end) for start, end in _closed(record, person_id)),
        )
        for index, person_id in enumerate(people)
    )
    gaps = tuple(
        scale.block(gap.since, gap.until or scale.end, "not recorded")
        for recording in incident.recording.recordings.values()
        for gap in recording.gaps
    )
    marks = tuple(
        scale.block(entry.said_at, entry.said_at, entry.text)
        for entry in record.timeline.entries()
        if entry.state is EntryState.KEPT
    )
    return Picture(
        width=WIDTH,
        height=max(len(lanes), 1) * LANE_HEIGHT + 26,
        start_ms=round(scale.start.timestamp() * 1000),
        end_ms=round(scale.end.timestamp() * 1000),
        left=LEFT,
        right=RIGHT,
        lanes=lanes,
        gaps=gaps,
        marks=marks,
        ticks=_ticks(scale),
        description=_description(lanes, gaps, scale),
    )


def _speech(record: Record) -> dict[str, list[tuple[datetime, datetime]]]:
    found: dict[str, list[tuple[datetime, datetime]]] = {}
    for utterance in record.timeline.utterances():
        if utterance.echo:
            continue
        spans = found.setdefault(utterance.person_id, [])
        if spans and utterance.start - spans[-1][1] < JOINED_WITHIN:
            spans[-1] = (spans[-1][0], max(spans[-1][1], utterance.end))
        else:
            spans.append((utterance.start, utterance.end))
    return found


def _closed(record: Record, person_id: str) -> list[tuple[datetime, datetime]]:
    """Muted, held or in the key menu: between two times in which a leg could be heard."""
    found = []
    for leg in record.incident.legs.values():
        if leg.person_id == person_id:
            intervals = record.incident.hearing.by_leg.get(leg.call_sid, ())
            for before, after in pairwise(intervals):
                if before.end is not None:
                    found.append((before.end, after.start))
    return found


def _ticks(scale: Scale) -> tuple[tuple[float, str], ...]:
    span_s = max((scale.end - scale.start).total_seconds(), 1.0)
    step_s = next((step for step in STEPS_S if span_s / step <= MOST_STEPS), STEPS_S[-1])
    first = scale.start.timestamp() // step_s * step_s + step_s
    form = "%H:%M" if step_s >= 60 else "%H:%M:%S"
    moments: Sequence[datetime] = [
        datetime.fromtimestamp(first + number * step_s, scale.start.tzinfo)
        for number in range(int(span_s // step_s) + 1)
    ]
    return tuple((scale.x(moment), moment.strftime(form)) for moment in moments if moment < scale.end)


def _description(lanes: Sequence[Lane], gaps: Sequence[Block], scale: Scale) -> str:
    minutes = max(1, round((scale.end - scale.start).total_seconds() / 60))
    speakers = "1 speaker" if len(lanes) == 1 else f"{len(lanes)} speakers"
    holes = {0: "no gap in the recording", 1: "one gap in the recording"}.get(
        len(gaps), f"{len(gaps)} gaps in the recording"
    )
    return f"Who spoke when: {speakers} over {minutes} min, {holes}"
