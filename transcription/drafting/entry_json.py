"""A draft entry as `python -m transcription draft` writes it."""

from typing import Any

from transcription.timeline.commands import Draft

SLOTS = ("owner", "minutes", "severity", "role", "person", "page", "count", "minutes_ago", "clock")


def entry_json(entry: Draft, t: float, speaker: str) -> dict[str, Any]:
    """`source`: 1-based physical lines of the file; an empty slot is left out.

    `amends`: the entry that a correction puts right, as its line, a hyphen and its type.
    """
    slots = {name: value for name in SLOTS if (value := getattr(entry, name)) is not None}
    return {
        "type": entry.type,
        "source": [int(source) for source in entry.sources],
        "t": t,
        "speaker": speaker,
        "text": entry.text,
        **slots,
        "confidence": entry.confidence,
        **({"amends": entry.amends} if entry.amends is not None else {}),
    }
