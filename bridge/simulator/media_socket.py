"""One media stream: connects to the application's WebSocket and sends a leg's audio, 20 ms a message, until stopped."""

import asyncio
import base64
import json
import logging
import os
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from socket import SHUT_RDWR, socket as socket_of
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from bridge.simulator import g711
from bridge.simulator.callback_queue import CallbackQueue
from bridge.simulator.ids import iso8601, new_sid, now
from bridge.simulator.services import Services
from bridge.simulator.sound import FRAME_S, FRAME_SAMPLES

logger = logging.getLogger(__name__)

FIRST_TIMESTAMP_MS = 118
MOST_UNSENT_FRAMES = 1500
CONNECT_WITHIN_S = 5.0
SILENT_PAYLOAD = base64.b64encode(bytes([g711.SILENCE]) * FRAME_SAMPLES).decode()
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, kw_only=True)
class StreamOrder:
    """What Start/Stream or the REST request asked for. track: inbound_track, outbound_track or both_tracks."""

    url: str
    name: str = ""
    track: str = "inbound_track"
    status_callback: str = ""
    status_callback_method: str = "POST"
    parameters: Mapping[str, str] = field(default_factory=dict)


class MediaSocket:
    """Belongs to a call, not to a document: it goes on through redirects and conferences until the call ends.

    Frames go on while the leg is muted or held. A broken socket is never connected again. `heard_from_s` to
    `heard_until_s`: the sound that it took, in seconds since 1970.
    """

    def __init__(self, services: Services, call_sid: str, order: StreamOrder) -> None:
        self.sid = new_sid("MZ")
        self.call_sid = call_sid
        self.name = order.name or self.sid
        self.order = order
        self.status = "in-progress"
        self.updated_at = now()
        self.frozen = False
        self.frames_sent = 0
        self.open = False
        self.heard_from_s = self.heard_until_s = 0.0
        self._services = services
        self._callbacks = CallbackQueue(services)
        self._unsent: deque[tuple[str, str, int]] = deque()
        self._wake = asyncio.Event()
        self._stopping = False
        self._dropped = False
        self._sequence = 0
        self._chunk = 0
        self._clock_ms = FIRST_TIMESTAMP_MS - 20
        self._tracks = {
            "inbound_track": ["inbound"],
            "outbound_track": ["outbound"],
            "both_tracks": ["inbound", "outbound"],
        }[order.track]
        services.tasks.spawn(self._run())

    def hear(self, inbound: bytes | None, outbound: bytes | None, until_s: float) -> None:
        """20 ms of both directions up to `until_s`; None is silence. Called on every tick of the carrier's clock."""
        if not self.open or self.status != "in-progress":
            return
        self._clock_ms += 20
        self.heard_until_s = until_s
        self.heard_from_s = self.heard_from_s or self.heard_until_s - FRAME_S
        if len(self._unsent) >= MOST_UNSENT_FRAMES:
            return
        for track, frame in (("inbound", inbound), ("outbound", outbound)):
            if track in self._tracks:
                payload = SILENT_PAYLOAD if frame is None else base64.b64encode(frame).decode()
                self._unsent.append((track, payload, self._clock_ms))
        if not self.frozen:
            self._wake.set()

    def stop(self) -> None:
        """Send what is left, then `stop`, then close."""
        if self.status == "in-progress":
            self.status, self.updated_at, self._stopping = "stopped", now(), True
            self._wake.set()

    def drop(self) -> None:
        """Fault: the connection breaks without a `stop`."""
        self._dropped = True
        self._wake.set()

    def freeze(self, frozen: bool) -> None:
        """Fault: nothing is sent while frozen; afterwards everything at once."""
        self.frozen = frozen
        self._wake.set()

    def problem(self) -> int:
        """Twilio's error for a URL that no stream can use, else 0."""
        parts = urlsplit(self.order.url)
        if parts.scheme != "wss" and not (parts.scheme == "ws" and parts.hostname in LOOPBACK):
            return 31923
        return 31920 if parts.query else 0

    async def _run(self) -> None:
        code = self.problem()
        if not code:
            code = await self._connect_and_send()
        self.open = False
        if code:
            self.status, self.updated_at = "stopped", now()
            logger.warning("media stream ended with error %d", code)
            self._callback("stream-error", StreamError=f"{code} - Stream - WebSocket error")
        else:
            self._callback("stream-stopped")
        self._services.changes.notify()

    async def _connect_and_send(self) -> int:
        url = self.order.url
        headers = {
            "X-Twilio-Signature": self._services.sender.signature(url, {}),
            "User-Agent": "Twilio.TmeWs/1.0",
        }
        try:
            async with asyncio.timeout(CONNECT_WITHIN_S):
                socket = await self._services.sender.session.ws_connect(
                    URL(url, encoded=True), headers=headers, compress=0, timeout=aiohttp.ClientWSTimeout(ws_close=1.0)
                )
        except TimeoutError:
            return 31901
        except aiohttp.WSServerHandshakeError:
            return 31920
        except (aiohttp.ClientError, OSError):
            return 31902
        reader = asyncio.ensure_future(self._read(socket))
        reader.add_done_callback(lambda _: self._wake.set())
        try:
            return await self._send_all(socket, reader)
        except (ConnectionError, aiohttp.ClientError, RuntimeError):
            return 31903
        finally:
            reader.cancel()
            if self._dropped:
                _break_off(socket)
            await socket.close()

    async def _send_all(self, socket: aiohttp.ClientWebSocketResponse, reader: "asyncio.Future[None]") -> int:
        await socket.send_str('{"event":"connected","protocol":"Call","version":"1.0.0"}')
        await self._send(socket, {"event": "start"}, start=self._start())
        self.open = True
        self._callback("stream-started")
        self._services.changes.notify()
        while True:
            await self._wake.wait()
            self._wake.clear()
            if self._dropped:
                return 31903
            if reader.done():
                return 31921
            while self._unsent and not self.frozen and not self._dropped:
                track, payload, clock_ms = self._unsent.popleft()
                await socket.send_str(self._media(track, payload, clock_ms))
                self.frames_sent += 1
            if self._stopping:
                stop = {"accountSid": self._services.account.sid, "callSid": self.call_sid}
                await self._send(socket, {"event": "stop"}, stop=stop)
                return 0

    async def _send(self, socket: aiohttp.ClientWebSocketResponse, message: dict[str, object], **body: object) -> None:
        self._sequence += 1
        await socket.send_str(
            json.dumps(
                {**message, "sequenceNumber": str(self._sequence), **body, "streamSid": self.sid},
                separators=(",", ":"),
            )
        )

    def _media(self, track: str, payload: str, clock_ms: int) -> str:
        """Written by hand, because it is said 50 times a second for each leg."""
        self._sequence += 1
        self._chunk += 1
        return (
            f'{{"event":"media","sequenceNumber":"{self._sequence}","media":{{"track":"{track}","chunk":"{self._chunk}",'
            f'"timestamp":"{clock_ms}","payload":"{payload}"}},"streamSid":"{self.sid}"}}'
        )

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """A one-way stream takes nothing from the application; reading notices that it closed."""
        async for _ in socket:
            continue

    def _start(self) -> dict[str, object]:
        return {
            "accountSid": self._services.account.sid,
            "streamSid": self.sid,
            "callSid": self.call_sid,
            "tracks": self._tracks,
            "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
            "customParameters": dict(self.order.parameters),
        }

    def _callback(self, event: str, **extra: str) -> None:
        parameters = {
            "AccountSid": self._services.account.sid,
            "CallSid": self.call_sid,
            "StreamSid": self.sid,
            "StreamName": self.name,
            "StreamEvent": event,
            "Timestamp": iso8601(now()),
            **extra,
        }
        self._callbacks.put(event, self.order.status_callback, parameters, self.order.status_callback_method)


def _break_off(socket: aiohttp.ClientWebSocketResponse) -> None:
    connection = socket.get_extra_info("socket")
    if connection is not None:
        with suppress(OSError), socket_of(fileno=os.dup(connection.fileno())) as own:
            own.shutdown(SHUT_RDWR)
