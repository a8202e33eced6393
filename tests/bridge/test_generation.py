"""Changing over to a new version with real processes: the old ones go on when the new ones do not come up."""

import re
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge import generation
from bridge.child import Child
from bridge.generation import Generation, change_over

STAYS = (sys.executable, "-c", "import signal; signal.pause()")
LEAVES = (
    sys.executable,
    "-c",
    "import signal, sys; signal.signal(signal.SIGUSR2, lambda *_: None)\n"
    "signal.signal(signal.SIGUSR1, lambda *_: sys.exit(0))\nwhile True: signal.pause()",
)
DIES = (sys.executable, "-c", "raise SystemExit(3)")
WEB = """
import http.server, sys
class Ok(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
host, port = sys.argv[sys.argv.index("--bind") + 1].split(":")
http.server.HTTPServer((host, int(port)), Ok).serve_forever()
"""
LIVE = """
import os, signal, sys
if "--ready-fd" in sys.argv:
    os.write(int(sys.argv[sys.argv.index("--ready-fd") + 1]), b"+")
signal.pause()
"""


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        found.listen()
        yield found


@pytest.fixture
def old() -> Iterator[Generation]:
    found = Generation(Child("web", STAYS), Child("live", LEAVES), Child("worker", STAYS), "http://127.0.0.1:9")
    for child in found.children:
        child.start()
    assert found.live.pid is not None
    until_it_catches(found.live.pid, signal.SIGUSR1)
    yield found
    found.end()


def until_it_catches(pid: int, number: signal.Signals) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        caught = int(re.search(r"^SigCgt:\s*(\w+)$", status, re.MULTILINE).group(1), 16)  # type: ignore[union-attr]
        if caught >> (number - 1) & 1:
            return
    raise AssertionError(f"{number} is not caught")


def becomes(monkeypatch: pytest.MonkeyPatch, web: str | None, live: str | None) -> None:
    """What the installed software is now; None: it ends at once."""

    def serving(process: str, *options: str) -> tuple[str, ...]:
        script = {"web": web, "live": live, "worker": "import signal; signal.pause()"}[process]
        return DIES if script is None else (sys.executable, "-c", script, *options)

    monkeypatch.setattr(generation, "serving", serving)


@pytest.mark.parametrize(("web", "live"), [(None, LIVE), (WEB, None)])
def test_software_that_does_not_come_up_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, listener: socket.socket, old: Generation, web: str | None, live: str | None
) -> None:
    becomes(monkeypatch, web, live)
    pids = [child.pid for child in old.children]
    assert change_over(old, listener, lambda: False) is old
    old.look_after()
    assert [child.pid for child in old.children] == pids
    assert not any(child.has_ended for child in old.children)


def test_the_old_processes_leave_once_the_new_ones_take_calls(
    monkeypatch: pytest.MonkeyPatch, listener: socket.socket, old: Generation
) -> None:
    becomes(monkeypatch, WEB, LIVE)
    new = change_over(old, listener, lambda: False)
    try:
        assert new is not old
        assert not any(child.has_ended for child in new.children)
        assert old.live._process is not None
        assert old.live._process.wait(timeout=10) in (0, -signal.SIGUSR1)
        assert old.has_left()
        assert all(child.has_ended for child in old.children)
    finally:
        new.end()


def test_a_new_listening_process_that_dies_later_is_started_as_any_other(
    monkeypatch: pytest.MonkeyPatch, listener: socket.socket, old: Generation
) -> None:
    becomes(monkeypatch, WEB, LIVE)
    new = change_over(old, listener, lambda: False)
    try:
        assert "--beside" not in new.live.command
        assert new.live.keep_fds == (listener.fileno(),)
    finally:
        new.end()


def test_told_to_stop_while_changing_over_nothing_new_stays(
    monkeypatch: pytest.MonkeyPatch, listener: socket.socket, old: Generation
) -> None:
    becomes(monkeypatch, WEB, "import signal; signal.pause()")
    assert change_over(old, listener, lambda: True) is old
