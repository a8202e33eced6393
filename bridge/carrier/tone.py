"""The tone before private words: two short notes, which no voice on the call is taken for."""

import io
import math
import struct
import wave

RATE_HZ = 8000
NOTES = ((880.0, 0.12), (1320.0, 0.18))
"""(Hz, seconds)"""
LOUDNESS = 0.25
FADE_S = 0.01


def tone() -> bytes:
    """A mono WAV of 16-bit samples, 8 kHz, a third of a second."""
    samples: list[int] = []
    for pitch_hz, length_s in NOTES:
        count = int(length_s * RATE_HZ)
        fade = int(FADE_S * RATE_HZ)
        for index in range(count):
            level = LOUDNESS * min(1.0, index / fade, (count - index) / fade)
            samples.append(int(32767 * level * math.sin(2 * math.pi * pitch_hz * index / RATE_HZ)))
    content = io.BytesIO()
    with wave.open(content, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE_HZ)
        sound.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return content.getvalue()


TONE = tone()
