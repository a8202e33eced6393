"""The `live` process: one event loop that owns the public port."""

import asyncio
import contextlib
import logging
import signal
import socket

import uvloop
from aiohttp import web

from bridge.carrier.signature import SignatureCheck
from bridge.live.event_streams import EventStreams
from bridge.live.front_door import LARGEST_BODY_BYTES, FrontDoor
from bridge.live.healthz import Healthz, Speech
from bridge.live.listening import Ear, Listening
from bridge.live.media_socket import MediaSockets
from bridge.live.own_copy import OwnCopies
from bridge.live.recognizer_pool import RecognizerPool
from bridge.live.taking import Taking
from bridge.live.viewers import Viewers
from bridge.node import Node
from bridge.storage.door_bell import DoorBell
from roles.commands import ReportStreamLost
from roles.people import CARRIER
from transcription.heard import PartialHeard, PartialWithdrawn
from transcription.models import resolve

log = logging.getLogger(__name__)
TICK_S = 0.25
DRAIN_S = 5.0


def run_live(node: Node, listener: socket.socket, web_url: str) -> int:
    """Serve on the bound `listener` until SIGTERM."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(node, listener, web_url))
    return 0


async def _serve(node: Node, listener: socket.socket, web_url: str) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    model = resolve(node.settings.vosk_model or None)
    pool = RecognizerPool(model.path, on_result=lambda segment_id, result: listening.result(segment_id, result))
    viewers = Viewers(node.service)
    listening = Listening(
        node.service,
        pool,
        show=lambda ear, said: viewers.publish(ear.incident_id, *shown(ear, said)),
        taking=Taking(node.service, node.takes),
        copies=OwnCopies(node.service, node.copies),
    )
    await pool.start()
    await asyncio.to_thread(_streams_are_lost, node)
    door_bell = DoorBell(node.database)
    door_bell.subscribe(lambda incident_ids: _ring(loop, listening, viewers, incident_ids))
    front_door = FrontDoor(web_url)
    await front_door.start()
    signature = SignatureCheck(node.settings.twilio_auth_token, node.settings.public_url)
    app = web.Application(client_max_size=LARGEST_BODY_BYTES)
    sockets = MediaSockets(node, listening, signature)
    app.router.add_get("/media/{rest:.*}", sockets.handle)
    app.router.add_get("/incidents/{incident_id}/stream", EventStreams(node, viewers).handle)
    app.router.add_get("/healthz", Healthz(web_url, lambda: speech_state(pool)).handle)
    if web_url:
        app.router.add_route("*", "/{rest:.*}", front_door.forward)
    server = web.AppRunner(app, access_log=None, shutdown_timeout=DRAIN_S)
    await server.setup()
    await web.SockSite(server, listener).start()
    ticking = loop.create_task(_tick(listening, pool, viewers))
    await stop.wait()
    ticking.cancel()
    await sockets.close()
    await viewers.close()
    await server.cleanup()
    await listening.close()
    await front_door.close()
    await pool.close()
    await asyncio.to_thread(door_bell.close)


def _ring(
    loop: asyncio.AbstractEventLoop, listening: Listening, viewers: Viewers, incident_ids: frozenset[str]
) -> None:
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(listening.look_at_gates, incident_ids)
        loop.call_soon_threadsafe(viewers.ring, incident_ids)


def speech_state(pool: RecognizerPool) -> Speech:
    return Speech("ok" if pool.is_ready else "down", round(pool.lag_s, 2))


def shown(ear: Ear, said: PartialHeard | PartialWithdrawn) -> tuple[str, dict[str, object]]:
    """Name and data of the message that a page gets."""
    data: dict[str, object] = {"utterance_id": said.utterance_id, "person_id": ear.person_id}
    if isinstance(said, PartialWithdrawn):
        return "partial_gone", data
    return "partial", {**data, "text": said.text, "start_ms": round(said.start.timestamp() * 1000)}


async def _tick(listening: Listening, pool: RecognizerPool, viewers: Viewers) -> None:
    """Close what is due on silent legs; tell the pages how far the transcript is behind the voices."""
    while True:
        await asyncio.sleep(TICK_S)
        listening.tick()
        viewers.tell_lag(round(max(pool.lag_s, listening.last_delay_s), 1))


def _streams_are_lost(node: Node) -> None:
    """A process that has just been started holds no stream: all that the log believes running come back by REST."""
    for row in node.incidents.open():
        lost = ReportStreamLost(call_sid=None, stream_name=None, reason="the listening process was started")
        node.service.handle(row.id, lost, CARRIER)
