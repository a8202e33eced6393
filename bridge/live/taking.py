"""Sound on purpose: keeps what a leg says while its window is open, as a file, and gives it to the recognizer."""

import io
import logging
import wave
from collections.abc import Callable

from bridge.files.sound_files import SoundFiles
from bridge.service import Service, UnknownIncident
from bridge.storage.failures import DatabaseUnavailable
from roles import commands as c
from roles.people import BRIDGE
from roles.reach.takes import Take
from transcription import g711
from transcription.media_stream import Media, parse
from transcription.recognizer import Audio, Begin, End, Final, Order, Result

log = logging.getLogger(__name__)
BLOCK_BYTES = 3200


class Window:
    """One window on one leg; `mulaw` grows to what its purpose allows, 20 s at most."""

    def __init__(self, incident_id: str, take: Take) -> None:
        self.incident_id = incident_id
        self.take_id = take.take_id
        self.mulaw = bytearray()
        self._most_bytes = int(take.longest.total_seconds() * g711.SAMPLE_RATE_HZ)

    def feed(self, message: str) -> None:
        """A message of the leg's media socket; everything but inbound sound is nothing to it."""
        found = parse(message)
        if type(found) is Media and found.track == "inbound":
            self.mulaw += found.payload[: self._most_bytes - len(self.mulaw)]


class Taking:
    """Writes on the thread that calls `keep`; `send` gives orders to the recognizers, on the event loop."""

    def __init__(self, service: Service, files: SoundFiles) -> None:
        self._service = service
        self._files = files

    def keep(self, window: Window) -> None:
        """The file first, then the fact; a full disk is told, not hidden."""
        seconds = len(window.mulaw) / g711.SAMPLE_RATE_HZ
        if not window.mulaw:
            self._tell(window, c.LoseTake(take_id=window.take_id, reason="no sound came"))
            return
        file = f"{window.incident_id}/{window.take_id}.wav"
        whole = io.BytesIO()
        with wave.open(whole, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(g711.SAMPLE_RATE_HZ)
            sound.writeframes(g711.decode(bytes(window.mulaw)))
        try:
            self._files.write(file, [whole.getvalue()])
        except OSError as error:
            log.error("kept sound could not be written: %s", error)
            self._tell(window, c.LoseTake(take_id=window.take_id, reason="the disk did not take it"))
            return
        self._tell(window, c.KeepTake(take_id=window.take_id, seconds=round(seconds, 2), file=file))

    def text(self, window: Window, result: Result) -> None:
        if isinstance(result, Final) and result.text:
            self._tell(window, c.TextTake(take_id=window.take_id, text=result.text))

    def _tell(self, window: Window, command: c.Command) -> None:
        try:
            self._service.handle(window.incident_id, command, BRIDGE)
        except (DatabaseUnavailable, UnknownIncident) as error:
            log.error("what was left by key could not be told: %s", type(error).__name__)


def recognize(segment_id: str, sound: bytes, send: Callable[[Order], None]) -> None:
    """Give a whole sound (mu-law) to the recognizers; the result comes under its id."""
    send(Begin(segment_id))
    for start in range(0, len(sound), BLOCK_BYTES):
        send(Audio(segment_id, g711.decode(sound[start : start + BLOCK_BYTES])))
    send(End(segment_id))
