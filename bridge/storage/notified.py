"""PostgreSQL's NOTIFY, for the door-bell."""

import threading
from collections.abc import Callable

import psycopg
from sqlalchemy import URL

from bridge.storage.event_log import CHANNEL
from bridge.storage.failures import DatabaseUnavailable

LISTEN_S = 0.5


def listen(
    url: URL, listening: threading.Event, closing: threading.Event, ring: Callable[[frozenset[str]], None]
) -> None:
    """Ring with the incident of each notification until `closing`; `listening` is set when none can be missed any more.

    Raises DatabaseUnavailable.
    """
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        with psycopg.connect(address, autocommit=True, connect_timeout=5) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            listening.set()
            while not closing.is_set():
                ids = frozenset(notify.payload for notify in connection.notifies(timeout=LISTEN_S, stop_after=1))
                if ids:
                    ring(ids)
    except psycopg.Error as error:
        raise DatabaseUnavailable(type(error).__name__) from None
