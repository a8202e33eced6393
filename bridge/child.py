"""One process under the supervisor: started again when it dies, later and later when it dies young."""

import logging
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

log = logging.getLogger(__name__)

STOP_WITHIN_S = 12.0
SHORTEST_LIFE_S = 5.0
LONGEST_PAUSE_S = 10.0


@dataclass
class Child:
    """One process: restarted when it dies, later and later when it dies young."""

    name: str
    command: Sequence[str]
    keep_fds: tuple[int, ...] = ()
    clock: Callable[[], float] = time.monotonic
    _process: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _again_at: float = field(default=0.0)
    _pause_s: float = 0.5

    def start(self) -> None:
        self._started = self.clock()
        self._process = subprocess.Popen(self.command, pass_fds=self.keep_fds)

    def look_after(self) -> None:
        """Restart if it died and its pause is over."""
        now = self.clock()
        if self._process is not None:
            code = self._process.poll()
            if code is None:
                return
            self._process = None
            lived_s = now - self._started
            self._pause_s = 0.5 if lived_s > SHORTEST_LIFE_S else min(self._pause_s * 2, LONGEST_PAUSE_S)
            self._again_at = now + self._pause_s
            log.error("the process %s ended with code %s; started again in %.1f s", self.name, code, self._pause_s)
        elif now >= self._again_at:
            self.start()

    @property
    def has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def signal(self, number: int) -> None:
        """Tell it something, if it runs."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)

    @property
    def pid(self) -> int | None:
        """None while it waits to be started again."""
        return self._process.pid if self._process is not None else None

    def terminate(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def wait(self) -> None:
        """Until it has ended; killed when it does not end in time."""
        if self._process is None:
            return
        try:
            self._process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
