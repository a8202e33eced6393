"""`POST /twilio/stream`: the carrier's news of a stream is answered by who listens to it.

After a restart hundreds come at once, and most of them say what is known already. Behind a proxy `web` answers them.
"""

import logging
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from aiohttp import web
from werkzeug.datastructures import MultiDict

from bridge.carrier import callbacks
from bridge.carrier.signature import SignatureCheck
from bridge.service import UnknownIncident
from bridge.storage.failures import DatabaseUnavailable
from roles.commands import Command

log = logging.getLogger(__name__)

STREAM_CALLBACK = "/twilio/stream"
Tell = Callable[[str, Command], Awaitable[None]]


class StreamCallbacks:
    """`tell(incident_id, command)` returns when it is in the log."""

    def __init__(self, signature: SignatureCheck, tell: Tell) -> None:
        self._signature = signature
        self._tell = tell

    async def handle(self, request: web.Request) -> web.Response:
        body = (await request.read()).decode("utf-8", "replace")
        form = MultiDict(parse_qsl(body, keep_blank_values=True))
        if not self._signature.accepts_form(request.raw_path, form, request.headers.get("X-Twilio-Signature")):
            log.warning("a request without Twilio's signature was refused: %s", request.path)
            return web.Response(status=403)
        news = callbacks.stream(form)
        if news is not None:
            try:
                await self._tell(request.query.get("incident", ""), news)
            except UnknownIncident:
                log.info("news for an incident that is not here")
            except DatabaseUnavailable as error:
                log.warning("news of a stream waits for the carrier to tell it again: %s", error.reason)
                return web.Response(status=503)
        return web.Response(status=204)
