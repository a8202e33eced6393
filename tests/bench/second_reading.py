"""What a second transcript costs the live words: lines decoded on every core, with the other model beside them or not.

Harder than a call ever sees it: the bridge stops a second transcript while somebody is on a call.
"""

import multiprocessing
import os
import statistics
import threading
import time
from multiprocessing.pool import Pool

from bridge.demo import script
from bridge.live.recognizer_process import Job, perform
from bridge.second_reading.reader import GaveWay, ModelReader
from transcription import g711, wav
from transcription.models import BUILT_IN_PATH
from transcription.recognizer import Audio, Begin, End, Recognizer
from transcription.vosk_recognizer import VoskModel

ROUNDS = 12
LINES = tuple(line.id for line in script.LINES[:8])
BLOCK_BYTES = 3200
_model: VoskModel | None = None


def pcm16(line: str) -> bytes:
    return g711.decode(g711.encode(wav.read(script.audio_path(line).read_bytes())[0]))


def load() -> None:
    """Of each live process."""
    global _model
    _model = VoskModel(BUILT_IN_PATH)


def decode(line: str) -> float:
    """Seconds of waiting for the words of one line, as a live recognizer makes them."""
    assert _model is not None
    sound, recognizers = pcm16(line), dict[str, Recognizer]()
    started = time.perf_counter()
    perform(Job(0.0, Begin("s")), _model, recognizers, 0.0)
    for begin in range(0, len(sound), BLOCK_BYTES):
        perform(Job(0.0, Audio("s", sound[begin : begin + BLOCK_BYTES])), _model, recognizers, 0.0)
    perform(Job(0.0, End("s")), _model, recognizers, 0.0)
    return time.perf_counter() - started


def measure(rounds: int = ROUNDS) -> dict[str, object]:
    """Rounds with and without take turns, so that whatever else the machine does meets both."""
    alone: list[float] = []
    beside: list[float] = []
    read_s = 0.0
    with multiprocessing.get_context("spawn").Pool(os.cpu_count(), initializer=load) as live:
        _round(live)
        for _ in range(rounds):
            alone += _round(live)
            found, sound_s = _beside(live)
            beside += found
            read_s += sound_s
    ratio = statistics.median(beside) / statistics.median(alone)
    return {
        "alone_median_ms": round(1000 * statistics.median(alone), 1),
        "beside_median_ms": round(1000 * statistics.median(beside), 1),
        "ratio": round(ratio, 3),
        "read_meanwhile_s": round(read_s, 1),
    }


def _round(live: Pool) -> list[float]:
    return live.map(decode, LINES * (os.cpu_count() or 1), chunksize=1)


def _beside(live: Pool) -> tuple[list[float], float]:
    """A round while the other model reads one line after the other; how many seconds of sound it came to."""
    over, loaded = threading.Event(), threading.Event()
    read_s = [0.0]

    def reads() -> None:
        reader = ModelReader(BUILT_IN_PATH, over.is_set)
        try:
            while not over.is_set():
                reader.read(pcm16(LINES[0]))
                read_s[0] += len(pcm16(LINES[0])) / 16_000 if loaded.is_set() else 0.0
                loaded.set()
        except GaveWay:
            return
        finally:
            reader.close()

    thread = threading.Thread(target=reads)
    thread.start()
    loaded.wait()
    try:
        return _round(live), read_s[0]
    finally:
        over.set()
        thread.join()
