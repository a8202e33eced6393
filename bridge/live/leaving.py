"""This process is to end while people talk: it takes nothing new, and hands its legs to the process beside it.

The order matters: first nobody connects here any more, then the streams of the legs are ordered anew.
"""

import asyncio
import logging

from aiohttp import web

from bridge.live.listening import Listening
from bridge.live.media_socket import MediaSockets
from bridge.live.viewers import Viewers
from bridge.service import UnknownIncident
from bridge.storage.failures import DatabaseUnavailable
from roles.commands import ReplaceStreams

log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.1
AT_MOST_S = 45.0
"""Whoever has no other stream by then gets one after this process has ended, and the gap is marked."""


LEAVING = web.AppKey("leaving", asyncio.Event)


def answers_last(app: web.Application) -> None:
    """Let each answer close its connection once this process leaves."""
    app[LEAVING] = asyncio.Event()

    async def close_after(request: web.Request, response: web.StreamResponse) -> None:
        if app[LEAVING].is_set() and not isinstance(response, web.WebSocketResponse):
            response.force_close()
            response.headers["Connection"] = "close"

    app.on_response_prepare.append(close_after)


async def leave(
    site: web.BaseSite, app: web.Application, sockets: MediaSockets, viewers: Viewers, listening: Listening
) -> None:
    """Returns when another process has every leg, or after a while.

    `app` was made with `answers_last`: whoever still has a connection is answered, and comes back on another one.
    """
    await site.stop()
    app[LEAVING].set()
    sockets.leave()
    await viewers.close()
    for incident_id, names in listening.stream_names().items():
        try:
            await listening.tell(incident_id, ReplaceStreams(stream_names=tuple(names)))
        except (DatabaseUnavailable, UnknownIncident) as error:
            log.error("the streams of %s cannot be handed over: %s", incident_id, type(error).__name__)
    loop = asyncio.get_running_loop()
    deadline = loop.time() + AT_MOST_S
    while listening.streams and loop.time() < deadline:
        await asyncio.sleep(LOOK_EVERY_S)
    log.info("this process leaves; %d legs were not handed over", listening.streams)
