"""How well lines of calls that were not trained on are drafted: left out by author group, or call by call."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from transcription.drafting.measuring.annotated import Call
from transcription.drafting.measuring.evaluating import drafted_call
from transcription.drafting.measuring.scoring import Score
from transcription.drafting.model import Model
from transcription.drafting.training import fitting
from transcription.drafting.training.damage import damaged, vocabulary
from transcription.drafting.training.table import Table, table

ALWAYS_TRAINED_ON = frozenset({"guide", "extra"})
"""Groups that were written to train on, after reading what the model got wrong; they are never scored."""
SEED_OF_DAMAGE = 11
FOLDS = 6
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Validated:
    """`clean` and `damaged`: scores of lines as they were said, and with every tenth word lost or misheard."""

    clean: Score
    damaged: Score
    models: tuple[Model, ...]


def by_group(calls: Sequence[Call]) -> list[list[int]]:
    """Folds of call numbers: all calls of one author together."""
    groups = sorted({call.group for call in calls} - ALWAYS_TRAINED_ON)
    return [[number for number, call in enumerate(calls) if call.group == group] for group in groups]


def by_call(calls: Sequence[Call]) -> list[list[int]]:
    """Folds of call numbers, each with calls of every author."""
    scored = [number for number, call in enumerate(calls) if call.group not in ALWAYS_TRAINED_ON]
    return [scored[first::FOLDS] for first in range(FOLDS)]


def train(calls: Sequence[Call], progress: Progress) -> Model:
    """The model of all calls, calibrated on lines that models without their author's calls had not seen."""
    progress("reading the calls")
    rows = table(calls)
    outside = _left_out(rows, by_group(calls), progress)
    progress("all calls")
    return _calibrated(fitting.fit(rows, sorted(set(rows.call))), rows, outside, ())


def validate(calls: Sequence[Call], folds: Sequence[Sequence[int]], progress: Progress) -> Validated:
    """Each fold is drafted by a model that saw none of its calls, neither for weights nor for calibration."""
    rows = table(calls)
    outside = _left_out(rows, folds, progress)
    clean, worse, models = Score(), Score(), []
    words = vocabulary(calls)
    for fold, (bare, _) in zip(folds, outside, strict=True):
        model = _calibrated(bare, rows, outside, fold)
        models.append(model)
        for number in fold:
            call = calls[number]
            clean.add(*drafted_call(call, model))
            worse.add(*drafted_call(damaged(call, words, SEED_OF_DAMAGE), model))
    return Validated(clean, worse, tuple(models))


_Outside = list[tuple[Model, dict[int, fitting.Matrix]]]


def _left_out(rows: Table, folds: Sequence[Sequence[int]], progress: Progress) -> _Outside:
    """For each fold a model of the other calls, and its scores of each call of the fold."""
    found: _Outside = []
    everything = sorted(set(rows.call))
    for number, fold in enumerate(folds, start=1):
        progress(f"fold {number} of {len(folds)}")
        model = fitting.fit(rows, [call for call in everything if call not in set(fold)])
        said = {call: fitting.scores(model, rows, rows.of_calls([call])) for call in fold}
        found.append((model, said))
    return found


def _calibrated(model: Model, rows: Table, outside: _Outside, without: Sequence[int]) -> Model:
    """By every call that was left out once, except those of `without`."""
    scores = {call: said for _, by_call in outside for call, said in by_call.items() if call not in set(without)}
    if not scores:
        return model
    lines = np.concatenate([rows.of_calls([call]) for call in scores])
    return fitting.calibrated(model, rows.y[lines], np.vstack(list(scores.values())))
