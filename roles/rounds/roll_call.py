"""One roll call: who is asked, who answered how, who is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from roles import events as e


class Answer(StrEnum):
    HEALTHY = "healthy"
    NOT_HEALTHY = "not_healthy"
    NEED_HELP = "need_help"


ANSWER_KEYS = {"1": Answer.HEALTHY, "2": Answer.NOT_HEALTHY, "3": Answer.NEED_HELP}
ANSWER_WORDS = {
    Answer.HEALTHY: "here and healthy",
    Answer.NOT_HEALTHY: "here, not healthy",
    Answer.NEED_HELP: "here, and you need help",
}


@dataclass(frozen=True, kw_only=True)
class Answered:
    answer: Answer
    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class RollCall:
    roll_call_id: str
    started_at: datetime
    started_by: str
    asked: tuple[str, ...]
    room: str = ""
    answers: Mapping[str, Answered] = field(default_factory=dict)
    gaps_found_at: datetime | None = None
    answer_within_s: float = 20
    reminded: frozenset[str] = frozenset()
    backups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of whom, who was asked instead, in that order."""
    stand_ins: frozenset[str] = frozenset()
    """Asked only in place of somebody else."""
    excused: frozenset[str] = frozenset()
    told_open: bool = False
    closed_at: datetime | None = None

    @property
    def open(self) -> bool:
        return self.closed_at is None

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(who for who in self.asked if who not in self.answers and who not in self.excused)

    @property
    def open_gaps(self) -> tuple[str, ...]:
        """The missing for whom no backup has answered; a backup is no gap of their own."""
        covered = {who for who, backups in self.backups.items() if any(backup in self.answers for backup in backups)}
        return tuple(who for who in self.missing if who not in covered | self.stand_ins)

    def waits_for(self, person_id: str) -> bool:
        return self.open and person_id in self.missing

    @property
    def overdue_at(self) -> datetime:
        return self.started_at + timedelta(seconds=self.answer_within_s)


RollCallEvent = (
    e.RollCallAnswered
    | e.RollCallGapsFound
    | e.RollCallReminded
    | e.RollCallExcused
    | e.RollCallBackupCalled
    | e.RollCallOpenTold
    | e.RollCallClosed
)


def start_roll_call(event: e.RollCallStarted, answer_within_s: float) -> RollCall:
    return RollCall(
        roll_call_id=event.roll_call_id,
        started_at=event.at,
        started_by=event.by,
        asked=event.asked,
        room=event.room,
        answer_within_s=answer_within_s,
    )


def evolve_roll_call(roll_call: RollCall, event: RollCallEvent) -> RollCall:
    if event.roll_call_id != roll_call.roll_call_id:
        return roll_call
    match event:
        case e.RollCallAnswered():
            answered = Answered(answer=Answer(event.answer), at=event.at, by=event.by)
            return replace(roll_call, answers={**roll_call.answers, event.person_id: answered})
        case e.RollCallGapsFound():
            return replace(roll_call, gaps_found_at=event.at)
        case e.RollCallReminded(people=people):
            return replace(roll_call, reminded=roll_call.reminded | set(people))
        case e.RollCallBackupCalled(person_id=person_id, backup=backup):
            called = (*roll_call.backups.get(person_id, ()), backup)
            roll_call = replace(roll_call, backups={**roll_call.backups, person_id: called})
            if backup in roll_call.asked:
                return roll_call
            return replace(roll_call, asked=(*roll_call.asked, backup), stand_ins=roll_call.stand_ins | {backup})
        case e.RollCallExcused(people=people):
            return replace(roll_call, excused=roll_call.excused | set(people))
        case e.RollCallOpenTold():
            return replace(roll_call, told_open=True)
        case e.RollCallClosed():
            return replace(roll_call, closed_at=event.at)


def answer(roll_call: RollCall, person_id: str, given: Answer, by: str, now: datetime) -> list[e.Event]:
    """Record an answer; the last word of a person counts, the same word twice is one."""
    earlier = roll_call.answers.get(person_id)
    if earlier is not None and earlier.answer == given:
        return []
    found: list[e.Event] = [
        e.RollCallAnswered(at=now, roll_call_id=roll_call.roll_call_id, person_id=person_id, answer=given.value, by=by)
    ]
    if set(roll_call.missing) <= {person_id}:
        found.append(e.RollCallClosed(at=now, roll_call_id=roll_call.roll_call_id, by="bridge"))
    return found
