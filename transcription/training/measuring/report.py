"""The figures of a model against what is asked of it, as lines for a person and a verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from transcription.training.kaldi_files.model_directory import size_bytes
from transcription.training.measuring.behaviour import Finding
from transcription.training.measuring.word_errors import Errors, Measured


@dataclass(frozen=True)
class Bar:
    """`found` may not be greater than `most`; both as shown in `unit`."""

    name: str
    found: float
    most: float
    unit: str

    @property
    def is_met(self) -> bool:
        """Nothing measured meets no bar."""
        return self.found <= self.most

    def __str__(self) -> str:
        verdict = "met" if self.is_met else "NOT MET"
        return f"{self.name}: {self.found:.3g} {self.unit}, at most {self.most:g} {self.unit}: {verdict}"


def bars(measured: Measured, model: Path) -> list[Bar]:
    """What the built-in model has to meet; of the voices never heard the one that it hears best."""
    name, best = min(measured.never_heard.items(), key=lambda item: item[1].rate, default=("none", Errors()))
    return [
        Bar("word error rate, voices of the training", 100 * measured.all_trained.rate, 8, "%"),
        Bar(f"word error rate, a voice never heard ({name})", 100 * best.rate, 20, "%"),
        Bar("size", size_bytes(model) / 1e6, 12, "MB"),
        Bar("CPU time over length of the sound", measured.real_time_factor, 0.05, ""),
    ]


def report(measured: Measured, findings: Sequence[Finding], found: Sequence[Bar], every_error: bool) -> list[str]:
    lines = []
    if every_error:
        for file, said, heard in measured.heard_wrongly:
            lines += [file, f"  said  {said}", f"  heard {heard}"]
    rows = [
        *sorted(measured.trained.items()),
        ("all voices of the training", measured.all_trained),
        *((f"{voice} (never heard)", errors) for voice, errors in sorted(measured.never_heard.items())),
    ]
    lines += [f"{voice:36} {errors.words:5} words {errors.rate:7.1%}" for voice, errors in rows]
    lines.append(f"words with odd times: {measured.odd_times}")
    lines += [f"{finding.name}: {'yes' if finding.is_well else 'NO'} ({finding.detail})" for finding in findings]
    return lines + [str(bar) for bar in found]
