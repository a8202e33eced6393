"""A small JSON API to drive a carrier that runs as its own process: dial, press, speak, hang up, calls, faults."""

import base64
import binascii
import ipaddress
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bridge.simulator.call import Call
from bridge.simulator.exchange import Exchange
from bridge.simulator.microphone import Playback
from bridge.simulator.outbound import Ring, RingPolicy
from bridge.simulator.sound import UnreadableSound, read_sound

FAULTS = frozenset(
    {
        "drop_callbacks",
        "double_callbacks",
        "delay_callbacks",
        "reorder_callbacks",
        "answer_rest",
        "slow_rest",
        "withhold_recordings",
        "clear",
    }
)

Action = Callable[[web.Request, dict[str, Any]], Awaitable[Any]]


class _BadOrder(Exception):
    """The request makes no sense; says why."""


def add_control(app: web.Application, exchange: Exchange) -> None:
    """Routes under `/_control`; only for clients of this machine."""

    def call_of(request: web.Request) -> Call:
        found = exchange.calls.get(request.match_info["sid"])
        if found is None:
            raise _BadOrder("there is no such call")
        return found

    async def dial(request: web.Request, order: dict[str, Any]) -> Any:
        to = order.get("to") or next(iter(exchange.numbers.values())).phone_number
        try:
            return {"call_sid": exchange.dial_in(str(order["from"]), str(to)).sid}
        except KeyError as error:
            raise _BadOrder(f"{error.args[0]!r} is missing or is not a number of the account") from error

    async def press(request: web.Request, order: dict[str, Any]) -> Any:
        return {"taken": exchange.press(call_of(request), str(order.get("keys", "")))}

    async def speak(request: web.Request, order: dict[str, Any]) -> Any:
        try:
            source = base64.b64decode(order["mulaw"]) if "mulaw" in order else str(order["path"])
            playback = Playback(read_sound(source), exchange.services.changes)
        except (KeyError, OSError, UnreadableSound, binascii.Error) as error:
            raise _BadOrder(f"no sound in path or mulaw: {error}") from error
        call_of(request).microphone.speak(playback)
        return {}

    async def hang_up(request: web.Request, order: dict[str, Any]) -> Any:
        exchange.runners[call_of(request).sid].end()
        return {}

    async def calls(request: web.Request, order: dict[str, Any]) -> Any:
        return [_shown(call) for call in exchange.calls.values()]

    async def faults(request: web.Request, order: dict[str, Any]) -> Any:
        kind = str(order.pop("fault", ""))
        if kind not in FAULTS:
            raise _BadOrder(f"fault is one of {', '.join(sorted(FAULTS))}")
        try:
            getattr(exchange.services.faults, kind)(**order)
        except TypeError as error:
            raise _BadOrder(str(error)) from error
        return {}

    async def ring(request: web.Request, order: dict[str, Any]) -> Any:
        try:
            how = Ring(RingPolicy(order["policy"]), float(order.get("after_s", 0)))
            exchange.rings.by_number = {**exchange.rings.by_number, str(order["number"]): how}
        except (KeyError, ValueError) as error:
            raise _BadOrder(f"number and policy ({', '.join(RingPolicy)}) are needed") from error
        return {}

    app.router.add_post("/_control/dial", _local(dial))
    app.router.add_post("/_control/calls/{sid}/press", _local(press))
    app.router.add_post("/_control/calls/{sid}/speak", _local(speak))
    app.router.add_post("/_control/calls/{sid}/hangup", _local(hang_up))
    app.router.add_get("/_control/calls", _local(calls))
    app.router.add_post("/_control/faults", _local(faults))
    app.router.add_post("/_control/rings", _local(ring))


def _local(action: Action) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def endpoint(request: web.Request) -> web.StreamResponse:
        if not ipaddress.ip_address(request.remote or "0.0.0.0").is_loopback:  # noqa: S104 - compared, not bound
            return web.json_response({"error": "only from this machine"}, status=403)
        try:
            order = json.loads(await request.read() or b"{}")
            if not isinstance(order, dict):
                raise _BadOrder("the body is not an object")
            return web.json_response(await action(request, order))
        except (json.JSONDecodeError, UnicodeDecodeError, _BadOrder) as error:
            return web.json_response({"error": str(error)}, status=400)

    return endpoint


def _shown(call: Call) -> dict[str, Any]:
    return {
        "sid": call.sid,
        "from": call.from_number,
        "to": call.to_number,
        "direction": call.direction,
        "status": call.status.value,
        "room": call.room,
        "muted": call.muted,
        "held": call.held,
        "gathering": call.gathering,
        "heard": [{"at": heard.at, "text": heard.text, "kind": heard.kind} for heard in call.heard],
    }
