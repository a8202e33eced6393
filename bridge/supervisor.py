"""`incident-bridge serve`: starts the processes, restarts the ones that die, stops them together."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

from bridge.logs import configure
from bridge.node import build_node
from bridge.settings import Settings
from bridge.storage.database import Database
from bridge.storage.schema import upgrade
from bridge.web import run_web
from bridge.worker import run_worker

log = logging.getLogger(__name__)

PROCESSES = ("web", "worker")
STOP_WITHIN_S = 12.0
SHORTEST_LIFE_S = 5.0
LONGEST_PAUSE_S = 10.0


def serve_web(settings: Settings) -> int:
    configure(secrets=settings.secrets)
    return run_web(settings, f"{settings.host}:{settings.port}")


def serve_worker(settings: Settings) -> int:
    configure(secrets=settings.secrets)
    node = build_node(settings)
    try:
        return run_worker(node, stop_on_signal())
    finally:
        node.close()


def serve_all(settings: Settings) -> int:
    """All processes as children of this one; 0 after SIGTERM or Ctrl-C, 2 when the port is in use."""
    configure(secrets=settings.secrets)
    if not _port_is_free(settings):
        print(  # noqa: T201
            f"{settings.host}:{settings.port} is already in use. Stop what listens there, or set BRIDGE_PORT.",
            file=sys.stderr,
        )
        return 2
    database = Database(settings.database_url)
    upgrade(database)
    database.close()
    settings.key("seal")
    stop = stop_on_signal()
    children = [Child(name) for name in PROCESSES]
    for child in children:
        child.start()
    while not stop.wait(0.2):
        for child in children:
            child.look_after()
    for child in children:
        child.terminate()
    return 0


@dataclass
class Child:
    """One process: restarted when it dies, later and later when it dies young."""

    name: str
    _process: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _again_at: float = field(default=0.0)
    _pause_s: float = 0.5

    def start(self) -> None:
        self._started = time.monotonic()
        self._process = subprocess.Popen([sys.executable, "-m", "bridge", "serve", self.name])

    def look_after(self) -> None:
        """Restart if it died and its pause is over."""
        now = time.monotonic()
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

    def terminate(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def stop_on_signal() -> threading.Event:
    """Set by SIGTERM, by SIGINT, and when the parent process is gone."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    parent = os.getppid()

    def watch_parent() -> None:
        while not stop.wait(1.0):
            if os.getppid() != parent:
                stop.set()

    threading.Thread(target=watch_parent, name="parent-watch", daemon=True).start()
    return stop


def _port_is_free(settings: Settings) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            return False
    return True
