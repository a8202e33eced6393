"""The figures of the model: word error rates by voice, size, speed, behaviour."""

from pathlib import Path

from transcription.training.measuring import behaviour, report, word_errors
from transcription.training.stages.workshop import Workshop


def measure(shop: Workshop) -> None:
    for line in measured(shop.out, shop.held_out, every_error=False)[0]:
        shop.progress.note(line)


def measured(model: Path, recordings: Path, every_error: bool) -> tuple[list[str], bool]:
    """The report, and whether every bar is met. Raises ModelError, NoReferences."""
    loaded, load = behaviour.load(model)
    findings = [load, *behaviour.check(loaded, recordings)]
    figures = word_errors.measure(loaded, recordings)
    bars = report.bars(figures, model)
    return report.report(figures, findings, bars, every_error), all(bar.is_met for bar in bars)
