"""Recognizer processes for the segments of all legs: one owner a segment, a watch-dog, and a copy to decode again from.

A leg's segments stay on one process while any is in flight, so that its pieces come back in order.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import assert_never

from bridge.live.held_segment import HeldSegment
from bridge.live.recognizer_child import Child
from bridge.live.recognizer_process import Answer, Job
from transcription.recognizer import Audio, Begin, Cancel, End, Lost, Order, Partial, Result

log = logging.getLogger(__name__)

OnResult = Callable[[str, Result], None]

WATCH_EVERY_S = 0.25
PING_AFTER_S = 1.0
REPLAY_BLOCK_BYTES = 16_000
MAX_ATTEMPTS = 3
STEADY_AFTER_S = 10.0
MAX_RESTART_DELAY_S = 15.0
CLOSE_DEADLINE_S = 2.0
SHED_AFTER_S = 2.0
"""So far behind, new stretches of speech are given up aloud until the recognizers have caught up."""
PATIENT_SHED_AFTER_S = 20.0
STILL_AFTER_S = 0.25
MOVE_AFTER_S = 0.5
"""A process that owes an answer for so long keeps its life for a while, but another one decodes its segments."""
OVERLOADED = "more people speak than this machine can write down"


class RecognizerUnavailable(Exception):
    """No recognizer process came up with the model."""


class RecognizerPool:
    """Used from one event loop; `on_result(segment_id, result)` is called on it, with Lost when it gives up."""

    def __init__(
        self,
        model_path: Path,
        on_result: OnResult,
        *,
        processes: int = 1,
        hang_deadline_s: float = 3.0,
        load_deadline_s: float = 60.0,
        budget_bytes: int = 128 * 1024 * 1024,
    ) -> None:
        self._model_path = str(model_path)
        self._on_result = on_result
        self._processes = processes
        self._hang_deadline_s = hang_deadline_s
        self._load_deadline_s = load_deadline_s
        self._budget_bytes = budget_bytes
        self._children: list[Child] = []
        self._held: dict[str, HeldSegment] = {}
        self._held_bytes = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._settled = asyncio.Event()
        self._closing = False
        self._quick_deaths = 0
        self._patient_until = 0.0
        self.restarts = 0
        self.lost_segments = 0

    @property
    def lag_s(self) -> float:
        """Age of the oldest order that no process has done; 0 when everything is decoded."""
        now = time.monotonic()
        return max((child.lag_s(now) for child in self._children), default=0.0)

    @property
    def segments_in_flight(self) -> int:
        return len(self._held)

    @property
    def held_bytes(self) -> int:
        return self._held_bytes

    @property
    def pids(self) -> list[int]:
        """The recognizer processes that are alive."""
        return [child.pid for child in self._children if child.pid is not None and not child.is_dead]

    @property
    def is_ready(self) -> bool:
        """Whether at least one process has the model in memory."""
        return any(child.is_ready and not child.is_dead for child in self._children)

    async def start(self) -> None:
        """Start the processes; returns when the first has loaded the model, or raises RecognizerUnavailable."""
        await asyncio.gather(*(self._spawn() for _ in range(self._processes)))
        self._run(self._watch())
        try:
            async with asyncio.timeout(self._load_deadline_s):
                await self._settled.wait()
        except TimeoutError:
            await self.close()
            raise RecognizerUnavailable(f"No recognizer was ready after {self._load_deadline_s:.0f} s.") from None
        if not self.is_ready:
            await self.close()
            raise RecognizerUnavailable("Recognizer processes end before they have loaded the model.")

    async def close(self) -> None:
        """End all processes; results that are still on their way are dropped."""
        self._closing = True
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(asyncio.to_thread(child.close, CLOSE_DEADLINE_S) for child in self._children))
        self._children.clear()
        self._held.clear()
        self._held_bytes = 0

    def send(self, order: Order) -> None:
        """Take an order of a session. Never blocks; orders for unknown segments are ignored."""
        match order:
            case Begin(segment_id):
                held = HeldSegment(segment_id, segment_id.rpartition("/")[0])
                if self._is_overloaded:
                    held.shed = True
                    self._held[segment_id] = held
                    return
                held.child = self._pick(held.stream)
                held.attempts = 0 if held.child is None else 1
                self._held[segment_id] = held
            case Audio(segment_id, pcm16):
                found = self._held.get(segment_id)
                if found is None or found.shed:
                    return
                if self._held_bytes + len(pcm16) > self._budget_bytes:
                    self._give_up(found, OVERLOADED)
                    return
                held = found
                held.blocks.append(pcm16)
                held.size += len(pcm16)
                self._held_bytes += len(pcm16)
            case End(segment_id):
                found = self._held.get(segment_id)
                if found is None:
                    return
                held = found
                held.ended = True
                if held.shed:
                    self._give_up(held, OVERLOADED)
                    return
            case Cancel(segment_id):
                found = self._held.get(segment_id)
                if found is None:
                    return
                held = found
                self._forget(held)
            case _:
                assert_never(order)
        if held.child is not None:
            held.child.send(Job(time.monotonic(), order))

    def be_patient(self, for_s: float) -> None:
        """The machine is about to be busy with something that passes: late words are better than none."""
        self._patient_until = time.monotonic() + for_s

    @property
    def _is_overloaded(self) -> bool:
        """Behind although all processes work; one that hangs or is being replaced is no overload."""
        now = time.monotonic()
        at_work = [child for child in self._children if child.is_ready and not child.is_dead]
        hanging = any(child.silent_s(now) > STILL_AFTER_S for child in at_work)
        behind_s = max((child.behind_s(now) for child in self._children), default=0.0)
        shed_after_s = PATIENT_SHED_AFTER_S if now < self._patient_until else SHED_AFTER_S
        return behind_s > shed_after_s and len(at_work) == len(self._children) and not hanging

    def _pick(self, stream: str) -> Child | None:
        for held in self._held.values():
            owner = held.child
            if held.stream == stream and owner is not None and not owner.is_dead and not self._stands_still(owner):
                return owner
        alive = [child for child in self._children if not child.is_dead]

        def worth(child: Child) -> tuple[bool, bool, int]:
            return not child.is_ready, self._stands_still(child), child.unanswered

        return min(alive, key=worth, default=None)

    def _stands_still(self, child: Child) -> bool:
        return child.is_ready and child.silent_s(time.monotonic()) > MOVE_AFTER_S

    def _move_away(self, silent: Child) -> None:
        """Give the segments of a process that stands still to one that does not; a late answer of it is ignored."""
        others = [child for child in self._children if child.is_ready and not child.is_dead]
        if all(self._stands_still(child) for child in others):
            return
        moved = [held for held in self._held.values() if held.child is silent]
        for held in moved:
            held.child = None
            held.attempts -= 1
            silent.send(Job(time.monotonic(), Cancel(held.segment_id)))
        self._adopt()

    def _forget(self, held: HeldSegment) -> None:
        if self._held.pop(held.segment_id, None) is not None:
            self._held_bytes -= held.size
            held.blocks.clear()

    def _give_up(self, held: HeldSegment, reason: str) -> None:
        self._forget(held)
        self.lost_segments += 1
        if held.child is not None and not held.child.is_dead:
            held.child.send(Job(time.monotonic(), Cancel(held.segment_id)))
        log.warning("speech was not decoded: %s", reason)
        self._on_result(held.segment_id, Lost(reason))

    def _answered(self, child: Child, answer: Answer) -> None:
        self._settled.set()
        if answer.result is None:
            return
        held = self._held.get(answer.segment_id)
        if held is None or held.child is not child:
            return
        if not isinstance(answer.result, Partial):
            self._forget(held)
        self._on_result(answer.segment_id, answer.result)

    def _died(self, child: Child) -> None:
        if self._closing or child not in self._children:
            return
        self._children.remove(child)
        self.restarts += 1
        steady = child.is_ready and time.monotonic() - child.started_at > STEADY_AFTER_S
        self._quick_deaths = 0 if steady else self._quick_deaths + 1
        if self._quick_deaths >= MAX_ATTEMPTS:
            self._settled.set()
        log.error("a recognizer process ended (%d segments in flight); starting another", self._orphan(child))
        self._run(self._replace(child))

    def _orphan(self, child: Child) -> int:
        """Take the dead child's segments back; those of other processes go on."""
        orphans = [held for held in self._held.values() if held.child is child]
        for held in orphans:
            held.child = None
            if held.attempts >= MAX_ATTEMPTS:
                self._give_up(held, f"the recognizer ended {MAX_ATTEMPTS} times while decoding it")
        self._adopt()
        return len(orphans)

    def _adopt(self) -> None:
        """Give segments without an owner to a process, from their beginning."""
        for held in [each for each in self._held.values() if each.child is None and not each.shed]:
            child = self._pick(held.stream)
            if child is None:
                return
            held.child = child
            held.attempts += 1
            now = time.monotonic()
            child.send(Job(now, Begin(held.segment_id)))
            audio = b"".join(held.blocks)
            for begin in range(0, len(audio), REPLAY_BLOCK_BYTES):
                child.send(Job(now, Audio(held.segment_id, audio[begin : begin + REPLAY_BLOCK_BYTES])))
            if held.ended:
                child.send(Job(now, End(held.segment_id)))

    async def _replace(self, dead: Child) -> None:
        await asyncio.to_thread(dead.close, CLOSE_DEADLINE_S)
        if self._quick_deaths > 1:
            await asyncio.sleep(min(0.25 * 2.0**self._quick_deaths, MAX_RESTART_DELAY_S))
        await self._spawn()

    async def _spawn(self) -> None:
        child = Child(self._model_path, asyncio.get_running_loop(), self._answered, self._died)
        self._children.append(child)
        await asyncio.to_thread(child.start)
        self._adopt()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_EVERY_S)
            now = time.monotonic()
            for child in self._children:
                if not child.is_ready:
                    hung = now - child.started_at > self._load_deadline_s
                else:
                    hung = child.silent_s(now) > self._hang_deadline_s
                    if not hung and self._stands_still(child):
                        self._move_away(child)
                    if not child.unanswered and now - child.last_answer_at > PING_AFTER_S:
                        child.send(Job(now, None))
                if hung:
                    log.error("a recognizer process does not answer; killing it")
                    child.kill()

    def _run(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
