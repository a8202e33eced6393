"""The own copy while the call runs: late, only what the log allows at that moment, and never in the way of the call."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from bridge.files.copies import Copies
from bridge.files.sealing import Seal
from bridge.live import own_copy
from bridge.live.own_copy import OwnCopies
from bridge.storage.failures import DatabaseUnavailable
from roles.commands import Command, ReportDisk, ReportSound
from roles.incident import Incident
from roles.people import Actor
from roles.presence import Leg
from roles.record.hearing import Hearing, Interval
from roles.seats import Seat
from transcription import g711

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LEG = "CA1"
LOUD = g711.encode(np.full(160, 4000, dtype=np.int16))


def hearing(*spans: tuple[float, float | None]) -> Hearing:
    def at(seconds: float) -> datetime:
        return NOON + timedelta(seconds=seconds)

    return Hearing({LEG: tuple(Interval(at(start), at(end) if end is not None else None) for start, end in spans)})


@dataclass
class LogSays:
    """The service as the copy sees it."""

    hearing: Hearing
    away: bool = False
    told: list[Command] = field(default_factory=list)

    def incident(self, _incident_id: str) -> Incident:
        if self.away:
            raise DatabaseUnavailable("away")
        seat = Seat(conference_sid="CF1", label="1", joined_at=NOON)
        leg = Leg(call_sid=LEG, person_id="ana", arrived_at=NOON, seats={("CF1", "1"): seat})
        return Incident(incident_id="i1", opened_at=NOON, hearing=self.hearing, legs={LEG: leg})

    def handle(self, _incident_id: str, command: Command, _actor: Actor) -> None:
        self.told.append(command)


@dataclass
class Desk:
    folder: Path
    log: LogSays
    now_s: float = 0.0
    free: int = 10**12
    own: OwnCopies = field(init=False)

    def __post_init__(self) -> None:
        self.copies = Copies(self.folder, Seal(None))
        self.own = OwnCopies(
            self.log,  # type: ignore[arg-type]
            self.copies,
            clock=lambda: NOON.timestamp() + self.now_s,
            free=lambda _: self.free,
        )
        self.hear = self.own.follow("i1", LEG)

    def speaks(self, start_s: float, seconds: float) -> None:
        for index in range(round(seconds * 50)):
            self.hear(NOON.timestamp() + start_s + index * 0.02, LOUD)

    def ticks(self, at_s: float) -> None:
        self.now_s = at_s
        self.own.tick()
        if self.own._writing is not None:
            self.own._writing.result(10)

    def kept(self) -> list[tuple[float, float]]:
        """(from, to) in seconds since noon, joined where they follow each other."""
        found: list[tuple[float, float]] = []
        for block in self.copies.blocks("i1", LEG):
            start, end = (round(ms / 1000 - NOON.timestamp(), 2) for ms in (block.start_ms, block.end_ms))
            if found and abs(found[-1][1] - start) < 0.03:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = Desk(tmp_path, LogSays(hearing((-10, None))))
    yield found
    found.own.close()


def test_sound_is_on_disk_half_a_second_late_and_aligned_in_utc(desk: Desk) -> None:
    desk.speaks(1, 1)
    desk.ticks(2)
    assert desk.kept() == [(1.0, 1.5)]
    desk.ticks(2.5)
    assert desk.kept() == [(1.0, 2.0)]


def test_what_an_order_closed_meanwhile_never_reaches_the_disk(desk: Desk) -> None:
    desk.speaks(1, 2)
    desk.log.hearing = hearing((-10, 2))
    desk.ticks(5)
    assert desk.kept() == [(1.0, 1.7)], "closed from 300 ms before the order was committed"


def test_nothing_of_a_leg_that_was_never_open_is_written(desk: Desk) -> None:
    desk.log.hearing = Hearing()
    desk.speaks(1, 2)
    desk.ticks(5)
    assert not desk.copies.path("i1", LEG).exists()


def test_while_the_log_cannot_be_read_sound_waits_and_half_a_minute_is_the_most(desk: Desk) -> None:
    desk.log.away = True
    for second in range(60):
        desk.speaks(second, 1)
        desk.ticks(second + 1)
    assert desk.kept() == []
    desk.log.away = False
    desk.ticks(61)
    start, end = desk.kept()[0]
    assert (start, end) == (pytest.approx(30, abs=1), 60.0)


def test_a_full_disk_is_told_once_tried_again_and_its_end_is_told_too(desk: Desk) -> None:
    desk.copies.path("i1", LEG).parent.mkdir(parents=True)
    desk.copies.path("i1", LEG).symlink_to("/dev/full")
    for second in range(4):
        desk.speaks(second, 1)
        desk.ticks(second + 1.5)
    assert [told for told in desk.log.told if isinstance(told, ReportDisk)] == [ReportDisk(trouble="full")]
    desk.copies.path("i1", LEG).unlink()
    desk.speaks(10, 1)
    desk.ticks(12)
    assert ReportDisk(trouble="") in desk.log.told
    assert desk.kept() == [(10.0, 11.0)]


def test_the_rest_of_the_disk_is_left_to_the_log(desk: Desk) -> None:
    desk.free = own_copy.RESERVE_BYTES - 1
    desk.speaks(1, 1)
    desk.ticks(3)
    assert ReportDisk(trouble="full") in desk.log.told
    assert desk.kept() == []


def test_the_first_half_second_of_sound_in_a_conference_is_told(desk: Desk) -> None:
    desk.speaks(1, 0.3)
    desk.ticks(3)
    assert desk.log.told == []
    desk.speaks(4, 0.3)
    desk.ticks(6)
    assert desk.log.told == [ReportSound(conference_sid="CF1")]


def test_a_disk_that_hangs_costs_the_oldest_sound_and_no_memory_without_end(desk: Desk) -> None:
    desk.speaks(0, 300)
    tape = desk.own._tapes[LEG]
    assert len(tape.fresh) <= 2 * own_copy.MOST_WAITING
    assert tape.fresh[-1][0] == pytest.approx(NOON.timestamp() + 299.98)


def test_what_waits_is_written_after_the_stream_is_over(desk: Desk) -> None:
    desk.speaks(1, 1)
    desk.own.let_go(LEG)
    desk.ticks(2)
    desk.ticks(3)
    assert desk.kept() == [(1.0, 2.0)]


def test_a_leg_that_another_process_goes_on_with_is_written_up_to_there(desk: Desk) -> None:
    desk.speaks(1, 1)
    desk.own.let_go(LEG, NOON.timestamp() + 1.6)
    desk.ticks(2)
    desk.ticks(3)
    assert desk.kept() == [(1.0, 1.6)]
