"""Orders about who belongs where: sub-teams, bans, releases, observers, the ladder for somebody who disrupts."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class FormTeam:
    """`minutes` 0: without a time box. `box_id` is fresh."""

    team: str
    leader: str
    task: str
    minutes: int
    box_id: str


@dataclass(frozen=True, kw_only=True)
class MovePerson:
    """To a team, or with an empty name back to the main room."""

    person_id: str
    team: str


@dataclass(frozen=True, kw_only=True)
class CloseTeam:
    """Everybody in it comes back to the main room."""

    team: str


@dataclass(frozen=True, kw_only=True)
class BanPerson:
    person_id: str
    banned: bool


@dataclass(frozen=True, kw_only=True)
class AdmitAll:
    pass


@dataclass(frozen=True, kw_only=True)
class UnmuteAll:
    """Everybody who was muted by somebody else can speak again."""


@dataclass(frozen=True, kw_only=True)
class ReleaseOthers:
    """The following stay, command staff with them; everybody else is thanked and released."""

    stay: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LookUpNumber:
    """Somebody wants to see the whole number of this call."""

    call_sid: str


@dataclass(frozen=True, kw_only=True)
class MarkRoom:
    """A speakerphone that several people share, or not any more."""

    call_sid: str
    room: bool


@dataclass(frozen=True, kw_only=True)
class SetObserver:
    """`shadow_of`: whose work this person follows, by person id; empty: nobody's in particular."""

    person_id: str
    observer: bool
    shadow_of: str = ""


@dataclass(frozen=True, kw_only=True)
class AskDisruptor:
    person_id: str


@dataclass(frozen=True, kw_only=True)
class AnswerAsDisruptor:
    wishes_command: bool


@dataclass(frozen=True, kw_only=True)
class WarnDisruptor:
    person_id: str


@dataclass(frozen=True, kw_only=True)
class SetRecord:
    """Off the record, or on it again, for the whole bridge."""

    on: bool
