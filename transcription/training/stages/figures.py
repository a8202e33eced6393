"""The figures of the model: word error rates by voice, size, speed, behaviour."""

from pathlib import Path

from transcription.training.measuring import behaviour, report, word_errors
from transcription.training.stages.workshop import Workshop


def measure(shop: Workshop) -> None:
    """Told, and kept in the work folder as figures.txt."""
    lines, _ = measured(shop.out, shop.held_out, every_error=False)
    (shop.work / "figures.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for line in lines:
        shop.progress.note(line)


def measured(model: Path, recordings: Path, every_error: bool) -> tuple[list[str], bool]:
    """The report, and whether every bar is met. Raises ModelError, NoReferences."""
    loaded, load = behaviour.load(model)
    findings = [load, *behaviour.check(loaded, recordings)]
    figures = word_errors.measure(loaded, recordings)
    bars = report.bars(figures, model)
    return report.report(figures, findings, bars, every_error), all(bar.is_met for bar in bars)
