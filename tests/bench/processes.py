"""Processes under measurement: started, awaited at their port, their CPU read from the kernel."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import requests
from prometheus_client.parser import text_string_to_metric_families

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
UP_WITHIN_S = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    port: int, *arguments: str, environment: Mapping[str, str] | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    """`python ARGUMENTS`, listening on `port`; ended afterwards."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        start_new_session=True,
    )
    try:
        _wait_for_port(port, process)
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def _wait_for_port(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + UP_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port} after {UP_WITHIN_S:.0f} s")


def cpu_s(pid: int) -> float:
    """User and system time of one process so far, its children apart."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def children_cpu_s(pid: int) -> float:
    """The same for its direct children that are alive."""
    lists = [path.read_text(encoding="ascii") for path in Path(f"/proc/{pid}/task").glob("*/children")]
    return sum(cpu_s(int(child)) for children in lists for child in children.split())


def descendants(pid: int) -> list[int]:
    """The process itself and everything that it started, as far as it is alive."""
    found = [pid]
    for parent in found:
        for path in Path(f"/proc/{parent}/task").glob("*/children"):
            # A thread may end between the two looks.
            with suppress(OSError):
                found += [int(child) for child in path.read_text(encoding="ascii").split()]
    return found


def rss_mib(pid: int) -> float:
    """Memory in use by one process, MiB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0


def counters_of(port: int) -> dict[str, float]:
    """Frames that `live` took, what it lost, and the age under which 99 of 100 came, from its own counters."""
    text = requests.get(f"http://127.0.0.1:{port}/metrics", timeout=10).text
    values: dict[str, float] = {}
    ages: list[tuple[float, float]] = []
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == "bridge_media_frame_age_seconds_bucket":
                ages.append((float(sample.labels["le"]), sample.value))
            elif not sample.labels:
                values[sample.name] = sample.value
    all_frames = ages[-1][1]
    return {
        "frames_taken": values["bridge_media_frames_total"],
        "frames_dropped": values["bridge_media_frames_dropped_total"],
        "filled_s": values["bridge_media_filled_seconds_total"],
        "frame_age_ms_p99": next((edge * 1000 for edge, count in ages if count >= 0.99 * all_frames), 0.0),
        "lost_segments": values["bridge_speech_lost_segments_total"],
    }
