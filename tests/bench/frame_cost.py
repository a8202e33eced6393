"""CPU per media frame of the real `live` process at 1, 50 and 250 streams, beside a server that only reads JSON.

At most two lines speak (the demo's voices), the others are silent with a little noise, as on a call.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from twilio.request_validator import RequestValidator

from bridge.node import Node
from tests.bench import calls
from tests.bench.processes import children_cpu_s, counters_of, cpu_s, free_port, rss_mib, running

STREAMS = (1, 50, 250)
SECONDS = 8.0
IDLE_S = 1.5
TALKERS = 2
BARE = str(Path(__file__).with_name("bare_socket_server.py"))
SENDER = str(Path(__file__).with_name("frame_sender.py"))


def measure(streams: tuple[int, ...] = STREAMS, seconds: float = SECONDS) -> dict[str, object]:
    """Microseconds of CPU a frame, with what the idle process uses anyway; the sender is a process of its own."""
    found: dict[str, object] = {"talkers_at_most": TALKERS, "seconds": seconds}
    with tempfile.TemporaryDirectory() as folder:
        for count in streams:
            found_here = product(Path(folder) / str(count), count, seconds)
            baseline = bare(count, seconds)
            found[f"{count}_streams"] = {
                **found_here,
                "baseline_us_per_frame": baseline["us_per_frame"],
                "ratio": round(found_here["us_per_frame"] / max(baseline["us_per_frame"], 0.01), 2),
            }
    return found


def product(folder: Path, count: int, seconds: float, talkers: int = TALKERS) -> dict[str, Any]:
    """The `live` process under `count` streams, with its own counters at the end."""
    port = free_port()
    environment = calls.environment(folder, port)
    on = calls.node(folder, port)
    try:
        with running(port, "-m", "bridge", "serve", "live", environment=environment) as live:
            # Streams that were named before its start would be lost to it.
            counters_of(port)
            sids = calls.open_call(on, "1", count)
            sockets = [_socket(on, sid, port) for sid in sids]
            return _sent(port, live.pid, sockets, seconds, talkers, with_counters=True)
    finally:
        on.close()


def _socket(on: Node, sid: str, port: int) -> dict[str, str]:
    """What the sender needs to connect one leg's stream."""
    name = on.service.incident("1").streams.by_leg[sid].name
    url = f"ws://127.0.0.1:{port}/media/{name}"
    signature = RequestValidator(calls.AUTH_TOKEN).compute_signature(url, {})
    token = on.streams.issue(name, sid, "1", on.clock())
    return {"path": f"/media/{name}", "signature": signature, "call_sid": sid, "token": token}


def bare(count: int, seconds: float) -> dict[str, Any]:
    port = free_port()
    sockets = [{"path": f"/{number}", "signature": "x", "call_sid": "CA", "token": "x"} for number in range(count)]
    with running(port, BARE, str(port)) as server:
        return _sent(port, server.pid, sockets, seconds, TALKERS)


def _sent(
    port: int, pid: int, sockets: list[dict[str, str]], seconds: float, talkers: int, with_counters: bool = False
) -> dict[str, Any]:
    plan = {"port": port, "sockets": sockets, "seconds": seconds, "talkers": talkers}
    with subprocess.Popen([sys.executable, SENDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as sender:
        assert sender.stdin is not None
        assert sender.stdout is not None
        sender.stdin.write(json.dumps(plan) + "\n")
        sender.stdin.flush()
        assert sender.stdout.readline() == "ready\n"
        idle = cpu_s(pid)
        time.sleep(IDLE_S)
        idle_per_s = (cpu_s(pid) - idle) / IDLE_S
        memory_before = rss_mib(pid)
        before, before_children = cpu_s(pid), children_cpu_s(pid)
        sender.stdin.write("go\n")
        sender.stdin.flush()
        sent = json.loads(sender.stdout.readline())
        used, used_children = cpu_s(pid) - before, children_cpu_s(pid) - before_children
        memory = rss_mib(pid)
        counters = counters_of(port) if with_counters else {}
        sender.stdin.write("end\n")
        sender.stdin.flush()
        sender.wait(20)
    return {
        "us_per_frame": round(used / sent["frames"] * 1e6, 1),
        "idle_ms_per_s": round(idle_per_s * 1000, 1),
        "frames": sent["frames"],
        "sender_cpu_s": sent["cpu_s"],
        "sender_late_ms_p99": sent["late_ms_p99"],
        "recognizer_cpu_s": round(used_children, 2),
        "memory_before_mib": memory_before,
        "memory_mib": memory,
        **counters,
    }
