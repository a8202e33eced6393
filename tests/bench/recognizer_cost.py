"""Cost follows speech, not people: recognizer CPU with one of many talking, beside one alone; how many are alive."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from bridge.demo import script
from bridge.live.recognizer_process import Job, perform
from tests.bench import frame_cost
from tests.bench.noises import line
from transcription.models import BUILT_IN_PATH
from transcription.recognizer import Audio, Begin, Cancel, End, Recognizer
from transcription.session import Session
from transcription.vosk_recognizer import VoskModel
from transcription.whole_files import messages

JOINED = 250
SECONDS = 30.0
TALKERS, SILENT = 6, 20
MEMORY = str(Path(__file__).with_name("recognizer_memory.py"))


def measure(joined: int = JOINED, seconds: float = SECONDS) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        alone = frame_cost.product(Path(folder) / "one", 1, seconds, talkers=1)["recognizer_cpu_s"]
        among = frame_cost.product(Path(folder) / "many", joined, seconds, talkers=1)["recognizer_cpu_s"]
    mib = float(subprocess.run([sys.executable, MEMORY], capture_output=True, text=True, check=True).stdout)
    return {
        "joined": joined,
        "seconds": seconds,
        "recognizer_cpu_s": among,
        "baseline_recognizer_cpu_s": alone,
        "ratio": round(among / max(alone, 0.01), 2),
        "alive_beyond_talkers": most_alive(TALKERS, SILENT) - TALKERS,
        "mib_each": mib,
    }


def most_alive(talkers: int, silent: int) -> int:
    """How many recognizers are alive at the same time, at most, while so many talk over each other."""
    model = VoskModel(BUILT_IN_PATH)
    alive: dict[str, Recognizer] = {}
    most = 0
    voices = [line(script.LINES[index].id) for index in range(talkers)]
    hiss = [np.random.default_rng(index).normal(0, 12, len(voices[0])) for index in range(silent)]
    legs = [list(messages(sound.astype(np.int16)))[:-1] for sound in (*voices, *hiss)]
    sessions = [Session(f"CA{number}") for number in range(len(legs))]
    for session in sessions:
        session.open_gate(0.0)
    for step in range(max(len(each) for each in legs)):
        for number, (session, each) in enumerate(zip(sessions, legs, strict=True)):
            if step >= len(each):
                continue
            for output in session.feed(each[step][0], 100.0 + step * 0.02):
                if isinstance(output, Begin | Audio | End | Cancel):
                    # The streams of this bench carry one name; a leg's own makes its segments distinct.
                    own = _of_leg(output, number)
                    perform(Job(time.monotonic(), own), model, alive, time.monotonic())
            most = max(most, len(alive))
    return most


def _of_leg(order: Begin | Audio | End | Cancel, leg: int) -> Begin | Audio | End | Cancel:
    segment_id = f"{leg}-{order.segment_id}"
    match order:
        case Audio(pcm16=pcm16):
            return Audio(segment_id, pcm16)
        case _:
            return type(order)(segment_id)
