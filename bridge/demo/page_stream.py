"""What an open page is told: reads one incident's event stream and notes when each message arrived."""

import threading
import time
from collections.abc import Callable

import requests

from bridge.demo.console_client import TIMEOUT_S, ConsoleClient


class PageStream:
    """Reads one incident's event stream as a viewer does and notes when each message arrived.

    `arrivals`: (epoch seconds, event name, id or "", data) in order of arrival.
    """

    def __init__(self, client: ConsoleClient, incident_id: str, clock: Callable[[], float] = time.time) -> None:
        self.arrivals: list[tuple[float, str, str, str]] = []
        self._clock = clock
        self._response = client.session.get(
            f"{client.base_url}/incidents/{incident_id}/stream",
            headers={"Accept": "text/event-stream"},
            stream=True,
            timeout=(TIMEOUT_S, 60),
        )
        self._response.raise_for_status()
        self._thread = threading.Thread(target=self._read, name="event-stream", daemon=True)
        self._thread.start()

    def shown_at(self, seq: int) -> float | None:
        """When a page had event `seq` on it, in epoch seconds."""
        for at, name, last_id, _ in self.arrivals:
            if name == "update" and last_id and int(last_id) >= seq:
                return at
        return None

    def close(self) -> None:
        """Hang up; what arrived stays readable."""
        self._response.close()

    def _read(self) -> None:
        name, last_id = "message", ""
        data: list[str] = []
        try:
            for raw in self._response.iter_lines(chunk_size=None):
                line = raw.decode("utf-8")
                if not line:
                    if data:
                        self.arrivals.append((self._clock(), name, last_id, "\n".join(data)))
                    name, last_id, data = "message", "", []
                    continue
                key, _, value = line.partition(":")
                value = value.removeprefix(" ")
                match key:
                    case "event":
                        name = value
                    case "id":
                        last_id = value
                    case "data":
                        data.append(value)
                    case _:
                        pass
        except (requests.RequestException, AttributeError, ValueError, OSError):
            return
