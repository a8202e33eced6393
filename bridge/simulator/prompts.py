"""Plays prompts to the people on one or more lines: what is read or fetched is noted as heard, and takes its time."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import assert_never
from urllib.parse import urljoin

import aiohttp
from yarl import URL

from bridge.simulator.call import Call, Heard
from bridge.simulator.services import Services
from bridge.simulator.sound import UnreadableSound, seconds_of_media
from bridge.simulator.twiml_document import (
    Pause,
    Play,
    Prompt,
    Redirect,
    Say,
    TwimlError,
    Verb,
    parse_reply,
)
from bridge.simulator.webhooks import Reply

FOREVER = 1000
FETCH_WITHIN_S = 10.0
ONLY_PROMPTS = 13238


def note(services: Services, calls: Sequence[Call], text: str, kind: str) -> None:
    """Everybody on these calls hears this now."""
    heard = Heard(time.time(), text, kind)
    for call in calls:
        call.heard.append(heard)
    services.changes.notify()


async def play(services: Services, calls: Sequence[Call], prompt: Prompt, base_url: str, kind: str) -> None:
    """One prompt from its beginning to its end. `kind` overrides `say`/`play` when given. Raises TwimlError."""
    match prompt:
        case Say(text=text, loop=loop):
            for _ in range(loop or FOREVER):
                note(services, calls, text, kind or "say")
                await asyncio.sleep(len(text) / services.behaviour.say_chars_per_s)
        case Play(digits=digits) if digits:
            await asyncio.sleep(0.5 * len(digits))
        case Play(url=url, loop=loop):
            seconds = await _fetch(services, urljoin(base_url, url))
            for _ in range(loop or FOREVER):
                note(services, calls, urljoin(base_url, url), kind or "play")
                await asyncio.sleep(seconds)
        case Pause(length_s=length_s):
            await asyncio.sleep(length_s)
        case _:
            assert_never(prompt)


async def play_url(
    services: Services, calls: Sequence[Call], url: str, method: str, parameters: Mapping[str, str], kind: str
) -> None:
    """Fetch TwiML or a sound and play it, following redirects. Raises WebhookFailure, TwimlError."""
    while True:
        reply = await services.sender.request(url, parameters, method, "twiml")
        following = await _play_reply(services, calls, reply, kind)
        if following is None:
            return
        url, method = urljoin(reply.url, following.url) if following.url else url, following.method
        await asyncio.sleep(0)


async def _play_reply(services: Services, calls: Sequence[Call], reply: Reply, kind: str) -> Redirect | None:
    if reply.content_type.startswith("audio/"):
        note(services, calls, reply.url, kind)
        await asyncio.sleep(_length(reply.body, reply.content_type))
        return None
    verbs: tuple[Verb, ...] = parse_reply(reply.content_type, reply.body)
    if not all(isinstance(verb, Say | Play | Pause | Redirect) for verb in verbs):
        raise TwimlError(ONLY_PROMPTS, "only Say, Play, Pause and Redirect may be heard here")
    for verb in verbs:
        match verb:
            case Redirect():
                return verb
            case Say() | Play() | Pause():
                await play(services, calls, verb, reply.url, kind)
            case _:
                raise AssertionError("checked above")
    return None


async def _fetch(services: Services, url: str) -> float:
    """Seconds that a sound takes. The request carries no parameters."""
    try:
        timeout = aiohttp.ClientTimeout(total=FETCH_WITHIN_S)
        async with services.sender.session.get(URL(url, encoded=True), timeout=timeout) as response:
            if response.status >= 400:
                raise TwimlError(11200, "the sound could not be fetched")
            return _length(await response.read(), response.content_type)
    except (aiohttp.ClientError, TimeoutError) as error:
        raise TwimlError(11200, "the sound could not be fetched") from error


def _length(body: bytes, content_type: str) -> float:
    try:
        return seconds_of_media(body, content_type)
    except UnreadableSound as error:
        raise TwimlError(12400, str(error)) from error
