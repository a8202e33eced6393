"""The three processes of one version of the software, and how a new generation takes the place of the old one.

The new one takes connections before the old one stops to: both have the same listening socket. Then the old one hands
its legs over (`bridge/live/leaving.py`) and ends. If the new one does not come up, the old one goes on.
"""

import logging
import os
import select
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

from bridge.child import Child

log = logging.getLogger(__name__)

UP_WITHIN_S = 90.0
GONE_WITHIN_S = 70.0
LOOK_EVERY_S = 0.2


@dataclass
class Generation:
    """`started_at`: monotonic; `told_to_leave_at`: when its successor took over."""

    web: Child
    live: Child
    worker: Child
    web_url: str
    told_to_leave_at: float = 0.0

    @property
    def children(self) -> tuple[Child, ...]:
        return (self.web, self.live, self.worker)

    def look_after(self) -> None:
        for child in self.children:
            child.look_after()

    def end(self) -> None:
        """Tell all of them, then wait."""
        for child in self.children:
            child.terminate()
        for child in self.children:
            child.wait()

    def leave(self) -> None:
        """Its legs go to the generation that has just come up; whoever asks `web` through it is still answered."""
        self.told_to_leave_at = time.monotonic()
        self.worker.terminate()
        self.live.signal(signal.SIGUSR1)

    def has_left(self) -> bool:
        """To be asked again and again: ends what is left when the legs are gone, or when it takes too long."""
        if not self.live.has_ended and time.monotonic() - self.told_to_leave_at < GONE_WITHIN_S:
            return False
        self.end()
        return True


def first(listener: socket.socket) -> Generation:
    """The generation that the supervisor starts with."""
    made = _made(listener)
    for child in made.children:
        child.start()
    return made


def change_over(old: Generation, listener: socket.socket, stopped: Callable[[], bool]) -> Generation:
    """A generation of the software that is installed now, or the old one when that does not come up."""
    new = _made(listener)
    log.info("changing over to the software that is installed now")
    old.live.signal(signal.SIGUSR2)

    def waits(happened: Callable[[], bool], child: Child) -> bool:
        deadline = time.monotonic() + UP_WITHIN_S
        while not happened():
            old.look_after()
            if child.has_ended or stopped() or time.monotonic() > deadline:
                return False
            time.sleep(LOOK_EVERY_S)
        return True

    new.web.start()
    if waits(lambda: _answers(new.web_url), new.web):
        reading, writing = os.pipe()
        lasting = new.live.command, new.live.keep_fds
        new.live.command = (*new.live.command, "--beside", "--ready-fd", str(writing))
        new.live.keep_fds = (*new.live.keep_fds, writing)
        new.live.start()
        new.live.command, new.live.keep_fds = lasting
        os.close(writing)
        try:
            if waits(lambda: _says_ready(reading), new.live):
                new.worker.start()
                old.leave()
                log.info("the new processes take calls; the old ones hand over and end")
                return new
        finally:
            os.close(reading)
    log.error("the new processes did not come up; the old ones go on")
    new.end()
    return old


def _made(listener: socket.socket) -> Generation:
    address = f"127.0.0.1:{_free_port()}"
    fd, url = listener.fileno(), f"http://{address}"
    return Generation(
        web=Child("web", serving("web", "--bind", address)),
        live=Child("live", serving("live", "--fd", str(fd), "--web-url", url), keep_fds=(fd,)),
        worker=Child("worker", serving("worker")),
        web_url=url,
    )


def serving(process: str, *options: str) -> tuple[str, ...]:
    """The command of one process of the bridge."""
    return (sys.executable, "-m", "bridge", "serve", process, *options)


def _answers(web_url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{web_url}/healthz", timeout=2) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _says_ready(reading: int) -> bool:
    ready, _, _ = select.select([reading], [], [], 0)
    return bool(ready) and os.read(reading, 1) == b"+"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
