"""What a line of the timeline was made from: the words as they were heard, and where their sound is fetched."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bridge.record.record import Record


@dataclass(frozen=True, kw_only=True)
class Sound:
    """`urls`: one for each utterance, in order; `seconds` of all of them."""

    urls: tuple[str, ...]
    seconds: int


def said_in(record: Record, sources: Sequence[str]) -> str:
    """The recognizer's words of these utterances."""
    known = record.timeline.by_id
    return " … ".join(known[source].text for source in sources if source in known)


def sound_of(record: Record, sources: Sequence[str]) -> Sound | None:
    """None for a line that was not said on the call."""
    found = [record.timeline.by_id[source] for source in sources if source in record.timeline.by_id]
    if not found:
        return None
    incident = quote(record.incident_id, safe="")
    return Sound(
        urls=tuple(f"/incidents/{incident}/utterances/{quote(said.utterance_id, safe='')}.wav" for said in found),
        seconds=max(1, round(sum((said.end - said.start).total_seconds() for said in found))),
    )
