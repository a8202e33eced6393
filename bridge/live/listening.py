"""What this process hears: sessions of legs, their private gates, the recognizers, and the way into the log."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from bridge.files.sealing import Seal
from bridge.files.sound_files import SoundFiles
from bridge.live.own_copy import OwnCopies
from bridge.live.taking import Taking, Window, recognize
from bridge.service import Service, UnknownIncident
from bridge.storage.failures import DatabaseUnavailable
from roles.commands import PressTone
from roles.people import BRIDGE
from roles.reach.takes import Takes
from roles.record.hearing import Hearing
from roles.refusals import Refused
from transcription import heard
from transcription.dtmf import DtmfDetector
from transcription.recognizer import Audio, Begin, Cancel, End, Order, Partial, Result
from transcription.session import Output, Session
from transcription.timeline import commands as t
from transcription.timeline.events import SpokenWord

log = logging.getLogger(__name__)

KEEP_TRYING_S = 60.0
AGAIN_AFTER_S = 0.5


class Recognizers(Protocol):
    """Takes a session's orders; results come to the callback that it was made with."""

    def send(self, order: Order) -> None: ...


class Ear:
    """One leg that is listened to."""

    def __init__(self, incident_id: str, call_sid: str, person_id: str, tones: bool = False) -> None:
        self.incident_id = incident_id
        self.call_sid = call_sid
        self.person_id = person_id
        self.session = Session(call_sid, DtmfDetector() if tones else None)
        self.window: Window | None = None


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
        self.last_delay_s = 0.0
        self._taking = taking or Taking(service, SoundFiles(Path("var/takes"), Seal(None)))
        self._copies = copies
        self._windows: dict[str, Window] = {}
        self._ears: dict[str, Ear] = {}
        self._owners: dict[str, Ear] = {}
        self._writers = ThreadPoolExecutor(4, thread_name_prefix="heard")
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="gates")
        self._rung: dict[str, float] = {}
        self._looks: dict[str, asyncio.Task[None]] = {}
        self._queues: dict[str, asyncio.Task[None]] = {}

    def listen(self, ear: Ear) -> None:
        """A stream of this leg has started; an earlier one of the same leg is let go."""
        self._ears[ear.call_sid] = ear
        if self._copies is not None:
            ear.session.tap = self._copies.follow(ear.incident_id, ear.call_sid)
        self.look_at_gates([ear.incident_id])

    def feed(self, ear: Ear, message: str) -> str | None:
        """One message of the socket; a reason when the stream is to be closed."""
        if ear.window is not None:
            ear.window.feed(message)
        return self._carry_out(ear, ear.session.feed(message, self._clock()))

    def let_go(self, ear: Ear) -> None:
        """The socket is gone; what was said so far is finished."""
        self._keep(ear)
        self._carry_out(ear, ear.session.end())
        if self._ears.get(ear.call_sid) is ear:
            del self._ears[ear.call_sid]
            if self._copies is not None:
                self._copies.let_go(ear.call_sid)

    def tick(self) -> None:
        """Close what is due on legs that send no frames."""
        for ear in list(self._ears.values()):
            self._carry_out(ear, ear.session.tick(self._clock()))
        if self._copies is not None:
            self._copies.tick()

    def result(self, segment_id: str, result: Result) -> None:
        """From the recognizers, on the event loop."""
        partial = isinstance(result, Partial)
        window = self._windows.get(segment_id)
        if window is not None:
            if not partial:
                del self._windows[segment_id]
                self._writers.submit(self._taking.text, window, result)
            return
        ear = self._owners.get(segment_id) if partial else self._owners.pop(segment_id, None)
        if ear is not None:
            self._carry_out(ear, ear.session.decoded(segment_id, result, self._clock()))

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
                hearing, takes = await reading
                self._set_gates(incident_id, hearing, rung_at)
                self._set_windows(incident_id, takes)
        finally:
            del self._looks[incident_id]

    def _hearing(self, incident_id: str) -> tuple[Hearing, Takes]:
        """Who may be heard, and whose window is open; nobody while the log cannot be read."""
        try:
            incident = self._service.incident(incident_id)
        except (DatabaseUnavailable, UnknownIncident):
            return Hearing(), Takes()
        return incident.hearing, incident.takes

    def _set_windows(self, incident_id: str, takes: Takes) -> None:
        """Open and close the windows of sound that is left on purpose."""
        for ear in [ear for ear in self._ears.values() if ear.incident_id == incident_id]:
            take = takes.window(ear.call_sid)
            if ear.window is not None and (take is None or take.take_id != ear.window.take_id):
                self._keep(ear)
            if take is not None and ear.window is None:
                ear.window = Window(incident_id, take)

    def _keep(self, ear: Ear) -> None:
        window, ear.window = ear.window, None
        if window is not None:
            self._writers.submit(self._taking.keep, window)
            if window.mulaw:
                self._windows[recognize(window, self._recognizers.send)] = window

    def _set_gates(self, incident_id: str, hearing: Hearing, rung_at: float) -> None:
        for ear in [ear for ear in self._ears.values() if ear.incident_id == incident_id]:
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
        if waiting := [*self._queues.values(), *self._looks.values()]:
            await asyncio.wait(waiting, timeout=5)
        if self._copies is not None:
            self._copies.close()
        self._writers.shutdown(wait=True)
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
                    self._write(ear, _piece(ear, output))
                case heard.UtteranceClosed(utterance_id=utterance_id):
                    self._write(ear, t.CloseUtterance(utterance_id=utterance_id))
                case heard.PieceLost():
                    log.error("speech from %s to %s could not be decoded: %s", output.start, output.end, output.reason)
                case heard.PartialHeard() | heard.PartialWithdrawn():
                    self._show(ear, output)
                case heard.ToneHeard(key=key, at=at):
                    self._write(ear, PressTone(call_sid=ear.call_sid, key=key, pressed_at=at))
                case heard.StreamRefused():
                    reason = output.reason
                case _:
                    pass
        return reason

    def _write(self, ear: Ear, command: t.Command | PressTone) -> None:
        """After everything that this leg wrote before; the loop goes on meanwhile."""
        before = self._queues.get(ear.call_sid)

        async def write() -> None:
            if before is not None:
                await asyncio.wait([before])
            await asyncio.get_running_loop().run_in_executor(self._writers, self._commit, ear.incident_id, command)

        task = asyncio.get_running_loop().create_task(write())
        self._queues[ear.call_sid] = task

    def _commit(self, incident_id: str, command: t.Command | PressTone) -> None:
        """Into the log; while the database is away it is tried again, because nothing that was heard may be lost."""
        deadline = time.monotonic() + KEEP_TRYING_S
        while True:
            try:
                self._service.handle(incident_id, command, BRIDGE)
                if isinstance(command, t.HearPiece):
                    self.last_delay_s = self._clock() - command.end.timestamp()
                return
            except Refused as refused:
                log.info("a tone was refused: %s", refused.reason)
                return
            except DatabaseUnavailable as error:
                if time.monotonic() > deadline:
                    log.error("a piece of the transcript is lost: %s", error)
                    return
                time.sleep(AGAIN_AFTER_S)


def _piece(ear: Ear, piece: heard.PieceHeard) -> t.HearPiece:
    return t.HearPiece(
        utterance_id=piece.utterance_id,
        call_sid=ear.call_sid,
        person_id=ear.person_id,
        start=piece.start,
        end=piece.end,
        text=piece.text,
        words=tuple(
            SpokenWord(word=word.word, start=word.start, end=word.end, confidence=word.confidence)
            for word in piece.words
        ),
        confidence=piece.confidence,
    )
