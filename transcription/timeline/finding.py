"""`decide` and `evolve` of found lines: speech in the kept sound that the live path did not hear.

A found line stands in no transcript until somebody takes its words. It never lies over a line that was heard live,
whichever of both facts came first.
"""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from transcription.timeline import commands as c, events as e
from transcription.timeline.readings import FoundLine, LineReading, SecondReading, Words, joined
from transcription.timeline.state import Timeline


def decide(timeline: Timeline, command: c.FindLine | c.EndLegSearch, now: datetime) -> list[e.Event]:
    """Nothing for a reading that is over, for a leg that is not searched in it, and for what stands in a line."""
    reading = timeline.readings.all.get(command.reading_id)
    if reading is None or not reading.under_way or command.call_sid not in reading.unsearched:
        return []
    match command:
        case c.FindLine():
            return _find(timeline, command, reading, now)
        case c.EndLegSearch(reading_id=reading_id, call_sid=call_sid):
            return [e.LegSearched(at=now, reading_id=reading_id, call_sid=call_sid)]
        case _:
            assert_never(command)


def evolve(timeline: Timeline, event: e.LineFound | e.LegSearched) -> None:
    readings = timeline.readings
    match event:
        case e.LineFound(utterance_id=utterance_id):
            new = FoundLine(
                utterance_id=utterance_id,
                call_sid=event.call_sid,
                person_id=event.person_id,
                start=event.start,
                end=event.end,
                language=event.language,
            )
            found = readings.found.setdefault(utterance_id, new)
            line = LineReading(words=Words(event.words, event.text, event.confidence))
            readings.lines.setdefault(utterance_id, {}).setdefault(event.reading_id, line)
            timeline.place(found)
        case e.LegSearched(reading_id=reading_id, call_sid=call_sid):
            reading = readings.all.get(reading_id)
            if reading is not None:
                readings.all[reading_id] = replace(reading, searched=(*reading.searched, call_sid))
        case _:
            assert_never(event)


def found_by(timeline: Timeline, reading_id: str) -> set[str]:
    """The found lines that this reading has come to, with words or without."""
    return {key for key in timeline.readings.found if timeline.readings.line(reading_id, key) is not None}


def _find(timeline: Timeline, command: c.FindLine, reading: SecondReading, now: datetime) -> list[e.Event]:
    if timeline.readings.line(reading.reading_id, command.utterance_id) is not None:
        return []
    live = (line for line in timeline.by_id.values() if not line.found and line.call_sid == command.call_sid)
    if any(line.start < command.end and command.start < line.end for line in live):
        return []
    words = joined(command.words)
    return [
        e.LineFound(
            at=now,
            reading_id=reading.reading_id,
            utterance_id=command.utterance_id,
            call_sid=command.call_sid,
            person_id=command.person_id,
            start=command.start,
            end=command.end,
            model=reading.model,
            text=words.text,
            words=words.words,
            confidence=words.confidence,
            language=command.language,
        )
    ]
