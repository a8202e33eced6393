"""Orders of command staff: mute, hold, the lock, removal, roles, the roll call."""

from dataclasses import dataclass

from roles.people import Role


@dataclass(frozen=True, kw_only=True)
class MuteLeg:
    """Concerns the person of this call on every phone they are on; `alone`: this phone only."""

    call_sid: str
    muted: bool
    alone: bool = False


@dataclass(frozen=True, kw_only=True)
class HoldLeg:
    """Concerns the person of this call on every phone they are on."""

    call_sid: str
    hold: bool


@dataclass(frozen=True, kw_only=True)
class MuteAll:
    """Mute everybody but command staff, or release it."""

    muted: bool


@dataclass(frozen=True, kw_only=True)
class LockBridge:
    locked: bool


@dataclass(frozen=True, kw_only=True)
class RaiseHand:
    pass


@dataclass(frozen=True, kw_only=True)
class LowerHand:
    person_id: str


@dataclass(frozen=True, kw_only=True)
class RemoveLeg:
    """Concerns the person of this call on every phone they are on; an empty reason stands for the usual one."""

    call_sid: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ProposeRole:
    """`reason`: why somebody who is not trained for it is asked."""

    role: Role
    person_id: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class AcceptRole:
    role: Role


@dataclass(frozen=True, kw_only=True)
class DeclineRole:
    role: Role


@dataclass(frozen=True, kw_only=True)
class AssignRole:
    """Given and active at once: it was agreed on the call. `reason`: why to somebody who is not trained for it."""

    role: Role
    person_id: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class TakeCommand:
    pass


@dataclass(frozen=True, kw_only=True)
class VacateRole:
    role: Role
    person_id: str


@dataclass(frozen=True, kw_only=True)
class StartRollCall:
    """`team`: of that room alone; empty: of the whole incident."""

    roll_call_id: str
    team: str = ""


@dataclass(frozen=True, kw_only=True)
class AnswerRollCall:
    person_id: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class CloseRollCall:
    pass
