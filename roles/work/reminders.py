"""What time alone leads to: the owner's last minute, time that is up, the ten-minute mark, a status update."""

from datetime import datetime, timedelta

from roles import events as e
from roles.incident import Incident
from roles.people import Role
from roles.reach.telling import say_aloud, tell
from roles.work.sub_teams import room_words
from roles.work.time_boxes import MARK_MINUTES, TimeBox

STATUS_DUE = "A status update is due. Star, 0, 8, 4, 1 when it is given."


def due(incident: Incident, now: datetime) -> list[e.Event]:
    """Each once, privately: to the owner before, to the deputy when the time is up. While quiet: logged, not said."""
    found: list[e.Event] = []
    for box in incident.timers.open_boxes():
        found += _box_due(incident, box, now)
    found += _mark_due(incident, now)
    next_status_at = incident.timers.next_status_at
    if next_status_at is not None and now >= next_status_at:
        found += [e.StatusDue(at=now), *_remind(incident, _about_status(incident), STATUS_DUE, now)]
    return found


def _box_due(incident: Incident, box: TimeBox, now: datetime) -> list[e.Event]:
    again = box.up and box.snoozed_until is not None and now >= box.snoozed_until
    if now >= box.due_at and (again or not box.up):
        said = _up_words(incident, box)
        up = e.TimeBoxUp(at=now, box_id=box.box_id)
        report = _leader_reports(incident, box, now) if not box.up else []
        return [up, *_remind(incident, _about_box(incident, box), said, now), *report]
    if now >= box.remind_at and not box.reminded and not box.up:
        words = f"{_left_words(box.due_at - now)} left for {box.task}."
        reminded = e.TimeBoxReminded(at=now, box_id=box.box_id)
        if incident.on_the_call(box.owner):
            return [reminded, *_remind(incident, [box.owner], f"{words} Star, 7 for more time.", now)]
        away = f"{words} {incident.name_of(box.owner)} is not on the call."
        return [reminded, *_remind(incident, watchers(incident), away, now)]
    return []


def _mark_due(incident: Incident, now: datetime) -> list[e.Event]:
    """Once, as soon as somebody is there who is to hear it."""
    if incident.opened_at is None or incident.timers.minutes_marked >= MARK_MINUTES:
        return []
    minutes = int((now - incident.opened_at).total_seconds() // 60)
    if minutes < MARK_MINUTES:
        return []
    said = f"{minutes} minutes into the incident."
    if incident.timers.quiet_by is not None:
        told: list[e.Event] = []
    elif incident.mark_aloud:
        told = say_aloud(incident, said, now)
    else:
        told = _remind(incident, watchers(incident), said, now)
    marked = e.MinutesMarked(at=now, minutes=MARK_MINUTES)
    return [marked, *told] if told or incident.timers.quiet_by is not None else []


def _leader_reports(incident: Incident, box: TimeBox, now: datetime) -> list[e.Event]:
    """The leader of a sub-team reports at the end of its time box."""
    team = incident.teams.led_by(box.owner)
    if team is None or team.box_id not in ("", box.box_id):
        return []
    said = f"Time is up for {room_words(team.name)}. Report to the incident commander."
    return _remind(incident, [box.owner], said, now)


def what_became_due(incident: Incident, now: datetime) -> list[e.Event]:
    """At the end of quiet: what nobody was reminded of, in one sentence each."""
    since = incident.timers.quiet_at or now
    up = [box for box in incident.timers.open_boxes() if box.up and box.up_at is not None and box.up_at >= since]
    said = [_up_words(incident, box) for box in up]
    status_at = incident.timers.status_at
    if incident.timers.status_reminders and status_at is not None and status_at >= since:
        said.append(STATUS_DUE)
    words = " ".join(said[:3])
    return [event for who in watchers(incident) for event in tell(incident, who, words, now)] if words else []


def watchers(incident: Incident) -> list[str]:
    """Who keeps the time: the deputy on the call, without one the commander."""
    for role in (Role.DEPUTY, Role.INCIDENT_COMMANDER):
        here = [who for who in incident.roster.holders(role) if incident.on_the_call(who)]
        if here:
            return here
    return []


def _about_box(incident: Incident, box: TimeBox) -> list[str]:
    return watchers(incident) or [box.by]


def _about_status(incident: Incident) -> list[str]:
    return [*watchers(incident), *incident.roster.holders(Role.SCRIBE)]


def _remind(incident: Incident, people: list[str], text: str, now: datetime) -> list[e.Event]:
    """Each person once, however many roles they hold; nothing while it is quiet."""
    if incident.timers.quiet_by is not None:
        return []
    return [event for who in dict.fromkeys(people) for event in tell(incident, who, text, now)]


def open_boxes_words(incident: Incident, now: datetime) -> str:
    """Elapsed time and open time boxes, as they are read out."""
    lasted_s = (now - incident.opened_at).total_seconds() if incident.opened_at else 0.0
    found = [f"{minutes_words(int(lasted_s // 60))} elapsed."]
    boxes = incident.timers.open_boxes()
    for box in boxes[:4]:
        left = round((box.due_at - now).total_seconds() / 60)
        rest = "time is up" if left <= 0 else f"{minutes_words(left)} left"
        known = "" if box.acknowledged else ", not acknowledged"
        found.append(f"{incident.name_of(box.owner)}, {box.task}: {rest}{known}.")
    if len(boxes) > 4:
        found.append(f"And {len(boxes) - 4} more.")
    return " ".join(found) if boxes else f"{found[0]} No time box is open."


def _up_words(incident: Incident, box: TimeBox) -> str:
    return f"Time is up for {box.task}, {incident.name_of(box.owner)}."


def _left_words(left: timedelta) -> str:
    seconds = left.total_seconds()
    if seconds < 45:
        return "Half a minute"
    return "One minute" if seconds <= 75 else minutes_words(round(seconds / 60))


def minutes_words(minutes: int) -> str:
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
