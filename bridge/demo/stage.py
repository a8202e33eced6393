"""Sets the stage: the local carrier in this process, the bridge as it is really started in others."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import requests

from bridge.demo.watch import Watch
from bridge.node import Node, build_node
from bridge.settings import Settings
from bridge.simulator.driver import LocalCarrier, NumberConfig
from bridge.storage.door_bell import DoorBell

START_WITHIN_S = 40
STOP_WITHIN_S = 15


class StageError(Exception):
    """The bridge could not be started; says why and where its log is."""


@dataclass
class Stage:
    """Everything of one running bridge. `people_file` is imported before the first call."""

    data_dir: Path
    bridge_number: str
    people_file: Path
    port: int = 0
    say_chars_per_s: float = 60.0
    database_url: str = ""
    settings_extra: dict[str, str] = field(default_factory=dict)
    carrier: LocalCarrier = field(init=False)
    node: Node = field(init=False)
    watch: Watch = field(init=False)
    environ: dict[str, str] = field(init=False)
    _server: subprocess.Popen[bytes] | None = None
    _log: IO[bytes] | None = None
    _door_bell: DoorBell | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log_path(self) -> Path:
        return self.data_dir / "bridge.log"

    @property
    def server_pid(self) -> int:
        """The process that supervises all others. Raises StageError while none runs."""
        if self._server is None:
            raise StageError("the bridge does not run")
        return self._server.pid

    def set_up(self) -> None:
        """Start the carrier, make the database, import the people, start the bridge, wait until it takes calls."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.port = self.port or free_port()
        account_sid, auth_token = "AC" + secrets.token_hex(16), secrets.token_hex(16)
        self.carrier = LocalCarrier(
            account_sid=account_sid,
            auth_token=auth_token,
            numbers={
                self.bridge_number: NumberConfig(
                    voice_url=f"{self.base_url}/twilio/voice#rc=2&rp=all",
                    voice_fallback_url=f"{self.base_url}/twilio/fallback",
                    status_callback=f"{self.base_url}/twilio/call-status#rc=2&rp=all",
                )
            },
            say_chars_per_s=self.say_chars_per_s,
        )
        self.carrier.start()
        self.environ = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("BRIDGE_", "TWILIO_"))},
            "BRIDGE_PUBLIC_URL": self.base_url,
            "BRIDGE_HOST": "127.0.0.1",
            "BRIDGE_PORT": str(self.port),
            "BRIDGE_DATA_DIR": str(self.data_dir),
            "BRIDGE_PHONE_NUMBER": self.bridge_number,
            "TWILIO_ACCOUNT_SID": account_sid,
            "TWILIO_AUTH_TOKEN": auth_token,
            "TWILIO_API_BASE_URL": self.carrier.base_url,
            **({"BRIDGE_DATABASE_URL": self.database_url} if self.database_url else {}),
            **self.settings_extra,
        }
        self.node = build_node(Settings.from_environ(self.environ))
        self.node.directory.import_yaml(self.people_file.read_text(encoding="utf-8"))
        self._door_bell = DoorBell(self.node.database)
        self.watch = Watch(self.node.service, self._door_bell)
        self.start_bridge()

    def start_bridge(self) -> None:
        """Start `incident-bridge serve` and wait for its health. Raises StageError."""
        self._log = self.log_path.open("ab")
        self._server = subprocess.Popen(
            [sys.executable, "-m", "bridge", "serve"],
            env=self.environ,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        server = self._server
        wait_until(lambda: server.poll() is not None or _healthy(self.base_url), START_WITHIN_S)
        if server.poll() is not None or not _healthy(self.base_url):
            tail = self.log_path.read_text(encoding="utf-8", errors="replace").splitlines()[-6:]
            raise StageError("The bridge did not start. Its last words:\n" + "\n".join(tail))

    def sign_in_link(self, name: str, admin: bool = False) -> str:
        """A one-time address that signs this person of the directory in. Raises StageError."""
        person = self.node.directory.by_name(name)
        if person is None:
            raise StageError(f"nobody called {name} is in the directory")
        token = self.node.accounts.invite(person.person_id, admin, self.node.clock())
        return f"{self.base_url}/sign-in/{token}"

    def kill_bridge(self) -> None:
        """SIGKILL to every process of the bridge at once, as a crash of the machine would."""
        if self._server is not None:
            os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait(STOP_WITHIN_S)
        self._close_log()

    def tear_down(self) -> None:
        """Stop everything that was started, in order; safe to call twice and after a failed start."""
        if self._server is not None and self._server.poll() is None:
            self._server.terminate()
            try:
                self._server.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                os.killpg(self._server.pid, signal.SIGKILL)
                self._server.wait(STOP_WITHIN_S)
        if self._door_bell is not None:
            self._door_bell.close()
            self._door_bell = None
            self.node.close()
        self._close_log()
        if hasattr(self, "carrier"):
            self.carrier.stop()

    def _close_log(self) -> None:
        if self._log is not None:
            self._log.close()
            self._log = None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(happened: Callable[[], bool], timeout_s: float, every_s: float = 0.1) -> bool:
    """Poll another process that cannot ring; False when it did not happen in time."""
    deadline = time.monotonic() + timeout_s
    while not happened():
        if time.monotonic() > deadline:
            return False
        time.sleep(every_s)
    return True


def _healthy(base_url: str) -> bool:
    try:
        return bool(requests.get(f"{base_url}/healthz", timeout=2).status_code == requests.codes.ok)
    except requests.RequestException:
        return False
