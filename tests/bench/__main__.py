"""Runs every measurement: progress and the table of bars on standard error, one JSON document on standard output.

`--scale 0.1` measures a tenth as long, to see that it runs; `--full` the ten minutes of ingest and overload;
`--only NAME` (again and again) some of them.
"""

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable

from tests.bench import (
    bars,
    drafting_cost,
    early_finals,
    failures,
    frame_cost,
    gate_quality,
    ingest,
    line_failures,
    line_latency,
    missed_speech,
    overload,
    recognizer_cost,
    recognizer_failure,
    roll_call,
    second_reading,
    speech_cost,
    tone_cost,
    webhook_rate,
)

Measure = Callable[[], dict[str, object]]


def measurements(scale: float, full: bool) -> dict[str, Measure]:
    """By name; `scale` 1 is what the README shows."""

    def part(whole: float, least: int = 1) -> int:
        return max(least, round(whole * scale))

    lines = line_latency.LINES[: part(len(line_latency.LINES), 2)]
    return {
        "media_frames": lambda: frame_cost.measure(seconds=frame_cost.SECONDS * scale),
        "ingest": lambda: ingest.measure(
            streams=part(ingest.STREAMS), seconds=ingest.FULL_SECONDS if full else max(ingest.SECONDS * scale, 1.0)
        ),
        "speech": lambda: speech_cost.measure(lines=part(speech_cost.LINES, 2)),
        "gate": lambda: gate_quality.measure(
            lines=part(gate_quality.LINES, 3), idle_s=max(gate_quality.IDLE_S * scale, 20)
        ),
        "recognizers": lambda: recognizer_cost.measure(
            joined=part(recognizer_cost.JOINED, 2), seconds=recognizer_cost.SECONDS * scale
        ),
        "early_finals": lambda: early_finals.measure(lines=part(early_finals.LINES, 3)),
        "end_of_speech_to_line": lambda: line_latency.measure(lines=lines),
        "overload": lambda: overload.measure(
            seconds=overload.FULL_SECONDS if full else max(overload.SECONDS * scale, 4.0),
            most=part(overload.MOST_TALKERS, 8),
        ),
        "failures": lambda: failures.measure(
            moments=part(len(recognizer_failure.MOMENTS)),
            drops=part(line_failures.DROPS),
            lines=part(line_failures.LINES, 2),
        ),
        "webhooks": lambda: webhook_rate.measure(requests=part(webhook_rate.REQUESTS, 16)),
        "second_transcript": lambda: second_reading.measure(rounds=part(second_reading.ROUNDS)),
        "missed_speech": lambda: missed_speech.measure(lines=part(len(missed_speech.SPOKEN), 4)),
        "drafting": drafting_cost.measure,
        "key_tones": tone_cost.measure,
        "roll_call_in_accelerated_time": roll_call.measure,
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--only", action="append", default=[])
    given = parser.parse_args()
    found: dict[str, object] = {
        "machine": {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "load_before": round(os.getloadavg()[0], 2),
            "scale": given.scale,
        }
    }
    for name, measure in measurements(given.scale, given.full).items():
        if given.only and name not in given.only:
            continue
        started = time.monotonic()
        sys.stderr.write(f"{name} ...")
        sys.stderr.flush()
        found[name] = measure()
        sys.stderr.write(f" {time.monotonic() - started:.0f} s\n")
    found["bars"] = bars.as_json(found)
    note = "" if given.scale >= 1 else "\nA part of the measurement only: the bars are meant for the whole.\n"
    sys.stderr.write("\n" + bars.as_table(found) + "\n" + note + "\n")
    json.dump(found, sys.stdout, indent=2)
    sys.stdout.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
