"""The local carrier for tests and the demo: runs the server in a thread, driven synchronously from any other."""

import asyncio
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

import uvloop

from bridge.simulator.call import Call, Heard
from bridge.simulator.caller import Caller
from bridge.simulator.changes import CarrierTimeout, Changes
from bridge.simulator.configuration import Account, Behaviour, NumberConfig
from bridge.simulator.exchange import Exchange, Message
from bridge.simulator.fault_switches import FaultSwitches
from bridge.simulator.microphone import Playback
from bridge.simulator.outbound import Ring, RingPolicy
from bridge.simulator.phone_numbers import PhoneNumber, phone_numbers
from bridge.simulator.request_log import LoggedRequest, RequestLog
from bridge.simulator.server import CarrierServer

__all__ = [
    "Caller",
    "CarrierTimeout",
    "ConferenceState",
    "Heard",
    "LocalCarrier",
    "LoggedRequest",
    "NumberConfig",
    "Playback",
    "RecordingState",
    "RingPolicy",
]

LOOP_WITHIN_S = 10.0
Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True)
class ConferenceState:
    """A conference as it is now; `participants` are call SIDs."""

    sid: str
    name: str
    status: str
    participants: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RecordingState:
    """A recording as it is now."""

    sid: str
    conference_sid: str
    status: str
    duration_s: float
    channels: int


class LocalCarrier:
    """Plays Twilio for one account. `start` and `stop` it, or use it as a context manager.

    behaviour settings beyond the reading speed of Say: see `Behaviour`.
    """

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        numbers: Mapping[str, NumberConfig],
        api_keys: Mapping[str, str] | None = None,
        say_chars_per_s: float = 1000.0,
        port: int = 0,
        behaviour: Behaviour | None = None,
    ) -> None:
        self.account_sid = account_sid
        self._changes = Changes()
        self._port = port
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._stopping: asyncio.Event | None = None
        self.requests = RequestLog(self._changes)
        self.faults = FaultSwitches(lambda work: self._on_exchange(work))
        self._server = CarrierServer(
            account=Account(sid=account_sid, auth_token=auth_token, api_keys=dict(api_keys or {})),
            behaviour=behaviour or Behaviour(say_chars_per_s=say_chars_per_s),
            numbers=numbers,
            changes=self._changes,
            faults=self.faults,
            log=self.requests,
        )

    def __enter__(self) -> "LocalCarrier":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def base_url(self) -> str:
        """For `client.api.base_url` and TWILIO_API_BASE_URL."""
        return self._server.base_url

    def start(self) -> None:
        """Listen on 127.0.0.1. Raises OSError when the port is in use."""
        ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="local-carrier", daemon=True)
        self._thread.start()
        ready.result(LOOP_WITHIN_S)

    def stop(self) -> None:
        """Break everything off; safe to call twice."""
        loop, stopping, thread = self._loop, self._stopping, self._thread
        if loop is None or stopping is None or thread is None:
            return
        self._loop = None
        loop.call_soon_threadsafe(stopping.set)
        thread.join(LOOP_WITHIN_S)

    def dial(self, from_number: str, to: str) -> Caller:
        """Somebody dials one of the account's numbers. Returns at once. Raises KeyError for another number."""
        return self._caller(self._on_exchange(lambda exchange: exchange.dial_in(from_number, to)))

    def on_ring(self, number: str, policy: RingPolicy | str, after_s: float = 0.0) -> None:
        """What the person at this number does when the application calls: answer, busy, no-answer, voicemail."""
        how = Ring(RingPolicy(policy), after_s)

        def set_policy(exchange: Exchange) -> None:
            exchange.rings.by_number = {**exchange.rings.by_number, number: how}

        self._on_exchange(set_policy)

    def configure_number(self, number: str, config: NumberConfig) -> None:
        """Give a number other webhooks, as in Twilio's console; unknown numbers are bought."""

        def configure(exchange: Exchange) -> None:
            new: PhoneNumber = next(iter(phone_numbers({number: config}).values()))
            known = exchange.number(number)
            if known is not None:
                new.sid = known.sid
            exchange.numbers[new.sid] = new

        self._on_exchange(configure)

    def callers(self, number: str = "") -> list[Caller]:
        """All calls from or to a person's number, oldest first; without a number all calls."""
        return [
            self._caller(call)
            for call in self._on_exchange(lambda exchange: list(exchange.calls.values()))
            if number in ("", _person(call))
        ]

    def wait_for_call(self, number: str, timeout_s: float = 10.0, known: int = 0) -> Caller:
        """Until the application has called this number (beyond the `known` first calls) and it was answered."""

        def answered() -> list[Call]:
            calls = [
                c for c in list(self._exchange.calls.values()) if c.direction != "inbound" and c.to_number == number
            ]
            return [call for call in calls[known:] if call.live]

        self._changes.wait_for(lambda: bool(answered()), timeout_s, "the application's call is answered")
        return self._caller(answered()[0])

    def conferences(self) -> list[ConferenceState]:
        """All, oldest first; ended ones too."""
        return self._on_exchange(
            lambda exchange: [
                ConferenceState(
                    sid=room.sid,
                    name=room.name,
                    status=room.status,
                    participants=tuple(room.seats),
                    labels=tuple(seat.label for seat in room.seats.values()),
                )
                for room in exchange.rooms.conferences.values()
            ]
        )

    def recordings(self) -> list[RecordingState]:
        """All, oldest first."""
        return self._on_exchange(
            lambda exchange: [
                RecordingState(
                    sid=recording.sid,
                    conference_sid=recording.conference_sid,
                    status=recording.status,
                    duration_s=recording.duration_s,
                    channels=recording.channels,
                )
                for recording in exchange.recordings()
            ]
        )

    def messages(self) -> list[Message]:
        """SMS that the application sent, oldest first."""
        return self._on_exchange(lambda exchange: list(exchange.messages.values()))

    def wait_for(self, happened: Callable[[], bool], timeout_s: float, what: str) -> None:
        """Until a predicate over this carrier's own log or calls holds. It must not call methods that ask the loop
        (`conferences`, `recordings`, `messages`, `callers`). Raises CarrierTimeout."""
        self._changes.wait_for(happened, timeout_s, what)

    def wait_for_request(
        self, kind: str = "", event: str = "", url_part: str = "", timeout_s: float = 10.0, count: int = 1
    ) -> LoggedRequest:
        """Until `count` such requests are in the log (see `RequestLog`); returns the last of them."""
        what = f"{count} x {kind} {event} {url_part}".strip()
        self._changes.wait_for(lambda: len(self.requests(kind, event, url_part)) >= count, timeout_s, what)
        return self.requests(kind, event, url_part)[count - 1]

    @property
    def _exchange(self) -> Exchange:
        return self._server.exchange

    def _caller(self, call: Call) -> Caller:
        return Caller(call, self._exchange, self._changes, lambda work: self._on_exchange(lambda _: work()))

    def _on_exchange(self, work: Callable[[Exchange], Result]) -> Result:
        """Do this on the carrier's loop and wait for it."""
        loop = self._loop
        if loop is None:
            raise RuntimeError("the carrier does not run")
        done: Future[Result] = Future()

        def in_loop() -> None:
            try:
                done.set_result(work(self._exchange))
            except BaseException as error:  # noqa: BLE001 - handed to the thread that asked
                done.set_exception(error)

        loop.call_soon_threadsafe(in_loop)
        return done.result(LOOP_WITHIN_S)

    def _run(self, ready: "Future[None]") -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(self._serve(ready))

    async def _serve(self, ready: "Future[None]") -> None:
        self._stopping = asyncio.Event()
        try:
            await self._server.start("127.0.0.1", self._port)
        except OSError as error:
            ready.set_exception(error)
            return
        self._loop = asyncio.get_running_loop()
        ready.set_result(None)
        await self._stopping.wait()
        await self._server.stop()


def _person(call: Call) -> str:
    return call.from_number if call.direction == "inbound" else call.to_number
