"""One key press on its way: who pressed, in which menu, and the two answers that a key can have."""

from dataclasses import dataclass
from datetime import datetime

from roles import events as e
from roles.people import Actor
from roles.presence import Leg


@dataclass(frozen=True, kw_only=True)
class Press:
    """`subject`: what the menu is about, a person id or what a number is asked for. `fresh_id` is used at most once."""

    leg: Leg
    keys: str
    subject: str
    fresh_id: str
    now: datetime

    @property
    def actor(self) -> Actor:
        return Actor(person_id=self.leg.person_id)


@dataclass(frozen=True)
class Done:
    """The visit ends: `spoken` is said before the leg is put back."""

    spoken: str
    events: tuple[e.Event, ...] = ()


@dataclass(frozen=True)
class Deeper:
    """The same visit goes on one level further."""

    level: str
    subject: str = ""
    events: tuple[e.Event, ...] = ()


Outcome = Done | Deeper


def done(spoken: str, events: list[e.Event]) -> Done:
    return Done(spoken, tuple(events))
