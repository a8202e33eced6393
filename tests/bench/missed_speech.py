"""What a second transcript finds of speech that stands in no line, and what looking for it costs.

Every line of the demo is spoken on one leg of which the live path heard nothing. The baseline reads the same lines one
by one, as if it were known where they are: what is missing there too is the model's fault, not the search's.
"""

import time
from collections import Counter
from collections.abc import Iterable

from bridge.demo import script
from bridge.second_reading.child import read
from bridge.second_reading.leg_sound import LegSound, Span
from bridge.second_reading.searching import missed, speech_in
from transcription import g711, wav
from transcription.leg_copy import Block
from transcription.models import BUILT_IN_PATH
from transcription.vosk_recognizer import VoskModel

START_MS = 1_700_000_000_000
PAUSE_MS = 4000
BLOCK_BYTES = 8000
SPOKEN = tuple((line.id, line.text) for line in script.LINES)


def measure(lines: int = len(SPOKEN)) -> dict[str, object]:
    model, blocks, at_ms, said_s = VoskModel(BUILT_IN_PATH), list[Block](), START_MS + PAUSE_MS, 0.0
    one_by_one: list[str] = []
    for line_id, _ in SPOKEN[:lines]:
        sound = g711.encode(wav.read(script.audio_path(line_id).read_bytes())[0])
        blocks += [Block(at_ms + at // 8, sound[at : at + BLOCK_BYTES]) for at in range(0, len(sound), BLOCK_BYTES)]
        one_by_one += [word.word for word in read(model, g711.decode(sound))]
        at_ms += len(sound) // 8 + PAUSE_MS
        said_s += len(sound) / 8000
    started = time.process_time()
    found = [each for step in speech_in(LegSound(iter(blocks)), [Span(START_MS, at_ms)]) for each in step]
    search_s = time.process_time() - started
    sound_of_leg, words = LegSound(iter(blocks)), list[str]()
    for each in missed("CA", found):
        mulaw = sound_of_leg.between(each.sound)
        assert mulaw is not None
        words += [word.word for word in read(model, g711.decode(mulaw))]
    spoken = [word for _, text in SPOKEN[:lines] for word in text.split()]
    return {
        "spoken_words": len(spoken),
        "stretches": len(found),
        "not_found_share": _missing(spoken, words),
        "baseline_not_found_share": _missing(spoken, one_by_one),
        "search_ms_per_spoken_s": round(1000 * search_s / said_s, 2),
    }


def _missing(spoken: Iterable[str], found: Iterable[str]) -> float:
    wanted = Counter(spoken)
    return round((wanted - Counter(found)).total() / wanted.total(), 4)
