"""Private gates of the listening process: they follow the log, never hold the event loop, and close when it is away."""

import asyncio
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bridge.live.listening import Ear, Listening
from bridge.storage.failures import DatabaseUnavailable
from roles.reach.takes import Takes
from roles.record.hearing import Hearing, Interval
from transcription.recognizer import Order

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LEG = "CA1"


@dataclass
class LogSays:
    """The service as the gates see it: `hearing` may be slow to come, or not there at all."""

    hearing: Hearing = field(default_factory=Hearing)
    takes: Takes = field(default_factory=Takes)
    away: bool = False
    looks: int = 0
    answer: threading.Event = field(default_factory=threading.Event)

    def incident(self, _incident_id: str) -> "LogSays":
        self.looks += 1
        assert self.answer.wait(10)
        if self.away:
            raise DatabaseUnavailable("away")
        return self


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
