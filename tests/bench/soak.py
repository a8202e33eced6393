"""A call that goes on for an hour: memory, file descriptors, threads and WAL size of the real processes, by minute.

`python -m tests.bench.soak [MINUTES]`; people talk in turn, step out, are muted, hang up and dial again all the time.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

from bridge.demo import script
from bridge.demo.player import Player
from bridge.demo.script import Await, Dial, Fact, HangUp, Say
from bridge.demo.stage import Stage
from tests.bench.processes import descendants, rss_mib

MINUTES = 60.0
MIB = 1024 * 1024
COMES_AND_GOES_EVERY = 12
"""Lines between two times that somebody hangs up and dials again."""


def main(minutes: float = MINUTES, tell: Callable[[str], object] = print) -> list[dict[str, float]]:
    """One row a minute, printed as it comes; a last one says what grew since the second."""
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(
            data_dir=Path(folder),
            bridge_number=script.BRIDGE_NUMBER,
            people_file=script.people_path(),
            say_chars_per_s=200.0,
        )
        rows: list[dict[str, float]] = []
        try:
            stage.set_up()
            player = Player(stage, tell=lambda _text: None, pause_s=0.2)
            began = time.monotonic()
            for _ in _talk(player):
                minute = (time.monotonic() - began) / 60
                if minute >= len(rows):
                    rows.append({"minute": round(minute, 1), **_figures(stage, player)})
                    tell(" ".join(f"{name}={value:g}" for name, value in rows[-1].items()))
                if minute >= minutes:
                    break
        finally:
            stage.tear_down()
    if len(rows) > 2:
        grown = {name: round(rows[-1][name] - rows[1][name], 1) for name in rows[-1]}
        tell("grown " + " ".join(f"{name}={value:+g}" for name, value in grown.items()))
    return rows


def _talk(player: Player) -> Iterator[None]:
    """Everybody whose number is known dials in; then lines without end, and now and then somebody comes back."""
    speakers = [person.key for person in script.PEOPLE if not person.guest and not person.pin]
    for who in speakers:
        player.play(Dial(who))
        player.play(Await(Fact.ON_THE_BRIDGE, who, timeout_s=30))
    lines = [line for line in script.LINES if line.speaker in speakers]
    goers = cycle(speakers[1:])
    for number, line in enumerate(cycle(lines), start=1):
        player.play(Say(line.id))
        if number % COMES_AND_GOES_EVERY == 0:
            who = next(goers)
            player.play(HangUp(who))
            player.play(Dial(who))
            player.play(Await(Fact.ON_THE_BRIDGE, who, timeout_s=30))
        yield


def _figures(stage: Stage, player: Player) -> dict[str, float]:
    pids = descendants(stage.server_pid)
    wal = next(iter(stage.data_dir.glob("*.db-wal")), None)
    return {
        "processes": len(pids),
        "memory_mib": round(sum(rss_mib(pid) for pid in pids), 1),
        "descriptors": sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids),
        "threads": sum(len(list(Path(f"/proc/{pid}/task").iterdir())) for pid in pids),
        "wal_mib": round(wal.stat().st_size / MIB, 2) if wal is not None else 0.0,
        "lines_spoken": len(player.spoken),
    }


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES)
