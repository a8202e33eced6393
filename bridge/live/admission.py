"""Which leg a media stream belongs to, by its one-time token; sockets that come together are admitted in one commit."""

import asyncio
import logging
from collections.abc import Sequence

from bridge.node import Node
from bridge.service import UnknownIncident
from bridge.storage.failures import DatabaseUnavailable
from bridge.storage.phone_checks import PHONE_CHECK
from bridge.storage.streams import Stream
from roles.incident import Incident
from transcription.media_stream import Start

log = logging.getLogger(__name__)

Admitted = tuple[Stream | None, Incident | None]


class Admission:
    """Lives on the event loop. Who comes while a commit runs goes into the next one."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._waiting: list[tuple[Start, asyncio.Future[Admitted]]] = []
        self._working: asyncio.Task[None] | None = None

    async def of(self, start: Start) -> Admitted:
        """The stream behind the token, if it is of this call, and its incident as the log has it since then.

        No stream: the token is not good, or the database is away. No incident: it cannot be read, or it is a test call.
        """
        admitted: asyncio.Future[Admitted] = asyncio.get_running_loop().create_future()
        self._waiting.append((start, admitted))
        if self._working is None:
            self._working = asyncio.get_running_loop().create_task(self._work())
        return await admitted

    async def _work(self) -> None:
        try:
            while self._waiting:
                waiting, self._waiting = self._waiting, []
                try:
                    found = await asyncio.to_thread(self._look, [start for start, _ in waiting])
                except Exception as error:  # noqa: BLE001 - whoever waits is answered with it
                    for _, admitted in waiting:
                        if not admitted.done():
                            admitted.set_exception(error)
                    continue
                for (_, admitted), answer in zip(waiting, found, strict=True):
                    if not admitted.done():
                        admitted.set_result(answer)
        finally:
            self._working = None

    def _look(self, starts: Sequence[Start]) -> list[Admitted]:
        streams = self._used([(start.custom_parameters.get("token", ""), start.stream_sid) for start in starts])
        good = [
            stream if stream is not None and stream.call_sid == start.call_sid else None
            for start, stream in zip(starts, streams, strict=True)
        ]
        incidents = {
            incident_id: self._incident(incident_id) for incident_id in {each.incident_id for each in good if each}
        }
        return [(stream, incidents[stream.incident_id] if stream else None) for stream in good]

    def _used(self, shown: Sequence[tuple[str, str]]) -> list[Stream | None]:
        """One that cannot even be looked up must not keep the others out."""
        try:
            return self._node.streams.use_all(shown, self._node.clock())
        except DatabaseUnavailable:
            return [None] * len(shown)
        except Exception as error:  # noqa: BLE001 - whatever a start message holds
            if len(shown) == 1:
                log.warning("a media stream could not be looked up: %s", type(error).__name__)
                return [None]
            return [self._used([each])[0] for each in shown]

    def _incident(self, incident_id: str) -> Incident | None:
        if incident_id == PHONE_CHECK:
            return None
        try:
            return self._node.service.incident(incident_id)
        except (DatabaseUnavailable, UnknownIncident):
            return None
