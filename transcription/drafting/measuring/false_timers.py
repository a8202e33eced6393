"""How often a timer would be proposed where nobody gave a task with a time box."""

from collections.abc import Sequence
from dataclasses import dataclass

from transcription.drafting.drafter import draft
from transcription.drafting.measuring.annotated import Call
from transcription.drafting.model import Model
from transcription.drafting.proposals import StartTimer
from transcription.drafting.proposing import Proposing, propose


@dataclass(frozen=True)
class Timers:
    """`hours` of calls, timers `proposed` in them, and how many of these were `wrong`."""

    hours: float = 0.0
    proposed: int = 0
    wrong: int = 0

    @property
    def wrong_per_hour(self) -> float:
        return self.wrong / self.hours if self.hours else 0.0


def timers_of(calls: Sequence[Call], model: Model | None = None) -> Timers:
    """A timer is right if the line is annotated as a task with those minutes."""
    proposed = wrong = 0
    for call in calls:
        context, state = call.context(), Proposing()
        for said in call.lines:
            line, before = call.line(said), context
            entries, context = draft(context, line, model)
            found, state = propose(state, line, entries, before)
            right = {label.get("minutes") for label in said.labels if label["type"] == "task"}
            for made in found:
                if isinstance(made, StartTimer):
                    proposed += 1
                    wrong += made.minutes not in right
    return Timers(sum(call.hours for call in calls), proposed, wrong)
