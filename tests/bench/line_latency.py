"""From the end of a voice to the line on an open page, through every process and the local carrier.

Beside Vosk alone: how long after the last sound its own endpoint comes, on the same lines.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

import numpy as np
import orjson
from vosk import KaldiRecognizer, Model

from bridge.demo import script
from bridge.demo.player import Player
from bridge.demo.run import scores
from bridge.demo.script import Await, Dial, Fact, Say
from bridge.demo.stage import Stage
from transcription import wav
from transcription.models import BUILT_IN_PATH

LINES = ("l01", "l02", "l08", "l13", "l12", "l18", "l21", "l22", "l24", "l33", "l32", "l11", "l34", "l15", "l36", "l04")
RATE_HZ = 8000
BLOCK_S = 0.1
TAIL_S = 0.15


def measure(lines: Sequence[str] = LINES) -> dict[str, object]:
    latencies = _through_the_bridge(lines)
    endpoints = [_endpoint(line_id) for line_id in lines]
    return {
        "lines": len(latencies),
        "median_s": round(median(latencies), 3),
        "p95_s": round(_p95(latencies), 3),
        "baseline_vosk_endpoint_median_s": round(median(endpoints), 3),
        "baseline_vosk_endpoint_p95_s": round(_p95(endpoints), 3),
        "ratio_median": round(median(latencies) / median(endpoints), 3),
    }


def _through_the_bridge(lines: Sequence[str]) -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(
            data_dir=Path(folder),
            bridge_number=script.BRIDGE_NUMBER,
            people_file=script.people_path(),
            say_chars_per_s=200.0,
        )
        try:
            stage.set_up()
            player = Player(stage, tell=lambda _text: None, pause_s=0.0)
            speakers = dict.fromkeys(line.speaker for line in script.LINES if line.id in lines)
            for who in speakers:
                player.play(Dial(who))
            for who in speakers:
                player.play(Await(Fact.ON_THE_BRIDGE, who, timeout_s=30))
            for line_id in lines:
                player.play(Say(line_id))
            player.settle()
            return list(scores(stage, player).latencies_s)
        finally:
            stage.tear_down()


def _endpoint(line_id: str) -> float:
    """Seconds of sound after the last word's end until Vosk itself says that the utterance is over."""
    recognizer = KaldiRecognizer(Model(str(BUILT_IN_PATH)), RATE_HZ)
    sound = wav.read(script.audio_path(line_id).read_bytes())[0]
    spoken_s = len(sound) / RATE_HZ - TAIL_S
    padded = np.concatenate([sound, np.zeros(5 * RATE_HZ, dtype=np.int16)]).astype("<i2").tobytes()
    block = int(BLOCK_S * RATE_HZ) * 2
    for at in range(0, len(padded), block):
        ended = recognizer.AcceptWaveform(padded[at : at + block])
        heard_s = (at + block) / 2 / RATE_HZ
        if ended and heard_s > spoken_s and orjson.loads(recognizer.Result()).get("text"):
            return heard_s - spoken_s
    return len(padded) / 2 / RATE_HZ - spoken_s


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]
