"""Three times more talkers than one recognizer process can take: what is kept, given up aloud, how late it is.

Real sessions, gate and pool; the number of talkers follows from how fast this machine decodes. Beside the same talkers
in a pool that gives nothing up.
"""

import asyncio
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice

import numpy as np

from bridge.demo import script
from bridge.live import recognizer_pool
from bridge.live.recognizer_pool import OVERLOADED, RecognizerPool
from tests.bench.noises import RATE_HZ, line
from tests.bench.processes import rss_mib
from transcription.heard import PartialHeard, PieceHeard, PieceLost
from transcription.models import BUILT_IN_PATH
from transcription.recognizer import Audio, Begin, Cancel, End, Partial, Result
from transcription.session import Output, Session
from transcription.vosk_recognizer import VoskModel
from transcription.whole_files import messages

TIMES = 3.0
SECONDS = 20.0
FULL_SECONDS = 600.0
STEP_FRAMES = 8
MOST_TALKERS = 240
PAUSE_S = 0.8
QUIET_FRAMES = 100
GIVE_UP_WAITING_S = 120.0


@dataclass
class Talker:
    """One leg: its frames, its session, when each of its lines was really spoken."""

    session: Session
    frames: list[bytes]
    lines_s: list[tuple[float, float]]
    heard_s: list[float] = field(default_factory=list)


@dataclass
class Seen:
    talkers: dict[str, Talker]
    begun: int = 0
    ended: int = 0
    given_up: int = 0
    lost_otherwise: int = 0
    partials: int = 0
    late_partials: int = 0
    lag_s: float = 0.0
    held_bytes: int = 0


def measure(seconds: float = SECONDS, times: float = TIMES, most: int = MOST_TALKERS) -> dict[str, object]:
    cost = _real_time_factor()
    talkers = min(max(2, round(times / cost)), most)
    found = asyncio.run(_run(talkers, seconds, recognizer_pool.SHED_AFTER_S))
    baseline = asyncio.run(_run(talkers, min(seconds, SECONDS), float("inf")))
    return {
        "talkers": talkers,
        "real_time_factor": round(cost, 4),
        **found,
        "baseline_caught_up_s": baseline["caught_up_s"],
        "baseline_most_lag_s": baseline["most_lag_s"],
    }


def _real_time_factor() -> float:
    """Seconds of CPU for a second of speech, with its partials."""
    model = VoskModel(BUILT_IN_PATH)
    sound = line("l32").astype("<i2").tobytes()
    began = time.process_time()
    recognizer = model.recognizer()
    for at in range(0, len(sound), 2560):
        recognizer.accept(sound[at : at + 2560])
        recognizer.partial()
    recognizer.final()
    return (time.process_time() - began) / (len(sound) / 2 / RATE_HZ)


def _talker(number: int, seconds: float) -> Talker:
    rng = np.random.default_rng(number)
    parts = [np.zeros(int(rng.uniform(0, 2) * RATE_HZ))]
    lines_s, length = [], len(parts[0])
    for each in islice(cycle(script.LINES), number, None):
        if length >= seconds * RATE_HZ:
            break
        parts += [line(each.id), np.zeros(int(PAUSE_S * RATE_HZ))]
        lines_s.append((length / RATE_HZ, (length + len(parts[-2])) / RATE_HZ))
        length += len(parts[-2]) + len(parts[-1])
    sound = np.concatenate([*parts, np.zeros(QUIET_FRAMES * 160)])[: int(seconds * RATE_HZ)]
    sound = np.concatenate([sound, np.zeros(QUIET_FRAMES * 160)])
    frames = [text for text, _ in messages(sound.astype(np.int16))][:-1]
    frames[0] = frames[0].replace(b'"streamSid":"', f'"streamSid":"{number}-'.encode())
    session = Session(f"CA{number}")
    session.open_gate(0.0)
    return Talker(session, frames, lines_s)


async def _run(talkers: int, seconds: float, shed_after_s: float) -> dict[str, float]:
    kept, recognizer_pool.SHED_AFTER_S = recognizer_pool.SHED_AFTER_S, shed_after_s
    seen = Seen({})
    epoch = 1_000_000.0
    began = 0.0

    def take(outputs: list[Output], talker: Talker) -> None:
        for output in outputs:
            match output:
                case Begin(segment_id):
                    seen.begun += 1
                    seen.talkers[segment_id] = talker
                    pool.send(output)
                case Audio() | End() | Cancel():
                    pool.send(output)
                case PieceHeard(start=start):
                    talker.heard_s.append(start.timestamp() - epoch)
                case PieceLost(reason=reason):
                    seen.given_up += reason == OVERLOADED
                    seen.lost_otherwise += reason != OVERLOADED
                case PartialHeard():
                    seen.partials += 1
                    seen.late_partials += pool.lag_s > 1.0
                case _:
                    pass

    def result(segment_id: str, found: Result) -> None:
        seen.ended += not isinstance(found, Partial)
        talker = seen.talkers[segment_id]
        take(talker.session.decoded(segment_id, found, epoch + time.monotonic() - began), talker)

    pool = RecognizerPool(BUILT_IN_PATH, result)
    try:
        await pool.start()
        legs = [_talker(number, seconds) for number in range(talkers)]
        before = rss_mib_of_this()
        began = time.monotonic()
        for step in _steps(max(len(leg.frames) for leg in legs)):
            await asyncio.sleep(max(0.0, began + step.stop * 0.02 - time.monotonic()))
            for leg in legs:
                for number in range(step.start, min(step.stop, len(leg.frames))):
                    take(leg.session.feed(leg.frames[number], epoch + number * 0.02), leg)
            seen.lag_s = max(seen.lag_s, pool.lag_s)
            seen.held_bytes = max(seen.held_bytes, pool.held_bytes)
        over = began + seconds
        while pool.segments_in_flight and time.monotonic() - over < GIVE_UP_WAITING_S:
            await asyncio.sleep(0.05)
        caught_up_s = max(0.0, time.monotonic() - over)
        left = pool.segments_in_flight
        growth = rss_mib_of_this() - before
    finally:
        recognizer_pool.SHED_AFTER_S = kept
        await pool.close()
    return {
        "seconds": seconds,
        "segments": seen.begun,
        "given_up_aloud": seen.given_up,
        "given_up_share": round(seen.given_up / max(seen.begun, 1), 3),
        "lost_otherwise": seen.lost_otherwise,
        "not_decoded_when_the_waiting_ended": left,
        "dropped_silently": seen.begun - seen.ended - left,
        "partials": seen.partials,
        "partials_while_late": seen.late_partials,
        "most_lag_s": round(seen.lag_s, 1),
        "caught_up_s": round(caught_up_s, 1),
        "held_mib": round(seen.held_bytes / 1024**2, 1),
        "memory_growth_mib": round(growth, 1),
        "wrong_time_s": round(max((_wrong_s(leg) for leg in legs), default=0.0), 2),
    }


def _wrong_s(leg: Talker) -> float:
    """How far the first word of a piece lies outside of every line that was spoken, at most."""
    outside = (min(max(begin - heard, heard - end, 0.0) for begin, end in leg.lines_s) for heard in leg.heard_s)
    return max(outside, default=0.0)


def _steps(frames: int) -> Iterator[slice]:
    for begin in range(0, frames, STEP_FRAMES):
        yield slice(begin, begin + STEP_FRAMES)


def rss_mib_of_this() -> float:
    return rss_mib(os.getpid())
