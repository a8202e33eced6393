"""Faults that act at once on running recordings and media streams, beside the rules of `Faults`."""

from collections.abc import Callable, Iterator

from bridge.simulator.conference import Conference
from bridge.simulator.exchange import Exchange
from bridge.simulator.faults import Faults
from bridge.simulator.media_socket import MediaSocket
from bridge.simulator.recording import Recording

OnExchange = Callable[[Callable[[Exchange], None]], None]


class FaultSwitches(Faults):
    """What a driver holds. The switches work while the carrier runs."""

    def __init__(self, on_exchange: OnExchange) -> None:
        super().__init__()
        self._on_exchange = on_exchange

    def pause_recordings(self) -> None:
        """Somebody paused every running recording; REST shows it, no callback tells."""
        self._recordings(lambda recording: recording.pause("silence"))

    def deafen_recordings(self, deaf: bool = True) -> None:
        """Running recordings say in-progress and hold silence."""

        def deafen(recording: Recording) -> None:
            recording.hears_nothing = deaf

        self._recordings(deafen)

    def lose_recordings(self) -> None:
        """Running recordings will be absent at their end."""

        def lose(recording: Recording) -> None:
            recording.lost = True

        self._recordings(lose)

    def shorten_recordings(self, by_s: float) -> None:
        """Running recordings will lack so many seconds at their end."""

        def shorten(recording: Recording) -> None:
            recording.short_by_s = by_s

        self._recordings(shorten)

    def trim_recordings(self) -> None:
        """Silence at both ends of running recordings will be cut off, although nobody asked for it."""

        def trim(recording: Recording) -> None:
            recording.trim = True

        self._recordings(trim)

    def stop_recordings(self) -> None:
        """Running recordings end now; their conferences go on."""
        self._conferences(Conference.stop_recordings)

    def end_conferences(self) -> None:
        """Live conferences end under people, whose documents go on: whoever asks for the name again makes a new one."""
        self._conferences(Conference.end)

    def drop_media_sockets(self, call_sid: str = "") -> None:
        """Break the open media sockets of one call, or all, without a stop message."""
        self._streams(call_sid, MediaSocket.drop)

    def freeze_media_sockets(self, call_sid: str = "", frozen: bool = True) -> None:
        """Open sockets stay open and send nothing; thawed, they send what they kept."""
        self._streams(call_sid, lambda stream: stream.freeze(frozen))

    def _recordings(self, act: Callable[[Recording], None]) -> None:
        def on(exchange: Exchange) -> None:
            for recording in exchange.rooms.recordings():
                if recording.running:
                    act(recording)
            exchange.services.changes.notify()

        self._on_exchange(on)

    def _conferences(self, act: Callable[[Conference], None]) -> None:
        def on(exchange: Exchange) -> None:
            for conference in list(exchange.rooms.conferences.values()):
                if conference.live:
                    act(conference)
            exchange.services.changes.notify()

        self._on_exchange(on)

    def _streams(self, call_sid: str, act: Callable[[MediaSocket], None]) -> None:
        def on(exchange: Exchange) -> None:
            for stream in _open_streams(exchange, call_sid):
                act(stream)

        self._on_exchange(on)


def _open_streams(exchange: Exchange, call_sid: str) -> Iterator[MediaSocket]:
    for call in exchange.calls.values():
        if call_sid in ("", call.sid):
            yield from (stream for stream in call.streams if stream.status == "in-progress")
