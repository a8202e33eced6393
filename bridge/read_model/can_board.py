"""The board of CAN reports: who was asked, who reported, the sound, and its text when there is one."""

from dataclasses import dataclass
from datetime import datetime

from roles.incident import Incident
from roles.reach.can_text import split


@dataclass(frozen=True, kw_only=True)
class Report:
    """`take_id` is empty for somebody who was asked and left nothing by key."""

    name: str
    state: str
    at: datetime | None
    take_id: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    """(which part, words): Condition, Actions, Needs where they were said; the rest under no name."""


def reports(incident: Incident) -> tuple[Report, ...]:
    """Everybody of the last round in its order, then others who left a report."""
    kept = {take.person_id: take for take in incident.takes.can_reports()}
    last = incident.can_round
    order = list(last.order) if last is not None else []
    found = []
    for person_id in dict.fromkeys((*order, *kept)):
        take = kept.get(person_id)
        state = ""
        if last is not None and person_id == last.speaker:
            state = "has the word"
        elif last is not None and person_id in order[last.turn :]:
            state = "is next"
        found.append(
            Report(
                name=incident.name_of(person_id),
                state=state,
                at=take.opened_at if take else None,
                take_id=take.take_id if take else "",
                parts=_parts(take.text) if take else (),
            )
        )
    return tuple(found)


def _parts(text: str) -> tuple[tuple[str, str], ...]:
    found = split(text)
    named = (("", found.rest), ("Condition", found.condition), ("Actions", found.actions), ("Needs", found.needs))
    return tuple((name, words) for name, words in named if words)
