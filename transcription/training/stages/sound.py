"""From text to speech of many voices, and to sound without words."""

from collections.abc import Collection

from transcription.training.stages.workshop import Workshop
from transcription.training.voices import casting, held_out_speech, sounds_without_words, speaking
from transcription.training.voices.engines import Engine

FIRST, SECOND, SILENCE = "first", "second", "silence"
_SECOND_FIRST_ID = 20_000


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


def held_out(shop: Workshop) -> None:
    cast = casting.cast_held_out(shop.sentences().held_out, shop.wishes.per_voice, shop.wishes.engines)
    held_out_speech.make_held_out(cast, shop.held_out, shop.progress)
