"""Decisions about time: start, acknowledge, extend, close a time box; the cadence; and what is due."""

from datetime import datetime, timedelta

from roles import commands as c, events as e
from roles.incident import Incident
from roles.people import Actor, Role
from roles.permissions import Capability, capabilities, require
from roles.reach.telling import tell, tell_holders
from roles.refusals import Refused, nobody_there
from roles.work.sub_teams import room_words
from roles.work.time_boxes import LONGEST_MINUTES, MARK_MINUTES, TimeBox

LONGEST_TASK = 120


def start(incident: Incident, command: c.StartTimeBox, actor: Actor, now: datetime) -> list[e.Event]:
    require(incident, actor, Capability.TIME_BOX)
    if command.owner not in incident.people:
        raise nobody_there("This person")
    if command.box_id in incident.timers.boxes:
        return []
    task = " ".join(command.task.split()) or "the task"
    if len(task) > LONGEST_TASK:
        raise Refused(f"A task has at most {LONGEST_TASK} characters.")
    minutes = _minutes(command.minutes)
    started = e.TimeBoxStarted(
        at=now, box_id=command.box_id, task=task, owner=command.owner, minutes=minutes, by=actor.person_id
    )
    said = f"{_minutes_words(minutes)} for {task}. Star, 7 for more time."
    return [started, *(tell(incident, command.owner, said, now) if command.owner != actor.person_id else [])]


def acknowledge(incident: Incident, command: c.AcknowledgeTimeBox, actor: Actor, now: datetime) -> list[e.Event]:
    box = _open_box(incident, command.box_id)
    if box.owner != actor.person_id:
        require(incident, actor, Capability.TIME_BOX)
    return [] if box.acknowledged else [e.TimeBoxAcknowledged(at=now, box_id=box.box_id)]


def extend(incident: Incident, command: c.ExtendTimeBox, actor: Actor, now: datetime) -> list[e.Event]:
    """By its owner, or by who may give time boxes; the deputy hears of it."""
    box = _open_box(incident, command.box_id)
    if box.owner != actor.person_id:
        require(incident, actor, Capability.TIME_BOX)
    minutes = _minutes(command.minutes)
    extended = e.TimeBoxExtended(at=now, box_id=box.box_id, minutes=minutes, by=actor.person_id)
    said = f"{incident.name_of(box.owner)} takes {_minutes_words(minutes)} more for {box.task}."
    told = [] if _is_deputy(incident, actor) else tell_holders(incident, Role.DEPUTY, said, now)
    return [extended, *told]


def close(incident: Incident, command: c.CloseTimeBox, actor: Actor, now: datetime) -> list[e.Event]:
    box = incident.timers.boxes.get(command.box_id)
    if box is None:
        raise Refused("There is no such task.")
    if command.how not in ("done", "dropped"):
        raise Refused("A task is done or dropped.")
    if box.owner != actor.person_id:
        require(incident, actor, Capability.TIME_BOX)
    return [e.TimeBoxClosed(at=now, box_id=box.box_id, how=command.how, by=actor.person_id)] if box.open else []


def set_cadence(incident: Incident, command: c.SetCadence, actor: Actor, now: datetime) -> list[e.Event]:
    require(incident, actor, Capability.TIME_BOX)
    if not 0 <= command.minutes <= LONGEST_MINUTES:
        raise Refused(f"A status update is due every 1 to {LONGEST_MINUTES} minutes, or with 0 never.")
    if command.minutes == incident.timers.cadence_minutes:
        return []
    return [e.CadenceSet(at=now, minutes=command.minutes, by=actor.person_id)]


def due(incident: Incident, now: datetime) -> list[e.Event]:
    """Each reminder once, privately: to the owner before, to the deputy when the time is up."""
    found: list[e.Event] = []
    for box in incident.timers.open_boxes():
        found += _box_due(incident, box, now)
    timers = incident.timers
    lasted_s = (now - incident.opened_at).total_seconds() if incident.opened_at else 0.0
    if timers.minutes_marked < MARK_MINUTES and lasted_s >= MARK_MINUTES * 60:
        found.append(e.MinutesMarked(at=now, minutes=MARK_MINUTES))
        found += _tell_deputy(incident, f"{MARK_MINUTES} minutes into the incident.", now)
    if timers.next_status_at is not None and now >= timers.next_status_at:
        found.append(e.StatusDue(at=now))
        found += _tell_deputy(incident, "A status update is due.", now)
        found += tell_holders(incident, Role.SCRIBE, "A status update is due.", now)
    return found


def _box_due(incident: Incident, box: TimeBox, now: datetime) -> list[e.Event]:
    if now >= box.due_at and not box.up:
        said = f"Time is up for {box.task}, {incident.name_of(box.owner)}."
        up = e.TimeBoxUp(at=now, box_id=box.box_id)
        return [up, *_tell_deputy(incident, said, now), *_leader_reports(incident, box, now)]
    if now >= box.remind_at and not box.reminded:
        left = box.due_at - now
        words = "One minute" if left <= timedelta(seconds=75) else _minutes_words(round(left.total_seconds() / 60))
        said = f"{words} left for {box.task}. Star, 7 for more time."
        return [e.TimeBoxReminded(at=now, box_id=box.box_id), *tell(incident, box.owner, said, now)]
    return []


def _leader_reports(incident: Incident, box: TimeBox, now: datetime) -> list[e.Event]:
    """The leader of a sub-team reports at the end of its time box."""
    team = incident.teams.led_by(box.owner)
    if team is None or team.box_id not in ("", box.box_id):
        return []
    said = f"Time is up for {room_words(team.name)}. Report to the incident commander."
    return tell(incident, box.owner, said, now)


def open_boxes_words(incident: Incident, now: datetime) -> str:
    """Elapsed time and open time boxes, as they are read out."""
    lasted_s = (now - incident.opened_at).total_seconds() if incident.opened_at else 0.0
    found = [f"{_minutes_words(int(lasted_s // 60))} elapsed."]
    boxes = incident.timers.open_boxes()
    for box in boxes[:4]:
        left = round((box.due_at - now).total_seconds() / 60)
        rest = "time is up" if left <= 0 else f"{_minutes_words(left)} left"
        found.append(f"{incident.name_of(box.owner)}, {box.task}: {rest}.")
    if len(boxes) > 4:
        found.append(f"And {len(boxes) - 4} more.")
    return " ".join(found) if boxes else f"{found[0]} No time box is open."


def _tell_deputy(incident: Incident, text: str, now: datetime) -> list[e.Event]:
    return tell_holders(incident, Role.DEPUTY, text, now) or tell_holders(incident, Role.INCIDENT_COMMANDER, text, now)


def _is_deputy(incident: Incident, actor: Actor) -> bool:
    return Role.DEPUTY in incident.roster.roles_of(actor.person_id)


def may_close(incident: Incident, box: TimeBox, actor: Actor) -> bool:
    return box.owner == actor.person_id or Capability.TIME_BOX in capabilities(incident, actor)


def _open_box(incident: Incident, box_id: str) -> TimeBox:
    box = incident.timers.boxes.get(box_id)
    if box is None or not box.open:
        raise Refused("This task is closed already.")
    return box


def _minutes(minutes: int) -> int:
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise Refused(f"A time box has 1 to {LONGEST_MINUTES} minutes.")
    return minutes


def _minutes_words(minutes: int) -> str:
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
