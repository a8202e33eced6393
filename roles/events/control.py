"""Facts about who belongs where: sub-teams, bans, releases, observers, and the ladder for somebody who disrupts."""

from dataclasses import dataclass

from roles.events.event import Event
from roles.people import Person


@dataclass(frozen=True, kw_only=True)
class TeamFormed(Event):
    """Formed, or given another leader or task. `team` is alpha, bravo, ..."""

    team: str
    leader: str
    task: str
    by: str
    box_id: str = ""


@dataclass(frozen=True, kw_only=True)
class TeamClosed(Event):
    team: str
    by: str


@dataclass(frozen=True, kw_only=True)
class LegMoved(Event):
    """The leg is wanted in this room from now on: a team, or empty for the main room."""

    call_sid: str
    team: str
    by: str


@dataclass(frozen=True, kw_only=True)
class LegRenamed(Event):
    """This leg, with all that was said on it, is another person's than it was taken for. `was`: the name until now."""

    call_sid: str
    person: Person
    seat: int
    was: str
    by: str


@dataclass(frozen=True, kw_only=True)
class PersonBanned(Event):
    """Whoever it is hears one sentence when they dial, until they are allowed again."""

    person_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class PersonAllowed(Event):
    person_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class LegReleased(Event):
    """Thanked privately, then the call ends; not asked at the roll call any more unless they dial again."""

    call_sid: str
    by: str


@dataclass(frozen=True, kw_only=True)
class NumberLookedUp(Event):
    """`by` was shown the whole number of this call; the number itself is in no event."""

    call_sid: str
    by: str


@dataclass(frozen=True, kw_only=True)
class RoomMarked(Event):
    """Several people share this leg: what is said on it is said by somebody in that room."""

    call_sid: str
    room: bool
    by: str


@dataclass(frozen=True, kw_only=True)
class ObserverSet(Event):
    """Listens only, shadows a role, or takes part again."""

    person_id: str
    observer: bool
    by: str
    shadow_of: str = ""
    """Whose work they follow; empty: nobody's in particular."""


@dataclass(frozen=True, kw_only=True)
class DisruptorAsked(Event):
    """Was asked privately whether they wish to take command."""

    person_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class DisruptorAnswered(Event):
    person_id: str
    wishes_command: bool


@dataclass(frozen=True, kw_only=True)
class DisruptorWarned(Event):
    person_id: str
    by: str
