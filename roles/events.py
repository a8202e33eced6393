"""Every fact of an incident, in the words of the log. Fields are JSON-able; `at` is when it was committed (UTC).

`occurred_at` is the carrier's own time of its news; `sequence` its number within the conference.
"""

from dataclasses import dataclass

from roles.carrier_events import (
    CallOver as CallOver,
    ConferenceEnded as ConferenceEnded,
    ParticipantHoldSeen as ParticipantHoldSeen,
    ParticipantJoined as ParticipantJoined,
    ParticipantLeft as ParticipantLeft,
    ParticipantMuteSeen as ParticipantMuteSeen,
    RecordingAlarmCleared as RecordingAlarmCleared,
    RecordingAlarmRaised as RecordingAlarmRaised,
    RecordingRepairOrdered as RecordingRepairOrdered,
    RecordingSeen as RecordingSeen,
    RecordingVerified as RecordingVerified,
    StreamLost as StreamLost,
    StreamOrdered as StreamOrdered,
    StreamStarted as StreamStarted,
)
from roles.event import Event as Event
from roles.people import IdentifiedBy, Person, Role


@dataclass(frozen=True, kw_only=True)
class IncidentOpened(Event):
    incident_id: str
    title: str
    severity: int | None
    room: str
    required: tuple[Person, ...]
    by: str


@dataclass(frozen=True, kw_only=True)
class IncidentDescribed(Event):
    """Title or severity was set or changed."""

    title: str
    severity: int | None
    by: str


@dataclass(frozen=True, kw_only=True)
class PersonIntroduced(Event):
    """Takes part without a call: gives orders from the console."""

    person: Person


@dataclass(frozen=True, kw_only=True)
class LegArrived(Event):
    call_sid: str
    person: Person
    seat: int
    number_hint: str
    identified_by: IdentifiedBy
    pin_given: bool
    lobby_reason: str | None
    """None: may join once consent is given. Else why the leg waits: unknown, removed, locked."""


@dataclass(frozen=True, kw_only=True)
class LegAdmitted(Event):
    call_sid: str
    by: str


@dataclass(frozen=True, kw_only=True)
class LegTurnedAway(Event):
    call_sid: str
    by: str


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Event):
    call_sid: str
    wording: str


@dataclass(frozen=True, kw_only=True)
class ConsentRefused(Event):
    call_sid: str
    wording: str


@dataclass(frozen=True, kw_only=True)
class PersonRenamed(Event):
    person_id: str
    name: str
    by: str


@dataclass(frozen=True, kw_only=True)
class JoinOffered(Event):
    """TwiML that dials the conference was handed out; `label` is unique for each try."""

    call_sid: str
    label: str
    muted: bool
    stream_name: str | None
    """Set when the same document starts the leg's media stream."""


@dataclass(frozen=True, kw_only=True)
class MenuOpened(Event):
    """The leg stepped out of the room into its private key menu."""

    call_sid: str
    menu_id: str


@dataclass(frozen=True, kw_only=True)
class KeyPressed(Event):
    """`keys` is empty when no key was heard. The menu is closed, `spoken` is said before the leg is put back."""

    call_sid: str
    menu_id: str
    keys: str
    effect: str
    spoken: str


@dataclass(frozen=True, kw_only=True)
class MenuWentDeeper(Event):
    """A key opened the command menu: the same visit, a new one-use number."""

    call_sid: str
    menu_id: str
    next_menu_id: str
    level: str


@dataclass(frozen=True, kw_only=True)
class MuteOrdered(Event):
    call_sid: str
    muted: bool
    by: str


@dataclass(frozen=True, kw_only=True)
class MuteRepeated(Event):
    """This leg is muted like everybody but command staff, and the carrier said that it is not: ordered again."""

    call_sid: str


@dataclass(frozen=True, kw_only=True)
class MuteAllOrdered(Event):
    """Everybody but command staff is muted from now on, later joiners too."""

    by: str


@dataclass(frozen=True, kw_only=True)
class MuteAllReleased(Event):
    by: str


@dataclass(frozen=True, kw_only=True)
class HandRaised(Event):
    person_id: str
    to_speak: bool


@dataclass(frozen=True, kw_only=True)
class HandLowered(Event):
    person_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class BridgeLocked(Event):
    by: str


@dataclass(frozen=True, kw_only=True)
class BridgeUnlocked(Event):
    by: str


@dataclass(frozen=True, kw_only=True)
class HoldOrdered(Event):
    call_sid: str
    hold: bool
    by: str


@dataclass(frozen=True, kw_only=True)
class RemovalOrdered(Event):
    call_sid: str
    reason: str
    by: str


@dataclass(frozen=True, kw_only=True)
class OrderFailed(Event):
    """The carrier refused or did not answer in time; the wanted state stands, a person has to look."""

    call_sid: str
    order: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class MomentMarked(Event):
    person_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class RoleProposed(Event):
    role: Role
    person_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class RoleDeclined(Event):
    role: Role
    person_id: str


@dataclass(frozen=True, kw_only=True)
class RoleTaken(Event):
    """The role is held from now on. `replaced` held it until now and leaves it in the same moment."""

    role: Role
    person_id: str
    replaced: str | None
    by: str


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


@dataclass(frozen=True, kw_only=True)
class RollCallClosed(Event):
    roll_call_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Ended(Event):
    by: str


@dataclass(frozen=True, kw_only=True)
class CallEndOrdered(Event):
    call_sid: str
    why: str
