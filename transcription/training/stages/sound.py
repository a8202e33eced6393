"""From text to speech of many voices, and from speech to features."""

from collections.abc import Collection

from transcription.training.acoustic import augmented_features
from transcription.training.stages.workshop import Workshop
from transcription.training.voices import casting, held_out_speech, sounds_without_words, speaking
from transcription.training.voices.engines import Engine

FIRST, SECOND, SILENCE = "first", "second", "silence"
_SECOND_FIRST_ID = 20_000
VERSIONS = {FIRST: (1, 2), SECOND: (1, 2), SILENCE: (1, 2, 3)}
"""How often each set is augmented, differently each time."""
_SEEDS = {(FIRST, 1): 1, (FIRST, 2): 2, (SECOND, 1): 3, (SECOND, 2): 4}


def check_voices(engines: Collection[Engine]) -> None:
    """Raises MissingNeed unless every voice of these engines says something."""
    voices = dict.fromkeys([*casting.WEIGHTS, *casting.MEASURED])
    speaking.check_voices([voice for voice in voices if voice.engine in engines])


def speech(shop: Workshop) -> None:
    text, engines = shop.sentences(), shop.wishes.engines
    for name, rows, first_id in ((FIRST, text.first, 0), (SECOND, text.second, _SECOND_FIRST_ID)):
        sayings = casting.cast(shop.limited(rows), first_id, engines)
        speaking.speak_all(sayings, shop.speech(name), shop.processes, shop.progress)


def silence(shop: Workshop) -> None:
    sounds_without_words.make_sounds(shop.speech(SILENCE), sounds_without_words.COUNT, shop.progress)


def features(shop: Workshop) -> None:
    """People of the first set talk in the background of all. A version that is there is not made again."""
    for name, versions in VERSIONS.items():
        for version in versions:
            into = shop.features(f"{name}-{version}")
            if into.exists():
                continue
            into.parent.mkdir(parents=True, exist_ok=True)
            aside = into.with_suffix(".part")
            seed = _SEEDS.get((name, version), 100 + version)
            augmented_features.make_features(
                shop.speech(name), aside, seed, shop.speech(FIRST), shop.processes, shop.progress
            )
            aside.replace(into)


def held_out(shop: Workshop) -> None:
    cast = casting.cast_held_out(shop.sentences().held_out, shop.wishes.per_voice, shop.wishes.engines)
    held_out_speech.make_held_out(cast, shop.held_out, shop.progress)
