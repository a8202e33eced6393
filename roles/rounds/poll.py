"""One poll for strong objections: when it was asked, who answered what, whether it is open."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from roles import events as e


@dataclass(frozen=True, kw_only=True)
class Poll:
    """`answers`: person id to whether they object."""

    question: str
    by: str
    asked_at: datetime
    answers: Mapping[str, bool] = field(default_factory=dict)
    closed_at: datetime | None = None

    @property
    def open(self) -> bool:
        return self.closed_at is None

    @property
    def offer(self) -> str:
        """Its name among what `*` offers first."""
        return f"objections:{self.asked_at.isoformat()}"

    def waits_for(self, person_id: str) -> bool:
        return self.open and person_id not in self.answers and person_id != self.by


PollEvent = e.ObjectionsAsked | e.ObjectionAnswered | e.ObjectionsClosed


def evolve_poll(poll: Poll | None, event: PollEvent) -> Poll | None:
    """The poll after the event; a new one replaces the last."""
    match event:
        case e.ObjectionsAsked():
            return Poll(question=event.question, by=event.by, asked_at=event.at)
        case e.ObjectionAnswered(person_id=person_id, objects=objects):
            return replace(poll, answers={**poll.answers, person_id: objects}) if poll is not None else None
        case e.ObjectionsClosed(at=at):
            return replace(poll, closed_at=at) if poll is not None else None
