"""Drafting an annotated call as a recognizer would give it, to be scored."""

from collections.abc import Mapping, Sequence
from typing import Any

from transcription.drafting.drafter import draft
from transcription.drafting.entry_json import entry_json
from transcription.drafting.measuring.annotated import Call
from transcription.drafting.model import Model


def drafted_call(
    call: Call, model: Model | None = None
) -> tuple[dict[int, Sequence[Mapping[str, Any]]], list[dict[str, Any]]]:
    """(labels by line number, entries as `draft` would write them)."""
    context = call.context()
    labels: dict[int, Sequence[Mapping[str, Any]]] = {}
    entries: list[dict[str, Any]] = []
    for said in call.lines:
        labels[said.number] = said.labels
        found, context = draft(context, call.line(said), model)
        entries += [entry_json(entry, said.t, said.speaker) for entry in found]
    return labels, entries
