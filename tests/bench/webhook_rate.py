"""Signed callbacks that each write an event, with FULL durability, beside a Flask app that answers nothing at once."""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode, urlsplit

from twilio.request_validator import RequestValidator

from bridge.carrier.urls import Urls
from tests.bench import calls
from tests.bench.processes import free_port, running

CONNECTIONS = 8
REQUESTS = 1500
EMPTY = str(Path(__file__).with_name("empty_web.py"))


def measure(requests: int = REQUESTS) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        product = _product(Path(folder), requests)
    baseline = _empty(requests)
    return {
        "connections": CONNECTIONS,
        **product,
        **{f"baseline_{name}": value for name, value in baseline.items()},
        "ratio_requests_per_s": round(product["requests_per_s"] / baseline["requests_per_s"], 3),
    }


def _product(folder: Path, requests: int) -> dict[str, float]:
    port = free_port()
    environment = calls.environment(folder, port)
    on = calls.node(folder, port)
    public_url = f"http://127.0.0.1:{port}"
    urls = Urls(public_url, "", on.settings.key("seal"))
    plans = []
    try:
        for connection in range(1, CONNECTIONS + 1):
            incident_id = str(connection)
            sid = calls.open_call(on, incident_id, 1)[0]
            label = calls.label_of(on, incident_id, sid)
            plans.append(
                [_callback(urls, incident_id, sid, label, number) for number in range(requests // CONNECTIONS)]
            )
    finally:
        on.close()
    with running(port, "-m", "bridge", "serve", "web", environment=environment):
        return asyncio.run(_send(port, plans))


def _callback(urls: Urls, incident_id: str, sid: str, label: str, number: int) -> bytes:
    url = urls.callback("conference", incident=incident_id).partition("#")[0]
    form = {
        "ConferenceSid": calls.conference(incident_id),
        "CallSid": sid,
        "ParticipantLabel": label,
        "SequenceNumber": str(number + 10),
        "StatusCallbackEvent": "participant-mute" if number % 2 == 0 else "participant-unmute",
        "Timestamp": "Mon, 23 Nov 2026 03:00:00 +0000",
    }
    return _request(url, form, RequestValidator(calls.AUTH_TOKEN).compute_signature(url, form))


def _empty(requests: int) -> dict[str, float]:
    port = free_port()
    request = _request(f"http://127.0.0.1:{port}/twilio/conference?incident=1", {"CallSid": "CA" * 17}, "x" * 28)
    with running(port, EMPTY, f"127.0.0.1:{port}"):
        return asyncio.run(_send(port, [[request] * (requests // CONNECTIONS)] * CONNECTIONS))


def _request(url: str, form: dict[str, str], signature: str) -> bytes:
    parts = urlsplit(url)
    body = urlencode(form).encode()
    head = (
        f"POST {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\nX-Twilio-Signature: {signature}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _send(port: int, plans: Sequence[Sequence[bytes]]) -> dict[str, float]:
    await _one_connection(port, plans[0][:1])
    began = time.monotonic()
    took = await asyncio.gather(*(_one_connection(port, plan) for plan in plans))
    seconds = time.monotonic() - began
    times = sorted(each for connection in took for each in connection)
    return {
        "requests_per_s": round(len(times) / seconds, 1),
        "p50_ms": round(times[len(times) // 2] * 1000, 1),
        "p99_ms": round(quantiles(times, n=100, method="inclusive")[-1] * 1000, 1),
    }


async def _one_connection(port: int, plan: Sequence[bytes]) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    took = []
    for request in plan:
        began = time.monotonic()
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status = int(head.split(" ", 2)[1])
        if status >= 300:
            raise RuntimeError(f"a webhook was answered with {status}")
        length = next((int(line[15:]) for line in head.split("\r\n") if line.startswith("content-length:")), 0)
        await reader.readexactly(length)
        took.append(time.monotonic() - began)
    writer.close()
    return took
