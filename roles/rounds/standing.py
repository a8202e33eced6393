"""How somebody who was asked in a roll call stands, and what happens next about them, by when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from roles.incident import Incident
from roles.people import Role
from roles.presence import Where
from roles.reach.ringing import ANSWERED_WITHIN, Ring
from roles.rounds.asked import in_lobby, inside, outside
from roles.rounds.roll_call import RollCall

MOST_RINGS = 3
"""Rings of one person in one roll call: the first, and again when they joined and dropped."""


class State(StrEnum):
    """As the page tells it; the export has fewer words."""

    ANSWERED = "answered"
    SILENT = "silent"
    RINGING = "ringing"
    JOINING = "joining"
    LOBBY = "lobby"
    DROPPED = "dropped"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"
    EXCUSED = "excused"


@dataclass(frozen=True, kw_only=True)
class Next:
    """What happens next about somebody who is missing, and when; `kind`: at, by or until `at`."""

    what: str
    at: datetime | None = None
    kind: str = "at"


def state_of(incident: Incident, roll_call: RollCall, person_id: str) -> State:
    if person_id in roll_call.answers:
        return State.ANSWERED
    if person_id in roll_call.excused or outside(incident, person_id):
        return State.EXCUSED
    here = inside(incident, person_id)
    if any(leg.where in (Where.ON_THE_LINE, Where.STEPPED_OUT) for leg in here):
        return State.SILENT
    if here:
        return State.JOINING
    if incident.rings.going_on(person_id) is not None:
        return State.RINGING
    if in_lobby(incident, person_id):
        return State.LOBBY
    rung = incident.rings.last(person_id, roll_call.started_at)
    if rung is not None and rung.outcome == "declined":
        return State.DECLINED
    if rung is not None and rung.outcome != "joined":
        return State.UNREACHABLE
    was_here = any(leg.person_id == person_id and leg.joined_at is not None for leg in incident.legs.values())
    return State.DROPPED if was_here or rung is not None else State.UNREACHABLE


def next_for(incident: Incident, roll_call: RollCall, person_id: str) -> Next:
    """The next step about somebody who has not answered."""
    policy, started = incident.escalation, roll_call.started_at
    ring_at = started + timedelta(seconds=policy.ring_after_s)
    backup_at = started + timedelta(seconds=policy.backup_after_s)
    host = host_word(incident)
    tell_at = None if roll_call.told_open else started + timedelta(seconds=policy.tell_after_s)
    match state_of(incident, roll_call, person_id):
        case State.ANSWERED | State.EXCUSED:
            return Next(what="")
        case State.SILENT | State.JOINING if person_id not in roll_call.reminded:
            return Next(what="is reminded", at=ring_at)
        case State.SILENT | State.JOINING:
            return Next(what=f"{host} asks", at=tell_at, kind="by")
        case State.LOBBY:
            return Next(what=f"{host} lets them in", at=tell_at, kind="by")
        case State.RINGING:
            ring = incident.rings.going_on(person_id)
            until = ring.ordered_at + ANSWERED_WITHIN if ring is not None else None
            return Next(what="is being rung", at=until, kind="until")
    if will_be_rung(incident, roll_call, person_id):
        return Next(what="is rung", at=ring_at)
    backup = next_backup(incident, roll_call, person_id)
    if backup is not None:
        backup_id, name = backup
        return Next(what=f"{name} is {'asked' if inside(incident, backup_id) else 'rung'} instead", at=backup_at)
    called = roll_call.backups.get(person_id, ())
    if called and _is_awaited(incident, roll_call, called[-1]):
        return Next(what=f"{incident.name_of(called[-1])} is asked instead", at=tell_at, kind="by")
    return Next(what=f"{host} decides", at=tell_at, kind="by")


def host_word(incident: Incident) -> str:
    """Who decides about the missing."""
    return "the deputy" if incident.roster.holders(Role.DEPUTY) else "the commander"


def will_be_rung(incident: Incident, roll_call: RollCall, person_id: str) -> bool:
    """Once by each roll call, and again when they joined and dropped; guests have no number in the directory."""
    person = incident.people.get(person_id)
    if person is None or person.guest:
        return False
    if state_of(incident, roll_call, person_id) not in (State.DROPPED, State.UNREACHABLE):
        return False
    rings = [ring for ring in incident.rings.by_id.values() if ring.person_id == person_id]
    rung = [ring for ring in rings if ring.ordered_at >= roll_call.started_at]
    return not rung or (rung[-1].outcome == "joined" and len(rung) < MOST_RINGS)


def next_backup(incident: Incident, roll_call: RollCall, person_id: str) -> tuple[str, str] | None:
    """(person id, name) of whom to ask instead now: the next one when the last could not be reached.

    None for somebody who stands in themselves, while a backup is awaited, and when nobody is left. Whoever was rung
    in this roll call without coming is not rung again as somebody's backup.
    """
    person = incident.people.get(person_id)
    if person is None or person_id in roll_call.stand_ins:
        return None
    called = roll_call.backups.get(person_id, ())
    if any(_is_awaited(incident, roll_call, backup) for backup in called):
        return None
    for backup_id, name in person.backups:
        if backup_id in called or outside(incident, backup_id) or in_lobby(incident, backup_id):
            continue
        if inside(incident, backup_id) or incident.rings.last(backup_id, roll_call.started_at) is None:
            return backup_id, name
    return None


def _is_awaited(incident: Incident, roll_call: RollCall, person_id: str) -> bool:
    states = (State.ANSWERED, State.SILENT, State.JOINING, State.RINGING, State.LOBBY)
    return state_of(incident, roll_call, person_id) in states


def ring_words(found: Ring) -> str:
    """How a ring ended, for the board."""
    words = {
        "joined": "joined",
        "declined": "declined",
        "busy": "line busy",
        "no-answer": "no answer",
        "no_key": "answered, but pressed no key",
        "failed": "the call failed",
        "canceled": "the call was cancelled",
    }
    return words.get(found.outcome, found.outcome)
