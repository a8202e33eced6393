"""Every fact of an incident, in the words of the log. Fields are JSON-able; `at` is when it was committed (UTC).

`occurred_at` is the carrier's own time of its news; `sequence` its number within the conference.
"""

from dataclasses import dataclass

from roles.events.carrier import (
    CallOver as CallOver,
    ConferenceEnded as ConferenceEnded,
    LanguageChosen as LanguageChosen,
    OffTheRecord as OffTheRecord,
    OnTheRecord as OnTheRecord,
    ParticipantHoldSeen as ParticipantHoldSeen,
    ParticipantJoined as ParticipantJoined,
    ParticipantLeft as ParticipantLeft,
    ParticipantMuteSeen as ParticipantMuteSeen,
    RecordConfirmed as RecordConfirmed,
    RecordingAlarmCleared as RecordingAlarmCleared,
    RecordingAlarmRaised as RecordingAlarmRaised,
    RecordingPauseOrdered as RecordingPauseOrdered,
    RecordingRepairOrdered as RecordingRepairOrdered,
    RecordingSeen as RecordingSeen,
    RecordingVerified as RecordingVerified,
    SoundMissed as SoundMissed,
    StreamHandedOver as StreamHandedOver,
    StreamLost as StreamLost,
    StreamOffered as StreamOffered,
    StreamOrdered as StreamOrdered,
    StreamStarted as StreamStarted,
)
from roles.events.control import (
    DisruptorAnswered as DisruptorAnswered,
    DisruptorAsked as DisruptorAsked,
    DisruptorWarned as DisruptorWarned,
    LegMoved as LegMoved,
    LegReleased as LegReleased,
    LegRenamed as LegRenamed,
    NumberLookedUp as NumberLookedUp,
    ObserverSet as ObserverSet,
    PersonAllowed as PersonAllowed,
    PersonBanned as PersonBanned,
    RoomMarked as RoomMarked,
    TeamClosed as TeamClosed,
    TeamFormed as TeamFormed,
)
from roles.events.event import Event as Event
from roles.events.floor import (
    BridgeLocked as BridgeLocked,
    BridgeUnlocked as BridgeUnlocked,
    HandLowered as HandLowered,
    HandRaised as HandRaised,
    HoldOrdered as HoldOrdered,
    KeyPressed as KeyPressed,
    MenuOpened as MenuOpened,
    MenuWentDeeper as MenuWentDeeper,
    MuteAllOrdered as MuteAllOrdered,
    MuteAllReleased as MuteAllReleased,
    MuteOrdered as MuteOrdered,
    MuteRepeated as MuteRepeated,
    TonePressed as TonePressed,
    TranscriptionSwitched as TranscriptionSwitched,
)
from roles.events.lifetime import (
    AloneAnswered as AloneAnswered,
    AloneAsked as AloneAsked,
    CallLimitNear as CallLimitNear,
    Reopened as Reopened,
)
from roles.events.line import (
    LineChangeOrdered as LineChangeOrdered,
    LineCheckOrdered as LineCheckOrdered,
    LineRecordingEnded as LineRecordingEnded,
    LineRecordingOrdered as LineRecordingOrdered,
    LineStartOrdered as LineStartOrdered,
)
from roles.events.reach import (
    AnnouncementEnded as AnnouncementEnded,
    AnnouncementHeard as AnnouncementHeard,
    AnnouncementMade as AnnouncementMade,
    AnnouncementSent as AnnouncementSent,
    CommandAsked as CommandAsked,
    CommanderDropped as CommanderDropped,
    PinAccepted as PinAccepted,
    RingAccepted as RingAccepted,
    RingDeclined as RingDeclined,
    RingFailed as RingFailed,
    RingOrdered as RingOrdered,
    RingPlaced as RingPlaced,
)
from roles.events.recording import (
    CarrierFileDeleted as CarrierFileDeleted,
    CarrierFileDeletionOrdered as CarrierFileDeletionOrdered,
    LogScrubbed as LogScrubbed,
    OwnMixFailed as OwnMixFailed,
    OwnMixOrdered as OwnMixOrdered,
    RecordCheckOrdered as RecordCheckOrdered,
    RecordingFetchOrdered as RecordingFetchOrdered,
    RecordingRedacted as RecordingRedacted,
    RecordingReplaced as RecordingReplaced,
    RoomRenewed as RoomRenewed,
    SoundHeard as SoundHeard,
    VerdictHeldBack as VerdictHeldBack,
)
from roles.events.role import (
    RoleDeclined as RoleDeclined,
    RoleProposed as RoleProposed,
    RoleTaken as RoleTaken,
    RoleVacated as RoleVacated,
    RollCallAnswered as RollCallAnswered,
    RollCallBackupCalled as RollCallBackupCalled,
    RollCallClosed as RollCallClosed,
    RollCallExcused as RollCallExcused,
    RollCallGapsFound as RollCallGapsFound,
    RollCallOpenTold as RollCallOpenTold,
    RollCallReminded as RollCallReminded,
    RollCallStarted as RollCallStarted,
)
from roles.events.work import (
    CadenceSet as CadenceSet,
    CanRoundStarted as CanRoundStarted,
    CanTurnBegun as CanTurnBegun,
    CanTurnPassed as CanTurnPassed,
    CustomersReported as CustomersReported,
    MinutesMarked as MinutesMarked,
    ObjectionAnswered as ObjectionAnswered,
    ObjectionsAsked as ObjectionsAsked,
    ObjectionsClosed as ObjectionsClosed,
    QuietSet as QuietSet,
    StatusDue as StatusDue,
    StatusGiven as StatusGiven,
    TakeClosed as TakeClosed,
    TakeKept as TakeKept,
    TakeLost as TakeLost,
    TakeOpened as TakeOpened,
    TakeTexted as TakeTexted,
    TimeBoxAcknowledged as TimeBoxAcknowledged,
    TimeBoxChanged as TimeBoxChanged,
    TimeBoxClosed as TimeBoxClosed,
    TimeBoxExtended as TimeBoxExtended,
    TimeBoxReminded as TimeBoxReminded,
    TimeBoxSnoozed as TimeBoxSnoozed,
    TimeBoxStarted as TimeBoxStarted,
    TimeBoxUp as TimeBoxUp,
)
from roles.people import DEFAULT_ESCALATION, Escalation, IdentifiedBy, Person, Role


@dataclass(frozen=True, kw_only=True)
class IncidentOpened(Event):
    incident_id: str
    title: str
    severity: int | None
    room: str
    required: tuple[Person, ...]
    by: str
    escalation: Escalation = DEFAULT_ESCALATION
    required_roles: tuple[Role, ...] = ()
    call_limit_minutes: int = 240
    """How long the carrier lets a call last."""
    commanders_trained: bool | None = None
    """Whether anybody of the directory is trained as incident commander; None: nobody looked."""
    mark_aloud: bool = False
    """The ten-minute mark is said to everybody instead of to the deputy alone."""
    language: str = ""
    """Of whoever has none of their own; empty: what the bridge is set to."""
    seats: tuple[int, ...] = ()
    """Of the required, in their order: who never dialed can be rung by key too."""
    plan_problems: tuple[str, ...] = ()
    """What the plan said and could not be used."""


@dataclass(frozen=True, kw_only=True)
class PlanUsed(Event):
    """Another plan holds from now on; `seats` are those of the required who had none, by person id."""

    required: tuple[Person, ...]
    required_roles: tuple[Role, ...]
    escalation: Escalation
    seats: tuple[tuple[str, int], ...]
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
    seat: int = 0


@dataclass(frozen=True, kw_only=True)
class LegArrived(Event):
    call_sid: str
    person: Person
    seat: int
    number_hint: str
    identified_by: IdentifiedBy
    pin_given: bool
    lobby_reason: str | None
    """None: may join once consent is given. Else why the leg waits: unknown, removed, locked, banned."""
    number_key: str = ""
    """The caller's number as a keyed hash: the same stranger is known again, the number is not."""


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
    was: str = ""


@dataclass(frozen=True, kw_only=True)
class JoinOffered(Event):
    """TwiML that dials the conference was handed out; `label` is unique for each try."""

    call_sid: str
    label: str
    muted: bool
    stream_name: str | None
    """Set when the same document starts the leg's media stream."""
    room: str = ""
    """The sub-team it is for; empty: the main room."""
    say: str = ""
    """Private words that waited for the leg to come back."""


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
class Ended(Event):
    by: str


@dataclass(frozen=True, kw_only=True)
class CallEndOrdered(Event):
    call_sid: str
    why: str
