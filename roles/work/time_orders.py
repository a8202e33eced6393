"""Decisions about time: start, acknowledge, extend, change, snooze, close a time box; the cadence; quiet."""

from datetime import datetime, timedelta

from roles import commands as c, events as e
from roles.incident import Incident
from roles.people import Actor
from roles.permissions import Capability, capabilities, is_command_staff, require
from roles.reach.telling import tell
from roles.refusals import Refused, nobody_there
from roles.work import reminders
from roles.work.reminders import minutes_words, watchers
from roles.work.time_boxes import LONGEST_MINUTES, TimeBox

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
    if command.owner == actor.person_id:
        return [started]
    if not incident.on_the_call(command.owner):
        said = f"{incident.name_of(command.owner)} is not on the call and has not heard of the task."
        return [started, *tell(incident, actor.person_id, said, now)]
    said = f"{minutes_words(minutes)} for {task}. Star, 7 for more time."
    return [started, *tell(incident, command.owner, said, now)]


def acknowledge(incident: Incident, command: c.AcknowledgeTimeBox, actor: Actor, now: datetime) -> list[e.Event]:
    box = _open_box(incident, command.box_id)
    if box.owner != actor.person_id:
        require(incident, actor, Capability.TIME_BOX)
    return [] if box.acknowledged else [e.TimeBoxAcknowledged(at=now, box_id=box.box_id, by=actor.person_id)]


def extend(incident: Incident, command: c.ExtendTimeBox, actor: Actor, now: datetime) -> list[e.Event]:
    """By its owner, of which the deputy hears; or by who may give time boxes, of which the owner hears."""
    box = _open_box(incident, command.box_id)
    if box.owner != actor.person_id:
        require(incident, actor, Capability.TIME_BOX)
    minutes = _minutes(command.minutes)
    extended = e.TimeBoxExtended(at=now, box_id=box.box_id, minutes=minutes, by=actor.person_id)
    if box.owner != actor.person_id:
        said = f"{minutes_words(minutes)} more for {box.task}, from {incident.name_of(actor.person_id)}."
        return [extended, *tell(incident, box.owner, said, now)]
    said = f"{incident.name_of(box.owner)} takes {minutes_words(minutes)} more for {box.task}."
    others = [who for who in watchers(incident) if who != box.owner]
    return [extended, *(event for who in others for event in tell(incident, who, said, now))]


def change(incident: Incident, command: c.ChangeTimeBox, actor: Actor, now: datetime) -> list[e.Event]:
    """By who may give time boxes: the task and its owner stay, the time runs anew from now; the owner hears of it."""
    require(incident, actor, Capability.TIME_BOX)
    box = _open_box(incident, command.box_id)
    minutes = _minutes(command.minutes)
    if (box.since, box.due_at) == (now, now + timedelta(minutes=minutes)):
        return []
    changed = e.TimeBoxChanged(at=now, box_id=box.box_id, minutes=minutes, by=actor.person_id)
    if box.owner == actor.person_id:
        return [changed]
    if not incident.on_the_call(box.owner):
        said = f"{incident.name_of(box.owner)} is not on the call and has not heard of the new time."
        return [changed, *tell(incident, actor.person_id, said, now)]
    said = f"{minutes_words(minutes)} from now for {box.task}, from {incident.name_of(actor.person_id)}."
    return [changed, *tell(incident, box.owner, said, now)]


def snooze(incident: Incident, command: c.SnoozeTimeBox, actor: Actor, now: datetime) -> list[e.Event]:
    """Of a task whose time is up: remind again later. It stays up, and nobody gets more time by it."""
    require(incident, actor, Capability.TIME_BOX)
    box = _open_box(incident, command.box_id)
    if not box.up:
        raise Refused(f"The time for {box.task} is not up yet.")
    minutes = _minutes(command.minutes)
    if box.snoozed_until == now + timedelta(minutes=minutes):
        return []
    return [e.TimeBoxSnoozed(at=now, box_id=box.box_id, minutes=minutes, by=actor.person_id)]


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


def give_status(incident: Incident, actor: Actor, now: datetime) -> list[e.Event]:
    """Somebody of command staff gave a status update; the next one is due a whole cadence later."""
    if not is_command_staff(incident, actor.person_id):
        require(incident, actor, Capability.TIME_BOX)
    timers = incident.timers
    known = timers.status_at == now and not timers.status_reminders
    return [] if known else [e.StatusGiven(at=now, by=actor.person_id)]


def set_quiet(incident: Incident, command: c.SetQuiet, actor: Actor, now: datetime) -> list[e.Event]:
    """No reminders until they are wanted again; then the deputy hears what became due meanwhile."""
    require(incident, actor, Capability.TIME_BOX)
    if command.quiet == (incident.timers.quiet_by is not None):
        return []
    found = e.QuietSet(at=now, quiet=command.quiet, by=actor.person_id)
    return [found] if command.quiet else [found, *reminders.what_became_due(incident, now)]


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
