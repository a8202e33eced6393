"""Looking for key tones in speech: CPU for a frame of 20 ms, beside decoding the same frame."""

import time
from collections.abc import Callable

from bridge.demo.script import LINES, audio_path
from transcription import g711
from transcription.dtmf import DtmfDetector
from transcription.session import TONE_BLOCK_BYTES

ROUNDS = 3


def measure() -> dict[str, object]:
    """Microseconds a frame, the best of three rounds through the demo's speech; keys heard in it."""
    sound = b"".join(_mulaw(line.id) for line in LINES)
    whole = len(sound) // TONE_BLOCK_BYTES * TONE_BLOCK_BYTES
    blocks = [sound[at : at + TONE_BLOCK_BYTES] for at in range(0, whole, TONE_BLOCK_BYTES)]
    keys: list[str] = []

    def look() -> None:
        detector = DtmfDetector()
        for number, block in enumerate(blocks):
            keys.extend(tone.key for tone in detector.feed(block, number * TONE_BLOCK_BYTES // 8))

    def decode() -> None:
        for block in blocks:
            g711.decode(block)

    frames = len(blocks) * TONE_BLOCK_BYTES // g711.FRAME_BYTES
    return {
        "seconds_of_speech": round(len(sound) / g711.SAMPLE_RATE_HZ, 1),
        "us_a_frame": round(_best(look) / frames * 1e6, 1),
        "baseline_us_a_frame": round(_best(decode) / frames * 1e6, 2),
        "false_keys": len(keys),
    }


def _mulaw(line_id: str) -> bytes:
    content = audio_path(line_id).read_bytes()
    return content[content.index(b"data") + 8 :]


def _best(run: Callable[[], None]) -> float:
    spent = []
    for _ in range(ROUNDS):
        started = time.process_time()
        run()
        spent.append(time.process_time() - started)
    return min(spent)
