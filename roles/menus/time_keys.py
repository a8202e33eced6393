"""What the keys of time do: more time for one's own task, a task for somebody, the severity, what is read out."""

from collections.abc import Callable

from roles import commands as c
from roles.floor.control import describe
from roles.incident import Incident
from roles.menus.effects import Effect
from roles.menus.levels import MINUTES, SEAT, SEVERITY, TIME
from roles.menus.press import Deeper, Done, Outcome, Press, done
from roles.refusals import Refused
from roles.rounds import can_orders, objections
from roles.work import time_orders

MORE, TASK = "more", "task"


def minutes_keyed(incident: Incident, press: Press) -> Outcome:
    """More time for the own task that is due first, or a new task for the person of the menu."""
    minutes = _number(press.keys)
    words = "1 minute" if minutes == 1 else f"{minutes} minutes"
    what, _, person_id = press.subject.partition(":")
    if what == MORE:
        boxes = incident.timers.open_boxes(press.leg.person_id)
        if not boxes:
            raise Refused("No task of yours has a time box now.")
        order = c.ExtendTimeBox(box_id=boxes[0].box_id, minutes=minutes)
        return done(f"{words} more for {boxes[0].task}.", time_orders.extend(incident, order, press.actor, press.now))
    start = c.StartTimeBox(box_id=press.fresh_id, task="", owner=person_id, minutes=minutes)
    found = time_orders.start(incident, start, press.actor, press.now)
    return done(f"{words} for {incident.name_of(person_id)}.", found)


def severity_keyed(incident: Incident, press: Press) -> Outcome:
    level = _number(press.keys)
    order = c.DescribeIncident(severity=level)
    return done(f"Severity {level}.", describe(incident, order, press.actor, press.now))


def poll(incident: Incident, press: Press) -> Outcome:
    return done("The poll is open.", objections.ask(incident, c.AskObjections(), press.actor, press.now))


def can_round(incident: Incident, press: Press) -> Outcome:
    return done("The CAN round begins.", can_orders.start(incident, press.actor, press.now))


def _number(keys: str) -> int:
    if not keys.isascii() or not keys.isdigit() or len(keys) > 3:
        raise Refused("That is no number the bridge can use.")
    return int(keys)


TIME_KEYS: dict[Effect, Callable[[Incident, Press], Outcome]] = {
    Effect.MORE_TIME: lambda incident, press: Deeper(MINUTES, MORE),
    Effect.TIME: lambda incident, press: Deeper(TIME),
    Effect.READ_TIMES: lambda incident, press: Done(time_orders.open_boxes_words(incident, press.now)),
    Effect.GIVE_TASK: lambda incident, press: Deeper(SEAT, TASK),
    Effect.SEVERITY: lambda incident, press: Deeper(SEVERITY),
    Effect.POLL: poll,
    Effect.CAN_ROUND: can_round,
}
