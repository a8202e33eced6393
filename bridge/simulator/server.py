"""The carrier as a server on one event loop: started by the driver in a thread, or by `run` as a process of its own."""

import asyncio
import contextlib
import os
import secrets
import signal
import sys
from collections.abc import Mapping

import uvloop
from aiohttp import web

from bridge.simulator.changes import Changes
from bridge.simulator.configuration import Account, Behaviour, NumberConfig
from bridge.simulator.control import add_control
from bridge.simulator.exchange import Exchange
from bridge.simulator.faults import Faults
from bridge.simulator.frame_clock import run_clock
from bridge.simulator.request_log import RequestLog
from bridge.simulator.rest_app import rest_app
from bridge.simulator.services import Services
from bridge.simulator.tasks import Tasks
from bridge.simulator.webhooks import WebhookSender

DEFAULT_NUMBER = "+12025550199"
CLOSING_S = 0.02
"""Sockets that were just closed or accepted need a few turns of the loop to let go."""


class CarrierServer:
    """`start` and `stop` on the loop that runs it. `base_url` and `exchange` exist after `start`."""

    def __init__(
        self,
        *,
        account: Account,
        behaviour: Behaviour,
        numbers: Mapping[str, NumberConfig],
        changes: Changes,
        faults: Faults,
        log: RequestLog,
    ) -> None:
        self._account = account
        self._behaviour = behaviour
        self._numbers = numbers
        self._changes = changes
        self._faults = faults
        self._log = log
        self._tasks = Tasks()
        self.base_url = ""
        self.exchange: Exchange
        self._sender: WebhookSender
        self._runner: web.AppRunner

    async def start(self, host: str, port: int, control: bool = False) -> None:
        """Listen; port 0 takes a free one. Raises OSError when the port is in use."""
        self._sender = WebhookSender(self._account.auth_token, self._log, self._behaviour.webhook_ceiling_s)
        services = Services(
            account=self._account,
            behaviour=self._behaviour,
            changes=self._changes,
            faults=self._faults,
            tasks=self._tasks,
            sender=self._sender,
            public_url=lambda: self.base_url,
        )
        self.exchange = Exchange(services, self._numbers)
        app = rest_app(self.exchange, self._log)
        if control:
            add_control(app, self.exchange)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        try:
            await self._runner.setup()
            site = web.TCPSite(self._runner, host, port)
            await site.start()
        except BaseException:
            await self._runner.cleanup()
            await self._sender.session.close()
            raise
        bound = self._runner.addresses[0][1]
        self.base_url = f"http://{host}:{bound}"
        self._tasks.spawn(run_clock(self.exchange.busy, self.exchange.tick))

    async def stop(self) -> None:
        """Break off everything at once; nobody is told."""
        await self._tasks.close()
        await self._runner.cleanup()
        await self._sender.session.close()
        await asyncio.sleep(CLOSING_S)


def run(host: str = "127.0.0.1", port: int = 9999) -> None:
    """Serve until interrupted. Account, token, number and the bridge's URL are taken from the bridge's own settings
    in the environment, and made up where they are missing; the settings for the bridge are written to standard output.
    """
    account = Account(
        sid=os.environ.get("TWILIO_ACCOUNT_SID") or "AC" + secrets.token_hex(16),
        auth_token=os.environ.get("TWILIO_AUTH_TOKEN") or secrets.token_hex(16),
        api_keys=_api_keys(),
    )
    number = os.environ.get("BRIDGE_PHONE_NUMBER") or DEFAULT_NUMBER
    bridge_url = (os.environ.get("BRIDGE_PUBLIC_URL") or "http://127.0.0.1:8080").rstrip("/")
    config = NumberConfig(
        voice_url=f"{bridge_url}/twilio/voice#rc=2&rp=all",
        voice_fallback_url=f"{bridge_url}/twilio/fallback",
        status_callback=f"{bridge_url}/twilio/call-status#rc=2&rp=all",
    )
    changes = Changes()
    server = CarrierServer(
        account=account,
        behaviour=Behaviour(),
        numbers={number: config},
        changes=changes,
        faults=Faults(),
        log=RequestLog(changes),
    )
    with contextlib.suppress(KeyboardInterrupt), asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(server, host, port, account, number, bridge_url))


def _api_keys() -> Mapping[str, str]:
    sid, secret = os.environ.get("TWILIO_API_KEY_SID"), os.environ.get("TWILIO_API_KEY_SECRET")
    return {sid: secret} if sid and secret else {}


async def _serve(server: CarrierServer, host: str, port: int, account: Account, number: str, bridge_url: str) -> None:
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    await server.start(host, port, control=True)
    sys.stdout.write(
        f"The local carrier listens at {server.base_url}; start the bridge with\n"
        f"  TWILIO_API_BASE_URL={server.base_url}\n  TWILIO_ACCOUNT_SID={account.sid}\n"
        f"  TWILIO_AUTH_TOKEN={account.auth_token}\n  BRIDGE_PHONE_NUMBER={number}\n  BRIDGE_PUBLIC_URL={bridge_url}\n"
        f'Dial:  curl -d \'{{"from": "+12025550101"}}\' {server.base_url}/_control/dial\n'
    )
    sys.stdout.flush()
    try:
        await stopped.wait()
    finally:
        await server.stop()
