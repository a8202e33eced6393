"""What the keys of time do: more time, tasks and what becomes of them, status updates, quiet, the severity."""

from collections.abc import Callable

from roles import commands as c
from roles.floor.control import describe
from roles.incident import Incident
from roles.menus.effects import Effect
from roles.menus.levels import CADENCE, MINUTES, MOST_TASKS, SEAT, SEVERITY, TASK, TASKS, TIME, UPDATES, tasks_of
from roles.menus.press import Deeper, Done, Outcome, Press, done
from roles.refusals import Refused
from roles.rounds import can_orders, objections
from roles.work import time_orders
from roles.work.reminders import minutes_words, open_boxes_words
from roles.work.time_boxes import TimeBox

MORE, CHANGE, GIVE = "more", "change", "task"
SNOOZE_MINUTES = 5


def minutes_keyed(incident: Incident, press: Press) -> Outcome:
    """More time for the task of the menu, or zero when it is done; or a new task for the person of the menu."""
    minutes = _number(press.keys)
    words = minutes_words(minutes)
    what, _, subject = press.subject.partition(":")
    if what == MORE and minutes == 0:
        return _close(incident, press, subject, "done")
    if what == MORE:
        order = c.ExtendTimeBox(box_id=subject, minutes=minutes)
        found = time_orders.extend(incident, order, press.actor, press.now)
        return done(f"{words} more for {incident.timers.boxes[subject].task}.", found)
    start = c.StartTimeBox(box_id=press.fresh_id, task="", owner=subject, minutes=minutes)
    found = time_orders.start(incident, start, press.actor, press.now)
    away = "" if incident.on_the_call(subject) else " They are not on the call."
    return done(f"{words} for {incident.name_of(subject)}.{away}", found)


def more_time(incident: Incident, press: Press) -> Outcome:
    """The one task of one's own, or which of them."""
    boxes = incident.timers.open_boxes(press.leg.person_id)
    if not boxes:
        raise Refused("No task of yours has a time box now.")
    if len(boxes) == 1:
        return Deeper(MINUTES, f"{MORE}:{boxes[0].box_id}")
    return Deeper(TASKS, _choice(MORE, boxes))


def choose_task(incident: Incident, press: Press) -> Outcome:
    boxes = incident.timers.open_boxes()
    if not boxes:
        raise Refused("No time box is open.")
    return Deeper(TASK, boxes[0].box_id) if len(boxes) == 1 else Deeper(TASKS, _choice(CHANGE, boxes))


def chosen_task(incident: Incident, press: Press) -> Outcome:
    """By the number under which the menu named it."""
    box_id = tasks_of(press.subject)[int(press.keys[:1]) - 1]
    return Deeper(MINUTES, f"{MORE}:{box_id}") if press.subject.startswith(f"{MORE}:") else Deeper(TASK, box_id)


def snooze_task(incident: Incident, press: Press) -> Outcome:
    order = c.SnoozeTimeBox(box_id=press.subject, minutes=SNOOZE_MINUTES)
    found = time_orders.snooze(incident, order, press.actor, press.now)
    return done(f"You hear of it again in {minutes_words(SNOOZE_MINUTES)}.", found)


def got_it(incident: Incident, press: Press) -> Outcome:
    order = c.AcknowledgeTimeBox(box_id=press.subject.partition(":")[2])
    return done("Noted.", time_orders.acknowledge(incident, order, press.actor, press.now))


def _close(incident: Incident, press: Press, box_id: str, how: str) -> Outcome:
    order = c.CloseTimeBox(box_id=box_id, how=how)
    found = time_orders.close(incident, order, press.actor, press.now)
    return done(f"{incident.timers.boxes[box_id].task}: {how}.", found)


def _choice(what: str, boxes: list[TimeBox]) -> str:
    return f"{what}:{','.join(box.box_id for box in boxes[:MOST_TASKS])}"


def cadence_keyed(incident: Incident, press: Press) -> Outcome:
    minutes = _number(press.keys)
    found = time_orders.set_cadence(incident, c.SetCadence(minutes=minutes), press.actor, press.now)
    said = f"A status update every {minutes_words(minutes)}." if minutes else "No status updates."
    return done(said, found)


def quiet(incident: Incident, press: Press, on: bool) -> Outcome:
    found = time_orders.set_quiet(incident, c.SetQuiet(quiet=on), press.actor, press.now)
    return done("No reminders until you want them again." if on else "Reminders are said again.", found)


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
    Effect.MORE_TIME: more_time,
    Effect.CHOOSE_TASK: choose_task,
    Effect.CHOSEN_TASK: chosen_task,
    Effect.TASK_DONE: lambda incident, press: _close(incident, press, press.subject, "done"),
    Effect.TASK_DROPPED: lambda incident, press: _close(incident, press, press.subject, "dropped"),
    Effect.SNOOZE: snooze_task,
    Effect.TASK_LONGER: lambda incident, press: Deeper(MINUTES, f"{MORE}:{press.subject}"),
    Effect.GOT_IT: got_it,
    Effect.UPDATES: lambda incident, press: Deeper(UPDATES),
    Effect.UPDATE_GIVEN: lambda incident, press: done(
        "The update is noted.", time_orders.give_status(incident, press.actor, press.now)
    ),
    Effect.HOW_OFTEN: lambda incident, press: Deeper(CADENCE),
    Effect.QUIET: lambda incident, press: quiet(incident, press, True),
    Effect.REMIND: lambda incident, press: quiet(incident, press, False),
    Effect.TIME: lambda incident, press: Deeper(TIME),
    Effect.READ_TIMES: lambda incident, press: Done(open_boxes_words(incident, press.now)),
    Effect.GIVE_TASK: lambda incident, press: Deeper(SEAT, GIVE),
    Effect.SEVERITY: lambda incident, press: Deeper(SEVERITY),
    Effect.POLL: poll,
    Effect.CAN_ROUND: can_round,
}
