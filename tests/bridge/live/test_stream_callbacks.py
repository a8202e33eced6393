"""The carrier's news of a stream, as `live` answers it: signed, told once, asked for again in an outage."""

import asyncio

import aiohttp
import pytest
from aiohttp import web
from twilio.request_validator import RequestValidator

from bridge.carrier.signature import SignatureCheck
from bridge.live.stream_callbacks import STREAM_CALLBACK, StreamCallbacks
from bridge.service import UnknownIncident
from bridge.storage.failures import DatabaseUnavailable
from roles.commands import Command, ReportStreamLost

TOKEN = "0123456789abcdef0123456789abcdef"
CALL = "CA" + "1" * 32


def answered(event: str, fails: Exception | None = None, token: str = TOKEN) -> tuple[int, list[tuple[str, Command]]]:
    """Status of a callback over HTTP, and what was told."""
    told: list[tuple[str, Command]] = []

    async def tell(incident_id: str, command: Command) -> None:
        told.append((incident_id, command))
        if fails is not None:
            raise fails

    async def ask() -> int:
        app = web.Application()
        runner = web.AppRunner(app)
        public: list[str] = []

        async def handle(request: web.Request) -> web.Response:
            return await StreamCallbacks(SignatureCheck(TOKEN, public[0]), tell).handle(request)

        app.router.add_post(STREAM_CALLBACK, handle)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        public.append(f"http://127.0.0.1:{runner.addresses[0][1]}")
        url = f"{public[0]}{STREAM_CALLBACK}?incident=i1"
        form = {"CallSid": CALL, "StreamName": "tap-1", "StreamEvent": event, "StreamError": "31921 - closed"}
        headers = {"X-Twilio-Signature": RequestValidator(token).compute_signature(url, form)}
        try:
            async with aiohttp.ClientSession() as session, session.post(url, data=form, headers=headers) as answer:
                return answer.status
        finally:
            await runner.cleanup()

    return asyncio.run(ask()), told


def test_a_stream_that_broke_is_told_with_its_reason() -> None:
    lost = ReportStreamLost(call_sid=CALL, stream_name="tap-1", reason="31921 - closed", broken=True)
    assert answered("stream-error") == (204, [("i1", lost)])


def test_the_start_of_a_stream_is_no_news_because_its_socket_was() -> None:
    assert answered("stream-started") == (204, [])


def test_without_the_signature_nothing_is_told() -> None:
    assert answered("stream-error", token="x" * 32) == (403, [])


@pytest.mark.parametrize(("fails", "status"), [(UnknownIncident("i1"), 204), (DatabaseUnavailable("gone"), 503)])
def test_the_carrier_asks_again_only_where_that_may_help(fails: Exception, status: int) -> None:
    assert answered("stream-error", fails)[0] == status
