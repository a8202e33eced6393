"""What was missed between two streams of a leg, and until when a killed process lived."""

from pathlib import Path

from bridge.live.gaps import Gaps, Heartbeat


def test_between_two_streams_of_a_leg_lies_what_was_missed() -> None:
    gaps = Gaps()
    gaps.ended("CA1", 100.0)
    assert gaps.began("CA2", 101.0) is None
    assert gaps.began("CA1", 101.5) == (100.0, 101.5)
    assert gaps.began("CA1", 103.0) is None


def test_streams_that_overlap_missed_nothing() -> None:
    gaps = Gaps()
    gaps.ended("CA1", 100.0)
    gaps.ended("CA1", 99.0)
    assert gaps.began("CA1", 99.5) is None


def test_the_last_beat_of_a_killed_process_is_read_by_the_next(tmp_path: Path) -> None:
    path = tmp_path / "listening-until"
    assert Heartbeat(path).last() is None
    first = Heartbeat(path)
    first.beat(1000.25)
    first.beat(1000.3)
    assert Heartbeat(path).last() == 1000.3
    first.close()


def test_a_disk_that_does_not_take_the_beat_stops_nothing(tmp_path: Path) -> None:
    beat = Heartbeat(tmp_path / "missing" / "listening-until")
    beat.beat(1000.0)
    assert beat.last() is None
