"""The roll call that acts: who is asked again, rung, replaced by a backup, and what the deputy is told, by when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from roles import events as e
from roles.incident import Incident
from roles.people import BRIDGE, Person, Role
from roles.presence import Where
from roles.reach.ring_orders import ring
from roles.reach.ringing import Ring
from roles.reach.telling import tell, tell_holders
from roles.rounds.roll_call import ANSWER_WITHIN, RollCall


class State(StrEnum):
    """How somebody who was asked stands; the values are those of the export."""

    ANSWERED = "answered"
    SILENT = "silent"
    RINGING = "ringing"
    DROPPED = "dropped"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, kw_only=True)
class Next:
    """What happens next about somebody who is missing, and by when; `at` None: it is under way or with a person."""

    what: str
    at: datetime | None = None


def state_of(incident: Incident, roll_call: RollCall, person_id: str) -> State:
    if person_id in roll_call.answers:
        return State.ANSWERED
    legs = incident.live_legs(person_id)
    if any(leg.where in (Where.ON_THE_LINE, Where.STEPPED_OUT) for leg in legs):
        return State.SILENT
    found = incident.rings.last(person_id, roll_call.started_at)
    going_on = incident.rings.going_on(person_id)
    if going_on is not None or any(leg.live and leg.admitted for leg in legs):
        return State.RINGING
    if found is not None and found.outcome == "declined":
        return State.DECLINED
    was_here = any(leg.person_id == person_id and leg.joined_at is not None for leg in incident.legs.values())
    return State.UNREACHABLE if found is not None or not was_here else State.DROPPED


def next_for(incident: Incident, roll_call: RollCall, person_id: str) -> Next:
    """The next step about somebody who has not answered."""
    policy, started = incident.escalation, roll_call.started_at
    ring_at = started + timedelta(seconds=policy.ring_after_s)
    backup_at = started + timedelta(seconds=policy.backup_after_s)
    match state_of(incident, roll_call, person_id):
        case State.ANSWERED:
            return Next(what="")
        case State.SILENT:
            if person_id in roll_call.reminded:
                return Next(what="the deputy asks")
            return Next(what="is reminded", at=ring_at)
        case State.RINGING:
            return Next(what="is being rung")
    if incident.rings.last(person_id, started) is None:
        return Next(what="is rung", at=ring_at)
    backup = roll_call.backups.get(person_id)
    if backup is not None:
        return Next(what=f"{incident.name_of(backup)} is asked instead")
    person = incident.people.get(person_id)
    if person is not None and person.backup_id:
        return Next(what=f"{person.backup_name} is rung instead", at=backup_at)
    return Next(what="the deputy decides")


def due(incident: Incident, roll_call: RollCall, now: datetime) -> list[e.Event]:
    """The gaps once, then each step once for everybody whom it concerns."""
    if not roll_call.open:
        return []
    found: list[e.Event] = []
    if roll_call.gaps_found_at is None:
        if now < roll_call.started_at + ANSWER_WITHIN:
            return []
        gaps = e.RollCallGapsFound(at=now, roll_call_id=roll_call.roll_call_id, missing=roll_call.missing)
        return [gaps, *_tell_gaps(incident, roll_call, now)]
    policy, waited_s = incident.escalation, (now - roll_call.started_at).total_seconds()
    if waited_s >= policy.ring_after_s:
        found += _ring_or_remind(incident, roll_call, now)
    if waited_s >= policy.backup_after_s:
        found += _backups(incident, roll_call, now)
    if waited_s >= policy.tell_after_s and not roll_call.told_open:
        found += _tell_open(incident, roll_call, now)
    return found


def _ring_or_remind(incident: Incident, roll_call: RollCall, now: datetime) -> list[e.Event]:
    found: list[e.Event] = []
    silent: list[str] = []
    for person_id in roll_call.missing:
        state = state_of(incident, roll_call, person_id)
        rung = incident.rings.last(person_id, roll_call.started_at)
        if state is State.SILENT and person_id not in roll_call.reminded:
            silent.append(person_id)
        elif state in (State.DROPPED, State.UNREACHABLE) and rung is None and _in_directory(incident, person_id):
            found += ring(incident, person_id, "roll_call", BRIDGE.person_id, now)
    if silent:
        reminded = e.RollCallReminded(at=now, roll_call_id=roll_call.roll_call_id, people=tuple(silent))
        found.append(reminded)
        for person_id in silent:
            found += tell(incident, person_id, "Roll call. Press star, then 1 if you are here and healthy.", now)
    return found


def _backups(incident: Incident, roll_call: RollCall, now: datetime) -> list[e.Event]:
    """A backup who is on the call already is asked there; the others are rung."""
    found: list[e.Event] = []
    for person_id in roll_call.missing:
        person = incident.people.get(person_id)
        if person is None or not person.backup_id or person_id in roll_call.backups:
            continue
        if state_of(incident, roll_call, person_id) in (State.SILENT, State.ANSWERED):
            continue
        if person.backup_id not in incident.people:
            introduced = Person(person_id=person.backup_id, name=person.backup_name)
            found.append(e.PersonIntroduced(at=now, person=introduced))
        called = e.RollCallBackupCalled(
            at=now, roll_call_id=roll_call.roll_call_id, person_id=person_id, backup=person.backup_id
        )
        found.append(called)
        if not any(leg.admitted for leg in incident.live_legs(person.backup_id)):
            found += ring(incident, person.backup_id, "backup", BRIDGE.person_id, now)
    return found


def _tell_gaps(incident: Incident, roll_call: RollCall, now: datetime) -> list[e.Event]:
    names = ", ".join(incident.name_of(who) for who in roll_call.missing)
    return _tell_deputy(incident, f"Roll call: missing {names}." if names else "Roll call: all are here.", now)


def _tell_open(incident: Incident, roll_call: RollCall, now: datetime) -> list[e.Event]:
    still = roll_call.open_gaps
    told = e.RollCallOpenTold(at=now, roll_call_id=roll_call.roll_call_id, missing=still)
    names = ", ".join(incident.name_of(who) for who in still)
    said = f"Roll call: still open are {names}. Decide without them, or ring again." if names else ""
    return [told, *(_tell_deputy(incident, said, now) if said else [])]


def _tell_deputy(incident: Incident, text: str, now: datetime) -> list[e.Event]:
    return tell_holders(incident, Role.DEPUTY, text, now) or tell_holders(incident, Role.INCIDENT_COMMANDER, text, now)


def _in_directory(incident: Incident, person_id: str) -> bool:
    person = incident.people.get(person_id)
    return person is not None and not person.guest


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
