"""One poll for strong objections: when it was asked, who answered what, whether it is open."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from roles import events as e


@dataclass(frozen=True, kw_only=True)
class Poll:
    """`answers`: person id to whether they object. `heard_at`: when the words that ask it had been said."""

    question: str
    by: str
    asked_at: datetime
    announcement: int = 0
    heard_at: datetime | None = None
    executor: str = ""
    answers: Mapping[str, bool] = field(default_factory=dict)
    closed_at: datetime | None = None
    cut_off: bool = False

    @property
    def open(self) -> bool:
        return self.closed_at is None

    @property
    def objectors(self) -> tuple[str, ...]:
        return tuple(who for who, objects in self.answers.items() if objects)

    @property
    def offer(self) -> str:
        """Its name among what `*` offers first."""
        return f"objections:{self.asked_at.isoformat()}"

    def waits_for(self, person_id: str) -> bool:
        return self.open and person_id not in self.answers and person_id != self.by


PollEvent = e.ObjectionsAsked | e.ObjectionAnswered | e.ObjectionsClosed


def evolve_polls(polls: tuple[Poll, ...], event: PollEvent | e.AnnouncementEnded) -> tuple[Poll, ...]:
    """All polls of the incident after the event; answers and the end concern the last one."""
    if isinstance(event, e.ObjectionsAsked):
        asked = Poll(
            question=event.question,
            by=event.by,
            asked_at=event.at,
            announcement=event.announcement,
            executor=event.executor,
        )
        return (*polls, asked)
    if not polls:
        return polls
    *earlier, last = polls
    return (*earlier, _evolve(last, event))


def _evolve(poll: Poll, event: e.ObjectionAnswered | e.ObjectionsClosed | e.AnnouncementEnded) -> Poll:
    match event:
        case e.ObjectionAnswered(person_id=person_id, objects=objects):
            return replace(poll, answers={**poll.answers, person_id: objects})
        case e.ObjectionsClosed(cut_off=cut_off, at=at):
            return replace(poll, closed_at=at, cut_off=cut_off)
        case e.AnnouncementEnded(number=number, at=at):
            mine = poll.open and poll.announcement == number and poll.heard_at is None
            return replace(poll, heard_at=at) if mine else poll
