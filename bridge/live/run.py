"""The `live` process: one event loop that owns the public port."""

import asyncio
import contextlib
import logging
import os
import signal
import socket
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import uvloop
from aiohttp import web

from bridge.carrier.signature import SignatureCheck
from bridge.live.ear import Ear
from bridge.live.event_streams import EventStreams
from bridge.live.front_door import LARGEST_BODY_BYTES, FrontDoor
from bridge.live.gaps import BEAT_EVERY_S, Heartbeat
from bridge.live.healthz import Healthz, Speech
from bridge.live.language_pools import LanguagePools
from bridge.live.leaving import answers_last, leave
from bridge.live.listening import Listening
from bridge.live.media_socket import MediaSockets
from bridge.live.metrics import Figures, Metrics
from bridge.live.own_copy import OwnCopies
from bridge.live.phone_check import PhoneCheckEar
from bridge.live.recognizer_pool import RecognizerPool
from bridge.live.returning import Returning, heartbeat_of
from bridge.live.stream_callbacks import STREAM_CALLBACK, StreamCallbacks
from bridge.live.taking import Taking
from bridge.live.viewers import Viewers
from bridge.node import Node
from bridge.speech_models.by_language import models_by_language, size_bytes
from bridge.speech_models.chosen import chosen_model
from bridge.storage.door_bell import DoorBell
from roles.commands import ReportStreamLost
from transcription.heard import PartialHeard, PartialWithdrawn

log = logging.getLogger(__name__)
TICK_S = 0.25
DRAIN_S = 5.0
LARGEST_HELD_TWICE_BYTES = 256 * 1024 * 1024
CHANGE_OVER_S = 120.0
ORPHANS_AFTER_S = 60.0
SETTLED_S = 10.0
LEGS_FIRST_S = 2.0


def run_live(
    node: Node, listener: socket.socket, web_url: str, returning: Returning, beside: bool = False, ready_fd: int = -1
) -> int:
    """Serve on the bound `listener` until SIGTERM. SIGUSR2: another process is being started beside this one; SIGUSR1:
    it is there, hand over to it, then end."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(node, listener, web_url, returning, beside, ready_fd))
    return 0


async def _serve(
    node: Node, listener: socket.socket, web_url: str, returning: Returning, beside: bool, ready_fd: int
) -> None:
    loop = asyncio.get_running_loop()
    stop, leaves = asyncio.Event(), asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, leaves.set)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    own = chosen_model(node.settings)
    pool = LanguagePools(
        own.language,
        models_by_language(node.settings),
        lambda path, on_result: RecognizerPool(
            path, on_result=on_result, processes=recognizers_for(path) if path == own.path else 1
        ),
        on_result=lambda segment_id, result: listening.result(segment_id, result),
        language_of=lambda segment_id: listening.language_of(segment_id),
        on_gone=lambda language, own: listening.language_is_gone(language, own),
    )
    viewers = Viewers(node.service, node.words)
    listening = Listening(
        node.service,
        pool,
        show=lambda ear, said: viewers.publish(ear.incident_id, *shown(ear, said)),
        taking=Taking(node.service, node.takes),
        copies=OwnCopies(node.service, node.copies),
    )
    loop.add_signal_handler(signal.SIGUSR2, pool.be_patient, CHANGE_OVER_S)
    for call_sid in returning.call_sids:
        listening.gaps.ended(call_sid, returning.heard_until_s)
    heartbeat = heartbeat_of(node)
    door_bell = DoorBell(node.database)
    door_bell.subscribe(lambda incident_ids: _ring(loop, listening, viewers, incident_ids))
    front_door = FrontDoor(web_url)
    await front_door.start()
    signature = SignatureCheck(node.settings.twilio_auth_token, node.settings.public_url)
    app = web.Application(client_max_size=LARGEST_BODY_BYTES)
    answers_last(app)
    phone_check = PhoneCheckEar(node.phone_checks, node.settings.phone_checks_dir, listening.recognize_aside)
    sockets = MediaSockets(node, listening, signature, phone_check, language_for=pool.language_for)
    app.router.add_get("/media/{rest:.*}", sockets.handle)
    app.router.add_get("/incidents/{incident_id}/stream", EventStreams(node, viewers).handle)
    app.router.add_get("/healthz", Healthz(web_url, lambda: speech_state(pool)).handle)
    metrics = Metrics(web_url, node.settings.metrics_token, node.settings.host, lambda: figures(listening, pool))
    app.router.add_get("/metrics", metrics.handle)
    app.router.add_post(STREAM_CALLBACK, StreamCallbacks(signature, listening.tell).handle)
    if web_url:
        app.router.add_route("*", "/{rest:.*}", front_door.forward)
    server = web.AppRunner(app, access_log=None, shutdown_timeout=DRAIN_S)
    await server.setup()
    recognizing = loop.create_task(_recognize(pool, listening, len(returning.call_sids)))
    recognizing.add_done_callback(lambda task: stop.set() if not task.cancelled() and task.exception() else None)
    if beside:
        pool.be_patient(CHANGE_OVER_S)
        await recognizing
    # After a restart the sockets come first: sound that comes while the model is loaded waits for it.
    site = web.SockSite(server, listener)
    await site.start()
    if ready_fd >= 0:
        os.write(ready_fd, b"+")
        os.close(ready_fd)
    ticking = loop.create_task(_tick(listening, pool, viewers))
    beating = loop.create_task(_beat(heartbeat))
    orphans = loop.create_task(_adopt_orphans(node, listening)) if beside else None
    leaving = loop.create_task(_leave_when_told(leaves, stop, lambda: leave(site, app, sockets, viewers, listening)))
    await stop.wait()
    for task in (leaving, orphans):
        if task is not None:
            task.cancel()
    ticking.cancel()
    beating.cancel()
    heartbeat.close()
    await sockets.close()
    await viewers.close()
    await server.cleanup()
    await listening.close()
    await front_door.close()
    await pool.close()
    await asyncio.to_thread(door_bell.close)
    if recognizing.done():
        recognizing.result()


def _ring(
    loop: asyncio.AbstractEventLoop, listening: Listening, viewers: Viewers, incident_ids: frozenset[str]
) -> None:
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(listening.look_at_gates, incident_ids)
        loop.call_soon_threadsafe(viewers.ring, incident_ids)


def recognizers_for(model: Path) -> int:
    """Two, so that one goes on at once where the other ends; one alone of a model that is too large to hold twice."""
    return 2 if size_bytes(model) <= LARGEST_HELD_TWICE_BYTES else 1


def speech_state(pool: LanguagePools) -> Speech:
    return Speech("ok" if pool.is_ready else "down", round(pool.lag_s, 2))


def figures(listening: Listening, pool: LanguagePools) -> Figures:
    return Figures(
        heard=listening.heard(),
        streams=listening.streams,
        lag_s=pool.lag_s,
        segments=pool.segments_in_flight,
        held_bytes=pool.held_bytes,
        restarts=pool.restarts,
        lost_segments=pool.lost_segments,
    )


def shown(ear: Ear, said: PartialHeard | PartialWithdrawn) -> tuple[str, dict[str, object]]:
    """Name and data of the message that a page gets."""
    data: dict[str, object] = {"utterance_id": said.utterance_id, "person_id": ear.person_id}
    if isinstance(said, PartialWithdrawn):
        return "partial_gone", data
    return "partial", {**data, "text": said.text, "start_ms": round(said.start.timestamp() * 1000)}


async def _tick(listening: Listening, pool: LanguagePools, viewers: Viewers) -> None:
    """Close what is due on silent legs; tell the pages how far the transcript is behind the voices."""
    while True:
        await asyncio.sleep(TICK_S)
        listening.tick()
        viewers.tell_lag(round(max(pool.lag_s, listening.last_delay_s), 1))


async def _recognize(pool: LanguagePools, listening: Listening, legs: int) -> None:
    """First the `legs` whose sound is lost until they are back: what is said meanwhile on the others waits."""
    deadline = time.monotonic() + LEGS_FIRST_S
    while listening.streams < legs and time.monotonic() < deadline:
        await asyncio.sleep(TICK_S / 5)
    await pool.start()


async def _beat(heartbeat: Heartbeat) -> None:
    while True:
        heartbeat.beat(time.time())
        await asyncio.sleep(BEAT_EVERY_S)


async def _leave_when_told(told: asyncio.Event, stop: asyncio.Event, leaves: Callable[[], Awaitable[None]]) -> None:
    await told.wait()
    await leaves()
    stop.set()


async def _adopt_orphans(node: Node, listening: Listening) -> None:
    """The process beside this one is gone by now; if it was killed, nobody has told of its streams."""
    await asyncio.sleep(ORPHANS_AFTER_S)
    settled = node.clock() - timedelta(seconds=SETTLED_S)
    for row in await asyncio.to_thread(node.incidents.open):
        streams = (await asyncio.to_thread(node.service.incident, row.id)).streams
        mine = {name for names in listening.stream_names().values() for name in names}
        for call_sid, stream in streams.by_leg.items():
            for name in (stream.before, stream.name if stream.state == "running" else ""):
                if name and name not in mine and stream.since < settled:
                    reason = "the listening process before has ended"
                    lost = ReportStreamLost(call_sid=call_sid, stream_name=name, reason=reason, broken=True)
                    await listening.tell(row.id, lost)
