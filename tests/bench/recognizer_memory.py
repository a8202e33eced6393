"""A process that prints how much private memory a live recognizer takes beyond the model, in MiB; run as a script."""

import sys
from pathlib import Path

from bridge.demo import script
from transcription import wav
from transcription.models import BUILT_IN_PATH
from transcription.vosk_recognizer import VoskModel

BLOCK_BYTES = 2560
RECOGNIZERS = 8
SECONDS = 20.0


def private_mib() -> float:
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def main() -> None:
    """Each decodes twenty seconds, the longest utterance; all of them live at the same time."""
    model = VoskModel(BUILT_IN_PATH)
    said = b"".join(wav.read(script.audio_path(line.id).read_bytes())[0].tobytes() for line in script.LINES[:9])
    said = said[: int(SECONDS * 16_000)]
    model.recognizer().accept(said)
    before = private_mib()
    alive = []
    for _ in range(RECOGNIZERS):
        recognizer = model.recognizer()
        for at in range(0, len(said), BLOCK_BYTES):
            recognizer.accept(said[at : at + BLOCK_BYTES])
            recognizer.partial()
        alive.append(recognizer)
    sys.stdout.write(f"{(private_mib() - before) / len(alive):.1f}\n")


if __name__ == "__main__":
    main()
