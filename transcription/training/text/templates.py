"""Templates and whole lines, those for training apart from those that are held out for measuring."""

from dataclasses import dataclass
from functools import cache

from transcription.training import data_files
from transcription.training.data_files import HELD_OUT_MARK
from transcription.training.text.words import DATA

Weighted = list[tuple[int, str]]


@dataclass(frozen=True, kw_only=True)
class Material:
    """`general`: templates of plain English; `conversation`: lines for the language model and the second set."""

    templates: Weighted
    held_out_templates: list[str]
    general: Weighted
    lines: list[str]
    held_out_lines: list[str]
    conversation: list[str]


@cache
def material() -> Material:
    templates = data_files.weighted(DATA / "templates.txt")
    lines = data_files.lines(DATA / "lines.txt") + data_files.lines(DATA / "general_lines.txt")
    return Material(
        templates=[(weight, text) for weight, text in templates if not text.startswith(HELD_OUT_MARK)],
        held_out_templates=_held_out([text for _, text in templates]),
        general=data_files.weighted(DATA / "general_templates.txt"),
        lines=[line for line in lines if not line.startswith(HELD_OUT_MARK)],
        held_out_lines=_held_out(lines),
        conversation=data_files.lines(DATA / "conversation.txt"),
    )


def _held_out(texts: list[str]) -> list[str]:
    return [text.removeprefix(HELD_OUT_MARK).strip() for text in texts if text.startswith(HELD_OUT_MARK)]
