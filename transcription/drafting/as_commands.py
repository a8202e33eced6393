"""A proposal as the timeline takes it: its kind and its slots."""

from typing import assert_never

from transcription.drafting.proposals import (
    AcknowledgeTimer,
    AnyProposal,
    ChangeSeverity,
    HandOver,
    NameOnePerson,
    OpenObjections,
    PageSomebody,
    SetCadence,
    StartTimer,
)
from transcription.timeline.commands import Propose


def as_command(found: AnyProposal) -> Propose:
    """The same proposal without words and addressee, which the page makes of its kind."""

    def of(kind: str, **slots: str | int | None) -> Propose:
        return Propose(
            proposal_id=found.proposal_id,
            kind=kind,
            confidence=found.confidence,
            supersedes=found.supersedes,
            **slots,  # type: ignore[arg-type]
        )

    match found:
        case StartTimer():
            return of("timer", owner=found.owner, minutes=found.minutes, task=found.task)
        case AcknowledgeTimer():
            return of("acknowledgement", timer_id=found.timer_id)
        case SetCadence():
            return of("cadence", minutes=found.minutes)
        case PageSomebody():
            return of("page", whom=found.whom)
        case HandOver():
            return of("role", role=found.role, person=found.person)
        case OpenObjections():
            return of("objections", question=found.question)
        case ChangeSeverity():
            return of("severity", severity=found.severity)
        case NameOnePerson():
            return of("name")
        case _:
            assert_never(found)
