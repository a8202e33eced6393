"""Sound that is kept as a file: whole or not at all."""

import wave
from pathlib import Path

from transcription import g711


def write_wav(path: Path, mulaw: bytes) -> None:
    """Mu-law at 8 kHz as a 16-bit WAV file, whose folder is made. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with wave.open(str(part), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(g711.SAMPLE_RATE_HZ)
        sound.writeframes(g711.decode(mulaw))
    part.replace(path)
