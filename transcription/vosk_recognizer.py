"""Vosk behind the recognizer port: the only file that knows vosk, and the test of a model before it is trusted."""

import os
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final as Constant

import orjson
import vosk

from transcription.g711 import SAMPLE_RATE_HZ
from transcription.models import ModelError
from transcription.recognizer import Final, Partial, Word, final_of, spread

FILLERS: Constant = frozenset({"[unk]", "<unk>", "<eps>"})
CHECK_DEADLINE_S: Constant = 120.0
OFFICIAL_CATALOGUE_URL: Constant[str] = vosk.MODEL_PRE_URL
"""Where vosk itself looks for models; nothing here fetches them."""

_PROBE: Constant = "import sys; from transcription.vosk_recognizer import probe; probe(sys.argv[1])"
_LOOK_UP: Constant = "import sys; from transcription.vosk_recognizer import look_up; look_up(sys.argv[1])"

vosk.SetLogLevel(-1)


class VoskModel:
    """A model in memory. Load it only after `check_model`: a bad one can take the process with it."""

    def __init__(self, path: Path) -> None:
        self._model: Any = vosk.Model(model_path=str(path))

    def recognizer(self, rate_hz: int = SAMPLE_RATE_HZ) -> "VoskRecognizer":
        """`rate_hz`: of the sound that it is given; calls have 8 kHz."""
        return VoskRecognizer(self._model, rate_hz)

    def knows(self, word: str) -> bool:
        """Whether the model can ever put out this word."""
        return bool(self._model.vosk_model_find_word(word) >= 0)


class VoskRecognizer:
    """One segment on one Kaldi recognizer; not safe for two threads."""

    def __init__(self, model: Any, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._recognizer: Any = vosk.KaldiRecognizer(model, rate_hz)
        self._recognizer.SetWords(True)
        self._words: list[Word] = []
        self._last_partial = ""
        self._samples = 0

    def accept(self, pcm16: bytes) -> None:
        """Decode the next block. An endpoint of Vosk's own inside the segment only moves words to safety."""
        self._samples += len(pcm16) // 2
        if self._recognizer.AcceptWaveform(pcm16):
            self._take(self._recognizer.Result())

    def partial(self) -> Partial:
        """The text so far, of the whole segment."""
        current = _without_fillers(orjson.loads(self._recognizer.PartialResult()).get("partial", ""))
        if current:
            self._last_partial = current
        return Partial(" ".join([*(word.word for word in self._words), *current.split()]))

    def final(self) -> Final:
        """The words of the segment; if the decoder ends empty-handed after a partial, the partial's words."""
        self._take(self._recognizer.FinalResult())
        return final_of(tuple(self._words))

    def _take(self, raw: str) -> None:
        words = [
            Word(each["word"], each["start"], each["end"], min(max(each["conf"], 0.0), 1.0))
            for each in orjson.loads(raw).get("result", ())
            if each["word"] not in FILLERS
        ]
        if not words and self._last_partial:
            begin_s = self._words[-1].end_s if self._words else 0.0
            length_s = self._samples / self._rate_hz - begin_s
            words = [
                Word(word.word, begin_s + word.start_s, begin_s + word.end_s, 0.0)
                for word in spread(self._last_partial, length_s)
            ]
        self._words += words
        self._last_partial = ""


def _without_fillers(text: str) -> str:
    return " ".join(word for word in text.split() if word not in FILLERS)


def known_words(path: Path, words: Collection[str]) -> frozenset[str]:
    """Those of the words that the model at `path` can put out. Raises ModelError.

    From the model's list of words where it has one, so that a large model need not be loaded.
    """
    wanted = set(words) - FILLERS
    listed = path / "graph" / "words.txt"
    if not wanted:
        return frozenset()
    if not listed.is_file():
        return asked_words(path, wanted)
    with listed.open(encoding="utf-8", errors="replace") as lines:
        return frozenset(word for line in lines if (word := line.partition(" ")[0]) in wanted)


def asked_words(path: Path, words: Collection[str]) -> frozenset[str]:
    """The same by asking the model, in a child process, because a bad one may abort it. Raises ModelError."""
    answer = _in_a_child(path, _LOOK_UP, orjson.dumps(sorted(words)).decode(), "cannot be asked for its words")
    return frozenset(orjson.loads(answer))


def look_up(path: str) -> None:
    """JSON words on standard input to those that the model knows; runs in a child process."""
    model = VoskModel(Path(path))
    known = [word for word in orjson.loads(sys.stdin.read()) if model.knows(word)]
    sys.stdout.write(orjson.dumps(known).decode())


def probe(path: str) -> None:
    """Decode half a second at 8 kHz; runs in a child process, because a bad model may abort it."""
    recognizer = VoskModel(Path(path)).recognizer()
    for _ in range(5):
        recognizer.accept(b"\x10\x00\xf0\xff" * 400)
    recognizer.final()


def check_model(path: Path) -> None:
    """Raise ModelError unless the model at `path` loads and takes 8 kHz audio."""
    if not path.exists():
        raise ModelError(
            f"There is no speech model at {path}. Set BRIDGE_VOSK_MODEL to the folder of a Vosk model, "
            "or choose one with `incident-bridge models use`."
        )
    if not path.is_dir():
        raise ModelError(f"{path} is a file; a Vosk model is a folder (unpack the archive first).")
    if not any((path / name).exists() for name in ("am/final.mdl", "final.mdl")):
        raise ModelError(f"{path} has no am/final.mdl: it is not the folder of a Vosk model.")
    _in_a_child(path, _PROBE, "", "cannot decode 8 kHz telephone audio")


def _in_a_child(path: Path, program: str, given: str, complaint: str) -> str:
    """What the program prints about the model. Raises ModelError with the reason when it ends badly."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    try:
        done = subprocess.run(
            [sys.executable, "-c", program, str(path)],
            capture_output=True,
            input=given,
            text=True,
            errors="replace",
            timeout=CHECK_DEADLINE_S,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ModelError(f"The speech model at {path} did not load in {CHECK_DEADLINE_S:.0f} s.") from None
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["no message"]
        reason = next((line for line in said if "ERROR" in line or "ASSERT" in line), said[-1])
        how = f"signal {-done.returncode}" if done.returncode < 0 else f"exit code {done.returncode}"
        raise ModelError(f"The speech model at {path} {complaint} ({how}): {reason.strip()}")
    return done.stdout
