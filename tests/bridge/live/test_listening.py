"""Private gates of the listening process: they follow the log, never hold the event loop, and close when it is away."""

import asyncio
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
import orjson

from bridge.live.ear import Ear
from bridge.live.listening import Listening
from bridge.record.codec import UnknownEvent
from bridge.storage.failures import DatabaseUnavailable
from roles.commands import ReportLanguage, ReportSoundMissed
from roles.reach.takes import Takes
from roles.record.hearing import Hearing, Interval
from roles.record.streams import LegStream, Streams
from transcription.recognizer import Final, Order
from transcription.whole_files import messages

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LEG = "CA1"


@dataclass
class LogSays:
    """The service as the gates see it: `hearing` may be slow to come, or not there at all."""

    hearing: Hearing = field(default_factory=Hearing)
    takes: Takes = field(default_factory=Takes)
    streams: Streams = field(default_factory=Streams)
    away: bool = False
    broken: bool = False
    looks: int = 0
    commands: list[object] = field(default_factory=list)
    answer: threading.Event = field(default_factory=threading.Event)

    def incident(self, _incident_id: str) -> "LogSays":
        self.looks += 1
        assert self.answer.wait(10)
        if self.broken:
            raise UnknownEvent("a newer version wrote")
        if self.away:
            raise DatabaseUnavailable("away")
        return self

    def handle(self, _incident_id: str, command: object, _actor: object) -> list[object]:
        self.commands.append(command)
        return []

    def handle_together(self, _incident_id: str, commands: list[object], _actor: object) -> list[object]:
        self.commands += commands
        return []


class Deaf:
    def send(self, order: Order) -> None:
        """Orders of a leg without sound: none that matter here."""


def hearing(*ends: datetime | None) -> Hearing:
    return Hearing({LEG: tuple(Interval(NOON, end) for end in ends)})


async def settled(listening: Listening) -> None:
    """Wait until no look is under way."""
    while listening._looks:
        await asyncio.wait(list(listening._looks.values()), timeout=10)


def story_of(log: LogSays) -> tuple[Listening, Ear]:
    listening = Listening(log, Deaf(), clock=lambda: NOON.timestamp() + 60)  # type: ignore[arg-type]
    return listening, Ear("i1", LEG, "ana")


async def listening_to(log: LogSays) -> tuple[Listening, Ear]:
    """A leg whose gate stands as the log says."""
    log.answer.set()
    listening, ear = story_of(log)
    listening.listen(ear)
    await settled(listening)
    return listening, ear


def test_sound_that_was_left_by_key_is_recognized_in_the_language_of_its_leg() -> None:
    asked: list[tuple[str, str]] = []

    class Asks:
        def send(self, order: Order) -> None:
            asked.append((order.segment_id, listening.language_of(order.segment_id)))

    async def story() -> None:
        nonlocal listening
        listening = Listening(LogSays(), Asks())  # type: ignore[arg-type]
        for segment_id, language in (("take-1", "de"), ("take-2", "")):
            listening.recognize_aside(segment_id, bytes(160), lambda _: None, language)
            listening.result(segment_id, Final((), "", 0.0))
            assert listening.language_of(segment_id) == "", "it is over"
        await listening.close()

    listening: Listening
    asyncio.run(story())
    assert set(asked) == {("take-1", "de"), ("take-2", "")}


def test_a_language_whose_model_does_not_come_up_is_told_and_heard_in_another_one() -> None:
    async def story() -> None:
        log = LogSays(hearing(None))
        listening, ear = await listening_to(log)
        ear.language = "de"
        listening.language_is_gone("fr", "en")
        assert ear.language == "de"
        listening.language_is_gone("de", "en")
        assert ear.language == "en"
        await listening.close()
        assert ReportLanguage(call_sid=LEG, wanted="de", heard="en") in log.commands

    asyncio.run(story())


def test_a_gate_opens_and_closes_as_the_log_says() -> None:
    async def story() -> None:
        log = LogSays(hearing(None))
        listening, ear = await listening_to(log)
        assert ear.session.is_open
        log.hearing = hearing(NOON)
        listening.look_at_gates(["i1"])
        await settled(listening)
        assert not ear.session.is_open
        await listening.close()

    asyncio.run(story())


def test_a_log_that_is_slow_to_read_does_not_hold_the_frames_of_others() -> None:
    async def story() -> None:
        log = LogSays(hearing(None))
        listening, ear = story_of(log)
        listening.listen(ear)
        for _ in range(50):
            listening.look_at_gates(["i1"])
            listening.tick()
        assert not ear.session.is_open
        log.answer.set()
        await settled(listening)
        assert ear.session.is_open
        assert log.looks <= 2
        await listening.close()

    asyncio.run(story())


def test_while_the_log_cannot_be_read_nobody_is_heard() -> None:
    async def story() -> None:
        log = LogSays(hearing(None))
        listening, ear = await listening_to(log)
        log.away = True
        listening.look_at_gates([])
        await settled(listening)
        assert not ear.session.is_open
        await listening.close()

    asyncio.run(story())


def test_while_the_log_is_not_understood_nobody_is_heard() -> None:
    async def story() -> None:
        log = LogSays(hearing(None))
        listening, ear = await listening_to(log)
        log.broken = True
        listening.look_at_gates([])
        (look,) = listening._looks.values()
        await asyncio.wait([look], timeout=10)
        assert isinstance(look.exception(), UnknownEvent)
        assert not ear.session.is_open
        await listening.close()

    asyncio.run(story())


def sound(listening: Listening, ear: Ear, first_ms: int, frames: int) -> None:
    """So many frames of a stream, the first of them spoken at `first_ms` of the stream's clock."""
    start, *media = [text for text, _ in messages(np.zeros(160 * frames, dtype=np.int16))][:-1]
    listening.feed(ear, start)
    for number, text in enumerate(media):
        said = orjson.loads(text)
        said["media"]["timestamp"] = str(first_ms + number * 20)
        listening.feed(ear, orjson.dumps(said).decode())


def test_a_newer_stream_of_a_leg_ends_the_older_one_so_that_no_word_is_written_twice() -> None:
    async def story() -> None:
        log = LogSays(hearing(None))
        listening, first = await listening_to(log)
        second = Ear("i1", LEG, "ana")
        listening.listen(second)
        assert first.gone
        assert listening.streams == 1
        await listening.close()

    asyncio.run(story())


def test_a_leg_that_another_process_has_taken_over_is_let_go_and_one_that_it_only_offers_is_kept() -> None:
    async def story() -> None:
        log = LogSays(hearing(None))
        log.answer.set()
        listening, _ = story_of(log)
        ear = Ear("i1", LEG, "ana", stream_name="tap-1")
        listening.listen(ear)
        for state, gone in (("offered", False), ("running", True)):
            log.streams = Streams({LEG: LegStream(name="tap-2", count=2, state=state, since=NOON)})
            listening.look_at_gates(["i1"])
            await settled(listening)
            assert ear.gone is gone
        await listening.close()

    asyncio.run(story())


def test_what_was_missed_between_two_streams_is_told_once() -> None:
    async def story() -> None:
        log = LogSays(hearing(None))
        log.answer.set()
        now = [1000.0]
        listening = Listening(log, Deaf(), clock=lambda: now[0])  # type: ignore[arg-type]
        first, second = Ear("i1", LEG, "ana"), Ear("i1", LEG, "ana")
        listening.listen(first)
        sound(listening, first, 0, 1)
        listening.let_go(first)
        now[0] = 1004.0
        listening.listen(second)
        sound(listening, second, 0, 3)  # All at once: the first two had waited on their way.
        await listening.close()
        (missed,) = [each for each in log.commands if isinstance(each, ReportSoundMissed)]
        assert (missed.start.timestamp(), missed.end.timestamp()) == (1000.02, 1003.96)
        assert missed.why == "stream"

    asyncio.run(story())


def test_news_of_other_incidents_asks_nothing() -> None:
    async def story() -> None:
        log = LogSays(hearing(None))
        listening, _ = await listening_to(log)
        looks = log.looks
        listening.look_at_gates(["i2"])
        await settled(listening)
        assert log.looks == looks
        await listening.close()

    asyncio.run(story())


def test_a_gap_is_marked_when_the_rush_of_all_the_streams_that_come_back_is_over() -> None:
    async def story() -> None:
        log = LogSays(hearing(None))
        log.answer.set()
        now = [1000.0]
        listening = Listening(log, Deaf(), clock=lambda: now[0])  # type: ignore[arg-type]
        listening.gaps.ended(LEG, 995.0)
        ear = Ear("i1", LEG, "ana")
        listening.listen(ear)
        start, *media = [text for text, _ in messages(np.zeros(160 * 200, dtype=np.int16))][:-1]
        listening.feed(ear, start)
        for number, text in enumerate(media):
            late_s = 0.4 if number < 60 else 0.0
            now[0] = 1000.0 + number * 0.02 + late_s
            listening.feed(ear, text)
        assert ear.came
        await listening.close()
        (missed,) = [each for each in log.commands if isinstance(each, ReportSoundMissed)]
        assert abs(missed.end.timestamp() - 1000.0) < 0.01

    asyncio.run(story())
