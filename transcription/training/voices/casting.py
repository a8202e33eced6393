"""Which voices the training has, how often each speaks, and which are heard only when it is measured."""

import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from transcription.training.voices.engines import Engine, Manner, Voice, any_manner

WEIGHTS = {
    Voice(Engine.FLITE, "kal16"): 6,
    Voice(Engine.FLITE, "awb"): 7,
    Voice(Engine.FLITE, "rms"): 11,
    Voice(Engine.FLITE, "slt"): 9,
    Voice(Engine.PICO, "en-US"): 16,
    Voice(Engine.PICO, "en-GB"): 4,
    Voice(Engine.RHVOICE, "clb"): 8,
    Voice(Engine.RHVOICE, "slt"): 7,
    Voice(Engine.RHVOICE, "alan"): 5,
    Voice(Engine.ESPEAK, "en-us"): 20,
    Voice(Engine.ESPEAK, "en-gb"): 2,
    Voice(Engine.FESTIVAL, "cmu_us_slt_arctic_hts"): 5,
}
NEVER_HEARD = (Voice(Engine.RHVOICE, "bdl"), Voice(Engine.FESTIVAL, "ked_diphone"))
"""Voices that no training may have."""
MEASURED = (
    Voice(Engine.FLITE, "kal16"),
    Voice(Engine.FLITE, "awb"),
    Voice(Engine.FLITE, "rms"),
    Voice(Engine.FLITE, "slt"),
    Voice(Engine.PICO, "en-US"),
    Voice(Engine.RHVOICE, "clb"),
    Voice(Engine.RHVOICE, "slt"),
    Voice(Engine.ESPEAK, "en-us"),
    Voice(Engine.FESTIVAL, "cmu_us_slt_arctic_hts"),
    *NEVER_HEARD,
)
_FIRST_SEED = 1000


@dataclass(frozen=True)
class Saying:
    """A sentence and who says it how; `id` is a number as text, so that files sort."""

    id: str
    text: str
    voice: Voice
    manner: Manner


def cast(sentences: Iterable[str], first_id: int, engines: Collection[Engine] = tuple(Engine)) -> list[Saying]:
    """A voice for each sentence, drawn by weight; the same sentences and `first_id` give the same."""
    rng = random.Random(11 + first_id)  # noqa: S311
    voices = [voice for voice in WEIGHTS if voice.engine in engines]
    weights = [WEIGHTS[voice] for voice in voices]
    sayings = []
    for number, text in enumerate(sentences, start=first_id):
        voice = rng.choices(voices, weights)[0]
        sayings.append(Saying(f"{number:05d}", text, voice, any_manner(voice, _FIRST_SEED + number)))
    return sayings


def cast_held_out(
    sentences: Sequence[str], per_voice: int, engines: Collection[Engine] = tuple(Engine)
) -> list[tuple[Voice, list[str]]]:
    """What each measured voice says: `per_voice` sentences, twice as many for a voice that no training had."""
    rng = random.Random(99)  # noqa: S311
    drawn = [(voice, rng.sample(sentences, per_voice * (2 if voice in NEVER_HEARD else 1))) for voice in MEASURED]
    return [(voice, texts) for voice, texts in drawn if voice.engine in engines]
