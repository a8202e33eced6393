"""Who watches which incident: news of the log is rendered once for each kind of viewer and queued, never waited for."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import orjson

from bridge.console.live_updates import update
from bridge.console.viewer import Viewer
from bridge.record import codec
from bridge.record.codec import Event
from bridge.service import Service, UnknownIncident
from bridge.storage.failures import DatabaseUnavailable
from bridge.words import Words

log = logging.getLogger(__name__)

WAITING_MESSAGES = 256
SHED_PARTIALS_AT = WAITING_MESSAGES // 2
FARTHEST_BEHIND = 2000
"""A viewer that missed more events than this loads the page anew."""
AGAIN_AFTER_S = 0.5

Numbered = list[tuple[int, Event]]


def message(name: str, data: object, seq: int | None = None) -> bytes:
    """One message of an event stream; `seq` becomes the Last-Event-ID."""
    identity = f"id: {seq}\n" if seq is not None else ""
    return f"event: {name}\n{identity}data: ".encode() + orjson.dumps(data) + b"\n\n"


@dataclass(eq=False)
class Watcher:
    """One open page. `queue` ends with None: the stream is over. One that is too slow is dropped."""

    viewer: Viewer
    queue: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(WAITING_MESSAGES + 1))
    dropped: bool = False

    def put(self, data: bytes) -> None:
        if self.dropped:
            return
        if self.queue.qsize() >= WAITING_MESSAGES:
            log.warning("a page that takes its news too slowly was let go; it comes back by itself")
            self.end()
        else:
            self.queue.put_nowait(data)

    def end(self) -> None:
        if not self.dropped:
            self.dropped = True
            self.queue.put_nowait(None)


@dataclass(eq=False)
class Channel:
    """One incident that is watched; `drawing` keeps renderings in order, so that no page goes back in time."""

    incident_id: str
    watchers: set[Watcher] = field(default_factory=set)
    pending: Numbered = field(default_factory=list)
    drawing: asyncio.Lock = field(default_factory=asyncio.Lock)
    names: dict[str, str] = field(default_factory=dict)
    joining: int = 0


class Viewers:
    """Lives on the event loop; renders on threads of its own."""

    def __init__(self, service: Service, words: Words) -> None:
        self._service = service
        self._words = words
        self._loop = asyncio.get_running_loop()
        self._channels: dict[str, Channel] = {}
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="draws")
        self._tasks: set[asyncio.Task[None]] = set()
        self._lag_s = 0.0
        self._closing = False
        service.subscribe(self._heard_of)

    @property
    def count(self) -> int:
        return sum(len(channel.watchers) for channel in self._channels.values())

    async def join(self, incident_id: str, viewer: Viewer, after: int | None) -> Watcher:
        """Watch from event `after` on (None: from now). Raises UnknownIncident, DatabaseUnavailable."""
        channel = self._channels.setdefault(incident_id, Channel(incident_id))
        watcher = Watcher(viewer)
        channel.joining += 1
        try:
            async with channel.drawing:
                first = await self._on_a_thread(self._first, channel, viewer, after)
                watcher.put(first)
                watcher.put(message("lag", {"seconds": self._lag_s}))
                channel.watchers.add(watcher)
        finally:
            channel.joining -= 1
            self._forget_if_unwatched(channel)
        return watcher

    def leave(self, incident_id: str, watcher: Watcher) -> None:
        channel = self._channels.get(incident_id)
        if channel is not None:
            channel.watchers.discard(watcher)
            self._forget_if_unwatched(channel)

    def ring(self, incident_ids: Iterable[str]) -> None:
        """Another process wrote; read on where somebody watches. An empty set means all."""
        concerned = set(incident_ids) or set(self._channels)
        for incident_id in concerned & set(self._channels):
            self._run(self._catch_up(incident_id))

    def publish(self, incident_id: str, name: str, data: dict[str, Any]) -> None:
        """Something that is not kept: a partial, its withdrawal. A page that is behind does without."""
        channel = self._channels.get(incident_id)
        if channel is None or not channel.watchers:
            return
        if "person_id" in data:
            data = {**data, "name": channel.names.get(data["person_id"], "")}
        encoded = message(name, data)
        for watcher in list(channel.watchers):
            if name != "partial" or watcher.queue.qsize() < SHED_PARTIALS_AT:
                watcher.put(encoded)

    def tell_lag(self, seconds: float) -> None:
        """How far the transcript is behind the voices; told when it changes, and to each new page."""
        if seconds != self._lag_s:
            self._lag_s = seconds
            for incident_id in list(self._channels):
                self.publish(incident_id, "lag", {"seconds": seconds})

    async def close(self) -> None:
        """End every stream; the pages come back to another process."""
        self._closing = True
        for channel in self._channels.values():
            for watcher in channel.watchers:
                watcher.end()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._threads.shutdown(wait=True)

    def _heard_of(self, incident_id: str, numbered: Sequence[tuple[int, Event]]) -> None:
        """The service's listener: any thread, under the incident's lock."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._news, incident_id, list(numbered))

    def _news(self, incident_id: str, numbered: Numbered) -> None:
        channel = self._channels.get(incident_id)
        if channel is None:
            return
        drawn_already = bool(channel.pending)
        channel.pending += numbered
        if not drawn_already:
            self._run(self._draw(channel))

    async def _draw(self, channel: Channel) -> None:
        async with channel.drawing:
            numbered, channel.pending = channel.pending, []
            kinds = {watcher.viewer for watcher in channel.watchers}
            if not kinds or not numbered:
                return
            try:
                drawn = await self._on_a_thread(self._render, channel, kinds, numbered)
            except (DatabaseUnavailable, UnknownIncident):
                channel.pending = numbered + channel.pending
                await asyncio.sleep(AGAIN_AFTER_S)
                self._run(self._draw(channel))
                return
            for watcher in list(channel.watchers):
                if (data := drawn.get(watcher.viewer)) is not None:
                    watcher.put(data)

    def _render(self, channel: Channel, kinds: set[Viewer], numbered: Numbered) -> dict[Viewer, bytes]:
        vocabulary = self._words.current()
        with self._service.reading(channel.incident_id) as record:
            channel.names = {person_id: person.name for person_id, person in record.incident.people.items()}
            found = {viewer: update(record, viewer, numbered, vocabulary) for viewer in kinds}
        return {viewer: message("update", new, new.seq) for viewer, new in found.items() if not new.empty}

    def _first(self, channel: Channel, viewer: Viewer, after: int | None) -> bytes:
        """What a page that stands at `after` has missed."""
        with self._service.reading(channel.incident_id) as record:
            channel.names = {person_id: person.name for person_id, person in record.incident.people.items()}
            seq = record.seq
        if after is None:
            after = seq
        if after > seq or seq - after > FARTHEST_BEHIND:
            return message("reload", {})
        stored = self._service.events_after(channel.incident_id, after)
        vocabulary = self._words.current()
        numbered = [(row.seq, codec.from_data(row.type, row.at, row.data)) for row in stored]
        with self._service.reading(channel.incident_id) as record:
            new = update(record, viewer, numbered, vocabulary)
        return message("update", new, new.seq)

    async def _catch_up(self, incident_id: str) -> None:
        with contextlib.suppress(DatabaseUnavailable):
            await self._on_a_thread(self._service.catch_up, incident_id)

    async def _on_a_thread(self, work: Callable[..., Any], *arguments: object) -> Any:
        return await self._loop.run_in_executor(self._threads, work, *arguments)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        if self._closing:
            work.close()
            return
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _forget_if_unwatched(self, channel: Channel) -> None:
        if not channel.watchers and not channel.joining:
            self._channels.pop(channel.incident_id, None)
