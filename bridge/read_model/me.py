"""The keys of the telephone menu as buttons: the same digits, the same words, the same commands."""

from dataclasses import dataclass
from datetime import datetime

from bridge.read_model.controls import Control, do
from roles.incident import Incident
from roles.menus.options import asks_to_speak
from roles.people import Actor
from roles.permissions import Capability, capabilities
from roles.presence import Leg, Where
from roles.work.time_boxes import TimeBox
from roles.work.time_orders import may_close


@dataclass(frozen=True, kw_only=True)
class Key:
    digit: str
    label: str
    hint: str
    do: str = ""
    asked: bool = False
    dialog: str = ""


@dataclass(frozen=True, kw_only=True)
class Task:
    """An open time box. `tone` is empty, warn in its last minute or alarm when the time is up.

    `state`: in words, not acknowledged or its owner not on the call; empty when all is well.
    """

    box_id: str
    text: str
    owner: str
    mine: bool
    due_at: datetime
    tone: str
    controls: tuple[Control, ...]
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class MeView:
    """`on_the_call` False: the page says how to dial in instead of showing keys."""

    on_the_call: bool
    state: str
    keys: tuple[Key, ...]
    tasks: tuple[Task, ...] = ()


def me_view(incident: Incident, viewer: Actor) -> MeView:
    legs = incident.live_legs(viewer.person_id)
    leg = max(legs, key=lambda found: (found.where is Where.ON_THE_LINE, found.arrived_at), default=None)
    if leg is None or not incident.open:
        return MeView(on_the_call=False, state="", keys=(), tasks=_tasks(incident, viewer))
    return MeView(on_the_call=True, state=_state(leg), keys=_keys(incident, leg), tasks=_tasks(incident, viewer))


def _backup_key(incident: Incident, leg: Leg) -> tuple[Key, ...]:
    person = incident.people[leg.person_id]
    if not person.backup_id:
        return ()
    return (Key(digit="5", label="Page backup", hint=person.backup_name, do="page_backup"),)


def _reports(incident: Incident) -> str:
    return f"{incident.customer_reports[-1][1]} so far" if incident.customer_reports else "how many"


def _tasks(incident: Incident, viewer: Actor) -> tuple[Task, ...]:
    """One's own first, then what is due first."""
    if not incident.open:
        return ()
    boxes = sorted(incident.timers.open_boxes(), key=lambda box: box.owner != viewer.person_id)
    return tuple(
        Task(
            box_id=box.box_id,
            text=box.task,
            owner=incident.name_of(box.owner),
            mine=box.owner == viewer.person_id,
            due_at=box.due_at,
            tone="alarm" if box.up else "warn" if box.reminded else "",
            controls=_task_controls(incident, box, viewer),
            state=_task_state(incident, box),
        )
        for box in boxes
    )


def _task_state(incident: Incident, box: TimeBox) -> str:
    if not incident.on_the_call(box.owner):
        return "not on the call"
    return "" if box.acknowledged else "not acknowledged"


def _task_controls(incident: Incident, box: TimeBox, viewer: Actor) -> tuple[Control, ...]:
    if not may_close(incident, box, viewer):
        return ()
    found = [Control(label="Done", do=do("close_task", box_id=box.box_id, how="done"), look="plain")]
    if box.owner == viewer.person_id and not box.acknowledged:
        found.insert(0, Control(label="Got it", do=do("acknowledge", box_id=box.box_id), look="plain"))
    more = do("more_time", box_id=box.box_id)
    found.append(Control(label="More time…", do=more, look="plain", dialog="more-time", name=box.task))
    if box.up and box.snoozed_until is None and Capability.TIME_BOX in capabilities(incident, viewer):
        order = do("snooze", box_id=box.box_id, minutes="5")
        found.append(Control(label="Again in 5 min", do=order, look="plain"))
    found.append(Control(label="Drop", do=do("close_task", box_id=box.box_id, how="dropped"), look="plain"))
    return tuple(found)


def _state(leg: Leg) -> str:
    if leg.where is Where.LOBBY:
        return "You wait to be let in"
    if leg.hold:
        return "You are on hold"
    return "You are muted" if leg.muted or leg.wanted_muted else ""


def _keys(incident: Incident, leg: Leg) -> tuple[Key, ...]:
    roll_call = incident.roll_call
    if roll_call is not None and roll_call.waits_for(leg.person_id):
        answers = (
            ("1", "Here, healthy", "healthy"),
            ("2", "Not healthy", "not_healthy"),
            ("3", "Need help", "need_help"),
        )
        return tuple(
            Key(
                digit=digit,
                label=label,
                hint="answers roll call",
                do=do("answer_roll_call", person_id=leg.person_id, answer=answer),
                asked=True,
            )
            for digit, label, answer in answers
        )
    unmute = leg.wanted_muted
    hand_is_up = leg.person_id in incident.floor.hands
    if asks_to_speak(incident, leg):
        hint = "you asked" if hand_is_up else "you were muted"
        second = Key(digit="2", label="Ask to speak", hint=hint, do="" if hand_is_up else "raise_hand")
    else:
        second = Key(
            digit="2",
            label="Unmute me" if unmute else "Mute me",
            hint="muted by you" if unmute and leg.muted_by == leg.person_id else "",
            do=do("unmute" if unmute else "mute", call_sid=leg.call_sid),
        )
    return (
        Key(digit="1", label="Roll call", hint="none is open"),
        second,
        Key(digit="3", label="Mark", hint="this moment", do="mark"),
        *_backup_key(incident, leg),
        Key(digit="6", label="Customer reports", hint=_reports(incident), do="report_customers", dialog="reports"),
        _ninth(incident, leg),
    )


def _ninth(incident: Incident, leg: Leg) -> Key:
    """As on the phone: while it is asked it objects, else it is the hand."""
    poll = incident.poll
    if poll is not None and poll.open and leg.person_id not in incident.observers:
        order = do("answer_objections", objects="yes")
        return Key(digit="9", label="Object", hint="strongly", do=order, asked=poll.waits_for(leg.person_id))
    hand_is_up = leg.person_id in incident.floor.hands
    return Key(
        digit="9",
        label="Lower hand" if hand_is_up else "Raise hand",
        hint="it is up" if hand_is_up else "",
        do=do("lower_hand", person_id=leg.person_id) if hand_is_up else "raise_hand",
    )
