"""A recognizer that is killed or stands still while people talk: how much later lines come, and whose words change.

Real sessions, gate and pool at the pace of speech; beside the same lines with nothing done to anybody. The victim is
the process that decodes the first talker's line, at several moments of it.
"""

import asyncio
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from bridge.live.recognizer_pool import RecognizerPool
from tests.bench.noises import RATE_HZ, line
from transcription.heard import PieceHeard, PieceLost
from transcription.models import BUILT_IN_PATH
from transcription.recognizer import Audio, Begin, Cancel, End, Result
from transcription.session import Output, Session
from transcription.whole_files import messages

LINES = ("l21", "l13", "l32", "l24")
"""One a talker, all at once; the first is the victim's."""
MOMENTS = (0.3, 0.6, 0.9, 1.0)
"""When it happens, as a part of the first line; the last is the moment at which its sound has ended."""
QUIET_S = 0.5
AFTER_S = 4.0
PROCESSES = 2


@dataclass
class Leg:
    session: Session
    frames: list[bytes]
    words: list[str] = field(default_factory=list)
    line_at_s: float = 0.0
    lost: int = 0


def measure(moments: Sequence[float] = MOMENTS) -> dict[str, object]:
    """`*_later_s`: by how much the last piece of a line came later than undisturbed, at worst."""
    calm = asyncio.run(_run(None, 0.0))
    found: dict[str, object] = {"talkers": len(LINES), "moments": len(moments)}
    lost = changed = 0
    for name, number in (("killed", signal.SIGSEGV), ("stopped", signal.SIGSTOP)):
        legs_of_runs = [asyncio.run(_run(number, moment)) for moment in moments]
        victims = [legs[0].line_at_s - calm[0].line_at_s for legs in legs_of_runs]
        others = [
            leg.line_at_s - alone.line_at_s
            for legs in legs_of_runs
            for leg, alone in zip(legs[1:], calm[1:], strict=True)
        ]
        found[f"{name}_line_later_s"] = round(max(victims), 3)
        found[f"{name}_others_later_s"] = round(max(others), 3)
        for legs in legs_of_runs:
            lost += sum(leg.lost for leg in legs)
            changed += sum(leg.words != alone.words for leg, alone in zip(legs, calm, strict=True))
    return {**found, "lines_changed": changed, "segments_lost": lost, "words": sum(len(leg.words) for leg in calm)}


def _leg(number: int, line_id: str) -> Leg:
    quiet = np.zeros(int(QUIET_S * RATE_HZ))
    sound = np.concatenate([quiet, line(line_id), np.zeros(int(AFTER_S * RATE_HZ))]).astype(np.int16)
    frames = [text for text, _ in messages(sound)][:-1]
    frames[0] = frames[0].replace(b'"streamSid":"', f'"streamSid":"{number}-'.encode())
    session = Session(f"CA{number}")
    session.open_gate(0.0)
    return Leg(session, frames)


async def _run(number: signal.Signals | None, moment: float) -> list[Leg]:
    """`number` goes to the process of the first leg's open segment when `moment` of its line is spoken."""
    legs = [_leg(index, line_id) for index, line_id in enumerate(LINES)]
    owners: dict[str, Leg] = {}
    epoch, began = 1_000_000.0, 0.0
    victims_segment = ""

    def take(outputs: list[Output], leg: Leg) -> None:
        nonlocal victims_segment
        for output in outputs:
            match output:
                case Begin(segment_id):
                    owners[segment_id] = leg
                    if leg is legs[0]:
                        victims_segment = segment_id
                    pool.send(output)
                case Audio() | End() | Cancel():
                    pool.send(output)
                case PieceHeard(words=words):
                    leg.words += [word.word for word in words]
                    leg.line_at_s = time.monotonic() - began
                case PieceLost():
                    leg.lost += 1
                case _:
                    pass

    def result(segment_id: str, found: Result) -> None:
        leg = owners[segment_id]
        take(leg.session.decoded(segment_id, found, epoch + time.monotonic() - began), leg)

    pool = RecognizerPool(BUILT_IN_PATH, result, processes=PROCESSES)
    try:
        await pool.start()
        while len([child for child in pool._children if child.is_ready]) < PROCESSES:
            await asyncio.sleep(0.02)
        harmed_at = round((QUIET_S + moment * len(line(LINES[0])) / RATE_HZ) * 50)
        began = time.monotonic()
        for step in range(max(len(leg.frames) for leg in legs)):
            await asyncio.sleep(max(0.0, began + step * 0.02 - time.monotonic()))
            for leg in legs:
                if step < len(leg.frames):
                    take(leg.session.feed(leg.frames[step], epoch + step * 0.02), leg)
            if number is not None and step == harmed_at:
                os.kill(_process_of(pool, victims_segment), number)
        deadline = time.monotonic() + 20.0
        while pool.segments_in_flight and time.monotonic() < deadline:
            await asyncio.sleep(0.02)
    finally:
        await pool.close()
    return legs


def _process_of(pool: RecognizerPool, segment_id: str) -> int:
    """The process that decodes the segment, or would; a bench may look inside."""
    held = pool._held.get(segment_id)
    child = held.child if held is not None and held.child is not None else pool._children[0]
    assert child.pid is not None
    return child.pid
