"""Proposals of the drafting and what became of them. An act that a person may confirm; nothing acts by itself."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from transcription.timeline.events import ProposalMade

CONFIRMED, DISMISSED, SUPERSEDED, DONE, EXPIRED = "confirmed", "dismissed", "superseded", "done", "expired"
COMES_BACK = frozenset({DISMISSED, EXPIRED})
"""Ends after which a person can bring a proposal back."""
_ONE_AT_A_TIME = frozenset({"severity", "cadence", "objections"})


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """`how` is empty while it waits, else how it was settled and `by` whom. `waits_since`: made, or brought back."""

    made: ProposalMade
    waits_since: datetime
    how: str = ""
    by: str = ""

    @property
    def proposal_id(self) -> str:
        return self.made.proposal_id

    @property
    def waits(self) -> bool:
        return not self.how

    @property
    def subject(self) -> tuple[str, ...]:
        """Of two proposals with the same subject the one that was said later counts."""
        if self.made.kind in _ONE_AT_A_TIME:
            return (self.made.kind,)
        return (self.made.kind, self.made.role or "" if self.made.kind == "role" else self.proposal_id)


@dataclass
class Proposals:
    """Updated in place by the timeline's `evolve`."""

    by_id: dict[str, Proposed] = field(default_factory=dict)
    _waiting: dict[str, None] = field(default_factory=dict)

    def all(self) -> list[Proposed]:
        """Whatever became of them, in order of when they were said."""
        return sorted(self.by_id.values(), key=lambda found: (found.made.said_at, found.proposal_id))

    def waiting(self) -> list[Proposed]:
        found = (self.by_id[proposal_id] for proposal_id in self._waiting)
        return sorted(found, key=lambda found: (found.made.said_at, found.proposal_id))

    def of_subject(self, subject: tuple[str, ...]) -> list[Proposed]:
        return [found for found in self.by_id.values() if found.subject == subject]

    def put(self, event: ProposalMade) -> None:
        if event.proposal_id not in self.by_id:
            self.by_id[event.proposal_id] = Proposed(made=event, waits_since=event.at)
            self._waiting[event.proposal_id] = None

    def settle(self, proposal_id: str, how: str, by: str) -> None:
        known = self.by_id.get(proposal_id)
        if known is not None and known.waits:
            self.by_id[proposal_id] = replace(known, how=how, by=by)
            self._waiting.pop(proposal_id, None)

    def reopen(self, proposal_id: str, at: datetime) -> None:
        known = self.by_id.get(proposal_id)
        if known is not None:
            self.by_id[proposal_id] = replace(known, how="", by="", waits_since=at)
            self._waiting[proposal_id] = None
