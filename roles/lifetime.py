"""How long an incident lasts: who is alone on it is asked, an empty one is ended, an ended one is opened again."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from roles import events as e
from roles.presence import Leg

ALONE_FOR = timedelta(minutes=10)
ANSWERED_WITHIN = timedelta(seconds=45)
EMPTY_FOR = timedelta(minutes=30)
LIMIT_TOLD_BEFORE = timedelta(minutes=15)
ALONE = "alone"
"""Why a call ended whose caller did not stay alone."""
LIMIT = "limit"
"""Why a call ended after its caller came back by a new one, and why they were rung."""

LifetimeEvent = e.AloneAsked | e.AloneAnswered | e.Reopened | e.CallLimitNear


@dataclass(frozen=True, kw_only=True)
class Lifetime:
    """`alone`: the CallSid of the only live call, or empty. `since`: how long it is alone, or nobody is here at all.

    `near_limit`: calls whose people were told that the carrier cuts them soon.
    """

    alone: str = ""
    since: datetime | None = None
    asked_at: datetime | None = None
    near_limit: frozenset[str] = frozenset()

    def asks(self, call_sid: str) -> bool:
        """Whether this leg is to be asked now whether it stays."""
        return self.asked_at is not None and self.alone == call_sid

    def alone_due(self, now: datetime) -> bool:
        return bool(self.alone) and self.since is not None and self.asked_at is None and now >= self.since + ALONE_FOR

    def unanswered(self, now: datetime) -> bool:
        return self.asked_at is not None and now >= self.asked_at + ANSWERED_WITHIN

    def empty_due(self, now: datetime) -> bool:
        return not self.alone and self.since is not None and now >= self.since + EMPTY_FOR


def evolve_lifetime(lifetime: Lifetime, event: LifetimeEvent) -> Lifetime:
    match event:
        case e.AloneAsked(at=at):
            return replace(lifetime, asked_at=at)
        case e.AloneAnswered(at=at):
            return replace(lifetime, since=at, asked_at=None)
        case e.Reopened(at=at):
            return replace(lifetime, since=at, asked_at=None)
        case e.CallLimitNear(call_sid=call_sid):
            return replace(lifetime, near_limit=lifetime.near_limit | {call_sid})


def occupied(lifetime: Lifetime, legs: Iterable[Leg], at: datetime) -> Lifetime:
    """After each change of the legs: who is alone now, or that nobody is here, and since when."""
    live = [leg.call_sid for leg in legs if leg.live]
    if len(live) > 1:
        return replace(lifetime, alone="", since=None, asked_at=None)
    alone = live[0] if live else ""
    if lifetime.since is not None and lifetime.alone == alone:
        return lifetime
    return replace(lifetime, alone=alone, since=at, asked_at=None)
