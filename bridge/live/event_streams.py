"""`GET /incidents/ID/stream`: server-sent events for pages, resumed by Last-Event-ID, authorized as the pages are."""

import asyncio
import time
from collections.abc import Callable

from aiohttp import web

from bridge.console.viewer import Viewer, viewer_of
from bridge.live.viewers import Viewers, Watcher, message
from bridge.node import Node
from bridge.service import UnknownIncident
from bridge.session_cookie import SESSION_COOKIE
from bridge.storage.failures import DatabaseUnavailable

BEAT_EVERY_S = 5.0
SESSION_CHECK_EVERY_S = 30.0
WRITE_WITHIN_S = 10.0
MOST_VIEWERS = 1000
HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
    "X-Content-Type-Options": "nosniff",
}


class EventStreams:
    """The handler; each stream ends when its page goes, its session ends, or it takes its news too slowly."""

    def __init__(self, node: Node, viewers: Viewers, clock: Callable[[], float] = time.time) -> None:
        self._node = node
        self._viewers = viewers
        self._clock = clock

    async def handle(self, request: web.Request) -> web.StreamResponse:
        token = request.cookies.get(SESSION_COOKIE, "")
        try:
            viewer = await self._viewer(token)
            if viewer is None:
                return web.Response(status=401, text="Sign in first.\n")
            after = resume_point(request.headers.get("Last-Event-ID"), request.query.get("after"))
            if self._viewers.count >= MOST_VIEWERS:
                return _busy("Too many pages are open on this machine.")
            watcher = await self._viewers.join(request.match_info["incident_id"], viewer, after)
        except ValueError:
            return web.Response(status=400, text="Last-Event-ID and after are numbers of events.\n")
        except UnknownIncident:
            return web.Response(status=404, text="There is no such incident.\n")
        except DatabaseUnavailable:
            return _busy("The database does not answer.")
        response = web.StreamResponse(headers=HEADERS)
        try:
            await response.prepare(request)
            await response.write(b"retry: 2000\n\n" + self._beat())
            await self._send(response, watcher, token)
        except (TimeoutError, ConnectionError):
            pass
        finally:
            self._viewers.leave(request.match_info["incident_id"], watcher)
        return response

    async def _send(self, response: web.StreamResponse, watcher: Watcher, token: str) -> None:
        checked = beaten = time.monotonic()
        while True:
            try:
                data = await asyncio.wait_for(watcher.queue.get(), BEAT_EVERY_S)
            except TimeoutError:
                data = b""
            if data is None:
                return
            now = time.monotonic()
            if now - checked >= SESSION_CHECK_EVERY_S:
                checked = now
                if not await self._still_signed_in(token):
                    await response.write(message("sign_in", {}))
                    return
            if now - beaten >= BEAT_EVERY_S:
                beaten = now
                data += self._beat()
            if data:
                await asyncio.wait_for(response.write(data), WRITE_WITHIN_S)

    async def _viewer(self, token: str) -> Viewer | None:
        session = await asyncio.to_thread(self._node.accounts.session, token, self._node.clock())
        return viewer_of(session) if session is not None else None

    async def _still_signed_in(self, token: str) -> bool:
        """An outage of the database signs nobody out."""
        try:
            return await self._viewer(token) is not None
        except DatabaseUnavailable:
            return True

    def _beat(self) -> bytes:
        return message("beat", {"now_ms": round(self._clock() * 1000)})


def resume_point(last_event_id: str | None, after: str | None) -> int | None:
    """The number of the last event that the page has; the browser's own header wins. Raises ValueError."""
    given = last_event_id or after
    if not given:
        return None
    if not given.isascii() or not given.isdigit() or len(given) > 12:
        raise ValueError(given)
    return int(given)


def _busy(text: str) -> web.Response:
    return web.Response(status=503, headers={"Retry-After": "2"}, text=f"{text} The call goes on.\n")
