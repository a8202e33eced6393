"""`train`, and `score` without files: both fit models, so both need the extra `train`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from transcription.drafting.measuring import annotated
from transcription.drafting.measuring.false_timers import Timers, timers_of
from transcription.drafting.measuring.reporting import print_score
from transcription.drafting.measuring.speed import ms_per_line
from transcription.drafting.model import to_bytes
from transcription.drafting.shipped_model import shipped_bytes
from transcription.drafting.training import cross_validation as cv

DEVELOPMENT = "dev"
Progress = cv.Progress


def train_to(path: Path, paths: Sequence[Path], progress: Progress) -> int:
    """Train on these calls and write the model; its size in bytes. The same calls give the same model."""
    data = to_bytes(cv.train(annotated.read(paths), progress))
    path.write_bytes(data)
    return len(data)


def score_corpus(paths: Sequence[Path], out: TextIO, progress: Progress, quick: bool) -> cv.Validated:
    """Print how well calls that were not trained on are drafted; `quick` leaves out the folds by call."""
    calls = annotated.read(paths)
    by_world = cv.validate(calls, cv.by_group(calls), lambda note: progress(f"worlds left out, {note}"))
    out.write("worlds and authors left out (no line, word or name of them was trained on)\n")
    print_score(by_world.clean, out)
    out.write("\n")
    _summary(out, "worlds left out", by_world)
    if not quick:
        by_call = cv.validate(calls, cv.by_call(calls), lambda note: progress(f"calls left out, {note}"))
        _summary(out, "calls left out", by_call)
    out.write(f"{ms_per_line(calls):.2f} ms a line, model of {len(shipped_bytes()) / 1e6:.1f} MB\n")
    timers = _development_timers(calls, by_world)
    out.write(
        f"timers on {timers.hours:.1f} hours of development calls: {timers.proposed} proposed, {timers.wrong} wrong, "
        f"{timers.wrong_per_hour:.2f} wrong an hour\n"
    )
    return by_world


def _summary(out: TextIO, name: str, found: cv.Validated) -> None:
    clean, worse = found.clean, found.damaged
    out.write(
        f"{name}: F1 {clean.overall.f1:.3f}, attributes {clean.attributes_overall.f1:.3f}; with 10 % of the words "
        f"damaged F1 {worse.overall.f1:.3f}, attributes {worse.attributes_overall.f1:.3f}\n"
    )


def _development_timers(calls: list[annotated.Call], found: cv.Validated) -> Timers:
    """With the model that did not see the development calls."""
    for fold, model in zip(cv.by_group(calls), found.models, strict=True):
        if calls[fold[0]].group == DEVELOPMENT:
            return timers_of([calls[number] for number in fold], model)
    return Timers()
