"""Lines that break, through every process and the local carrier: a media socket that is dropped, `live` that is killed.

How long until the leg's sound comes again, and how exact the gap is that stands in the log.
"""

import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median

from bridge.demo import script
from bridge.demo.stage import Stage
from bridge.record import codec
from bridge.record.record import Record
from bridge.simulator.caller import Caller
from bridge.simulator.media_socket import MediaSocket
from roles.events import SoundMissed, StreamStarted
from tests.bench.processes import descendants

DROPS = 8
LINES = 250
AT_A_TIME = 10
JOIN_WITHIN_S = 120.0
BACK_WITHIN_S = 60.0
MARKED_WITHIN_S = 3.0
BOOT_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def dropped(drops: int = DROPS) -> dict[str, object]:
    """Each of `drops` people has their socket broken once, one after the other."""
    with _call_of(drops + 1) as (stage, callers):
        starts, off = [], []
        for caller in callers[:drops]:
            old = caller.call.streams[-1]
            broken_at = time.time()
            stage.carrier.faults.drop_media_sockets(caller.sid)
            new = _next_stream(stage, caller, old)
            starts.append(_starts(stage, [caller.sid], broken_at)[caller.sid] - broken_at)
            off.append(_off(_gaps(stage, [caller.sid]).get(caller.sid), old.heard_until_s, new.heard_from_s))
        return {
            "drops": drops,
            "start_again_s": round(max(starts), 3),
            "start_again_median_s": round(median(starts), 3),
            "gap_off_ms": round(max(off) * 1000, 1),
        }


def restarted(lines: int = LINES) -> dict[str, object]:
    """`live` gets SIGKILL while everybody is connected; its supervisor starts it again."""
    with _call_of(lines) as (stage, callers):
        sids = [caller.sid for caller in callers]
        old = {caller.sid: caller.call.streams[-1] for caller in callers}
        victim = listening_process(stage)
        killed_at = time.time()
        os.kill(victim, signal.SIGKILL)
        while (pid := listening_process(stage)) in (0, victim):
            time.sleep(0.02)
        born_at = _born_at(pid)
        starts = _starts(stage, sids, killed_at)
        back = [starts[sid] - born_at for sid in sids]
        new = {caller.sid: _next_stream(stage, caller, old[caller.sid]) for caller in callers}
        gaps = _gaps(stage, sids)
        off = [_off(gaps.get(sid), killed_at, new[sid].heard_from_s) for sid in sids]
        return {
            "lines": lines,
            "born_after_s": round(born_at - killed_at, 2),
            "first_back_s": round(min(back), 2),
            "median_back_s": round(median(back), 2),
            "all_back_s": round(max(back), 2),
            "gaps_not_marked": lines - len(gaps),
            "gap_off_ms": round(max(off, default=0.0) * 1000, 1),
            "gap_begin_off_ms": round(max((abs(gap[0] - killed_at) for gap in gaps.values()), default=0.0) * 1000, 1),
            "streams_too_many": sum(len(caller.call.streams) - 2 for caller in callers),
        }


@contextmanager
def _call_of(people: int) -> Iterator[tuple[Stage, list[Caller]]]:
    """One call of so many people, each with a media stream that is open."""
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder) / "people.yaml"
        numbers = [f"+1202555{number:04d}" for number in range(200, 200 + people)]
        rows = [f'  - name: Person {index}\n    phones: ["{number}"]\n' for index, number in enumerate(numbers)]
        directory.write_text("people:\n" + "".join(rows), encoding="utf-8")
        stage = Stage(
            data_dir=Path(folder) / "data",
            bridge_number=script.BRIDGE_NUMBER,
            people_file=directory,
            say_chars_per_s=500.0,
            # As installed: the code is compiled already.
            settings_extra={"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled")},
        )
        try:
            stage.set_up()
            callers: list[Caller] = []
            for number in numbers:
                callers.append(stage.carrier.dial(number, to=script.BRIDGE_NUMBER))
                if len(callers) % AT_A_TIME == 0:
                    _all_stream(stage, callers)
            _all_stream(stage, callers)
            _all_heard(stage, callers)
            yield stage, callers
        finally:
            stage.tear_down()


def _all_stream(stage: Stage, callers: list[Caller]) -> None:
    def open_now() -> bool:
        return all(caller.call.streams and caller.call.streams[-1].open for caller in callers)

    stage.carrier.wait_for(open_now, JOIN_WITHIN_S, f"{len(callers)} streams are open")


def _all_heard(stage: Stage, callers: list[Caller]) -> None:
    latest = stage.node.incidents.latest()
    assert latest is not None

    def heard(record: Record) -> bool:
        incident = record.incident
        return all(incident.hearing.is_open(caller.sid) and incident.streams.running(caller.sid) for caller in callers)

    stage.watch.wait_for(latest.id, "everybody is heard", heard, JOIN_WITHIN_S)


def _next_stream(stage: Stage, caller: Caller, old: MediaSocket) -> MediaSocket:
    """The stream that came after `old`, once it has sent sound."""

    def sends() -> bool:
        newest = caller.call.streams[-1]
        return newest is not old and newest.open and newest.frames_sent > 0

    stage.carrier.wait_for(lambda: caller.call.streams[-1] is not old, BACK_WITHIN_S, "a new stream is ordered")
    _until(sends, "the new stream sends")
    return caller.call.streams[-1]


def _until(happened: Callable[[], bool], what: str, within_s: float = BACK_WITHIN_S) -> None:
    deadline = time.monotonic() + within_s
    while not happened():
        if time.monotonic() > deadline:
            raise AssertionError(f"within {within_s:.0f} s: {what}")
        time.sleep(0.02)


class _News:
    """What the log says of streams; each row is read once, because the carrier shares this process's one lock."""

    def __init__(self, stage: Stage) -> None:
        latest = stage.node.incidents.latest()
        assert latest is not None
        self._service, self._incident_id, self._seq = stage.node.service, latest.id, 0

    def more(self) -> list[codec.Event]:
        """Since the last call."""
        rows = self._service.events_after(self._incident_id, self._seq)
        self._seq = rows[-1].seq if rows else self._seq
        wanted = (SoundMissed.__name__, StreamStarted.__name__)
        return [codec.from_data(row.type, row.at, row.data) for row in rows if row.type in wanted]


def _starts(stage: Stage, sids: list[str], after: float) -> dict[str, float]:
    """When the log learned of each leg's first stream since then; waits until all are there."""
    found: dict[str, float] = {}
    news = _News(stage)

    def all_there() -> bool:
        for event in news.more():
            at = event.at.timestamp()
            if isinstance(event, StreamStarted) and event.call_sid in sids and at > after:
                found.setdefault(event.call_sid, at)
        return len(found) >= len(sids)

    _until(all_there, "the new streams stand in the log")
    return found


def _gaps(stage: Stage, sids: list[str]) -> dict[str, tuple[float, float]]:
    """The last gap that is marked for each of these legs; one below a tenth of a second is not."""
    found: dict[str, tuple[float, float]] = {}
    news = _News(stage)

    def all_marked() -> bool:
        for event in news.more():
            if isinstance(event, SoundMissed) and event.call_sid in sids:
                found[event.call_sid] = (event.start.timestamp(), event.end.timestamp())
        return len(found) >= len(sids)

    with suppress(AssertionError):
        _until(all_marked, "the gaps are marked", MARKED_WITHIN_S)
    return found


def _off(marked: tuple[float, float] | None, began: float, ended: float) -> float:
    """By how many seconds the mark is wrong at its worse end; without a mark, all of it."""
    if marked is None:
        return max(0.0, ended - began)
    return max(abs(marked[0] - began), abs(marked[1] - ended))


def listening_process(stage: Stage) -> int:
    """The process that listens; 0 while there is none."""
    for pid in descendants(stage.server_pid)[1:]:
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"serve" in words and b"live" in words:
            return pid
    return 0


def _born_at(pid: int) -> float:
    """When a process was started, in seconds since 1970, to 10 ms."""
    ticks = int(Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
    return time.time() - time.clock_gettime(time.CLOCK_BOOTTIME) + ticks / BOOT_TICKS_PER_S
