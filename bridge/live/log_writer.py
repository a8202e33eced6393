"""The way of what is heard into the log: on threads, in order for each leg, tried again while the database is away."""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from bridge.live.ear import Ear
from bridge.live.together import Together
from bridge.service import Service
from bridge.storage.failures import DatabaseUnavailable
from roles.commands import HandOverStream, PressTone, ReportLanguage, ReportSoundMissed, ReportStreamLost
from roles.people import BRIDGE
from roles.refusals import Refused
from transcription.timeline import commands as t

log = logging.getLogger(__name__)

News = ReportSoundMissed | HandOverStream | ReportStreamLost
KEEP_TRYING_S = 60.0
AGAIN_AFTER_S = 0.5


class LogWriter:
    """Called on the event loop; nothing of it waits there."""

    def __init__(self, service: Service, clock: Callable[[], float]) -> None:
        self.together = Together(service)
        self._service = service
        self._clock = clock
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="heard")
        self._last_of_leg: dict[str, asyncio.Task[None]] = {}
        self.last_delay_s = 0.0

    def write(self, ear: Ear, command: t.Command | PressTone | ReportLanguage | News) -> None:
        """After everything that this leg wrote before; the loop goes on meanwhile."""
        before = self._last_of_leg.get(ear.call_sid)

        async def write() -> None:
            if before is not None:
                await asyncio.wait([before])
            if isinstance(command, News):
                await self._tell(ear.incident_id, command)
            else:
                await asyncio.get_running_loop().run_in_executor(self._threads, self._commit, ear.incident_id, command)

        self._last_of_leg[ear.call_sid] = asyncio.get_running_loop().create_task(write())

    async def written(self, call_sid: str) -> None:
        """Returns when the last write of this leg is done."""
        last = self._last_of_leg.get(call_sid)
        if last is not None:
            await asyncio.wait([last])

    def aside(self, work: Callable[[], None]) -> Future[None]:
        """What belongs to no transcript, such as the keeping of a sound; in no order."""
        return self._threads.submit(work)

    @property
    def waiting(self) -> list[asyncio.Task[None]]:
        """The last write of each leg; when they are done, all is written."""
        return list(self._last_of_leg.values())

    def close(self) -> None:
        self._threads.shutdown(wait=True)
        self.together.close()

    async def _tell(self, incident_id: str, command: News) -> None:
        """What every leg has to tell at the same moment, when this process was away or ends."""
        deadline = time.monotonic() + KEEP_TRYING_S
        while True:
            try:
                await self.together.tell(incident_id, command)
                return
            except DatabaseUnavailable as error:
                if time.monotonic() > deadline:
                    log.error("news of a stream are lost: %s", error)
                    return
                await asyncio.sleep(AGAIN_AFTER_S)

    def _commit(self, incident_id: str, command: t.Command | PressTone | ReportLanguage) -> None:
        """Into the log; while the database is away it is tried again, because nothing that was heard may be lost."""
        deadline = time.monotonic() + KEEP_TRYING_S
        while True:
            try:
                self._service.handle(incident_id, command, BRIDGE)
                if isinstance(command, t.HearPiece):
                    self.last_delay_s = self._clock() - command.end.timestamp()
                return
            except Refused as refused:
                log.info("a tone was refused: %s", refused.reason)
                return
            except DatabaseUnavailable as error:
                if time.monotonic() > deadline:
                    log.error("a piece of the transcript is lost: %s", error)
                    return
                time.sleep(AGAIN_AFTER_S)
