"""`incident-bridge serve`: starts the processes, restarts the ones that die, changes them over, stops them together."""

import signal
import socket
import sys
import threading

from bridge.generation import Generation, change_over, first
from bridge.invitations import invitation
from bridge.logs import configure
from bridge.node import build_node
from bridge.public_socket import bound
from bridge.settings import Settings
from bridge.speech_models.chosen import chosen_model
from bridge.stopping import stop_on_signal
from bridge.storage.database import Database
from bridge.storage.schema import upgrade
from transcription.vosk_recognizer import check_model

FIRST_ADMIN = "Administrator"


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
    """Keep the processes running until this one is told to stop; SIGHUP: change over to the installed software."""
    stop, change = stop_on_signal(), threading.Event()
    signal.signal(signal.SIGHUP, lambda *_: change.set())
    # Inherited: a process that is still starting is not killed by what it does not understand yet.
    for number in (signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(number, signal.SIG_IGN)
    current = first(listener)
    leaving: Generation | None = None
    if announce:
        print(announcement(settings))  # noqa: T201
    while not stop.wait(0.2):
        current.look_after()
        if leaving is not None and leaving.has_left():
            leaving = None
        if change.is_set() and leaving is None:
            change.clear()
            before, current = current, change_over(current, listener, stop.is_set)
            leaving = before if before is not current else None
    for generation in (current, leaving):
        if generation is not None:
            generation.end()
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
