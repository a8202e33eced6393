"""Status callbacks of one conference, call, recording or stream: sent one after the other, in the order of events."""

import asyncio
import logging
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from bridge.simulator.faults import Fate
from bridge.simulator.services import Services
from bridge.simulator.webhooks import WebhookFailure

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class _Callback:
    event: str
    url: str
    method: str
    parameters: Mapping[str, str]


class CallbackQueue:
    """Nothing waits for it: `put` returns at once. A callback that fails after its retries is lost, as at Twilio."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._waiting: deque[_Callback] = deque()
        self._held_back: list[_Callback] = []
        self._running = False

    def put(self, event: str, url: str, parameters: Mapping[str, str], method: str = "POST") -> None:
        """`event` is the name by which faults are asked for. Without a URL nothing is sent."""
        if url:
            self._waiting.append(_Callback(event=event, url=url, method=method, parameters=dict(parameters)))
            if not self._running:
                self._running = True
                self._services.tasks.spawn(self._send_all())

    async def _send_all(self) -> None:
        try:
            while self._waiting:
                await self._dispatch(self._waiting.popleft())
        finally:
            self._running = False

    async def _dispatch(self, callback: _Callback) -> None:
        fate, delay_s = self._services.faults.fate_of(callback.event)
        match fate:
            case Fate.DROP:
                return
            case Fate.DELAY:
                self._services.tasks.spawn(self._send_later(callback, delay_s))
                return
            case Fate.REORDER:
                self._held_back.append(callback)
                return
            case Fate.DOUBLE:
                await self._send(callback)
                await self._send(callback)
            case Fate.DELIVER:
                await self._send(callback)
        held_back, self._held_back = self._held_back, []
        for late in held_back:
            await self._send(late)

    async def _send_later(self, callback: _Callback, delay_s: float) -> None:
        await asyncio.sleep(delay_s)
        await self._send(callback)

    async def _send(self, callback: _Callback) -> None:
        try:
            await self._services.sender.request(callback.url, callback.parameters, callback.method, "callback")
        except WebhookFailure as failure:
            logger.warning("callback %s was lost: error %d", callback.event, failure.code)
        self._services.changes.notify()
