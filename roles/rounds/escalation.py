"""The roll call that acts: who is asked again, rung, replaced by a backup, and what the deputy is told, by when."""

from datetime import datetime

from roles import events as e
from roles.incident import Incident
from roles.people import BRIDGE, Person, Role
from roles.reach.ring_orders import ring
from roles.reach.telling import tell, tell_holders
from roles.rounds.asked import inside, no_key_ever, outside, vacancy_words, vacant_roles
from roles.rounds.roll_call import Answer, RollCall, evolve_roll_call
from roles.rounds.standing import State, next_backup, ring_words as ring_words, state_of, will_be_rung


def due(incident: Incident, roll_call: RollCall, now: datetime) -> list[e.Event]:
    """The gaps once, then each step once for everybody whom it concerns."""
    if not roll_call.open:
        return []
    found: list[e.Event] = []
    sent_away = tuple(who for who in roll_call.missing if outside(incident, who))
    if sent_away:
        excused = e.RollCallExcused(at=now, roll_call_id=roll_call.roll_call_id, people=sent_away)
        roll_call = evolve_roll_call(roll_call, excused)
        found.append(excused)
    if not roll_call.missing:
        return [*found, e.RollCallClosed(at=now, roll_call_id=roll_call.roll_call_id, by=BRIDGE.person_id)]
    if roll_call.gaps_found_at is None:
        return [*found, *_gaps(incident, roll_call, now)] if now >= roll_call.overdue_at else found
    policy, waited_s = incident.escalation, (now - roll_call.started_at).total_seconds()
    if waited_s >= policy.ring_after_s:
        found += _ring_or_remind(incident, roll_call, now)
    if waited_s >= policy.backup_after_s:
        found += _backups(incident, roll_call, now)
    if waited_s >= policy.tell_after_s and not roll_call.told_open:
        found += _tell_open(incident, roll_call, now)
    return found


def answered(incident: Incident, event: e.RollCallAnswered, now: datetime) -> list[e.Event]:
    """Who needs help is told to deputy and commander at once, privately."""
    if event.answer != Answer.NEED_HELP.value:
        return []
    said = f"{incident.name_of(event.person_id)} needs help."
    hosts = (*incident.roster.holders(Role.DEPUTY), *incident.roster.holders(Role.INCIDENT_COMMANDER))
    others = dict.fromkeys(who for who in hosts if who not in (event.person_id, event.by))
    return [made for who in others for made in tell(incident, who, said, now)]


def closed(incident: Incident, event: e.RollCallClosed, now: datetime) -> list[e.Event]:
    """Everybody has answered: the result, privately."""
    roll_call = next((found for found in incident.roll_calls if found.roll_call_id == event.roll_call_id), None)
    if event.by != BRIDGE.person_id or roll_call is None:
        return []
    told = _tell_deputy(incident, roll_call, f"Roll call: all are here. {help_words(incident, roll_call)}".strip(), now)
    return [*told, *_tell_vacancies(incident, now)]


def help_words(incident: Incident, roll_call: RollCall) -> str:
    """Who answered that they need help, or are not healthy; empty when nobody did."""
    said = []
    for answer, words in ((Answer.NEED_HELP, "Need help"), (Answer.NOT_HEALTHY, "Not healthy")):
        names = [incident.name_of(who) for who, found in roll_call.answers.items() if found.answer is answer]
        if names:
            said.append(f"{words}: {', '.join(names)}.")
    return " ".join(said)


def _gaps(incident: Incident, roll_call: RollCall, now: datetime) -> list[e.Event]:
    gaps = e.RollCallGapsFound(
        at=now, roll_call_id=roll_call.roll_call_id, missing=roll_call.missing, vacant=vacant_roles(incident)
    )
    said = f"Roll call: missing {_names(incident, roll_call.missing)}."
    keyless = tuple(who for who in roll_call.missing if no_key_ever(incident, who))
    if keyless:
        said += f" No key ever came from {_names(incident, keyless)}: ask aloud."
    return [gaps, *_tell_deputy(incident, roll_call, said, now), *_tell_vacancies(incident, now)]


def _ring_or_remind(incident: Incident, roll_call: RollCall, now: datetime) -> list[e.Event]:
    found: list[e.Event] = []
    silent: list[str] = []
    for person_id in roll_call.missing:
        if state_of(incident, roll_call, person_id) is State.SILENT and person_id not in roll_call.reminded:
            silent.append(person_id)
        elif will_be_rung(incident, roll_call, person_id):
            found += ring(incident, person_id, "roll_call", BRIDGE.person_id, now)
    if silent:
        reminded = e.RollCallReminded(at=now, roll_call_id=roll_call.roll_call_id, people=tuple(silent))
        found.append(reminded)
        for person_id in silent:
            found += tell(incident, person_id, "Roll call. Press star, then 1 if you are here and healthy.", now)
    return found


def _backups(incident: Incident, roll_call: RollCall, now: datetime) -> list[e.Event]:
    """A backup who is on the call already is asked there; the others are rung, one at a time for a missing person."""
    found: list[e.Event] = []
    introduced: list[str] = []
    for person_id in roll_call.missing:
        if inside(incident, person_id) or state_of(incident, roll_call, person_id) is State.LOBBY:
            continue
        backup = next_backup(incident, roll_call, person_id)
        if backup is None:
            continue
        backup_id, name = backup
        if backup_id not in {*incident.people, *introduced}:
            seat = incident.next_seat + len(introduced)
            introduced.append(backup_id)
            found.append(e.PersonIntroduced(at=now, person=Person(person_id=backup_id, name=name), seat=seat))
        called = e.RollCallBackupCalled(
            at=now, roll_call_id=roll_call.roll_call_id, person_id=person_id, backup=backup_id
        )
        found.append(called)
        roll_call = evolve_roll_call(roll_call, called)
        if not inside(incident, backup_id) and not _just_rung(found, backup_id):
            found += ring(incident, backup_id, "backup", BRIDGE.person_id, now)
    return found


def _just_rung(found: list[e.Event], person_id: str) -> bool:
    return any(isinstance(event, e.RingOrdered) and event.person_id == person_id for event in found)


def _tell_open(incident: Incident, roll_call: RollCall, now: datetime) -> list[e.Event]:
    still = roll_call.open_gaps
    told = e.RollCallOpenTold(at=now, roll_call_id=roll_call.roll_call_id, missing=still)
    if not still:
        return [told]
    said = f"Roll call: still open are {_names(incident, still)}. Decide without them, or ring again."
    return [told, *_tell_deputy(incident, roll_call, said, now)]


def _tell_deputy(incident: Incident, roll_call: RollCall, text: str, now: datetime) -> list[e.Event]:
    """Without one the commander, without both whoever called the roll."""
    return (
        tell_holders(incident, Role.DEPUTY, text, now)
        or tell_holders(incident, Role.INCIDENT_COMMANDER, text, now)
        or tell(incident, roll_call.started_by, text, now)
    )


def _tell_vacancies(incident: Incident, now: datetime) -> list[e.Event]:
    said = vacancy_words(incident)
    if not said:
        return []
    return tell_holders(incident, Role.INCIDENT_COMMANDER, said, now) or tell_holders(incident, Role.DEPUTY, said, now)


def _names(incident: Incident, people: tuple[str, ...]) -> str:
    return ", ".join(incident.name_of(who) for who in people)
