"""A supervised process, real: started again when it dies, with growing pauses; ended when it is told."""

import signal
import sys
from dataclasses import dataclass

import pytest

from bridge import child as children
from bridge.child import LONGEST_PAUSE_S, SHORTEST_LIFE_S, Child

DIES = (sys.executable, "-c", "raise SystemExit(3)")
STAYS = (sys.executable, "-c", "import signal; print('up', flush=True); signal.pause()")
IGNORES = (
    sys.executable,
    "-c",
    "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True)\nwhile True: signal.pause()",
)


@dataclass
class Clock:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


def die(child: Child) -> None:
    """Wait for its end and let the supervisor see it."""
    assert child._process is not None
    child._process.wait(timeout=10)
    child.look_after()
    assert child.pid is None


def test_a_process_that_dies_young_comes_back_later_and_later() -> None:
    clock = Clock()
    child = Child("x", DIES, clock=clock)
    child.start()
    pauses = []
    for _ in range(6):
        die(child)
        died_at = clock.now
        while child.pid is None:
            clock.now += 0.25
            child.look_after()
        pauses.append(clock.now - died_at)
    assert pauses == sorted(pauses)
    assert pauses[0] <= 1.0
    assert pauses[-1] == LONGEST_PAUSE_S
    child.wait()


def test_a_process_that_lived_comes_back_at_once() -> None:
    clock = Clock()
    child = Child("x", DIES, clock=clock)
    child.start()
    for _ in range(3):
        die(child)
        clock.now += LONGEST_PAUSE_S
        child.look_after()
    clock.now += SHORTEST_LIFE_S + 1
    die(child)
    clock.now += 0.5
    child.look_after()
    assert child.pid is not None
    child.wait()


def test_a_process_that_runs_is_left_alone_and_ended_by_sigterm(capfd: pytest.CaptureFixture[str]) -> None:
    child = Child("x", STAYS)
    child.start()
    pid = child.pid
    child.look_after()
    assert child.pid == pid
    child.terminate()
    child.wait()
    assert child._process is not None
    assert child._process.returncode == -signal.SIGTERM


def test_a_process_that_does_not_end_in_time_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "STOP_WITHIN_S", 0.3)
    child = Child("x", IGNORES)
    child.start()
    child.terminate()
    child.wait()
    assert child._process is not None
    assert child._process.returncode in (-signal.SIGKILL, -signal.SIGTERM)
