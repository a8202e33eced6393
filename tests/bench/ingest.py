"""250 streams, Twilio's largest conference, on one `live` process: frames lost, their age, CPU, memory.

The sender is a process of its own; its lateness is part of the age. Beside a server that only reads the JSON.
"""

import tempfile
from pathlib import Path

from tests.bench import frame_cost

STREAMS = 250
SECONDS = 20.0
FULL_SECONDS = 600.0


def measure(streams: int = STREAMS, seconds: float = SECONDS) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        found = frame_cost.product(Path(folder), streams, seconds)
    baseline = frame_cost.bare(streams, min(seconds, SECONDS))
    return {
        "streams": streams,
        "seconds": seconds,
        **found,
        "frames_lost": found["frames"] - found["frames_taken"] + found["frames_dropped"],
        "memory_growth_mib": round(found["memory_mib"] - found["memory_before_mib"], 1),
        "baseline_us_per_frame": baseline["us_per_frame"],
        "ratio": round(found["us_per_frame"] / max(baseline["us_per_frame"], 0.01), 2),
    }
