"""Plays TwiML to one call, document after document, until it hangs up, is redirected by REST, or a webhook fails."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import assert_never
from urllib.parse import urljoin, urlsplit

from bridge.simulator.call import Call, CallStatus, standard_parameters
from bridge.simulator.callback_queue import CallbackQueue
from bridge.simulator.conference import JoinRefused
from bridge.simulator.gather import gather_digits
from bridge.simulator.ids import now, rfc2822
from bridge.simulator.leg_recordings import LegRecordings
from bridge.simulator.media_socket import MediaSocket, StreamOrder
from bridge.simulator.prompts import note, play
from bridge.simulator.rooms import Rooms
from bridge.simulator.seat import Departure
from bridge.simulator.services import Services
from bridge.simulator.twiml_document import (
    Dial,
    Gather,
    Hangup,
    Pause,
    Play,
    Redirect,
    Reject,
    Say,
    StartStream,
    StopStream,
    TwimlError,
    Verb,
    parse_reply,
)
from bridge.simulator.webhooks import WebhookFailure

logger = logging.getLogger(__name__)

APPLICATION_ERROR = "We are sorry, an application error has occurred. Goodbye."


@dataclass(frozen=True, kw_only=True)
class FromUrl:
    """TwiML to fetch; `extra` stands beside the standard parameters."""

    url: str
    method: str = "POST"
    extra: Mapping[str, str] = field(default_factory=dict)
    is_fallback: bool = False


@dataclass(frozen=True)
class Inline:
    """TwiML given by REST; relative URLs in it are errors."""

    verbs: tuple[Verb, ...]


Source = FromUrl | Inline


class CallRunner:
    """One for each call. `start` once it is answered or rings inbound; `end` and `redirect` at any time."""

    def __init__(self, services: Services, rooms: Rooms, call: Call) -> None:
        self.call = call
        self._services = services
        self._rooms = rooms
        self._document: asyncio.Task[Source | None] | None = None
        self._redirected: Source | None = None
        self._status_queue = CallbackQueue(services)
        self._status_sequence = 0
        self.on_over: Callable[[], None] | None = None
        self.recordings = LegRecordings(services, call)

    def start(self, source: Source) -> None:
        self._services.tasks.spawn(self._run(source))

    def redirect(self, source: Source) -> None:
        """By REST: whatever the leg is in, a conference too, it leaves at once."""
        self._leave_room(Departure.REDIRECTED)
        self._redirected = source
        if self._document is not None:
            self._document.cancel()

    def end(self, status: CallStatus = CallStatus.COMPLETED) -> None:
        """The call is over, by either side; out of its room, streams stopped, status callback sent."""
        if self.call.over:
            return
        call = self.call
        call.status, call.ended_at, call.updated_at = status, now(), now()
        self._leave_room(Departure.HUNG_UP)
        call.microphone.close()
        for stream in call.streams:
            stream.stop()
        self.recordings.end()
        self.tell_status("completed")
        if self.on_over is not None:
            self.on_over()
        if self._document is not None:
            self._document.cancel()
        self._services.changes.notify()

    def start_stream(self, order: StreamOrder) -> MediaSocket:
        stream = MediaSocket(self._services, self.call.sid, order)
        self.call.streams.append(stream)
        return stream

    def answer(self) -> None:
        if self.call.status in (CallStatus.RINGING, CallStatus.QUEUED):
            self.call.status, self.call.answered_at, self.call.updated_at = CallStatus.IN_PROGRESS, now(), now()
            self.tell_status("answered")
            self._services.changes.notify()

    def tell_status(self, event: str, call_status: str = "") -> None:
        """event: initiated, ringing, answered or completed (every way to end)."""
        call = self.call
        sequence, self._status_sequence = self._status_sequence, self._status_sequence + 1
        if event not in call.status_events:
            return
        parameters = {
            **standard_parameters(call),
            "CallStatus": call_status or call.status.value,
            "CallbackSource": "call-progress-events",
            "SequenceNumber": str(sequence),
            "Timestamp": rfc2822(now()) or "",
        }
        if call.over:
            seconds = (now() - call.answered_at).total_seconds() if call.answered_at else 0.0
            parameters |= {"CallDuration": str(round(seconds)), "Duration": str(int(seconds // 60) + 1)}
            parameters["SipResponseCode"] = "487" if call.status is CallStatus.NO_ANSWER else "200"
        self._status_queue.put(
            f"call-{parameters['CallStatus']}", call.status_callback, parameters, call.status_callback_method
        )

    def _leave_room(self, departure: Departure) -> None:
        for room in self._rooms.conferences.values():
            room.leave(self.call.sid, departure)

    async def _run(self, first: Source) -> None:
        source: Source | None = first
        while source is not None and not self.call.over:
            document = self._document = asyncio.ensure_future(self._play(source))
            try:
                await asyncio.wait({document})
            finally:
                document.cancel()
            if self._redirected is not None:
                source, self._redirected = self._redirected, None
            elif document.cancelled():
                source = None
            elif document.exception() is not None:
                source = self._after_failure(document.exception(), source)
            else:
                source = document.result()
        self.end()

    def _after_failure(self, error: BaseException | None, source: Source) -> Source | None:
        """The fallback URL, or the carrier's own words and the end of the call."""
        if not isinstance(error, WebhookFailure | TwimlError):
            logger.error("a call could not be played", exc_info=error)
            code = 11200
        else:
            code = error.code
        self.call.errors.append(code)
        logger.warning("TwiML failed with error %d", code)
        if self.call.fallback_url and not (isinstance(source, FromUrl) and source.is_fallback):
            extra = {"ErrorCode": str(code), "ErrorUrl": source.url if isinstance(source, FromUrl) else ""}
            return FromUrl(url=self.call.fallback_url, method=self.call.fallback_method, extra=extra, is_fallback=True)
        self.answer()
        note(self._services, [self.call], APPLICATION_ERROR, "error")
        return None

    async def _play(self, source: Source) -> Source | None:
        """One document; what comes after it, or None to hang up. Raises WebhookFailure, TwimlError."""
        match source:
            case Inline(verbs=verbs):
                here, base_url = None, ""
            case FromUrl(url=url, method=method, extra=extra):
                parameters = {**standard_parameters(self.call), **extra}
                reply = await self._services.sender.request(url, parameters, method, "twiml")
                verbs = parse_reply(reply.content_type, reply.body)
                here, base_url = FromUrl(url=url, method=method), reply.url
        if verbs and isinstance(verbs[0], Reject) and self.call.status is CallStatus.RINGING:
            self.end(CallStatus.BUSY if verbs[0].reason == "busy" else CallStatus.NO_ANSWER)
            return None
        self.answer()
        for verb in verbs:
            match verb:
                case Hangup() | Reject():
                    return None
                case Redirect(url=target, method=method):
                    return _next_source(here, base_url, target, method)
                case Gather():
                    following = await self._gather(verb, here, base_url)
                case Dial():
                    following = await self._dial(verb, here, base_url)
                case _:
                    following = None
                    await self._do(verb, base_url)
            if following is not None:
                return following
        return None

    async def _do(self, verb: Say | Play | Pause | StartStream | StopStream, base_url: str) -> None:
        match verb:
            case Say() | Play() | Pause():
                await play(self._services, [self.call], verb, base_url, "")
            case StartStream():
                self.start_stream(
                    StreamOrder(
                        url=_resolved(base_url, verb.url),
                        name=verb.name,
                        track=verb.track,
                        status_callback=_resolved(base_url, verb.status_callback) if verb.status_callback else "",
                        status_callback_method=verb.status_callback_method,
                        parameters=verb.parameters,
                    )
                )
            case StopStream(name=name):
                for stream in self.call.streams:
                    if stream.name == name:
                        stream.stop()
            case _:
                assert_never(verb)

    async def _gather(self, verb: Gather, here: FromUrl | None, base_url: str) -> Source | None:
        digits = await gather_digits(self._services, self.call, verb, base_url)
        if not digits and not verb.action_on_empty_result:
            return None
        return _next_source(here, base_url, verb.action or "", verb.method, {"Digits": digits})

    async def _dial(self, dial: Dial, here: FromUrl | None, base_url: str) -> Source | None:
        """In the room until the leg is out of it. None: not let in, or no action; the next verb runs."""
        action = None
        if dial.action is not None:
            extra = {"DialCallStatus": "answered", "DialBridged": "true"}
            action = _next_source(here, base_url, dial.action, dial.method, extra)
        try:
            room, seat = self._rooms.join(self.call, dial.conference)
        except JoinRefused as refused:
            self.call.errors.append(refused.code)
            logger.warning("a Dial was skipped: error %d", refused.code)
            return None

        def on_key(key: str) -> None:
            if key == "*":
                room.leave(self.call.sid, Departure.STAR)

        self.call.on_key = on_key if dial.hangup_on_star else None
        self._services.changes.notify()
        try:
            async with asyncio.timeout(dial.time_limit_s):
                await asyncio.shield(seat.left)
        except TimeoutError:
            room.leave(self.call.sid, Departure.TIME_LIMIT)
        finally:
            self.call.on_key = None
            if self.call.over and action is not None and self._services.behaviour.action_after_hang_up:
                self._services.tasks.spawn(self._ask_and_ignore(action))
        return action

    async def _ask_and_ignore(self, action: FromUrl) -> None:
        parameters = {**standard_parameters(self.call), **action.extra}
        try:
            await self._services.sender.request(action.url, parameters, action.method, "twiml")
        except WebhookFailure as failure:
            logger.warning("the Dial action after a hang-up failed: error %d", failure.code)


def _resolved(base_url: str, url: str) -> str:
    if not base_url and not urlsplit(url).scheme:
        raise TwimlError(15004, "a relative URL in TwiML passed by REST")
    return urljoin(base_url, url)


def _next_source(
    here: FromUrl | None, base_url: str, target: str, method: str, extra: Mapping[str, str] | None = None
) -> FromUrl:
    """The source of an action or Redirect; an empty target is the same document again."""
    if not target and here is not None:
        return FromUrl(url=here.url, method=here.method, extra=extra or {})
    return FromUrl(url=_resolved(base_url, target), method=method, extra=extra or {})
