"""One thing that needs a person: a fact, what the bridge does about it, at most two buttons."""

from dataclasses import dataclass
from datetime import datetime

from bridge.read_model.controls import Control
from bridge.read_model.reached import State


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """`tone`: alarm or warn. `since` ticks beside the text; `state` is an order that waits for the carrier."""

    alarm_id: str
    tone: str
    fact: str
    doing: str = ""
    since: datetime | None = None
    state: State | None = None
    controls: tuple[Control, ...] = ()
