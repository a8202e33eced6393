"""A pool for each language with real children: started when somebody speaks it, and the own one where it fails."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bridge.live.language_pools import LanguagePools
from bridge.live.recognizer_pool import RecognizerPool
from tests.bridge.live.test_recognizer_pool import WORDS, Results, run, speech
from transcription.models import BUILT_IN_PATH, resolve
from transcription.recognizer import Audio, Begin, Cancel, End, Final, Lost


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[tuple[LanguagePools, Results, list[Path]]]:
    """The own model, "de" (the same under another name) and "fr", which cannot be loaded; which pools were made."""
    german, french = folder / "vosk-model-small-de-test", folder / "vosk-model-small-fr-test"
    german.symlink_to(BUILT_IN_PATH)
    french.mkdir()
    results, made = Results(), list[Path]()

    def make(path: Path, on_result):
        made.append(path)
        return RecognizerPool(path, on_result, load_deadline_s=20)

    pools = LanguagePools(
        "en",
        {"en": resolve(None), "de": resolve(str(german)), "fr": resolve(str(french))},
        make,
        results.take,
        lambda segment_id: segment_id.partition("-")[0],
        lambda language, own: results.take(f"{language} is gone, heard in {own}", Final((), "", 0.0)),
    )
    await pools.start()
    try:
        yield pools, results, made
    finally:
        await pools.close()


def say(pools: LanguagePools, segment_id: str) -> None:
    for order in (Begin(segment_id), Audio(segment_id, speech()), End(segment_id)):
        pools.send(order)


def test_each_segment_is_heard_by_the_model_of_its_language(tmp_path: Path) -> None:
    async def story() -> None:
        async with running(tmp_path) as (pools, results, made):
            assert pools.language_for("") == "en"
            assert pools.language_for("it") == "en", "nothing is installed for it"
            assert [path.name for path in made] == [BUILT_IN_PATH.name], "no other model is in memory yet"
            assert pools.language_for("de") == "de"
            assert pools.language_for("de") == "de"
            assert [path.name for path in made] == [BUILT_IN_PATH.name, "vosk-model-small-de-test"]
            for segment_id in ("en-1", "de-1", "it-1"):
                say(pools, segment_id)
            pools.send(Begin("de-2"))
            pools.send(Cancel("de-2"))
            for segment_id in ("en-1", "de-1", "it-1"):
                assert await results.text_of(segment_id) == WORDS
            assert pools.segments_in_flight == 0
            assert pools.is_ready
            assert pools.restarts == 0

    run(story())


def test_a_model_that_does_not_load_loses_nothing_silently_and_the_own_one_takes_over(tmp_path: Path) -> None:
    async def story() -> None:
        async with running(tmp_path) as (pools, results, _):
            assert pools.language_for("fr") == "fr"
            say(pools, "fr-1")
            await results.until(lambda: "fr-1" in results.ends())
            lost = results.ends()["fr-1"]
            assert isinstance(lost, Lost)
            assert re.search("could not be loaded|ended 3 times", lost.reason)
            async with asyncio.timeout(30):
                while pools.language_for("fr") == "fr":
                    await asyncio.to_thread(str)
            assert pools.language_for("fr") == "en"
            assert "fr is gone, heard in en" in results.ends()
            say(pools, "fr-2")
            assert await results.text_of("fr-2") == WORDS

    run(story())
