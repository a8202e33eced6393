"""How long the drafting takes, in processor time of one core."""

import time
from collections.abc import Sequence

from transcription.drafting.drafter import draft
from transcription.drafting.measuring.annotated import Call
from transcription.drafting.shipped_model import shipped_model

LINES = 400


def ms_per_line(calls: Sequence[Call], lines: int = LINES) -> float:
    """Milliseconds for each of the first lines, once the model is read."""
    model = shipped_model()
    started = time.process_time()
    done = 0
    for call in calls:
        context = call.context()
        for said in call.lines:
            _, context = draft(context, call.line(said), model)
            done += 1
        if done >= lines:
            break
    return (time.process_time() - started) * 1000 / done if done else 0.0
