"""Scores as a table."""

from typing import TextIO

from transcription.drafting.measuring.scoring import Counts, Score


def print_score(score: Score, out: TextIO) -> None:
    """Precision, recall, F1 and number of labels: of each type, overall, of each attribute."""
    out.write(f"{'type':<12} {'precision':>9} {'recall':>7} {'F1':>6} {'labels':>7}\n")
    for name, counts in [*sorted(score.by_type.items()), ("overall", score.overall)]:
        out.write(_row(name, counts))
    out.write("\nattributes of the entries that were found\n")
    for name, counts in [*sorted(score.attributes.items()), ("overall", score.attributes_overall)]:
        out.write(_row(name, counts))


def _row(name: str, counts: Counts) -> str:
    return f"{name:<12} {counts.precision:>9.2f} {counts.recall:>7.2f} {counts.f1:>6.2f} {counts.labelled:>7}\n"
