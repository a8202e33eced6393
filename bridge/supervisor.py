"""`incident-bridge serve`: starts the processes, restarts the ones that die, stops them together."""

import os
import signal
import socket
import sys
import threading

from bridge.child import Child
from bridge.invitations import invitation
from bridge.live.run import run_live
from bridge.logs import configure
from bridge.node import build_node
from bridge.settings import Settings
from bridge.speech_models.chosen import chosen_model
from bridge.storage.database import Database
from bridge.storage.schema import upgrade
from bridge.web import run_web
from bridge.worker import run_worker
from transcription.vosk_recognizer import check_model

FIRST_ADMIN = "Administrator"


def serve_web(settings: Settings, bind: str = "") -> int:
    """`bind`: a private address behind the front door; else the public host and port."""
    configure(secrets=settings.secrets)
    return run_web(settings, bind or f"{settings.host}:{settings.port}")


def serve_live(settings: Settings, listener_fd: int = -1, web_url: str = "") -> int:
    """`listener_fd`: the bound public socket, handed over; else host and port are bound here. Without a `web_url` the
    proxy sends the other requests to `web` itself. Raises ModelError."""
    configure(secrets=settings.secrets)
    if listener_fd < 0:
        check_model(chosen_model(settings).path)
    listener = socket.socket(fileno=listener_fd) if listener_fd >= 0 else bound(settings)
    node = build_node(settings)
    try:
        return run_live(node, listener, web_url)
    finally:
        node.close()


def serve_worker(settings: Settings) -> int:
    configure(secrets=settings.secrets)
    node = build_node(settings)
    try:
        return run_worker(node, stop_on_signal())
    finally:
        node.close()


def serve_all(settings: Settings, announce: bool = False) -> int:
    """All processes as children of this one; 0 after SIGTERM or Ctrl-C, 2 when the port is in use.

    Raises ModelError, DatabaseUnavailable and DatabaseTooNew before any of them is started.

    `announce`: say where the console is, and on the first start print a sign-in link.
    """
    configure(secrets=settings.secrets)
    try:
        listener = bound(settings)
    except OSError as error:
        print(  # noqa: T201
            f"{settings.host}:{settings.port} cannot be listened on ({error.strerror}). "
            "Stop what listens there, or set BRIDGE_PORT.",
            file=sys.stderr,
        )
        return 2
    with listener:
        prepare(settings)
        check_model(chosen_model(settings).path)
        return supervise(settings, listener, announce)


def supervise(settings: Settings, listener: socket.socket, announce: bool) -> int:
    """Keep the processes running until this one is told to stop."""
    stop = stop_on_signal()
    web_address = f"127.0.0.1:{_free_port()}"
    fd = listener.fileno()
    children = [
        Child("web", serving("web", "--bind", web_address)),
        Child("live", serving("live", "--fd", str(fd), "--web-url", f"http://{web_address}"), keep_fds=(fd,)),
        Child("worker", serving("worker")),
    ]
    for child in children:
        child.start()
    if announce:
        print(announcement(settings))  # noqa: T201
    while not stop.wait(0.2):
        for child in children:
            child.look_after()
    for child in children:
        child.terminate()
    for child in children:
        child.wait()
    return 0


def announcement(settings: Settings) -> str:
    """Where the console is; with a link for the first administrator as long as there is none."""
    lines = [f"The console is at {settings.public_url or f'http://{settings.host}:{settings.port}'}"]
    node = build_node(settings)
    try:
        if not node.accounts.any_admin():
            lines.append(f"First sign-in, once, within 15 minutes: {invitation(node, FIRST_ADMIN, admin=True)}")
            lines.append("Others are let in with: incident-bridge invite NAME")
    finally:
        node.close()
    return "\n".join(lines)


def prepare(settings: Settings) -> None:
    """Bring the database up to date and make the secret key, once, before several processes need them."""
    database = Database(settings.database_url)
    upgrade(database)
    database.close()
    settings.key("seal")


def serving(process: str, *options: str) -> tuple[str, ...]:
    """The command of one process of the bridge."""
    return (sys.executable, "-m", "bridge", "serve", process, *options)


def bound(settings: Settings) -> socket.socket:
    """The public socket, listening. Raises OSError when the port is in use."""
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((settings.host, settings.port))
        listener.listen(512)
    except OSError:
        listener.close()
        raise
    return listener


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


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
