"""Fixtures of the carrier's contract: an application that Twilio would call, the local carrier, the real client."""

import asyncio
import json
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from aiohttp import WSMsgType, web
from openapi_schema_validator import OAS30Validator, oas30_format_checker
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from bridge.simulator import g711
from bridge.simulator.configuration import Behaviour
from bridge.simulator.driver import Caller, LocalCarrier, NumberConfig

ACCOUNT_SID = "AC" + "0" * 31 + "1"
AUTH_TOKEN = "0123456789abcdef0123456789abcdef"
NUMBER = "+12025550199"
SPEC = json.loads((Path(__file__).parent.parent / "data" / "twilio_api_v2010.subset.json").read_text())


@dataclass
class Received:
    """A request that the application got."""

    method: str
    path: str
    url: str
    params: dict[str, str]
    signature: str
    token: str


@dataclass
class Socket:
    """A media socket that the application accepted."""

    path: str
    signature: str
    messages: list[dict] = field(default_factory=list)
    closed: bool = False

    def events(self, name: str) -> list[dict]:
        return [message for message in list(self.messages) if message["event"] == name]

    def audio(self) -> bytes:
        import base64

        return b"".join(base64.b64decode(m["media"]["payload"]) for m in self.events("media"))


class Application:
    """A scripted web application in a thread. `answers[path]` is TwiML, or a list of answers used one by one
    (the last stays); an int is an error status, bytes are a WAV file."""

    def __init__(self) -> None:
        self.answers: dict[str, object] = {}
        self.received: list[Received] = []
        self.sockets: list[Socket] = []
        self.close_sockets_after = 0
        self.refuse_sockets = False
        self._changed = threading.Condition()
        self._stopping: asyncio.Event | None = None
        ready: Future[int] = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        self.port = ready.result(10)
        self.url = f"http://127.0.0.1:{self.port}"

    async def _serve(self, ready: "Future[int]") -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application()
        app.router.add_get("/media/{name}", self._media)
        app.router.add_route("*", "/{path:.*}", self._answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        ready.set_result(runner.addresses[0][1])
        await self._stopping.wait()
        await runner.cleanup()
        late = asyncio.all_tasks() - {asyncio.current_task()}
        if late:
            await asyncio.wait(late, timeout=1)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(10)

    def say(self, path: str, *answers: object) -> str:
        """Answer a path so; returns its URL."""
        self.answers[path] = list(answers)
        return self.url + path

    def wait_for(self, happened: Callable[[], bool], timeout_s: float = 10) -> None:
        with self._changed:
            assert self._changed.wait_for(happened, timeout_s), [(r.path, r.params) for r in self.received]

    def requests(self, path: str, event: str = "") -> list[Received]:
        names = ("StatusCallbackEvent", "RecordingStatus", "StreamEvent", "MessageStatus", "CallStatus")
        return [
            request
            for request in list(self.received)
            if request.path == path and (not event or event in [request.params.get(name) for name in names])
        ]

    def wait_for_request(self, path: str, event: str = "", count: int = 1) -> Received:
        self.wait_for(lambda: len(self.requests(path, event)) >= count)
        return self.requests(path, event)[count - 1]

    def events(self, path: str) -> list[str]:
        return [request.params["StatusCallbackEvent"] for request in self.requests(path)]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        form = {**request.query, **(await request.post())}
        received = Received(
            request.method,
            request.path,
            f"http://{request.headers['Host']}{request.raw_path}",
            {key: str(value) for key, value in form.items()},
            request.headers.get("X-Twilio-Signature", ""),
            request.headers.get("I-Twilio-Idempotency-Token", ""),
        )
        script = self.answers.get(request.path, [204])
        answer = script.pop(0) if len(script) > 1 else script[0]
        with self._changed:
            self.received.append(received)
            self._changed.notify_all()
        if callable(answer):
            answer = answer(received)
        if isinstance(answer, int):
            return web.Response(status=answer)
        if isinstance(answer, bytes):
            return web.Response(body=answer, content_type="audio/wav")
        text = answer if answer.startswith("<?xml") else f"<Response>{answer}</Response>"
        return web.Response(text=text, content_type="text/xml")

    async def _media(self, request: web.Request) -> web.StreamResponse:
        if self.refuse_sockets:
            return web.Response(status=403)
        response = web.WebSocketResponse()
        await response.prepare(request)
        socket = Socket(request.path, request.headers.get("X-Twilio-Signature", ""))
        with self._changed:
            self.sockets.append(socket)
        async for message in response:
            if message.type is WSMsgType.TEXT:
                with self._changed:
                    socket.messages.append(json.loads(message.data))
                    self._changed.notify_all()
                if self.close_sockets_after and len(socket.messages) >= self.close_sockets_after:
                    await response.close()
        with self._changed:
            socket.closed = True
            self._changed.notify_all()
        return response


class ValidatingClient(TwilioHttpClient):
    """Twilio's own HTTP client; every answer is checked against the OpenAPI description."""

    def __init__(self) -> None:
        super().__init__(timeout=5, pool_connections=False)
        self.validated: list[str] = []

    def request(self, method, url, **kwargs):  # type: ignore[no-untyped-def]
        response = super().request(method, url, **kwargs)
        if response.status_code < 300 and response.text:
            operation = self._operation(method, urlsplit(url).path)
            schema = operation["responses"][str(response.status_code)]["content"]["application/json"]["schema"]
            OAS30Validator(
                {**_rooted(schema), "components": SPEC["components"]}, format_checker=oas30_format_checker
            ).validate(json.loads(response.text))
            self.validated.append(operation["operationId"])
        return response

    @staticmethod
    def _operation(method: str, path: str) -> dict:
        fitting = [
            operations[method.lower()]
            for template, operations in SPEC["paths"].items()
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template.replace(".", r"\.")), path)
        ]
        assert len(fitting) == 1, path
        return fitting[0]


def _rooted(schema: dict) -> dict:
    return {"allOf": [schema]} if "$ref" in schema else schema


@pytest.fixture
def application() -> Iterator[Application]:
    running = Application()
    yield running
    running.stop()


@pytest.fixture
def behaviour() -> Behaviour:
    """Overridden by test modules that need another."""
    return Behaviour(say_chars_per_s=2000, recording_processing_s=0.05, webhook_ceiling_s=3)


@pytest.fixture
def carrier(application: Application, behaviour: Behaviour) -> Iterator[LocalCarrier]:
    config = NumberConfig(voice_url=f"{application.url}/voice", status_callback=f"{application.url}/call-status")
    with LocalCarrier(
        account_sid=ACCOUNT_SID,
        auth_token=AUTH_TOKEN,
        numbers={NUMBER: config},
        api_keys={"SK" + "7" * 32: "key-secret"},
        behaviour=behaviour,
    ) as running:
        yield running


@pytest.fixture
def http_client() -> ValidatingClient:
    return ValidatingClient()


@pytest.fixture
def client(carrier: LocalCarrier, http_client: ValidatingClient) -> Client:
    real = Client(ACCOUNT_SID, AUTH_TOKEN, http_client=http_client)
    real.api.base_url = carrier.base_url
    return real


@pytest.fixture
def room(application: Application) -> Callable[..., str]:
    """TwiML that puts a leg into the conference `inc-1`, with all events; attributes can be changed."""

    def twiml(action: str = "/after", dial: str = "", **attributes: str) -> str:
        settings = {
            "statusCallback": f"{application.url}/conference",
            "statusCallbackEvent": "start end join leave mute hold modify announcement",
            "record": "record-from-start",
            "trim": "do-not-trim",
            "recordingStatusCallback": f"{application.url}/recording",
            "recordingStatusCallbackEvent": "in-progress completed absent",
            "waitUrl": "",
            "beep": "false",
            **attributes,
        }
        text = " ".join(f'{name}="{value}"' for name, value in settings.items())
        action = f'action="{application.url}{action}"' if action else ""
        return f"<Dial {action} {dial}><Conference {text}>inc-1</Conference></Dial>"

    return twiml


@pytest.fixture
def meeting(application: Application, carrier: LocalCarrier, room: Callable[..., str]) -> Callable[[int], list[Caller]]:
    """So many callers in one started conference; pressing `*` takes a leg to /after."""

    def meet(count: int) -> list[Caller]:
        application.say("/voice", room(dial='hangupOnStar="true"'))
        callers = [carrier.dial(f"+1202555010{number}", to=NUMBER) for number in range(1, count + 1)]
        for caller in callers:
            caller.wait_until_in_conference()
        application.wait_for_request("/conference", "participant-join", count)
        return callers

    return meet


@pytest.fixture
def tone() -> Callable[[float, float], bytes]:
    """Mu-law of a sine of so many Hz and seconds."""

    def make(hz: float, seconds: float, amplitude: float = 8000) -> bytes:
        time = np.arange(round(seconds * 8000)) / 8000
        return g711.encode((amplitude * np.sin(2 * np.pi * hz * time)).astype(np.int16))

    return make


@pytest.fixture
def loudness() -> Callable[[np.ndarray, float], float]:
    """Amplitude of one frequency in samples, 0 when there are none."""

    def measure(samples: np.ndarray, hz: float) -> float:
        if not len(samples):
            return 0.0
        time = np.arange(len(samples)) / 8000
        return float(2 * abs(np.mean(samples * np.exp(-2j * np.pi * hz * time))))

    return measure
