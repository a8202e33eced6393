"""The pool with real child processes and the real model: results, crashes, hangs, cancellation, bounds."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bridge.live import recognizer_pool
from bridge.live.recognizer_pool import OVERLOADED, RecognizerPool, RecognizerUnavailable
from transcription import wav
from transcription.models import BUILT_IN_PATH
from transcription.recognizer import Audio, Begin, Cancel, End, Final, Lost, Partial, Result

SPEECH = Path(__file__).parents[2] / "data" / "speech"
WORDS = "please page the database team"
DEADLINE_S = 30.0
BLOCK = 2560


def speech() -> bytes:
    return wav.read((SPEECH / "page-the-team.wav").read_bytes())[0].tobytes()


class Results:
    """What the pool answered, and a way to wait for it."""

    def __init__(self) -> None:
        self.all: list[tuple[str, Result]] = []
        self._news = asyncio.Event()

    def take(self, segment_id: str, result: Result) -> None:
        self.all.append((segment_id, result))
        self._news.set()

    def ends(self) -> dict[str, Result]:
        return {segment_id: result for segment_id, result in self.all if not isinstance(result, Partial)}

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(DEADLINE_S):
            while not condition():
                self._news.clear()
                await self._news.wait()

    async def text_of(self, segment_id: str) -> str:
        await self.until(lambda: segment_id in self.ends())
        result = self.ends()[segment_id]
        assert isinstance(result, Final), result
        return result.text


@asynccontextmanager
async def running(**settings: Any) -> AsyncIterator[tuple[RecognizerPool, Results]]:
    results = Results()
    pool = RecognizerPool(BUILT_IN_PATH, results.take, **settings)
    await pool.start()
    try:
        yield pool, results
    finally:
        await pool.close()


def run(journey: Coroutine[None, None, None]) -> None:
    asyncio.run(journey)


def send_speech(pool: RecognizerPool, segment_id: str, begin: int = 0, end: int | None = None) -> None:
    data = speech()[begin:end]
    if begin == 0:
        pool.send(Begin(segment_id))
    for at in range(0, len(data), BLOCK):
        pool.send(Audio(segment_id, data[at : at + BLOCK]))


def test_a_segment_becomes_partials_and_one_final() -> None:
    async def journey() -> None:
        async with running() as (pool, results):
            send_speech(pool, "MZ1/1")
            await results.until(lambda: any(isinstance(result, Partial) and result.text for _, result in results.all))
            pool.send(End("MZ1/1"))
            assert await results.text_of("MZ1/1") == WORDS
            assert pool.segments_in_flight == 0
            assert pool.held_bytes == 0

    run(journey())


def test_many_segments_at_once_on_two_processes_keep_apart() -> None:
    async def journey() -> None:
        async with running(processes=2) as (pool, results):
            names = [f"MZ{leg}/1" for leg in range(6)]
            for name in names:
                send_speech(pool, name)
            for name in names:
                pool.send(End(name))
            assert [await results.text_of(name) for name in names] == [WORDS] * 6
            assert len(pool.pids) == 2

    run(journey())


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGSTOP])
def test_a_process_that_dies_or_hangs_is_replaced_and_the_segment_decoded_again(number: signal.Signals) -> None:
    async def journey() -> None:
        async with running(hang_deadline_s=0.5) as (pool, results):
            (victim,) = pool.pids
            send_speech(pool, "MZ1/1", 0, 20_000)
            await results.until(lambda: bool(results.all))
            os.kill(victim, number)
            send_speech(pool, "MZ1/1", 20_000)
            pool.send(End("MZ1/1"))
            assert await results.text_of("MZ1/1") == WORDS
            assert pool.restarts == 1
            assert victim not in pool.pids
            assert len(pool.pids) == 1

    run(journey())


def test_a_death_of_one_process_costs_the_other_segments_nothing() -> None:
    async def journey() -> None:
        async with running(processes=2) as (pool, results):
            for name in ("MZ1/1", "MZ2/1"):
                send_speech(pool, name)
            os.kill(pool.pids[0], signal.SIGKILL)
            for name in ("MZ1/1", "MZ2/1"):
                pool.send(End(name))
            assert [await results.text_of(name) for name in ("MZ1/1", "MZ2/1")] == [WORDS] * 2
            assert len([1 for _, result in results.all if isinstance(result, Final)]) == 2

    run(journey())


class Poison(str):
    """A segment id which ends the process that unpickles it."""

    def __reduce__(self) -> tuple[Callable[[int], object], tuple[int]]:
        return os._exit, (3,)


def test_a_segment_that_kills_every_process_is_given_up_aloud_and_the_next_is_decoded() -> None:
    async def journey() -> None:
        async with running() as (pool, results):
            poison = Poison("MZ1/1")
            pool.send(Begin(poison))
            await results.until(lambda: poison in results.ends())
            assert isinstance(results.ends()[poison], Lost)
            assert (pool.lost_segments, pool.restarts) == (1, 3)
            send_speech(pool, "MZ2/1")
            pool.send(End("MZ2/1"))
            assert await results.text_of("MZ2/1") == WORDS

    run(journey())


def test_a_cancelled_segment_gives_no_result_any_more() -> None:
    async def journey() -> None:
        async with running() as (pool, results):
            send_speech(pool, "MZ1/1")
            pool.send(Cancel("MZ1/1"))
            assert pool.held_bytes == 0
            seen = len(results.all)
            pool.send(End("MZ1/1"))
            send_speech(pool, "MZ2/1")
            pool.send(End("MZ2/1"))
            assert await results.text_of("MZ2/1") == WORDS
            assert {segment_id for segment_id, _ in results.all[seen:]} == {"MZ2/1"}

    run(journey())


def test_more_speech_than_the_budget_is_given_up_aloud_and_the_rest_goes_on() -> None:
    async def journey() -> None:
        async with running(budget_bytes=len(speech()) + 1000) as (pool, results):
            send_speech(pool, "MZ1/1")
            send_speech(pool, "MZ2/1")
            assert isinstance(results.ends()["MZ2/1"], Lost)
            pool.send(End("MZ1/1"))
            assert await results.text_of("MZ1/1") == WORDS

    run(journey())


def test_lag_grows_while_a_process_stands_still_and_falls_to_nothing() -> None:
    async def journey() -> None:
        async with running(hang_deadline_s=20.0) as (pool, results):
            (pid,) = pool.pids
            os.kill(pid, signal.SIGSTOP)
            send_speech(pool, "MZ1/1")
            pool.send(End("MZ1/1"))
            before = pool.lag_s
            await asyncio.to_thread(os.waitid, os.P_PID, pid, os.WSTOPPED | os.WNOWAIT)
            assert pool.lag_s > before
            os.kill(pid, signal.SIGCONT)
            assert await results.text_of("MZ1/1") == WORDS
            await results.until(lambda: pool.lag_s == 0.0 or pool.lag_s < before)

    run(journey())


def test_a_model_that_does_not_load_is_reported_and_not_tried_for_ever(tmp_path: Path) -> None:
    async def journey() -> None:
        pool = RecognizerPool(tmp_path, lambda segment_id, result: None, load_deadline_s=DEADLINE_S)
        with pytest.raises(RecognizerUnavailable):
            await pool.start()
        assert pool.pids == []

    run(journey())


def test_far_behind_new_speech_is_given_up_aloud_at_its_end_and_what_waits_is_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recognizer_pool, "SHED_AFTER_S", 0.0)
    monkeypatch.setattr(recognizer_pool, "STILL_AFTER_S", 10.0)

    async def journey() -> None:
        async with running(hang_deadline_s=20.0) as (pool, results):
            send_speech(pool, "MZ1/1")
            send_speech(pool, "MZ2/1")
            assert "MZ2/1" not in results.ends()
            pool.send(End("MZ2/1"))
            assert results.ends()["MZ2/1"] == Lost(OVERLOADED)
            pool.send(End("MZ1/1"))
            assert await results.text_of("MZ1/1") == WORDS
            assert pool.held_bytes == 0

    run(journey())


def test_a_process_that_stands_still_is_no_overload(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognizer_pool, "SHED_AFTER_S", 0.0)
    monkeypatch.setattr(recognizer_pool, "STILL_AFTER_S", 0.0)

    async def journey() -> None:
        async with running(hang_deadline_s=1.0) as (pool, results):
            os.kill(pool.pids[0], signal.SIGSTOP)
            send_speech(pool, "MZ1/1")
            send_speech(pool, "MZ2/1")
            for name in ("MZ1/1", "MZ2/1"):
                pool.send(End(name))
            assert [await results.text_of(name) for name in ("MZ1/1", "MZ2/1")] == [WORDS] * 2

    run(journey())


def test_segments_of_a_process_that_stands_still_move_to_the_other_at_once_and_back_nothing_comes_twice() -> None:
    async def journey() -> None:
        async with running(processes=2, hang_deadline_s=20.0) as (pool, results):
            names = ["MZ1/1", "MZ2/1"]
            for name in names:
                send_speech(pool, name)
            victim = pool.pids[0]
            os.kill(victim, signal.SIGSTOP)
            for name in names:
                pool.send(End(name))
            assert [await results.text_of(name) for name in names] == [WORDS] * 2
            assert pool.restarts == 0
            os.kill(victim, signal.SIGCONT)
            send_speech(pool, "MZ3/1")
            pool.send(End("MZ3/1"))
            assert await results.text_of("MZ3/1") == WORDS
            assert len([1 for _, result in results.all if isinstance(result, Final)]) == 3

    run(journey())
