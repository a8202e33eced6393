"""SQLite's one writer: a thread that runs everything that waits in one transaction and commits once."""

import contextlib
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bridge.storage.failures import DatabaseUnavailable, is_outage, reason_of

T = TypeVar("T")
UnitOfWork = Callable[[Connection], Any]

BATCH = 256
"""Most units of one commit; bounds how long the first of them waits."""


@dataclass(eq=False)
class _Waiting:
    unit: UnitOfWork
    future: Future[Any]
    result: Any = None
    error: BaseException | None = None


class GroupCommitWriter:
    """Each unit runs in its own SAVEPOINT, so that a failing one fails only its caller. Nobody is answered,
    neither with a result nor with an error, before the commit: an error may rest on an earlier unit's rows."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    def write(self, unit: Callable[[Connection], T]) -> T:
        """Runs the unit on the writer's thread and waits for the commit. Raises what the unit raised."""
        if threading.current_thread() is self._thread:
            raise RuntimeError("a unit of work must use the connection it is given, not write again")
        waiting = _Waiting(unit, Future())
        with self._guard:
            if self._closed:
                raise DatabaseUnavailable("the database was closed by this process")
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="sqlite-writer", daemon=True)
                self._thread.start()
            self._queue.put(waiting)
        result: T = waiting.future.result()
        return result

    def close(self) -> None:
        """Finishes what waits, then ends the thread."""
        with self._guard:
            self._closed = True
            thread = self._thread
            self._queue.put(None)
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        open_for_more = True
        while open_for_more:
            first = self._queue.get()
            if first is None:
                return
            batch = [first]
            with contextlib.suppress(queue.Empty):
                while len(batch) < BATCH:
                    following = self._queue.get_nowait()
                    if following is None:
                        open_for_more = False
                        break
                    batch.append(following)
            self._commit(batch)

    def _commit(self, batch: list[_Waiting]) -> None:
        try:
            with self._engine.begin() as connection:
                for waiting in batch:
                    _run_unit(connection, waiting)
        except Exception as error:  # noqa: BLE001 - the thread must live and every caller be answered, whatever broke
            for waiting in batch:
                waiting.error = DatabaseUnavailable(reason_of(error))
        for waiting in batch:
            if waiting.error is None:
                waiting.future.set_result(waiting.result)
            else:
                waiting.future.set_exception(waiting.error)


def _run_unit(connection: Connection, waiting: _Waiting) -> None:
    """Raises only when the whole transaction is lost (the savepoint could not be rolled back)."""
    savepoint = connection.begin_nested()
    try:
        waiting.result = waiting.unit(connection)
    except Exception as error:  # noqa: BLE001 - whatever a unit raises belongs to its caller, not to this thread
        try:
            savepoint.rollback()
        except SQLAlchemyError:
            raise error from None
        waiting.error = DatabaseUnavailable(reason_of(error)) if is_outage(error) else error
    else:
        savepoint.commit()
