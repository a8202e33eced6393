"""Every order and every piece of news that the incident takes, in the imperative; the same whatever the door."""

from dataclasses import dataclass

from roles.commands.control import (
    AdmitAll as AdmitAll,
    AnswerAsDisruptor as AnswerAsDisruptor,
    AskDisruptor as AskDisruptor,
    BanPerson as BanPerson,
    CloseTeam as CloseTeam,
    FormTeam as FormTeam,
    LookUpNumber as LookUpNumber,
    MarkRoom as MarkRoom,
    MovePerson as MovePerson,
    ReleaseOthers as ReleaseOthers,
    SetObserver as SetObserver,
    SetRecord as SetRecord,
    UnmuteAll as UnmuteAll,
    WarnDisruptor as WarnDisruptor,
)
from roles.commands.leg import (
    AdmitLeg as AdmitLeg,
    AnswerConsent as AnswerConsent,
    ArriveLeg as ArriveLeg,
    OfferJoin as OfferJoin,
    PressKey as PressKey,
    RenameLeg as RenameLeg,
    RenamePerson as RenamePerson,
    ReturnFromDial as ReturnFromDial,
    TurnAwayLeg as TurnAwayLeg,
)
from roles.commands.lifetime import AnswerAlone as AnswerAlone, ReopenIncident as ReopenIncident
from roles.commands.reach import (
    Announce as Announce,
    AnswerRing as AnswerRing,
    AskName as AskName,
    KeyPin as KeyPin,
    ListenForName as ListenForName,
    NameSaid as NameSaid,
    PressTone as PressTone,
    ReportAnnouncementEnd as ReportAnnouncementEnd,
    ReportRingFailed as ReportRingFailed,
    ReportRingPlaced as ReportRingPlaced,
    RingPerson as RingPerson,
    Whisper as Whisper,
)
from roles.commands.recording import (
    RecordingCommand as RecordingCommand,
    RecordLine as RecordLine,
    RenewRoom as RenewRoom,
    ReportCarrierAsked as ReportCarrierAsked,
    ReportCarrierFileDeleted as ReportCarrierFileDeleted,
    ReportDisk as ReportDisk,
    ReportLineFailed as ReportLineFailed,
    ReportOwnMix as ReportOwnMix,
    ReportOwnMixFailed as ReportOwnMixFailed,
    ReportRecordingGone as ReportRecordingGone,
    ReportRedacted as ReportRedacted,
    ReportScrubbed as ReportScrubbed,
    ReportSound as ReportSound,
    StopLine as StopLine,
)
from roles.commands.reports import (
    HandOverStream as HandOverStream,
    ReplaceStreams as ReplaceStreams,
    ReportCallOver as ReportCallOver,
    ReportComparison as ReportComparison,
    ReportConferenceEnd as ReportConferenceEnd,
    ReportHold as ReportHold,
    ReportJoin as ReportJoin,
    ReportLanguage as ReportLanguage,
    ReportLeave as ReportLeave,
    ReportMute as ReportMute,
    ReportOrderFailed as ReportOrderFailed,
    ReportRecording as ReportRecording,
    ReportRecordingMeasured as ReportRecordingMeasured,
    ReportSoundMissed as ReportSoundMissed,
    ReportStreamLost as ReportStreamLost,
    ReportStreamStarted as ReportStreamStarted,
    SeatCompared as SeatCompared,
)
from roles.commands.staff import (
    AcceptRole as AcceptRole,
    AnswerRollCall as AnswerRollCall,
    AssignRole as AssignRole,
    CloseRollCall as CloseRollCall,
    DeclineRole as DeclineRole,
    HoldLeg as HoldLeg,
    LockBridge as LockBridge,
    LowerHand as LowerHand,
    MuteAll as MuteAll,
    MuteLeg as MuteLeg,
    ProposeRole as ProposeRole,
    RaiseHand as RaiseHand,
    RemoveLeg as RemoveLeg,
    StartRollCall as StartRollCall,
    TakeCommand as TakeCommand,
    VacateRole as VacateRole,
)
from roles.commands.work import (
    AcknowledgeTimeBox as AcknowledgeTimeBox,
    AnswerObjections as AnswerObjections,
    AskObjections as AskObjections,
    ChangeTimeBox as ChangeTimeBox,
    CloseTimeBox as CloseTimeBox,
    ExtendTimeBox as ExtendTimeBox,
    GiveStatus as GiveStatus,
    KeepTake as KeepTake,
    LoseTake as LoseTake,
    PageBackup as PageBackup,
    RepairRecording as RepairRecording,
    ReportCustomers as ReportCustomers,
    SetCadence as SetCadence,
    SetQuiet as SetQuiet,
    SnoozeTimeBox as SnoozeTimeBox,
    StartCanRound as StartCanRound,
    StartTimeBox as StartTimeBox,
    TextTake as TextTake,
)
from roles.people import DEFAULT_ESCALATION, Escalation, Person, Role


@dataclass(frozen=True, kw_only=True)
class OpenIncident:
    incident_id: str
    title: str
    severity: int | None
    room: str
    required: tuple[Person, ...] = ()
    escalation: Escalation = DEFAULT_ESCALATION
    required_roles: tuple[Role, ...] = ()
    call_limit_minutes: int = 240
    commanders_trained: bool | None = None
    mark_aloud: bool = False
    plan_problems: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class UsePlan:
    """A plan for a bridge that is open already, in place of the one that it was opened with."""

    required: tuple[Person, ...]
    required_roles: tuple[Role, ...]
    escalation: Escalation


@dataclass(frozen=True, kw_only=True)
class DescribeIncident:
    title: str | None = None
    severity: int | None = None


@dataclass(frozen=True, kw_only=True)
class IntroducePerson:
    """Somebody of the directory acts on this incident without being on the call; the log learns the name first."""

    person: Person


@dataclass(frozen=True, kw_only=True)
class MarkMoment:
    pass


@dataclass(frozen=True, kw_only=True)
class EndCall:
    pass


@dataclass(frozen=True, kw_only=True)
class Tick:
    """What is due at this second? Harmless when asked twice."""


Command = (
    OpenIncident
    | DescribeIncident
    | UsePlan
    | ArriveLeg
    | IntroducePerson
    | AdmitLeg
    | TurnAwayLeg
    | AnswerConsent
    | RenamePerson
    | RenameLeg
    | OfferJoin
    | ReturnFromDial
    | PressKey
    | ReportJoin
    | ReportLeave
    | ReportMute
    | ReportHold
    | ReportConferenceEnd
    | ReportCallOver
    | ReportComparison
    | ReportRecording
    | ReportRecordingMeasured
    | RecordingCommand
    | ReportStreamStarted
    | ReportStreamLost
    | ReplaceStreams
    | HandOverStream
    | ReportSoundMissed
    | ReportLanguage
    | ReportOrderFailed
    | MuteLeg
    | HoldLeg
    | MuteAll
    | LockBridge
    | RaiseHand
    | LowerHand
    | RemoveLeg
    | ProposeRole
    | AcceptRole
    | DeclineRole
    | AssignRole
    | TakeCommand
    | VacateRole
    | StartRollCall
    | AnswerRollCall
    | CloseRollCall
    | MarkMoment
    | StartCanRound
    | KeepTake
    | LoseTake
    | TextTake
    | PageBackup
    | RepairRecording
    | ReportCustomers
    | AdmitAll
    | AnswerAsDisruptor
    | AskDisruptor
    | BanPerson
    | CloseTeam
    | FormTeam
    | LookUpNumber
    | MarkRoom
    | MovePerson
    | ReleaseOthers
    | SetObserver
    | SetRecord
    | UnmuteAll
    | WarnDisruptor
    | AcknowledgeTimeBox
    | AnswerObjections
    | AskObjections
    | ChangeTimeBox
    | CloseTimeBox
    | ExtendTimeBox
    | GiveStatus
    | SetCadence
    | SetQuiet
    | SnoozeTimeBox
    | StartTimeBox
    | RingPerson
    | ReportRingPlaced
    | AnswerRing
    | ReportRingFailed
    | ReportAnnouncementEnd
    | Whisper
    | Announce
    | KeyPin
    | AskName
    | ListenForName
    | NameSaid
    | PressTone
    | AnswerAlone
    | ReopenIncident
    | EndCall
    | Tick
)
