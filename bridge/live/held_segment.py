"""The parent's copy of a segment of speech: from it a process decodes again what another one did not finish."""

from dataclasses import dataclass, field

from bridge.live.recognizer_child import Child


@dataclass(slots=True)
class HeldSegment:
    """Kept until the final result."""

    segment_id: str
    stream: str
    blocks: list[bytes] = field(default_factory=list)
    size: int = 0
    ended: bool = False
    attempts: int = 0
    child: Child | None = None
    shed: bool = False
    """Given up from its beginning; kept only to be told at its end."""
