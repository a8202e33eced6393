"""The start of `live`. A call waits for its streams: they are ordered before the modules are loaded that take them."""

import socket
from importlib import import_module

from bridge.carrier.rest import LIVE_AT_ONCE
from bridge.live.returning import Returning, order_back
from bridge.loading import all_at_once
from bridge.logs import configure
from bridge.node import build_node
from bridge.public_socket import bound
from bridge.settings import Settings
from bridge.speech_models.chosen import chosen_model
from bridge.telephony import Telephony

THE_REST = "bridge.live.run"


def serve_live(
    settings: Settings, listener_fd: int = -1, web_url: str = "", beside: bool = False, ready_fd: int = -1
) -> int:
    """`listener_fd`: the bound public socket, handed over; else host and port are bound here. Without a `web_url` the
    proxy sends the other requests to `web` itself. `beside`: another one serves and will leave; `ready_fd` gets a byte
    when this one takes connections and decodes. Raises ModelError."""
    configure(secrets=settings.secrets)
    if listener_fd < 0:
        import_module("transcription.vosk_recognizer").check_model(chosen_model(settings).path)
    listener = socket.socket(fileno=listener_fd) if listener_fd >= 0 else bound(settings)
    node = build_node(settings)
    telephony = Telephony(node, at_once=LIVE_AT_ONCE)
    try:
        returning = Returning() if beside else order_back(node)
        with all_at_once():
            the_rest = import_module(THE_REST)
        # The worker performs what was ordered since; more hands would take turns with the loading.
        telephony.start()
        telephony.dispatcher.ring()
        code: int = the_rest.run_live(node, listener, web_url, returning, beside, ready_fd)
        return code
    finally:
        telephony.close()
        node.close()
