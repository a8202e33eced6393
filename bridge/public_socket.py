"""The one port on which the world reaches the bridge."""

import socket

from bridge.settings import Settings

WAITING_CONNECTIONS = 512


def bound(settings: Settings) -> socket.socket:
    """The public socket, listening. Raises OSError when the port is in use."""
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((settings.host, settings.port))
        listener.listen(WAITING_CONNECTIONS)
    except OSError:
        listener.close()
        raise
    return listener
