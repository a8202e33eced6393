"""Where in a leg's kept sound somebody speaks although no line stands there, and where that may be looked for."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bridge.second_reading.leg_sound import LegSound, Span, widened
from roles.record.hearing import Interval
from transcription.stretches import Stretch, StretchFinder, frames_of

STEP_MS = 10_000
"""So much is looked through at a time."""


@dataclass(frozen=True)
class Missed:
    """Speech that stands in no line: from its first to its last voice, and the sound to read."""

    utterance_id: str
    voice: Span
    sound: Span


def free_spans(allowed: Sequence[Interval], until: datetime, lines: Sequence[Span]) -> list[Span]:
    """The times in which the leg might be heard, without those of its lines; all in order of time.

    `allowed`: as Hearing narrows it. `until`: the end of an interval that is still open. `lines`: with their margins.
    """
    found: list[Span] = []
    for interval in allowed:
        since_ms = math.ceil(interval.start.timestamp() * 1000)
        end_ms = math.floor((interval.end or until).timestamp() * 1000)
        for line in lines:
            if line.end_ms <= since_ms or line.start_ms >= end_ms:
                continue
            if line.start_ms > since_ms:
                found.append(Span(since_ms, line.start_ms))
            since_ms = max(since_ms, line.end_ms)
        if since_ms < end_ms:
            found.append(Span(since_ms, end_ms))
    return found


def speech_in(sound: LegSound, free: Sequence[Span]) -> Iterator[list[tuple[Stretch, Span]]]:
    """Step by step, what was found since the last one, each with the free span in which it lies. Raises CannotOpen."""
    finder = StretchFinder()
    for span in free:
        for start_ms in range(span.start_ms, span.end_ms, STEP_MS):
            mulaw = sound.between(Span(start_ms, min(start_ms + STEP_MS, span.end_ms)))
            if mulaw is None:
                finder.cut()
            else:
                for at_ms, frame in frames_of(start_ms, mulaw):
                    finder.hear(at_ms, frame)
            yield [(stretch, span) for stretch in finder.take()]
        finder.cut()
        yield [(stretch, span) for stretch in finder.take()]


def missed(call_sid: str, found: Sequence[tuple[Stretch, Span]]) -> list[Missed]:
    """What is to be read, with ids that every search of this leg gives."""
    voices = [Span(stretch.start_ms, stretch.end_ms) for stretch, _ in found]
    return [
        Missed(
            utterance_id=f"found-{call_sid}-{voice.start_ms}",
            voice=voice,
            sound=Span(max(wide.start_ms, free.start_ms), min(wide.end_ms, free.end_ms)),
        )
        for voice, wide, (_, free) in zip(voices, widened(voices), found, strict=True)
    ]
