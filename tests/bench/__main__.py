"""Runs every measurement; progress on standard error, one JSON document on standard output."""

import json
import os
import platform
import sys
import time
from collections.abc import Callable

from tests.bench import drafting_cost, frame_cost, line_latency, roll_call, speech_cost, tone_cost, webhook_rate

MEASUREMENTS: dict[str, Callable[[], dict[str, object]]] = {
    "media_frames": frame_cost.measure,
    "speech": speech_cost.measure,
    "end_of_speech_to_line": line_latency.measure,
    "webhooks": webhook_rate.measure,
    "drafting": drafting_cost.measure,
    "key_tones": tone_cost.measure,
    "roll_call_in_accelerated_time": roll_call.measure,
}


def main() -> int:
    found: dict[str, object] = {
        "machine": {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "load_before": round(os.getloadavg()[0], 2),
        }
    }
    for name, measure in MEASUREMENTS.items():
        started = time.monotonic()
        sys.stderr.write(f"{name} ...")
        sys.stderr.flush()
        found[name] = measure()
        sys.stderr.write(f" {time.monotonic() - started:.0f} s\n")
    json.dump(found, sys.stdout, indent=2)
    sys.stdout.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
