"""From when to when a leg's sound did not come: a socket broke, a stream began anew, this process was killed.

A file that is written every 50 ms says until when the process lived, because a killed one cannot say it itself.
"""

import logging
import os
import struct
from pathlib import Path

log = logging.getLogger(__name__)

BEAT_EVERY_S = 0.05
ALIVE_WITHIN_S = 0.5
"""A beat younger than this is another process that still listens: then nothing was missed."""
_MOMENT = struct.Struct("<d")


class Gaps:
    """Until when each leg was heard, in seconds since 1970. Lives on the event loop."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def ended(self, call_sid: str, until: float) -> None:
        """The leg's stream ended; its last sound was spoken at `until`."""
        self._until[call_sid] = max(until, self._until.get(call_sid, until))

    def began(self, call_sid: str, first: float) -> tuple[float, float] | None:
        """A stream of the leg begins with sound of `first`: what was missed between the last one and this."""
        until = self._until.pop(call_sid, None)
        return (until, first) if until is not None and first > until else None


class Heartbeat:
    """The moment until which this process lived, in a file of eight bytes; never synced, a crash of ours keeps it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = -1

    def last(self) -> float | None:
        """The last beat of whoever wrote it before."""
        try:
            return float(_MOMENT.unpack(self._path.read_bytes())[0])
        except (OSError, struct.error):
            return None

    def beat(self, now: float) -> None:
        """A disk that does not take it costs the exactness of a mark, not the call."""
        try:
            if self._file < 0:
                self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
            os.pwrite(self._file, _MOMENT.pack(now), 0)
        except OSError as error:
            log.debug("the heartbeat was not written: %s", error)

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
