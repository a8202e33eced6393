"""Twilio's media sockets: signature before the upgrade, token before the first byte of audio, one socket a stream."""

import asyncio
import logging
import time
from collections.abc import Callable

from aiohttp import WSMsgType, web

from bridge.carrier.signature import SignatureCheck
from bridge.live.admission import Admission
from bridge.live.ear import Ear
from bridge.live.held_sound import Held
from bridge.live.listening import Listening
from bridge.live.phone_check import PhoneCheckEar
from bridge.node import Node
from bridge.service import UnknownIncident
from bridge.storage.failures import DatabaseUnavailable
from bridge.storage.phone_checks import PHONE_CHECK
from bridge.storage.streams import Stream
from roles.commands import ReportLanguage, ReportStreamLost, ReportStreamStarted
from roles.incident import Incident
from roles.people import BRIDGE
from roles.record.language import language_of
from transcription.media_stream import Connected, Start, parse

log = logging.getLogger(__name__)

START_WITHIN_S = 2.0
LARGEST_MESSAGE_BYTES = 64 * 1024


class MediaSockets:
    """The handler of /media/...; audio of a stream whose token is not good is never looked at."""

    def __init__(
        self,
        node: Node,
        listening: Listening,
        signature: SignatureCheck,
        phone_check: PhoneCheckEar,
        start_within_s: float = START_WITHIN_S,
        language_for: Callable[[str], str] = lambda _wanted: "",
    ) -> None:
        """`language_for`: in which language somebody is heard who speaks this one (empty: the bridge's own)."""
        self._language_for = language_for
        self._phone_check = phone_check
        self._start_within_s = start_within_s
        self._node = node
        self._listening = listening
        self._signature = signature
        self._admission = Admission(node)
        self._open: set[web.WebSocketResponse] = set()
        self._closing = self._leaving = False

    def leave(self) -> None:
        """Take no new sockets: the process beside this one has them."""
        self._leaving = True

    async def close(self) -> None:
        """This process ends: let the carrier's sockets go, their streams come back to another process."""
        self._closing = True
        for socket in list(self._open):
            await socket.close(code=1001)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if not self._signature.accepts_socket(request.raw_path, request.headers.get("X-Twilio-Signature")):
            log.warning("a media socket without Twilio's signature was refused")
            return web.Response(status=403)
        if self._leaving:
            return web.Response(status=503, text="Another process takes the streams.\n")
        socket = web.WebSocketResponse(max_msg_size=LARGEST_MESSAGE_BYTES, autoping=True, compress=False)
        await socket.prepare(request)
        try:
            first, start = await asyncio.wait_for(self._started(socket), self._start_within_s)
        except TimeoutError:
            log.warning("a media socket sent no start within %.0f s", self._start_within_s)
            await socket.close(code=1008)
            return socket
        if start is None:
            await socket.close(code=1008)
            return socket
        stream, incident = await self._admission.of(start)
        if stream is None:
            log.warning("a media stream without a good token was refused")
            await socket.close(code=1008)
            return socket
        self._open.add(socket)
        try:
            if stream.incident_id == PHONE_CHECK:
                await self._phone_check.listen(stream.call_sid, lambda: _next_text(socket))
            else:
                await self._listen(socket, stream, incident, start, first)
        finally:
            self._open.discard(socket)
        return socket

    async def _started(self, socket: web.WebSocketResponse) -> tuple[str, Start | None]:
        """The start message; None when anything else comes first."""
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                return "", None
            found = parse(message.data)
            if isinstance(found, Start):
                return str(message.data), found
            if not isinstance(found, Connected):
                return "", None
        return "", None

    async def _listen(
        self, socket: web.WebSocketResponse, stream: Stream, incident: Incident | None, start: Start, first: str
    ) -> None:
        if incident is None:
            await socket.close(code=1011)
            return
        leg, named_last = incident.legs.get(stream.call_sid), incident.streams.by_leg.get(stream.call_sid)
        if leg is None or named_last is None or named_last.name != stream.name:
            log.warning("a media stream came whose leg has a newer one, or none")
            await socket.close(code=1008)
            return
        language = await self._language(stream, incident)
        tones = self._node.settings.tones
        ear = Ear(stream.incident_id, stream.call_sid, leg.person_id, tones, stream.name, language)
        if named_last.before:
            ear.held = Held(named_last.before, time.time())
        refused = self._listening.feed(ear, first)
        # The one who listens now stops for this stream only when it delivers.
        goes_on = ear.held is None or await self._next(socket, ear) is None
        started = ReportStreamStarted(call_sid=stream.call_sid, stream_name=stream.name, stream_sid=start.stream_sid)
        try:
            if goes_on:
                await self._listening.tell(stream.incident_id, started)
        except (DatabaseUnavailable, UnknownIncident):
            await socket.close(code=1011)
            return
        if goes_on:
            self._listening.listen(ear)
        try:
            while goes_on and refused is None and not ear.gone:
                ended = await self._next(socket, ear)
                goes_on, refused = ended is None, ended
        finally:
            another_has_it = ear.gone
            self._listening.let_go(ear)
            if another_has_it:
                # A socket that is closed is an error to the carrier: that another has the leg must be in the log first.
                await self._listening.written(ear.call_sid)
            else:
                broken = not refused and not ear.session.stopped and not self._closing
                await self._lost(stream, refused or "socket closed", broken)
        if refused:
            log.warning("a media stream was refused: %s", refused)
        await socket.close(code=1008 if refused else 1000)

    async def _language(self, stream: Stream, incident: Incident) -> str:
        """In which this leg is recognized; told to the log where another one than the bridge's own is wanted."""
        wanted = language_of(incident, stream.call_sid)
        heard = self._language_for(wanted)
        if wanted:
            told = ReportLanguage(call_sid=stream.call_sid, wanted=wanted, heard=heard)
            try:
                await asyncio.to_thread(self._node.service.handle, stream.incident_id, told, BRIDGE)
            except (DatabaseUnavailable, UnknownIncident) as error:
                log.warning("the language of a leg could not be told: %s", type(error).__name__)
        return heard

    async def _next(self, socket: web.WebSocketResponse, ear: Ear) -> str | None:
        """Hear the next message; why the stream is over (empty: its socket is closed), or None."""
        message = await _next_text(socket)
        return "" if message is None else self._listening.feed(ear, message)

    async def _lost(self, stream: Stream, reason: str, broken: bool) -> None:
        lost = ReportStreamLost(call_sid=stream.call_sid, stream_name=stream.name, reason=reason, broken=broken)
        try:
            await self._listening.tell(stream.incident_id, lost)
        except (DatabaseUnavailable, UnknownIncident) as error:
            log.warning("the end of a stream could not be told: %s", type(error).__name__)


async def _next_text(socket: web.WebSocketResponse) -> str | None:
    """The next text message; None when the socket is closed, or anything else comes."""
    message = await socket.receive()
    return str(message.data) if message.type is WSMsgType.TEXT else None
