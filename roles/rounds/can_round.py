"""The CAN round: one subject matter expert after the other is asked aloud, 20 s each, and the board fills."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from roles import events as e

TURN = timedelta(seconds=20)


@dataclass(frozen=True, kw_only=True)
class CanRound:
    """`turn`: the index of who has the word; after the last one the round is over."""

    order: tuple[str, ...]
    by: str
    turn: int
    turn_at: datetime
    begun: bool = False
    """The question was said: 20 s run from `turn_at` on; before, `turn_at` is when it was ordered."""

    @property
    def open(self) -> bool:
        return self.turn < len(self.order)

    @property
    def speaker(self) -> str:
        """Who has the word; empty when the round is over."""
        return self.order[self.turn] if self.open else ""


CanRoundEvent = e.CanRoundStarted | e.CanTurnBegun | e.CanTurnPassed


def evolve_can_round(found: CanRound | None, event: CanRoundEvent) -> CanRound | None:
    match event:
        case e.CanRoundStarted(order=order, by=by, at=at):
            return CanRound(order=order, by=by, turn=0, turn_at=at)
        case e.CanTurnBegun(at=at):
            return replace(found, begun=True, turn_at=at) if found is not None else None
        case e.CanTurnPassed(at=at):
            return replace(found, turn=found.turn + 1, turn_at=at, begun=False) if found is not None else None
