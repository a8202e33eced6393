"""News of many legs at the same moment in one commit: after a restart hundreds would wait for each other."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from bridge.service import Service, UnknownIncident
from bridge.storage.failures import DatabaseUnavailable
from roles import commands as c
from roles.people import CARRIER

MOST = 64


class Together:
    """Lives on the event loop. What is told while a commit runs goes into the next one, in the order of telling."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="together")
        self._waiting: dict[str, list[tuple[c.Command, asyncio.Future[None]]]] = {}
        self._writing: dict[str, asyncio.Task[None]] = {}

    async def tell(self, incident_id: str, command: c.Command) -> None:
        """Returns when it is in the log. Raises what `Service.handle` raises."""
        loop = asyncio.get_running_loop()
        written: asyncio.Future[None] = loop.create_future()
        self._waiting.setdefault(incident_id, []).append((command, written))
        if incident_id not in self._writing:
            self._writing[incident_id] = loop.create_task(self._write(incident_id))
        await written

    def close(self) -> None:
        self._threads.shutdown(wait=True)

    async def _write(self, incident_id: str) -> None:
        loop = asyncio.get_running_loop()
        try:
            while waiting := self._waiting.pop(incident_id, []):
                now, later = waiting[:MOST], waiting[MOST:]
                if later:
                    self._waiting[incident_id] = later
                commands = [command for command, _ in now]
                found = await loop.run_in_executor(self._threads, self._commit, incident_id, commands)
                for (_, written), error in zip(now, found, strict=True):
                    if written.done():
                        continue
                    if error is None:
                        written.set_result(None)
                    else:
                        written.set_exception(error)
        finally:
            del self._writing[incident_id]

    def _commit(self, incident_id: str, commands: Sequence[c.Command]) -> list[Exception | None]:
        try:
            self._service.handle_together(incident_id, commands, CARRIER)
        except (DatabaseUnavailable, UnknownIncident) as error:
            return [error] * len(commands)
        except Exception:  # noqa: BLE001 - one that cannot be carried out must not take the others with it
            return [self._alone(incident_id, command) for command in commands]
        return [None] * len(commands)

    def _alone(self, incident_id: str, command: c.Command) -> Exception | None:
        try:
            self._service.handle(incident_id, command, CARRIER)
        except Exception as error:  # noqa: BLE001 - whoever told it is answered with it
            return error
        return None
