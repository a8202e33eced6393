"""Which of two processes listens to a leg: this one may have to hand over, or to wait until another one has."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import datetime
from typing import TYPE_CHECKING

from bridge.live.ear import Ear
from bridge.live.handing_over import end_of, gate_opens_at, last_word
from bridge.live.held_sound import Held
from bridge.live.log_writer import LogWriter
from bridge.service import Service
from roles.commands import HandOverStream, ReportStreamLost
from roles.record.hearing import Hearing
from roles.record.streams import LegStream
from transcription.heard import utc
from transcription.utterances import MAX_LENGTH_S

if TYPE_CHECKING:
    from bridge.live.listening import Listening


class Turns:
    """Lives on the event loop; reads the log on `readers`."""

    def __init__(
        self,
        listening: "Listening",
        service: Service,
        writer: LogWriter,
        readers: Executor,
        clock: Callable[[], float],
    ) -> None:
        self._listening = listening
        self._service = service
        self._writer = writer
        self._readers = readers
        self._clock = clock

    async def look(self, ear: Ear, stream: LegStream | None, hearing: Hearing) -> None:
        """Another process may have a newer stream of the leg, or an older one that it has not handed over."""
        if stream is None or not ear.stream_name:
            return
        if ear.stream_name == stream.before:
            ear.successor_since_s = stream.since.timestamp() if stream.state == "running" else None
        elif ear.stream_name != stream.name:
            if stream.state == "running" or ear.held is not None:
                self._listening.let_go(ear)
        elif ear.held is not None and not stream.before:
            await self._begin(ear, ear.held, stream.takes_from, hearing)

    def tick(self, ear: Ear) -> None:
        """Hand over when the moment has come; a process that never hands over is dead."""
        now_s = self._clock()
        if ear.successor_since_s is not None:
            until_s = end_of(ear, ear.successor_since_s, now_s)
            if until_s is not None:
                over = HandOverStream(call_sid=ear.call_sid, stream_name=ear.stream_name, until=utc(until_s))
                self._writer.write(ear, over)
                self._listening.let_go(ear, until_s)
        elif ear.held is not None and ear.held.is_too_old(now_s):
            ear.held.given_up = True
            lost = ReportStreamLost(call_sid=ear.call_sid, stream_name=ear.held.before, reason="it did not hand over")
            self._writer.write(ear, lost)

    async def _begin(self, ear: Ear, held: Held, takes_from: datetime | None, hearing: Hearing) -> None:
        """The leg is this process's from `takes_from` on; None: the process before has died, after its last line."""
        if takes_from is None:
            loop = asyncio.get_running_loop()
            read = loop.run_in_executor(self._readers, last_word, self._service, ear.incident_id, ear.call_sid)
            takes_from = max(await read, utc(held.since_s - MAX_LENGTH_S))
            self._listening.gaps.ended(ear.call_sid, takes_from.timestamp())
        opens_at_s = gate_opens_at(hearing, ear.call_sid, takes_from)
        if opens_at_s is not None:
            ear.session.open_gate(opens_at_s)
        ear.held = None
        self._listening.follow(ear)
        for message, received_s in held.messages:
            self._listening.hear(ear, message, received_s)
