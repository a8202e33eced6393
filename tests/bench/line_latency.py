"""From the end of a voice to the line on an open page, through every process and the local carrier.

Beside Vosk alone: how long after the last sound its own endpoint comes, on the same lines.
"""

import tempfile
from collections.abc import Iterator, Sequence
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
from bridge.record import codec
from transcription import wav
from transcription.models import BUILT_IN_PATH
from transcription.timeline.events import PieceHeard

LINES = ("l01", "l02", "l08", "l13", "l12", "l18", "l21", "l22", "l24", "l33", "l32", "l11", "l34", "l15", "l36", "l04")
RATE_HZ = 8000
BLOCK_S = 0.1
TAIL_S = 0.15
SAME_SEGMENT_MS = 700
"""A segment is shown to begin at its voice, its first word somewhat later."""


def measure(lines: Sequence[str] = LINES) -> dict[str, object]:
    latencies, words = _through_the_bridge(lines)
    endpoints = [_endpoint(line_id) for line_id in lines]
    return {
        "lines": len(latencies),
        "median_s": round(median(latencies), 3),
        "p95_s": round(_p95(latencies), 3),
        "words": len(words),
        "first_partial_median_s": round(median(words), 3),
        "first_partial_p95_s": round(_p95(words), 3),
        "baseline_vosk_endpoint_median_s": round(median(endpoints), 3),
        "baseline_vosk_endpoint_p95_s": round(_p95(endpoints), 3),
        "ratio_median": round(median(latencies) / median(endpoints), 3),
    }


def _through_the_bridge(lines: Sequence[str]) -> tuple[list[float], list[float]]:
    """Seconds from the end of each line to its text, and from the end of each word until a page shows it first."""
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
            return list(scores(stage, player).latencies_s), list(_words(stage, player))
        finally:
            stage.tear_down()


def _words(stage: Stage, player: Player) -> Iterator[float]:
    """A word counts as shown when a partial has it at its place, or with its line if no partial did."""
    assert player.page is not None
    partials = [(at, orjson.loads(data)) for at, name, _, data in player.page.arrivals if name == "partial"]
    for row in stage.node.service.events_after(player.incident_id, 0):
        if row.type != "PieceHeard":
            continue
        piece = codec.from_data(row.type, row.at, row.data)
        assert isinstance(piece, PieceHeard)
        final_at = player.page.shown_at(row.seq)
        begin_ms, end_ms = piece.start.timestamp() * 1000 - SAME_SEGMENT_MS, piece.end.timestamp() * 1000
        shown = [
            (at, str(said["text"]).split())
            for at, said in partials
            if said["utterance_id"] == piece.utterance_id and begin_ms <= said["start_ms"] <= end_ms
        ]
        for index, word in enumerate(piece.words):
            times = [at for at, text in shown if text[index : index + 1] == [word.word]]
            times += [final_at] if final_at is not None else []
            if times:
                yield min(times) - word.end.timestamp()


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
