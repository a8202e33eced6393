"""Gather: reads prompts until a key is pressed, then collects digits until enough, finished or silent."""

import asyncio

from bridge.simulator.call import Call
from bridge.simulator.prompts import play
from bridge.simulator.services import Services
from bridge.simulator.twiml_document import Gather


async def gather_digits(services: Services, call: Call, verb: Gather, base_url: str) -> str:
    """The digits pressed, without the finishing key; empty when none came. Raises TwimlError."""
    keys: asyncio.Queue[str] = asyncio.Queue()
    call.on_key, call.gathering = keys.put_nowait, True
    services.changes.notify()
    try:
        first = await _first_key(services, call, verb, base_url, keys)
        return await _rest(first, verb, keys)
    finally:
        call.on_key, call.gathering = None, False
        services.changes.notify()


async def _first_key(
    services: Services, call: Call, verb: Gather, base_url: str, keys: asyncio.Queue[str]
) -> str | None:
    pressed = asyncio.ensure_future(keys.get())
    prompting = asyncio.ensure_future(_read_prompts(services, call, verb, base_url))
    try:
        await asyncio.wait({pressed, prompting}, return_when=asyncio.FIRST_COMPLETED)
        if not pressed.done():
            prompting.result()
            await asyncio.wait({pressed}, timeout=verb.timeout_s)
        return pressed.result() if pressed.done() else None
    finally:
        pressed.cancel()
        prompting.cancel()
        await asyncio.gather(pressed, prompting, return_exceptions=True)


async def _read_prompts(services: Services, call: Call, verb: Gather, base_url: str) -> None:
    for prompt in verb.prompts:
        await play(services, [call], prompt, base_url, "")


async def _rest(key: str | None, verb: Gather, keys: asyncio.Queue[str]) -> str:
    digits = ""
    while key is not None:
        if verb.finish_on_key and key in verb.finish_on_key:
            return digits
        digits += key
        if verb.num_digits and len(digits) >= verb.num_digits:
            return digits
        try:
            async with asyncio.timeout(verb.timeout_s):
                key = await keys.get()
        except TimeoutError:
            key = None
    return digits
