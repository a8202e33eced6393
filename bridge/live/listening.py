"""What this process hears: sessions of legs, their private gates, the recognizers, and the way into the log."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bridge.files.sealing import Seal
from bridge.files.sound_files import SoundFiles
from bridge.live.asides import Asides, Recognizers
from bridge.live.ear import Ear
from bridge.live.gaps import Gaps
from bridge.live.log_writer import LogWriter
from bridge.live.metrics import Heard
from bridge.live.own_copy import OwnCopies
from bridge.live.pieces import hear_piece
from bridge.live.recognizer_pool import OVERLOADED
from bridge.live.taking import Taking
from bridge.live.turns import Turns
from bridge.service import Service, UnknownIncident
from bridge.storage.failures import DatabaseUnavailable
from roles.commands import PressTone, ReportLanguage, ReportSoundMissed
from roles.reach.takes import Takes
from roles.record.hearing import Hearing
from roles.record.streams import Streams
from transcription import heard
from transcription.heard import utc
from transcription.recognizer import Audio, Begin, Cancel, End, Partial, Result
from transcription.session import Output
from transcription.timeline import commands as t

log = logging.getLogger(__name__)

DECODED_WITHIN_S = 3.0
CERTAIN_AFTER_MS = 1500
"""The first frames of a stream may have waited on the way, with hundreds of others; when for so long none has come
quicker than those before it, their true time is known."""
CERTAIN_FRAMES = 500


Show = Callable[[Ear, heard.PartialHeard | heard.PartialWithdrawn], None]


class Listening:
    """Lives on the event loop; writes to the log on threads of its own, in order for each leg."""

    def __init__(
        self,
        service: Service,
        recognizers: Recognizers,
        clock: Callable[[], float] = time.time,
        show: Show = lambda _ear, _heard: None,
        taking: Taking | None = None,
        copies: OwnCopies | None = None,
    ) -> None:
        """`taking`: keeps sound that is left on purpose. `copies`: writes the bridge's own copy of what may be heard.

        `show`: takes what is shown while it is spoken and kept nowhere; called on the event loop.
        """
        self._service = service
        self._recognizers = recognizers
        self._clock = clock
        self._show = show
        self._copies = copies
        self._ears: dict[str, Ear] = {}
        self._heard_before = Heard()
        self.gaps = Gaps()
        self._owners: dict[str, Ear] = {}
        self._writer = LogWriter(service, clock)
        self.tell = self._writer.together.tell
        taking = taking or Taking(service, SoundFiles(Path("var/takes"), Seal(None)))
        self._asides = Asides(taking, recognizers, self._writer)
        self.recognize_aside = self._asides.recognize
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="gates")
        self._turns = Turns(self, service, self._writer, self._readers, clock)
        self._rung: dict[str, float] = {}
        self._looks: dict[str, asyncio.Task[None]] = {}

    def listen(self, ear: Ear) -> None:
        """A stream of this leg has started; an earlier one of the same leg is let go: nothing is written twice."""
        earlier = self._ears.get(ear.call_sid)
        if earlier is not None and earlier is not ear:
            self.let_go(earlier)
        self._ears[ear.call_sid] = ear
        if ear.held is None:
            self.follow(ear)
        self.look_at_gates([ear.incident_id])

    def follow(self, ear: Ear) -> None:
        """The bridge's own copy of the leg is written from here on."""
        if self._copies is not None:
            ear.session.tap = self._copies.follow(ear.incident_id, ear.call_sid)

    def feed(self, ear: Ear, message: str) -> str | None:
        """One message of the socket; a reason when the stream is to be closed."""
        if ear.held is not None:
            ear.held.take(message, self._clock())
            return None
        return self.hear(ear, message, self._clock())

    def hear(self, ear: Ear, message: str, received_s: float) -> str | None:
        """A message that came at `received_s`, in seconds since 1970."""
        if ear.window is not None:
            ear.window.feed(message)
        reason = self._carry_out(ear, ear.session.feed(message, received_s))
        if not ear.came and (
            ear.session.track.certain_for_ms >= CERTAIN_AFTER_MS or ear.session.frames_in >= CERTAIN_FRAMES
        ):
            self._came(ear)
        return reason

    def _came(self, ear: Ear) -> None:
        """Sound of a stream comes: what this leg said since the last one was missed."""
        ear.came = True
        gap = self.gaps.began(ear.call_sid, ear.session.track.first_s)
        if gap is not None:
            self._missed(ear, utc(gap[0]), utc(gap[1]), "stream")

    def _missed(self, ear: Ear, start: datetime, end: datetime, why: str) -> None:
        self._writer.write(ear, ReportSoundMissed(call_sid=ear.call_sid, start=start, end=end, why=why))

    def let_go(self, ear: Ear, until_s: float | None = None) -> None:
        """The socket is gone, or another stream has this leg; what was said so far is finished.

        `until_s`: from there on another process has the leg, in seconds since 1970.
        """
        if ear.gone:
            return
        ear.gone = True
        if ear.session.frames_in:
            if not ear.came:
                self._came(ear)
            self.gaps.ended(ear.call_sid, ear.session.track.until_s)
        self._asides.keep(ear)
        self._carry_out(ear, ear.session.end())
        self._heard_before.add(ear.session)
        if self._ears.get(ear.call_sid) is ear:
            del self._ears[ear.call_sid]
            if self._copies is not None:
                self._copies.let_go(ear.call_sid, until_s)

    async def written(self, call_sid: str) -> None:
        """Returns when all that this leg wrote so far is in the log."""
        await self._writer.written(call_sid)

    def tick(self) -> None:
        """Close what is due on legs that send no frames; hand over the legs that another process is to have."""
        for ear in list(self._ears.values()):
            self._carry_out(ear, ear.session.tick(self._clock()))
            self._turns.tick(ear)
        if self._copies is not None:
            self._copies.tick()

    def result(self, segment_id: str, result: Result) -> None:
        """From the recognizers, on the event loop."""
        if self._asides.result(segment_id, result):
            return
        ear = self._owners.get(segment_id) if isinstance(result, Partial) else self._owners.pop(segment_id, None)
        if ear is not None:
            self._carry_out(ear, ear.session.decoded(segment_id, result, self._clock()))

    def language_of(self, segment_id: str) -> str:
        """In which this segment is spoken; empty for the bridge's own."""
        ear = self._owners.get(segment_id)
        if ear is not None:
            return ear.language
        return self._asides.language_of(segment_id)

    def language_is_gone(self, language: str, instead: str) -> None:
        """Its model did not come up: from now on these legs are heard in another one, and their page says so."""
        for ear in [ear for ear in self._ears.values() if ear.language == language]:
            ear.language = instead
            self._writer.write(ear, ReportLanguage(call_sid=ear.call_sid, wanted=language, heard=instead))

    @property
    def last_delay_s(self) -> float:
        """From the end of the last piece's sound to its place in the log."""
        return self._writer.last_delay_s

    @property
    def streams(self) -> int:
        return len(self._ears)

    def stream_names(self) -> dict[str, list[str]]:
        """By incident, the streams to which this process listens."""
        found: dict[str, list[str]] = {}
        for ear in self._ears.values():
            found.setdefault(ear.incident_id, []).append(ear.stream_name)
        return found

    def heard(self) -> Heard:
        """Sums over all streams so far."""
        sums = replace(self._heard_before)
        for ear in self._ears.values():
            sums.add(ear.session)
        return sums

    def look_at_gates(self, incident_ids: Iterable[str]) -> None:
        """Open and close the private gates as the log says now; an empty set means all. The log is read on a thread."""
        concerned = set(incident_ids)
        for incident_id in {ear.incident_id for ear in self._ears.values()}:
            if concerned and incident_id not in concerned:
                continue
            self._rung.setdefault(incident_id, self._clock())
            if incident_id not in self._looks:
                self._looks[incident_id] = asyncio.get_running_loop().create_task(self._look(incident_id))

    async def _look(self, incident_id: str) -> None:
        """One look at a time for each incident, and another one when it rang meanwhile."""
        try:
            while (rung_at := self._rung.pop(incident_id, None)) is not None:
                reading = asyncio.get_running_loop().run_in_executor(self._readers, self._hearing, incident_id)
                try:
                    hearing, takes, streams = await reading
                except Exception:
                    # Whatever is wrong with the log: while it is not understood nobody is heard.
                    self._set_gates(incident_id, Hearing(), rung_at)
                    raise
                for ear in self._ears_of(incident_id):
                    await self._turns.look(ear, streams.by_leg.get(ear.call_sid), hearing)
                self._set_gates(incident_id, hearing, rung_at)
                self._asides.set_windows((ear for ear in self._ears_of(incident_id) if ear.held is None), takes)
        finally:
            del self._looks[incident_id]

    def _ears_of(self, incident_id: str) -> list[Ear]:
        return [ear for ear in self._ears.values() if ear.incident_id == incident_id]

    def _hearing(self, incident_id: str) -> tuple[Hearing, Takes, Streams]:
        """Who may be heard, and whose window is open; nobody while the log cannot be read."""
        try:
            incident = self._service.incident(incident_id)
        except (DatabaseUnavailable, UnknownIncident):
            return Hearing(), Takes(), Streams()
        return incident.hearing, incident.takes, incident.streams

    def _set_gates(self, incident_id: str, hearing: Hearing, rung_at: float) -> None:
        for ear in self._ears_of(incident_id):
            if ear.held is not None:
                continue
            may_be_heard = hearing.is_open(ear.call_sid)
            if may_be_heard and not ear.session.is_open:
                self._carry_out(ear, ear.session.open_gate(self._clock()))
            elif not may_be_heard and ear.session.is_open:
                last = hearing.by_leg.get(ear.call_sid, ())[-1:]
                closed_at = min([rung_at, *(interval.end.timestamp() for interval in last if interval.end)])
                self._carry_out(ear, ear.session.close_gate(closed_at))

    async def close(self) -> None:
        """Write what was heard to its end."""
        for ear in list(self._ears.values()):
            self.let_go(ear)
        deadline = time.monotonic() + DECODED_WITHIN_S
        while self._owners and time.monotonic() < deadline:
            await asyncio.sleep(0.02)
        if waiting := [*self._writer.waiting, *self._looks.values()]:
            await asyncio.wait(waiting, timeout=5)
        if self._copies is not None:
            self._copies.close()
        self._writer.close()
        self._readers.shutdown(wait=True)

    def _carry_out(self, ear: Ear, outputs: Iterable[Output]) -> str | None:
        reason = None
        for output in outputs:
            match output:
                case Begin(segment_id=segment_id):
                    self._owners[segment_id] = ear
                    self._recognizers.send(output)
                case Audio() | End():
                    self._recognizers.send(output)
                case Cancel(segment_id=segment_id):
                    self._owners.pop(segment_id, None)
                    self._recognizers.send(output)
                case heard.PieceHeard():
                    self._writer.write(ear, hear_piece(ear.call_sid, ear.person_id, output, ear.language))
                case heard.UtteranceClosed(utterance_id=utterance_id):
                    self._writer.write(ear, t.CloseUtterance(utterance_id=utterance_id))
                case heard.PieceLost():
                    log.error("speech from %s to %s could not be decoded: %s", output.start, output.end, output.reason)
                    why = "overload" if output.reason == OVERLOADED else "recognizer"
                    self._missed(ear, output.start, output.end, why)
                case heard.PartialHeard() | heard.PartialWithdrawn():
                    self._show(ear, output)
                case heard.ToneHeard(key=key, at=at):
                    self._writer.write(ear, PressTone(call_sid=ear.call_sid, key=key, pressed_at=at))
                case heard.StreamRefused():
                    reason = output.reason
                case _:
                    pass
        return reason
