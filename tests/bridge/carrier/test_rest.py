"""Twilio's REST as the bridge uses it, against a server that is busy, refuses, or counts who asks at once."""

import errno
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bridge.carrier.rest import (
    AT_ONCE,
    LIVE_AT_ONCE,
    WORKER_AT_ONCE,
    AlreadyGone,
    CarrierRefused,
    CarrierUnavailable,
    TwilioCarrier,
)
from bridge.carrier.rest_places import RestPlaces
from bridge.settings import Settings

CONFERENCE, CALL = "CF" + "7" * 32, "CA" + "1" * 32


class Counting(ThreadingHTTPServer):
    """`status` is answered to everything; `together` is reached when so many requests are in at once."""

    daemon_threads = True

    def __init__(self) -> None:
        self.status, self.asked, self.now, self.most = 200, 0, 0, 0
        self.wait_for = 0
        self.changed = threading.Condition()
        super().__init__(("127.0.0.1", 0), Answer)


class Answer(BaseHTTPRequestHandler):
    server: Counting

    def do_POST(self) -> None:
        server = self.server
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with server.changed:
            server.asked, server.now = server.asked + 1, server.now + 1
            server.most = max(server.most, server.now)
            server.changed.notify_all()
            server.changed.wait_for(lambda: server.most >= server.wait_for, timeout=5)
            server.now -= 1
        body = b'{"code": 20001, "message": "no", "status": %d}' % server.status
        self.send_response(server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Counting]:
    found = Counting()
    thread = threading.Thread(target=found.serve_forever)
    thread.start()
    yield found
    found.shutdown()
    thread.join()
    found.server_close()


def carrier(server: Counting, folder: Path, at_once: int = AT_ONCE) -> TwilioCarrier:
    settings = Settings(
        data_dir=folder,
        public_url="http://localhost",
        twilio_account_sid="AC" + "0" * 32,
        twilio_auth_token="0" * 32,
        twilio_api_base_url=f"http://127.0.0.1:{server.server_port}",
    )
    return TwilioCarrier(settings, at_once)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (429, CarrierUnavailable),
        (503, CarrierUnavailable),
        (401, CarrierUnavailable),
        (404, AlreadyGone),
        (400, CarrierRefused),
    ],
)
def test_an_error_comes_back_at_once_so_that_the_next_order_gets_the_place(
    server: Counting, tmp_path: Path, status: int, error: type[Exception]
) -> None:
    server.status = status
    with pytest.raises(error):
        carrier(server, tmp_path).mute(CONFERENCE, CALL, muted=True)
    assert server.asked == 1


def test_no_more_requests_are_at_the_carrier_than_the_process_may_have(server: Counting, tmp_path: Path) -> None:
    asks = carrier(server, tmp_path, at_once=WORKER_AT_ONCE)
    server.wait_for = WORKER_AT_ONCE
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda _: asks.mute(CONFERENCE, CALL, muted=True), range(40)))
    assert (server.asked, server.most) == (40, WORKER_AT_ONCE)


def test_the_processes_of_a_machine_share_eight_whoever_needs_them(server: Counting, tmp_path: Path) -> None:
    processes = [carrier(server, tmp_path, at_once=count) for count in (AT_ONCE, WORKER_AT_ONCE, LIVE_AT_ONCE)]
    server.wait_for = AT_ONCE
    with ThreadPoolExecutor(30) as pool:
        list(pool.map(lambda number: processes[number % 3].mute(CONFERENCE, CALL, muted=True), range(60)))
    assert (server.asked, server.most) == (60, AT_ONCE) == (60, 8)


def test_a_place_is_free_again_when_its_process_was_killed(tmp_path: Path) -> None:
    takes = "import pathlib, sys; from bridge.carrier.rest_places import RestPlaces\n"
    takes += "with RestPlaces(pathlib.Path(sys.argv[1]), 1).one():\n print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", takes, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        mine = RestPlaces(tmp_path, 1)
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(lambda: mine.one().__enter__())
            assert not waiting.done()
            other.kill()
            waiting.result(timeout=10)


def test_a_folder_that_takes_no_files_keeps_no_request_back(tmp_path: Path) -> None:
    with RestPlaces(tmp_path / "gone", 1).one():
        pass


def test_a_file_system_without_locks_keeps_no_request_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(_file: int, _how: int) -> None:
        raise OSError(errno.ENOLCK, "no locks here")

    monkeypatch.setattr("fcntl.flock", no_locks)
    with RestPlaces(tmp_path, 1).one():
        assert list(tmp_path.iterdir())
