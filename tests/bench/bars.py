"""The bars that the figures have to clear, and the table of both. Who changes a bar says so in DECISIONS.md."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """`figure`: the dotted place of a number in the results; met when it is at most `at_most`."""

    words: str
    figure: str
    at_most: float
    unit: str = ""
    baseline: str = ""


BARS = (
    Bar("gate: speech lost, clean to 8 dB of noise", "gate.lost_share", 0.001, baseline="gate.baseline_lost_share"),
    Bar("gate: fed for each second of speech", "gate.fed_s_per_speech_s", 1.4, "s", "gate.baseline_fed_s_per_speech_s"),
    Bar(
        "gate: an idle line with a noise, recognized",
        "gate.idle_recognized_share",
        0.05,
        baseline="gate.baseline_idle_recognized_share",
    ),
)


@dataclass(frozen=True)
class Row:
    bar: Bar
    value: float
    baseline: float | None

    @property
    def met(self) -> bool:
        return self.value <= self.bar.at_most


def rows(results: Mapping[str, object]) -> Iterator[Row]:
    """The bars whose measurement was made."""
    for bar in BARS:
        value = _at(results, bar.figure)
        if value is not None:
            yield Row(bar, value, _at(results, bar.baseline) if bar.baseline else None)


def as_json(results: Mapping[str, object]) -> list[dict[str, object]]:
    return [
        {
            "bar": row.bar.words,
            "figure": row.bar.figure,
            "value": row.value,
            "at_most": row.bar.at_most,
            "unit": row.bar.unit,
            "baseline": row.baseline,
            "met": row.met,
        }
        for row in rows(results)
    ]


def as_table(results: Mapping[str, object]) -> str:
    """Markdown, for the README and for people."""
    lines = ["| | measured | bar | baseline | |", "|---|--:|--:|--:|---|"]
    for row in rows(results):
        baseline = f"{row.baseline:g}" if row.baseline is not None else ""
        measured, bar = f"{row.value:g} {row.bar.unit}".strip(), f"{row.bar.at_most:g} {row.bar.unit}".strip()
        lines.append(f"| {row.bar.words} | {measured} | {bar} | {baseline} | {'met' if row.met else 'MISSED'} |")
    return "\n".join(lines)


def _at(results: Mapping[str, object], place: str) -> float | None:
    found: object = results
    for name in place.split("."):
        if not isinstance(found, Mapping) or name not in found:
            return None
        found = found[name]
    return float(found) if isinstance(found, int | float) else None
