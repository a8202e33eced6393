"""Who takes part: incident roles, people (who hold roles), and the actor behind a command."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The roles of the incident-response guide; the values are the ids used in files and exports."""

    INCIDENT_COMMANDER = "incident_commander"
    DEPUTY = "deputy"
    SCRIBE = "scribe"
    SUBJECT_MATTER_EXPERT = "subject_matter_expert"
    CUSTOMER_LIAISON = "customer_liaison"
    INTERNAL_LIAISON = "internal_liaison"
    OBSERVER = "observer"

    @property
    def spoken(self) -> str:
        """The role within a sentence, as a person reads or hears it."""
        return self.value.replace("_", " ")


COMMAND_STAFF = frozenset(
    {Role.INCIDENT_COMMANDER, Role.DEPUTY, Role.SCRIBE, Role.CUSTOMER_LIAISON, Role.INTERNAL_LIAISON}
)
ONE_HOLDER = frozenset({Role.INCIDENT_COMMANDER, Role.DEPUTY, Role.SCRIBE})


class IdentifiedBy(StrEnum):
    """How the bridge came to a caller's name. A matched number names a person, it does not authorize."""

    NUMBER = "number"
    PIN = "pin"
    CALL_BACK = "call_back"
    BRIDGE_PIN = "bridge_pin"
    NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody of the directory, or a guest of this incident. Holds roles; is present through legs.

    `person_id` is the directory's id, or `guest:<CallSid>` for a caller nobody knows. `backup_*`: who is rung when
    they cannot be reached. `has_pin`: whether a PIN is on file; the PIN itself is known to the directory alone.
    """

    person_id: str
    name: str
    guest: bool = False
    trained: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    backup_id: str = ""
    backup_name: str = ""
    has_pin: bool = False
    more_backups: tuple[tuple[str, str], ...] = ()
    """(person id, name) of whom the plan has rung after the first backup, one after the other."""
    language: str = ""
    """What they speak, as a code such as "de"; empty: what the bridge is set to."""
    on_call_for: tuple[str, ...] = ()
    """Services of the bridge's plan for which this person is rung first."""

    @property
    def backups(self) -> tuple[tuple[str, str], ...]:
        """(person id, name) in the order in which they are rung."""
        first = ((self.backup_id, self.backup_name),) if self.backup_id else ()
        return (*first, *self.more_backups)


@dataclass(frozen=True, kw_only=True)
class Escalation:
    """Seconds after the start of a roll call: who has not answered is missing, is rung, their backups are rung, the
    deputy decides."""

    answer_within_s: float = 20
    ring_after_s: float = 45
    backup_after_s: float = 120
    tell_after_s: float = 180


DEFAULT_ESCALATION = Escalation()


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who gives a command: a person (by phone, console or chat), the bridge itself, or the carrier's news."""

    person_id: str
    admin: bool = False

    @property
    def is_person(self) -> bool:
        return self not in (BRIDGE, CARRIER)


BRIDGE = Actor(person_id="bridge")
CARRIER = Actor(person_id="carrier")
