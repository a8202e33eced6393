"""The front door: forwards unchanged to `web`, says so when it is away, adds the state of speech to /healthz."""

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web
from yarl import URL

from bridge.live.front_door import LARGEST_BODY_BYTES, FrontDoor
from bridge.live.healthz import Healthz, Speech

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
NOBODY = "http://127.0.0.1:9"


@asynccontextmanager
async def served(*routes: tuple[str, str, Handler]) -> AsyncIterator[str]:
    app = web.Application(client_max_size=LARGEST_BODY_BYTES)
    for method, path, handler in routes:
        app.router.add_route(method, path, handler)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def door(web_url: str) -> AsyncIterator[tuple[str, aiohttp.ClientSession]]:
    front = FrontDoor(web_url)
    await front.start()
    healthz = Healthz(web_url, lambda: Speech("ok", 0.2))
    routes: tuple[tuple[str, str, Handler], ...] = (
        ("GET", "/healthz", healthz.handle),
        ("*", "/{rest:.*}", front.forward),
    )
    async with served(*routes) as url, aiohttp.ClientSession() as session:
        yield url, session
    await front.close()


async def echo(request: web.Request) -> web.Response:
    said = {name: request.headers.get(name, "") for name in ("X-Forwarded-For", "X-Twilio-Signature", "Cookie", "Host")}
    body = (await request.read()).decode()
    answer = web.json_response({"path": request.raw_path, "body": body, "method": request.method, **said}, status=202)
    answer.headers.add("Set-Cookie", "a=1")
    answer.headers.add("Set-Cookie", "b=2")
    return answer


def test_a_request_reaches_web_as_it_was_sent_and_its_answer_comes_back_whole() -> None:
    async def story() -> None:
        async with served(("*", "/{rest:.*}", echo)) as inner, door(inner) as (url, session):
            headers = {"X-Twilio-Signature": "s=", "X-Forwarded-For": "6.6.6.6", "Cookie": "c=3"}
            path = "/twilio/voice?x=%2F&y=a+b"
            async with session.post(URL(url + path, encoded=True), data=b"From=%2B1&To=2", headers=headers) as answer:
                said = await answer.json()
                assert answer.status == 202
                assert answer.headers.getall("Set-Cookie") == ["a=1", "b=2"]
            assert said["path"] == path
            assert said["body"] == "From=%2B1&To=2"
            assert said["X-Twilio-Signature"] == "s="
            assert said["X-Forwarded-For"] == "127.0.0.1"
            assert said["Host"] == url.removeprefix("http://")

    asyncio.run(story())


def test_redirects_are_left_to_the_browser() -> None:
    async def away(_request: web.Request) -> web.Response:
        return web.Response(status=303, headers={"Location": "/sign-in"})

    async def story() -> None:
        async with (
            served(("GET", "/incidents", away)) as inner,
            door(inner) as (url, session),
            session.get(f"{url}/incidents", allow_redirects=False) as answer,
        ):
            assert (answer.status, answer.headers["Location"]) == (303, "/sign-in")

    asyncio.run(story())


def test_while_web_is_away_the_door_says_that_the_call_goes_on() -> None:
    async def story() -> None:
        async with door(NOBODY) as (url, session):
            async with session.get(f"{url}/incidents") as answer:
                assert answer.status == 503
                assert "The call goes on" in await answer.text()
            async with session.get(f"{url}/healthz") as answer:
                assert answer.status == 503
                assert (await answer.json())["speech"] == {"state": "ok", "lag_s": 0.2}

    asyncio.run(story())


def test_a_body_that_no_form_of_ours_has_is_refused() -> None:
    async def story() -> None:
        async with (
            served(("*", "/{rest:.*}", echo)) as inner,
            door(inner) as (url, session),
            session.post(url, data=io.BytesIO(b"x" * (LARGEST_BODY_BYTES + 1))) as answer,
        ):
            assert answer.status == 413

    asyncio.run(story())


def test_healthz_is_webs_answer_with_the_state_of_speech_beside_it() -> None:
    async def healthy(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok", "database": "ok", "speech": {"state": "elsewhere"}})

    async def story() -> None:
        async with (
            served(("GET", "/healthz", healthy)) as inner,
            door(inner) as (url, session),
            session.get(f"{url}/healthz") as answer,
        ):
            assert answer.status == 200
            speech = {"state": "ok", "lag_s": 0.2}
            assert await answer.json() == {"status": "ok", "database": "ok", "speech": speech}

    asyncio.run(story())
