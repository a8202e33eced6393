"""The state of an incident: everything that the log says, folded; and the questions that are asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from roles.floor.floor import Floor
from roles.leadership.roster import Roster
from roles.leadership.vacancy import Vacancy
from roles.lifetime import Lifetime
from roles.people import DEFAULT_ESCALATION, Escalation, Person, Role
from roles.presence import Leg, Where
from roles.reach.announcements import Announcements
from roles.reach.ringing import Rings
from roles.reach.takes import Takes
from roles.record.hearing import Hearing
from roles.record.own_line import Lines
from roles.record.recording import RecordingGuard
from roles.record.streams import Streams
from roles.rounds.can_round import CanRound
from roles.rounds.poll import Poll
from roles.rounds.roll_call import RollCall
from roles.work.sub_teams import SubTeams
from roles.work.time_boxes import Timers


@dataclass(frozen=True, kw_only=True)
class Incident:
    """`people` by person id, `legs` by CallSid in order of arrival, `seat_numbers` by person for the whole incident."""

    incident_id: str = ""
    title: str = ""
    severity: int | None = None
    room: str = ""
    opened_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    people: Mapping[str, Person] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    required_roles: tuple[Role, ...] = ()
    escalation: Escalation = DEFAULT_ESCALATION
    plan_problems: tuple[str, ...] = ()
    seat_numbers: Mapping[str, int] = field(default_factory=dict)
    legs: Mapping[str, Leg] = field(default_factory=dict)
    ended_conferences: frozenset[str] = frozenset()
    conferences: tuple[str, ...] = ()
    removed_people: frozenset[str] = frozenset()
    released_people: frozenset[str] = frozenset()
    banned: frozenset[str] = frozenset()
    observers: frozenset[str] = frozenset()
    shadows: Mapping[str, str] = field(default_factory=dict)
    """Of observers who follow somebody's work: whose."""
    asked_to_command: str | None = None
    """Who was asked whether they wish to take command, and has not answered."""
    wishes_command: str | None = None
    """Who answered yes; the commander, or whoever gives roles while nobody commands, has still to offer it."""
    asked_to_command_at: datetime | None = None
    warned: frozenset[str] = frozenset()
    teams: SubTeams = field(default_factory=SubTeams)
    roster: Roster = field(default_factory=Roster)
    floor: Floor = field(default_factory=Floor)
    announcements: Announcements = field(default_factory=Announcements)
    rings: Rings = field(default_factory=Rings)
    lifetime: Lifetime = field(default_factory=Lifetime)
    call_limit_minutes: int = 240
    first_joined_at: datetime | None = None
    vacancy: Vacancy = field(default_factory=Vacancy)
    commanders_trained: bool | None = None
    """Whether the directory has anybody trained as incident commander; None: not known."""
    timers: Timers = field(default_factory=Timers)
    mark_aloud: bool = False
    language: str = ""
    polls: tuple[Poll, ...] = ()
    can_round: CanRound | None = None
    takes: Takes = field(default_factory=Takes)
    customer_reports: tuple[tuple[datetime, int, str], ...] = ()
    """When, how many so far, who said so."""
    roll_calls: tuple[RollCall, ...] = ()
    recording: RecordingGuard = field(default_factory=RecordingGuard)
    streams: Streams = field(default_factory=Streams)
    hearing: Hearing = field(default_factory=Hearing)
    lines: Lines = field(default_factory=Lines)
    """Own lines that are recorded in place of a room."""
    together_s: Mapping[str, float] = field(default_factory=dict)
    marks: tuple[tuple[datetime, str], ...] = ()
    scrubbed: tuple[str, ...] = ()
    """What was erased since: recordings, transcript, person."""

    @property
    def open(self) -> bool:
        return self.opened_at is not None and self.ended_at is None

    @property
    def roll_call(self) -> RollCall | None:
        """The one that is open, if any."""
        return self.roll_calls[-1] if self.roll_calls and self.roll_calls[-1].open else None

    def name_of(self, person_id: str) -> str:
        """The name to show; the bridge and the carrier have one too."""
        person = self.people.get(person_id)
        return person.name if person else {"bridge": "the bridge", "carrier": "the carrier"}.get(person_id, person_id)

    @property
    def next_seat(self) -> int:
        return max(self.seat_numbers.values(), default=0) + 1

    def live_legs(self, person_id: str) -> list[Leg]:
        return [leg for leg in self.legs.values() if leg.person_id == person_id and leg.live]

    def on_the_call(self, person_id: str) -> bool:
        """Was in a room, and the call lives: on the line, or stepped out for a moment."""
        return any(leg.joined_at is not None for leg in self.live_legs(person_id))

    @property
    def poll(self) -> Poll | None:
        """The last one, open or not."""
        return self.polls[-1] if self.polls else None

    @property
    def commander_dropped(self) -> str | None:
        """Who is in command and has no leg on the call."""
        return self.vacancy.dropped

    def on_the_line(self) -> list[Leg]:
        return [leg for leg in self.legs.values() if leg.where is Where.ON_THE_LINE]

    @property
    def live_conferences(self) -> tuple[str, ...]:
        return tuple(sid for sid in self.conferences if sid not in self.ended_conferences)


def has_started(incident: Incident, conference_sid: str) -> bool:
    """Whether two legs were in it at once: the carrier starts it then, and takes no announcement before."""
    return conference_sid in incident.recording.together_since or conference_sid in incident.together_s


def together_seconds(incident: Incident, conference_sid: str, now: datetime) -> float:
    """How long two or more legs were in this conference, up to now."""
    since = incident.recording.together_since.get(conference_sid)
    return incident.together_s.get(conference_sid, 0.0) + ((now - since).total_seconds() if since else 0.0)
