"""Sound that is no part of a transcript: what is left on purpose while a window is open, and words of a test call."""

from collections.abc import Callable, Iterable
from typing import Protocol

from bridge.live.ear import Ear
from bridge.live.log_writer import LogWriter
from bridge.live.taking import Taking, Window, recognize
from roles.reach.takes import Takes
from transcription.recognizer import Order, Partial, Result


class Recognizers(Protocol):
    """Takes a session's orders; results come to the callback that it was made with."""

    def send(self, order: Order) -> None: ...


class Asides:
    """Lives on the event loop."""

    def __init__(self, taking: Taking, recognizers: Recognizers, writer: LogWriter) -> None:
        self._taking = taking
        self._recognizers = recognizers
        self._writer = writer
        self._waiting: dict[str, tuple[Callable[[Result], None], str]] = {}

    def set_windows(self, ears: Iterable[Ear], takes: Takes) -> None:
        """Open and close the windows of sound that is left on purpose."""
        for ear in ears:
            take = takes.window(ear.call_sid)
            if ear.window is not None and (take is None or take.take_id != ear.window.take_id):
                self.keep(ear)
            if take is not None and ear.window is None:
                ear.window = Window(ear.incident_id, take)

    def keep(self, ear: Ear) -> None:
        """The leg's window is over."""
        window, ear.window = ear.window, None
        if window is not None:
            written = window
            self._writer.aside(lambda: self._taking.keep(written))
            if window.mulaw:
                name, sound = f"take-{window.take_id}", bytes(window.mulaw)
                self.recognize(name, sound, lambda found: self._text(written, found), ear.language)

    def recognize(self, segment_id: str, mulaw: bytes, done: Callable[[Result], None], language: str = "") -> None:
        """A whole sound; `done` gets its one result, on the event loop."""
        self._waiting[segment_id] = done, language
        recognize(segment_id, mulaw, self._recognizers.send)

    def result(self, segment_id: str, result: Result) -> bool:
        """Whether the segment was one of these."""
        done, _ = self._waiting.get(segment_id, (None, ""))
        if done is not None and not isinstance(result, Partial):
            del self._waiting[segment_id]
            done(result)
        return done is not None

    def language_of(self, segment_id: str) -> str:
        """In which this sound is spoken; empty for the bridge's own."""
        return self._waiting.get(segment_id, (None, ""))[1]

    def _text(self, window: Window, result: Result) -> None:
        self._writer.aside(lambda: self._taking.text(window, result))
