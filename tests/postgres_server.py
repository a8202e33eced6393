"""A real PostgreSQL of our own for the tests: a throw-away cluster on a Unix socket, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

SUPERUSER = "bridge"
DEADLINE_S = 60


class PostgresMissing(Exception):
    """PostgreSQL's programs are not on this machine."""


def find_binaries() -> Path:
    """The folder with initdb and pg_ctl, the newest version's. Raises PostgresMissing."""
    candidates = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True
    )
    on_path = shutil.which("initdb")
    candidates += [Path(on_path).resolve().parent] if on_path else []
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise PostgresMissing("no PostgreSQL here: install Debian's package postgresql, or put initdb and pg_ctl into PATH")


def _other_user() -> str | None:
    """PostgreSQL refuses to run as root; then another user of the machine runs it."""
    if os.geteuid() != 0:
        return None
    known = {line.split(":")[0] for line in Path("/etc/passwd").read_text(encoding="utf-8").splitlines()}
    return next((user for user in ("postgres", "nobody") if user in known), None)


class PostgresServer:
    """Started on construction. Durability is off: what is tested survives our processes' death, not the machine's."""

    def __init__(self) -> None:
        self._binaries = find_binaries()
        self._user = _other_user()
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._databases = 0
        try:
            if self._user:
                shutil.chown(self._folder, self._user)
            data = str(self._folder / "data")
            self._run("initdb", "-D", data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
            options = (
                f"-k {self._folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=200"
            )
            self._run("pg_ctl", "-D", data, "-o", options, "-l", str(self._folder / "log"), "-w", "start")
        except BaseException:
            self.stop()
            raise

    def url(self, database: str) -> str:
        return f"postgresql://{SUPERUSER}@/{database}?host={self._folder}"

    def new_database(self, template: str = "template0") -> str:
        """A fresh database's name. A template must have no connection at this moment."""
        self._databases += 1
        name = f"test_{self._databases}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop_connections(self, database: str) -> None:
        """As when the server or the network goes away."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database])

    def stop(self) -> None:
        if (self._folder / "data" / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._binaries / program, *arguments],
            user=self._user,
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            timeout=DEADLINE_S,
            check=False,
        )
        if done.returncode != 0:
            log = self._folder / "log"
            said = log.read_text(encoding="utf-8", errors="replace") if log.exists() else (done.stdout or b"").decode()
            raise RuntimeError(f"{program} failed: {said[-2000:]}")
