"""`GET /healthz` at the front door: the answer of `web`, with the state of speech beside it.

Speech never decides the status code: calls are taken without a transcript.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

import aiohttp
from aiohttp import web

ASK_WITHIN = aiohttp.ClientTimeout(total=5, sock_connect=2)


@dataclass(frozen=True)
class Speech:
    """`state`: ok or down; `lag_s`: age of the oldest sound that is not recognized yet."""

    state: str
    lag_s: float


class Healthz:
    """`web_url`: where `web` listens; empty where a proxy asks each process for itself."""

    def __init__(self, web_url: str, speech: Callable[[], Speech]) -> None:
        self._web_url = web_url
        self._speech = speech

    async def handle(self, _request: web.Request) -> web.Response:
        speech = asdict(self._speech())
        if not self._web_url:
            return web.json_response({"status": "ok", "speech": speech})
        try:
            async with (
                aiohttp.ClientSession(timeout=ASK_WITHIN) as session,
                session.get(self._web_url + "/healthz") as said,
            ):
                found = await said.json()
                return web.json_response({**found, "speech": speech}, status=said.status)
        except (aiohttp.ClientError, TimeoutError, json.JSONDecodeError):
            return web.json_response({"status": "unavailable", "web": "down", "speech": speech}, status=503)
