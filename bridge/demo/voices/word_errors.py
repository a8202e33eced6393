"""How well the demonstration model hears the demo's audio: `python -m bridge.demo.voices.word_errors`."""

import json
import struct
from collections import defaultdict
from pathlib import Path

import jiwer
import vosk

from bridge.demo.script import LINES, audio_path
from transcription import g711

MODEL = Path(g711.__file__).parent / "vosk-model-incident-en"
BLOCK_BYTES = 1600


def mu_law_samples(path: Path) -> bytes:
    """The samples of a mu-law, 8 kHz, mono WAV file. Raises ValueError for any other format."""
    data = path.read_bytes()
    chunks: dict[bytes, bytes] = {}
    place = 12
    while place + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, place)
        chunks[name] = data[place + 8 : place + 8 + size]
        place += 8 + size + size % 2
    if struct.unpack_from("<HHI", chunks[b"fmt "]) != (7, 1, g711.SAMPLE_RATE_HZ):
        raise ValueError(f"{path.name} is not mu-law, mono, 8 kHz")
    return chunks[b"data"]


def transcript(model: vosk.Model, path: Path) -> str:
    """What the model hears in a whole file, without gate or early finals."""
    recognizer = vosk.KaldiRecognizer(model, float(g711.SAMPLE_RATE_HZ))
    pcm = g711.decode(mu_law_samples(path))
    texts = []
    for start in range(0, len(pcm), BLOCK_BYTES):
        if recognizer.AcceptWaveform(pcm[start : start + BLOCK_BYTES]):
            texts.append(json.loads(recognizer.Result())["text"])
    texts.append(json.loads(recognizer.FinalResult())["text"])
    return " ".join(text for text in texts if text)


def main() -> None:
    """Print word error rates by speaker and every line that was not heard as it is written."""
    vosk.SetLogLevel(-1)
    model = vosk.Model(str(MODEL))
    said, heard = defaultdict(list), defaultdict(list)
    for line in LINES:
        text = transcript(model, audio_path(line.id))
        for group in (line.speaker, "all"):
            said[group].append(line.text)
            heard[group].append(text)
        if text != line.text:
            print(f"{line.id} {line.speaker}\n  said  {line.text}\n  heard {text}")
    for group in said:
        print(f"{group:7} {100 * jiwer.wer(said[group], heard[group]):5.1f} %")


if __name__ == "__main__":
    main()
