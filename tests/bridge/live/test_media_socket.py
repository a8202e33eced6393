"""Media sockets over a real WebSocket: signature, token, one socket a stream, garbage, size, silence at the start."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from aiohttp import WSMsgType, web
from desk_office import Office
from twilio.request_validator import RequestValidator

from bridge.carrier.signature import SignatureCheck
from bridge.live.listening import Listening
from bridge.live.media_socket import LARGEST_MESSAGE_BYTES, MediaSockets
from bridge.live.phone_check import PhoneCheckEar
from roles.commands import ReportStreamLost
from roles.people import CARRIER
from transcription.recognizer import Order

TOKEN = "0123456789abcdef0123456789abcdef"
NAME = "tap-1"
DEADLINE_S = 10
SILENCE = "f/9//3//" * 20


class DeafRecognizers:
    """Takes orders and answers nothing."""

    def __init__(self) -> None:
        self.orders: list[Order] = []

    def send(self, order: Order) -> None:
        self.orders.append(order)


@dataclass
class Line:
    office: Office
    session: aiohttp.ClientSession
    public_url: str
    call_sid: str
    stream_token: str
    recognizers: DeafRecognizers

    def connect(
        self, signed: bool = True
    ) -> "aiohttp.client._BaseRequestContextManager[aiohttp.ClientWebSocketResponse]":
        path = f"/media/{NAME}"
        url = "ws" + self.public_url.removeprefix("http") + path
        signature = RequestValidator(TOKEN if signed else "x" * 32).compute_signature(url, {})
        return self.session.ws_connect(url, headers={"X-Twilio-Signature": signature})

    def start(self, token: str = "", call_sid: str = "") -> str:
        return json.dumps(
            {
                "event": "start",
                "sequenceNumber": "1",
                "streamSid": "MZ" + "1" * 32,
                "start": {
                    "streamSid": "MZ" + "1" * 32,
                    "accountSid": "AC" + "0" * 32,
                    "callSid": call_sid or self.call_sid,
                    "tracks": ["inbound"],
                    "customParameters": {"token": token or self.stream_token},
                    "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
                },
            }
        )

    def running(self) -> bool:
        return self.office.node.service.incident("i1").streams.running(self.call_sid) is not None


@asynccontextmanager
async def line(folder: Path, start_within_s: float = DEADLINE_S) -> AsyncIterator[Line]:
    office = Office(folder)
    office.opened()
    call_sid = office.joins("Ana Ruiz")
    stream = office.node.service.incident("i1").streams.by_leg[call_sid].name
    token = office.node.streams.issue(stream, call_sid, "i1", office.now)
    recognizers = DeafRecognizers()
    listening = Listening(office.node.service, recognizers)
    app = web.Application()
    runner = web.AppRunner(app, shutdown_timeout=1)
    sockets: list[MediaSockets] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        return await sockets[0].handle(request)

    app.router.add_get("/media/{rest:.*}", handle)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    public_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    checks = PhoneCheckEar(office.node.phone_checks, folder / "checks", listening.recognize_aside)
    sockets.append(MediaSockets(office.node, listening, SignatureCheck(TOKEN, public_url), checks, start_within_s))
    async with aiohttp.ClientSession() as session:
        try:
            yield Line(office, session, public_url, call_sid, token, recognizers)
        finally:
            await sockets[0].close()
            await runner.cleanup()
            await listening.close()
            office.node.close()


async def closed(socket: aiohttp.ClientWebSocketResponse) -> int | None:
    """The code with which the bridge hung up."""
    async with asyncio.timeout(DEADLINE_S):
        while (await socket.receive()).type not in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING):
            pass
    return socket.close_code


async def until_running(on: Line) -> None:
    async with asyncio.timeout(DEADLINE_S):
        while not await asyncio.to_thread(on.running):
            await asyncio.to_thread(on.office.node.service.catch_up, "i1")


def test_a_socket_that_twilio_did_not_sign_is_refused_before_the_upgrade(tmp_path: Path) -> None:
    async def story() -> None:
        async with line(tmp_path) as on:
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                async with on.connect(signed=False):
                    pass
            assert refused.value.status == 403

    asyncio.run(story())


def test_a_stream_with_its_token_is_taken_and_logged(tmp_path: Path) -> None:
    async def story() -> None:
        async with line(tmp_path) as on, on.connect() as socket:
            await socket.send_str('{"event": "connected", "protocol": "Call", "version": "1.0.0"}')
            await socket.send_str(on.start())
            await until_running(on)

    asyncio.run(story())


@pytest.mark.parametrize("wrong", ["token", "call"])
def test_a_stream_without_its_own_token_is_hung_up(tmp_path: Path, wrong: str) -> None:
    async def story() -> None:
        async with line(tmp_path) as on, on.connect() as socket:
            start = on.start(token="x" * 43) if wrong == "token" else on.start(call_sid="CA" + "9" * 32)
            await socket.send_str(start)
            assert await closed(socket) == 1008
            assert not on.running()

    asyncio.run(story())


def test_a_token_opens_one_socket_only(tmp_path: Path) -> None:
    async def story() -> None:
        async with line(tmp_path) as on, on.connect() as first, on.connect() as second:
            await first.send_str(on.start())
            await until_running(on)
            await second.send_str(on.start())
            assert await closed(second) == 1008
            assert on.running()

    asyncio.run(story())


def test_a_stream_that_comes_after_a_newer_one_was_named_is_hung_up(tmp_path: Path) -> None:
    async def story() -> None:
        async with line(tmp_path) as on, on.connect() as late:
            lost = ReportStreamLost(call_sid=on.call_sid, stream_name=None, reason="it did not come", broken=True)
            assert await asyncio.to_thread(on.office.node.service.handle, "i1", lost, CARRIER)
            await late.send_str(on.start())
            assert await closed(late) == 1008
            assert not on.running()

    asyncio.run(story())


@pytest.mark.parametrize(
    "garbage", ["", "{}", "not json", '{"event": "media"}', "[1]", '{"event": "start", "start": 1}']
)
def test_garbage_instead_of_a_start_is_hung_up(tmp_path: Path, garbage: str) -> None:
    async def story() -> None:
        async with line(tmp_path) as on, on.connect() as socket:
            await socket.send_str(garbage)
            assert await closed(socket) == 1008

    asyncio.run(story())


def test_binary_messages_are_hung_up(tmp_path: Path) -> None:
    async def story() -> None:
        async with line(tmp_path) as on, on.connect() as socket:
            await socket.send_bytes(b"\xff" * 160)
            assert await closed(socket) == 1008

    asyncio.run(story())


def test_a_message_that_is_too_large_is_hung_up_also_after_the_start(tmp_path: Path) -> None:
    async def story() -> None:
        async with line(tmp_path) as on, on.connect() as socket:
            await socket.send_str(on.start())
            await until_running(on)
            await socket.send_str("x" * (LARGEST_MESSAGE_BYTES + 1))
            assert await closed(socket) == 1009
            async with asyncio.timeout(DEADLINE_S):
                while await asyncio.to_thread(on.running):
                    await asyncio.to_thread(on.office.node.service.catch_up, "i1")

    asyncio.run(story())


def test_a_message_without_an_end_is_hung_up_when_it_grows_too_large(tmp_path: Path) -> None:
    async def story() -> None:
        async with line(tmp_path) as on:
            port = int(on.public_url.rpartition(":")[2])
            url = f"ws://127.0.0.1:{port}/media/{NAME}"
            signature = RequestValidator(TOKEN).compute_signature(url, {})
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            head = (
                f"GET /media/{NAME} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
                f"Connection: Upgrade\r\nSec-WebSocket-Key: {'A' * 22}==\r\nSec-WebSocket-Version: 13\r\n"
                f"X-Twilio-Signature: {signature}\r\n\r\n"
            )
            writer.write(head.encode())
            assert b" 101 " in await reader.readuntil(b"\r\n\r\n")
            part = bytes([0x80 | 126]) + (4096).to_bytes(2, "big") + bytes(4) + b"x" * 4096
            writer.write(b"\x01" + part)
            with contextlib.suppress(ConnectionError):
                for _ in range(LARGEST_MESSAGE_BYTES // 4096 + 2):
                    writer.write(b"\x00" + part)
                    await writer.drain()
            async with asyncio.timeout(DEADLINE_S):
                said = await reader.read(4)
            assert said[:1] in (b"\x88", b"")
            assert said[2:4] in ((1009).to_bytes(2, "big"), b"")
            writer.close()

    asyncio.run(story())


def test_a_socket_that_does_not_say_what_it_is_in_time_is_hung_up(tmp_path: Path) -> None:
    async def story() -> None:
        async with line(tmp_path, start_within_s=0.05) as on, on.connect() as socket:
            await socket.send_str('{"event": "connected", "protocol": "Call", "version": "1.0.0"}')
            assert await closed(socket) == 1008

    asyncio.run(story())


def test_garbage_between_the_frames_of_a_good_stream_costs_only_itself(tmp_path: Path) -> None:
    async def story() -> None:
        async with line(tmp_path) as on, on.connect() as socket:
            await socket.send_str(on.start())
            await until_running(on)
            for number, junk in enumerate(
                ["", "{", '{"event":"media","media":{"payload":"%%%"}}', '{"event":"new"}'], 1
            ):
                await socket.send_str(junk)
                frame = {"track": "inbound", "chunk": str(number), "timestamp": str(number * 20), "payload": SILENCE}
                await socket.send_str(json.dumps({"event": "media", "sequenceNumber": "2", "media": frame}))
            await socket.send_str(json.dumps({"event": "mark", "mark": {"name": "x"}}))
            assert on.running()
            assert not socket.closed

    asyncio.run(story())
