"""A pool of recognizers for each language on the line: the bridge's own from the start, others when they are spoken.

Used from one event loop. A language whose model does not come up is heard by the bridge's own model from then on.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from pathlib import Path

from bridge.live.recognizer_pool import OnResult, RecognizerPool, RecognizerUnavailable
from transcription.models import SpeechModel
from transcription.recognizer import Begin, Cancel, Lost, Order, Partial, Result

log = logging.getLogger(__name__)

MakePool = Callable[[Path, OnResult], RecognizerPool]


class LanguagePools:
    """`models`: by language, `own` among them. `language_of`: in which a segment is spoken, empty for the own one."""

    def __init__(
        self,
        own: str,
        models: Mapping[str, SpeechModel],
        make_pool: MakePool,
        on_result: OnResult,
        language_of: Callable[[str], str],
        on_gone: Callable[[str, str], None] = lambda _language, _instead: None,
    ) -> None:
        """`on_gone(language, own)`: its model did not come up, the own one hears it."""
        self._on_gone = on_gone
        self._own = own
        self._models = dict(models)
        self._make_pool = make_pool
        self._on_result = on_result
        self._language_of = language_of
        self._pools = {own: make_pool(models[own].path, self._result)}
        self._of_segment: dict[str, str] = {}
        self._starting: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """The own one's. Raises RecognizerUnavailable."""
        await self._pools[self._own].start()

    async def close(self) -> None:
        for task in list(self._starting):
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        await asyncio.gather(*(pool.close() for pool in self._pools.values()))

    def be_patient(self, for_s: float) -> None:
        """See `RecognizerPool.be_patient`."""
        for pool in self._pools.values():
            pool.be_patient(for_s)

    def language_for(self, wanted: str) -> str:
        """In which somebody is heard who speaks `wanted` (empty: the own one); its model is loaded from now on."""
        if wanted in ("", self._own) or wanted not in self._models:
            return self._own
        if wanted not in self._pools:
            log.info("somebody speaks %s: %s is loaded", wanted, self._models[wanted].path.name)
            self._pools[wanted] = self._make_pool(self._models[wanted].path, self._result)
            task = asyncio.get_running_loop().create_task(self._start(wanted))
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)
        return wanted

    def send(self, order: Order) -> None:
        """Never blocks; orders for unknown segments are ignored."""
        segment_id = order.segment_id
        if isinstance(order, Begin):
            language = self._language_of(segment_id)
            self._of_segment[segment_id] = language if language in self._pools else self._own
        pool = self._pools.get(self._of_segment.get(segment_id, ""))
        if pool is not None:
            pool.send(order)
        if isinstance(order, Cancel):
            self._of_segment.pop(segment_id, None)

    @property
    def is_ready(self) -> bool:
        """Whether the own language is heard."""
        return self._pools[self._own].is_ready

    @property
    def lag_s(self) -> float:
        return max(pool.lag_s for pool in self._pools.values())

    @property
    def segments_in_flight(self) -> int:
        return sum(pool.segments_in_flight for pool in self._pools.values())

    @property
    def held_bytes(self) -> int:
        return sum(pool.held_bytes for pool in self._pools.values())

    @property
    def restarts(self) -> int:
        return sum(pool.restarts for pool in self._pools.values())

    @property
    def lost_segments(self) -> int:
        return sum(pool.lost_segments for pool in self._pools.values())

    async def _start(self, language: str) -> None:
        try:
            await self._pools[language].start()
        except RecognizerUnavailable as error:
            log.error("%s cannot be heard (%s); the bridge's own model is used", language, error)
            del self._models[language]
            del self._pools[language]
            self._on_gone(language, self._own)
            waiting = [segment_id for segment_id, found in self._of_segment.items() if found == language]
            for segment_id in waiting:
                self._result(segment_id, Lost(f"the model for {language} could not be loaded"))

    def _result(self, segment_id: str, result: Result) -> None:
        if not isinstance(result, Partial):
            self._of_segment.pop(segment_id, None)
        self._on_result(segment_id, result)
