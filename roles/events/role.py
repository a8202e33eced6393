"""Facts about roles and the roll call."""

from dataclasses import dataclass

from roles.events.event import Event
from roles.people import Role


@dataclass(frozen=True, kw_only=True)
class RoleProposed(Event):
    """Asked again, it replaces the earlier question. `reason`: why somebody who is not trained for it is asked."""

    role: Role
    person_id: str
    by: str
    reason: str = ""
    admin: bool = False
    """By an administrator: it stands although the present holder did not offer it."""


@dataclass(frozen=True, kw_only=True)
class RoleDeclined(Event):
    role: Role
    person_id: str


@dataclass(frozen=True, kw_only=True)
class RoleTaken(Event):
    """The role is held from now on. `replaced` held it until now and leaves it in the same moment.

    `by`: who gave or offered it; whoever took it themselves.
    """

    role: Role
    person_id: str
    replaced: str | None
    by: str
    untrained: bool = False
    """Not trained for it by the directory."""
    reason: str = ""
    """Why it was given nevertheless."""


@dataclass(frozen=True, kw_only=True)
class RoleVacated(Event):
    role: Role
    person_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class RollCallStarted(Event):
    roll_call_id: str
    asked: tuple[str, ...]
    by: str
    room: str = ""
    """The sub-team that was asked; empty: the whole incident."""


@dataclass(frozen=True, kw_only=True)
class RollCallAnswered(Event):
    roll_call_id: str
    person_id: str
    answer: str
    by: str


@dataclass(frozen=True, kw_only=True)
class RollCallGapsFound(Event):
    """Time is up: these have not answered."""

    roll_call_id: str
    missing: tuple[str, ...]
    vacant: tuple[Role, ...] = ()
    """Required roles that nobody holds."""


@dataclass(frozen=True, kw_only=True)
class RollCallExcused(Event):
    """These were removed, banned or released while the roll call was open: it does not wait for them any more."""

    roll_call_id: str
    people: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RollCallReminded(Event):
    """These are on the line and silent; each was told privately which keys to press."""

    roll_call_id: str
    people: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RollCallBackupCalled(Event):
    """`backup` is asked in place of `person_id`, who cannot be reached."""

    roll_call_id: str
    person_id: str
    backup: str


@dataclass(frozen=True, kw_only=True)
class RollCallOpenTold(Event):
    """The deputy was told who is still missing after everybody was rung."""

    roll_call_id: str
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RollCallClosed(Event):
    roll_call_id: str
    by: str
