"""What rows of the log look like once words, or a person, are taken out of them. Pure."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

ERASED = "(erased)"
NOBODY = "Erased person"

_WORDLESS = dict.fromkeys(("task", "question", "whom"), ERASED)
"""The slots of a proposal that hold words as they were said."""

Data = Mapping[str, Any]
Change = Callable[[str, Data], Data | None]


def without_transcript(kept_entries: Collection[str]) -> Change:
    """Nothing of what was said; lines of the timeline that a person kept, edited or wrote stay."""

    def change(name: str, data: Data) -> Data | None:
        match name:
            case "PieceHeard" | "LineReadAgain" | "LineFound":
                return {**data, "text": "", "words": []}
            case "WordsCorrected":
                return {**data, "text": ""}
            case "TakeTexted":
                return {**data, "text": ""}
            case "EntryDrafted" | "EntryAmended" if data["entry_id"] not in kept_entries:
                return {**data, "text": ERASED}
            case "ProposalMade":
                return {**data, **_WORDLESS}
        return None

    return change


@dataclass(frozen=True, kw_only=True)
class Traces:
    """Of one person in one incident: ids of what they said, left, wrote, and of what was drafted from it."""

    person_id: str
    name: str
    call_sids: frozenset[str]
    takes: frozenset[str]
    entries: frozenset[str]
    utterances: frozenset[str]


def without_person(traces: Traces) -> Change:
    """Nothing that this person said, no number, and another name wherever the name stands."""
    name_alone = re.compile(rf"\b{re.escape(traces.name)}\b")

    def change(name: str, data: Data) -> Data | None:
        new = dict(data)
        match name:
            case "PieceHeard" | "LineFound" if (
                data["call_sid"] in traces.call_sids or data["person_id"] == traces.person_id
            ):
                new |= {"text": "", "words": []}
            case "LineReadAgain" if data["utterance_id"] in traces.utterances:
                new |= {"text": "", "words": []}
            case "WordsCorrected" if data["utterance_id"] in traces.utterances:
                new |= {"text": ""}
            case "TakeTexted" if data["take_id"] in traces.takes:
                new |= {"text": ""}
            case "EntryDrafted" | "EntryAmended" | "EntryEdited" | "NoteAdded" if data["entry_id"] in traces.entries:
                new |= {"text": ERASED}
            case "ProposalMade" if data["utterance_id"] in traces.utterances:
                new |= _WORDLESS
            case "LegArrived" if data["call_sid"] in traces.call_sids:
                new |= {"number_hint": "", "number_key": ""}
        renamed: Data = _renamed(new, name_alone)
        return renamed

    return change


def _renamed(value: Any, name: re.Pattern[str]) -> Any:
    """The same value with another name in every text of it."""
    match value:
        case str():
            return name.sub(NOBODY, value)
        case list():
            return [_renamed(part, name) for part in value]
        case dict():
            return {key: _renamed(part, name) for key, part in value.items()}
    return value
