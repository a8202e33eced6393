"""The ear of a test call: five seconds of the caller's sound, kept as a file until the call ends."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from bridge.live.kept_sound import write_wav
from bridge.storage.failures import DatabaseUnavailable
from bridge.storage.phone_checks import PhoneChecks, sound_file
from transcription import g711
from transcription.loudness import loudness_dbfs
from transcription.media_stream import Media, parse
from transcription.recognizer import Final, Result

log = logging.getLogger(__name__)
SOUND_S = 5
WINDOW_S = 5.5
MOST_BYTES = SOUND_S * g711.SAMPLE_RATE_HZ
Recognize = Callable[[str, bytes, Callable[[Result], None]], None]
"""Gives a whole sound to the recognizers, under a name; the results come on the event loop."""


class PhoneCheckEar:
    """`receive` gives the socket's next text message, or None when it is closed."""

    def __init__(self, checks: PhoneChecks, folder: Path, recognize: Recognize, window_s: float = WINDOW_S) -> None:
        self._checks = checks
        self._folder = folder
        self._recognize = recognize
        self._window_s = window_s

    async def listen(self, call_sid: str, receive: Callable[[], Awaitable[str | None]]) -> None:
        """Keeps the first five seconds; nothing of a caller who hangs up before. What comes after is not looked at."""
        mulaw = bytearray()
        try:
            async with asyncio.timeout(self._window_s):
                while len(mulaw) < MOST_BYTES:
                    message = await receive()
                    if message is None:
                        return
                    found = parse(message)
                    if isinstance(found, Media) and found.track == "inbound":
                        mulaw += found.payload[: MOST_BYTES - len(mulaw)]
        except TimeoutError:
            # Some carriers send no packets for silence: what came in the time is what there is.
            log.info("a test call sent less than five seconds of sound")
        if mulaw:
            await self._keep(call_sid, bytes(mulaw))
        while await receive() is not None:
            pass

    async def _keep(self, call_sid: str, mulaw: bytes) -> None:
        await asyncio.to_thread(self._store, call_sid, mulaw)
        loop = asyncio.get_running_loop()
        self._recognize(call_sid, mulaw, lambda result: self._understood(loop, call_sid, result))

    def _store(self, call_sid: str, mulaw: bytes) -> None:
        """The file first, then the row; a full disk costs the playing, not the test."""
        try:
            write_wav(sound_file(self._folder, call_sid), mulaw)
        except OSError as error:
            log.error("the sound of a test call could not be kept: %s", error)
        sound_ms = len(mulaw) * 1000 // g711.SAMPLE_RATE_HZ
        self._tell(lambda: self._checks.sounded(call_sid, sound_ms, round(loudness_dbfs(mulaw))))

    def _understood(self, loop: asyncio.AbstractEventLoop, call_sid: str, result: Result) -> None:
        if isinstance(result, Final) and result.text:
            loop.run_in_executor(None, self._tell, lambda: self._checks.understood(call_sid, result.text))

    def _tell(self, write: Callable[[], None]) -> None:
        try:
            write()
        except DatabaseUnavailable as error:
            log.error("a test call could not be noted: %s", type(error).__name__)
