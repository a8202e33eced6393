"""Every order and every piece of news that the incident takes, in the imperative; the same whatever the door."""

from dataclasses import dataclass

from roles.people import DEFAULT_ESCALATION, Escalation, IdentifiedBy, Person, Role
from roles.reach_commands import (
    Announce as Announce,
    AnswerRing as AnswerRing,
    KeyPin as KeyPin,
    ReportAnnouncementEnd as ReportAnnouncementEnd,
    ReportRingFailed as ReportRingFailed,
    ReportRingPlaced as ReportRingPlaced,
    RingPerson as RingPerson,
    Whisper as Whisper,
)
from roles.reports import (
    ReportCallOver as ReportCallOver,
    ReportComparison as ReportComparison,
    ReportConferenceEnd as ReportConferenceEnd,
    ReportHold as ReportHold,
    ReportJoin as ReportJoin,
    ReportLeave as ReportLeave,
    ReportMute as ReportMute,
    ReportOrderFailed as ReportOrderFailed,
    ReportRecording as ReportRecording,
    ReportRecordingMeasured as ReportRecordingMeasured,
    ReportStreamLost as ReportStreamLost,
    ReportStreamStarted as ReportStreamStarted,
    SeatCompared as SeatCompared,
)
from roles.work_commands import (
    AcknowledgeTimeBox as AcknowledgeTimeBox,
    AnswerObjections as AnswerObjections,
    AskObjections as AskObjections,
    CloseTimeBox as CloseTimeBox,
    ExtendTimeBox as ExtendTimeBox,
    SetCadence as SetCadence,
    StartTimeBox as StartTimeBox,
)


@dataclass(frozen=True, kw_only=True)
class OpenIncident:
    incident_id: str
    title: str
    severity: int | None
    room: str
    required: tuple[Person, ...] = ()
    escalation: Escalation = DEFAULT_ESCALATION
    required_roles: tuple[Role, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DescribeIncident:
    title: str | None = None
    severity: int | None = None


@dataclass(frozen=True, kw_only=True)
class IntroducePerson:
    """Somebody of the directory acts on this incident without being on the call; the log learns the name first."""

    person: Person


@dataclass(frozen=True, kw_only=True)
class ArriveLeg:
    """A caller reached this incident. `person` is None for somebody nobody knows."""

    call_sid: str
    person: Person | None
    number_hint: str
    identified_by: IdentifiedBy
    pin_given: bool = False
    ring_id: str = ""
    """Of the call that the bridge made, when this is one."""


@dataclass(frozen=True, kw_only=True)
class AdmitLeg:
    call_sid: str
    name: str | None = None


@dataclass(frozen=True, kw_only=True)
class TurnAwayLeg:
    call_sid: str


@dataclass(frozen=True, kw_only=True)
class AnswerConsent:
    call_sid: str
    given: bool
    wording: str


@dataclass(frozen=True, kw_only=True)
class RenamePerson:
    person_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class OfferJoin:
    """TwiML that dials the conference is about to be handed out."""

    call_sid: str


@dataclass(frozen=True, kw_only=True)
class ReturnFromDial:
    """The Dial of this seat is over and the call is still up; `menu_id` is fresh, used if the menu opens."""

    call_sid: str
    label: str
    menu_id: str
    bridged: bool | None = None


@dataclass(frozen=True, kw_only=True)
class PressKey:
    """Keys pressed in the menu `menu_id` (empty: silence). `next_menu_id` and `fresh_id` are fresh."""

    call_sid: str
    menu_id: str
    keys: str
    next_menu_id: str
    fresh_id: str


@dataclass(frozen=True, kw_only=True)
class MuteLeg:
    call_sid: str
    muted: bool


@dataclass(frozen=True, kw_only=True)
class HoldLeg:
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
    call_sid: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ProposeRole:
    role: Role
    person_id: str


@dataclass(frozen=True, kw_only=True)
class AcceptRole:
    role: Role


@dataclass(frozen=True, kw_only=True)
class DeclineRole:
    role: Role


@dataclass(frozen=True, kw_only=True)
class AssignRole:
    """Given and active at once: it was agreed on the call."""

    role: Role
    person_id: str


@dataclass(frozen=True, kw_only=True)
class TakeCommand:
    pass


@dataclass(frozen=True, kw_only=True)
class VacateRole:
    role: Role
    person_id: str


@dataclass(frozen=True, kw_only=True)
class StartRollCall:
    roll_call_id: str


@dataclass(frozen=True, kw_only=True)
class AnswerRollCall:
    person_id: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class CloseRollCall:
    pass


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
    | ArriveLeg
    | IntroducePerson
    | AdmitLeg
    | TurnAwayLeg
    | AnswerConsent
    | RenamePerson
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
    | ReportStreamStarted
    | ReportStreamLost
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
    | AcknowledgeTimeBox
    | AnswerObjections
    | AskObjections
    | CloseTimeBox
    | ExtendTimeBox
    | SetCadence
    | StartTimeBox
    | RingPerson
    | ReportRingPlaced
    | AnswerRing
    | ReportRingFailed
    | ReportAnnouncementEnd
    | Whisper
    | Announce
    | KeyPin
    | EndCall
    | Tick
)
