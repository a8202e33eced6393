"""How well and how fast calls are drafted that nobody trained on: worlds left out, clean and damaged, cost and size."""

import io

from transcription.drafting.commands import corpus
from transcription.drafting.measuring import annotated
from transcription.drafting.measuring.false_timers import timers_of
from transcription.drafting.measuring.speed import ms_per_line
from transcription.drafting.shipped_model import shipped_bytes
from transcription.drafting.training.commands import score_corpus


def measure(every: int = 1) -> dict[str, object]:
    """`every`: take only each so-manieth call."""
    paths = corpus()[::every]
    calls = annotated.read(paths)
    found = score_corpus(paths, io.StringIO(), lambda _: None, quick=True)
    clean, worse = found.clean, found.damaged
    development = [call for call in calls if call.group == "dev"]
    return {
        "lines": sum(len(call.lines) for call in calls),
        "worlds_left_out_f1": round(clean.overall.f1, 3),
        "worlds_left_out_precision": round(clean.overall.precision, 3),
        "worlds_left_out_recall": round(clean.overall.recall, 3),
        "attributes_f1": round(clean.attributes_overall.f1, 3),
        "with_a_tenth_of_the_words_damaged_f1": round(worse.overall.f1, 3),
        "by_type_f1": {kind: round(counts.f1, 3) for kind, counts in sorted(clean.by_type.items())},
        "ms_per_line": round(ms_per_line(calls), 3),
        "model_mb": round(len(shipped_bytes()) / 1e6, 2),
        "wrong_timers_per_hour": round(timers_of(development).wrong_per_hour, 2),
    }
