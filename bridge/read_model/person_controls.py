"""The buttons on a person's row: only what this viewer may do to this person now."""

from bridge.read_model.controls import Control, do
from bridge.read_model.own_lines import record_control, stop_control
from roles.incident import Incident
from roles.people import Actor, Role
from roles.permissions import Capability, is_command_staff
from roles.presence import Leg

MARKS = (("Mark here", "healthy"), ("Mark not healthy", "not_healthy"), ("Mark needs help", "need_help"))
"""The answers of a roll call, as somebody else gives them."""


def waiting_controls(leg: Leg, name: str, may: frozenset[Capability]) -> tuple[Control, ...]:
    """For somebody in the lobby."""
    number = number_control(leg, name, may)
    if Capability.ADMIT not in may or leg.turned_away_by is not None:
        return number
    if leg.lobby_reason == "banned":
        return (Control(label="Allow again", do=do("allow", person_id=leg.person_id)), *number)
    known = leg.lobby_reason in ("removed", "locked")
    admit = do("admit", call_sid=leg.call_sid)
    let_in = (
        Control(label="Let in", do=admit, key="l", look="main")
        if known
        else Control(label="Let in as…", do=admit, key="l", look="main", dialog="let-in", name=name)
    )
    away = do("turn_away", call_sid=leg.call_sid)
    return (let_in, Control(label="Turn away…", do=away, look="grave", dialog="turn-away", name=name), *number)


def number_control(leg: Leg, name: str, may: frozenset[Capability]) -> tuple[Control, ...]:
    """Who this is is asked most of callers nobody knows, and of calls that are over."""
    if Capability.SEE_NUMBERS not in may or not leg.number_hint:
        return ()
    order = do("look_up_number", call_sid=leg.call_sid)
    return (Control(label="Number…", do=order, rare=True, dialog="number", name=name),)


def left_controls(incident: Incident, person_id: str, viewer: Actor, may: frozenset[Capability]) -> tuple[Control, ...]:
    """For somebody who left or was removed: ring them again, keep them out, or allow them again."""
    ring = _ring(incident, person_id, may)
    return (*ring, *_at_the_door(incident, person_id, viewer, may))


def controls_for(
    incident: Incident, leg: Leg | None, viewer: Actor, may: frozenset[Capability], person_id: str = ""
) -> tuple[Control, ...]:
    """For somebody on the call, or (`leg` None) expected on it."""
    person_id = leg.person_id if leg is not None else person_id
    found: list[Control] = []
    if leg is not None and leg.removed_reason is None and leg.live:
        found += _of_the_leg(incident, leg, viewer, may)
    found += _of_the_person(incident, person_id, viewer, may)
    mine = person_id == viewer.person_id
    if leg is not None and Capability.REMOVE in may and leg.removed_reason is not None and leg.live:
        found.append(Control(label="Remove again", do=do("remove", call_sid=leg.call_sid), look="grave", late=True))
    elif leg is not None and Capability.REMOVE in may and not mine and _may_go(incident, leg, viewer):
        order = do("remove", call_sid=leg.call_sid)
        name = incident.name_of(person_id)
        found.append(Control(label="Remove…", do=order, key="x", look="grave", dialog="remove", name=name))
        found += _ladder(incident, person_id, viewer)
    found += _at_the_door(incident, person_id, viewer, may)
    return tuple(found)


def _of_the_leg(incident: Incident, leg: Leg, viewer: Actor, may: frozenset[Capability]) -> list[Control]:
    found: list[Control] = []
    mine = leg.person_id == viewer.person_id
    if Capability.MUTE_OTHERS in may or (mine and not leg.muted_by_another(viewer.person_id)):
        label = "Unmute" if leg.wanted_muted else "Mute"
        order = do("unmute" if leg.wanted_muted else "mute", call_sid=leg.call_sid)
        found.append(Control(label=label, do=order, key="m"))
        if leg.mute_ordered_at is not None and leg.mute_wanted and not leg.muted:
            again = do("mute", call_sid=leg.call_sid)
            found.append(Control(label="Mute again", do=again, late=True))
    if leg.person_id in incident.floor.hands and (mine or Capability.MUTE_OTHERS in may):
        found.append(Control(label="Lower hand", do=do("lower_hand", person_id=leg.person_id)))
    if Capability.RENAME in may:
        found += _somebody_else(incident, leg)
    if Capability.RENAME in may or mine:
        label, order = ("Not a room", "unmark_room") if leg.is_room else ("Is a room", "mark_room")
        found.append(Control(label=label, do=do(order, call_sid=leg.call_sid), rare=True))
    found += number_control(leg, incident.name_of(leg.person_id), may)
    if Capability.HOLD in may and (leg.wanted_hold or _may_go(incident, leg, viewer)):
        label = "Take off hold" if leg.wanted_hold else "Hold"
        order = do("unhold" if leg.wanted_hold else "hold", call_sid=leg.call_sid)
        found.append(Control(label=label, do=order, key="h"))
        if leg.hold_ordered_at is not None and leg.wanted_hold and not leg.hold:
            found.append(Control(label="Hold again", do=do("hold", call_sid=leg.call_sid), late=True))
    if mine:
        found += record_control(incident, viewer)
    for each in incident.live_legs(leg.person_id):
        found += stop_control(incident, each, viewer, may)
    return found


def _somebody_else(incident: Incident, leg: Leg) -> list[Control]:
    """One for each phone of this person."""
    legs = incident.live_legs(leg.person_id)
    return [
        Control(
            label=f"Somebody else on …{found.number_hint or '?'}" if len(legs) > 1 else "Somebody else…",
            do=do("rename_leg", call_sid=found.call_sid),
            dialog="rename-leg",
            name=incident.name_of(leg.person_id),
            rare=True,
        )
        for found in legs
    ]


def _of_the_person(incident: Incident, person_id: str, viewer: Actor, may: frozenset[Capability]) -> list[Control]:
    found: list[Control] = []
    name = incident.name_of(person_id)
    roll_call = incident.roll_call
    if (
        roll_call is not None
        and roll_call.waits_for(person_id)
        and Capability.ANSWER_FOR_OTHERS in may
        and person_id != viewer.person_id
    ):
        for label, answer in MARKS:
            order = do("answer_roll_call", person_id=person_id, answer=answer)
            healthy = answer == "healthy"
            found.append(Control(label=label, do=order, key="p" if healthy else "", rare=not healthy))
    inside = any(leg.admitted for leg in incident.live_legs(person_id))
    person = incident.people.get(person_id)
    found += _ring(incident, person_id, may)
    if Capability.WHISPER in may and inside and person_id != viewer.person_id:
        order = do("whisper", person_id=person_id)
        found.append(Control(label="Whisper…", do=order, key="w", dialog="whisper", name=name))
    if Capability.SUB_TEAMS in may and inside:
        order = do("move", person_id=person_id)
        found.append(Control(label="Team…", do=order, key="b", dialog="move", name=name))
        order = do("form_team", person_id=person_id)
        found.append(Control(label="Lead a team…", do=order, dialog="team", name=name, rare=True))
    if Capability.TIME_BOX in may and person is not None:
        order = do("time_box", person_id=person_id)
        found.append(Control(label="Task…", do=order, key="t", dialog="task", name=name))
    if Capability.ASSIGN_ROLES in may:
        found.append(Control(label="Role…", do=do("role", person_id=person_id), key="o", dialog="role", name=name))
        found += [
            Control(
                label=f"Free of {role.spoken}", do=do("vacate_role", person_id=person_id, role=role.value), rare=True
            )
            for role in sorted(incident.roster.roles_of(person_id))
            if role is not Role.INCIDENT_COMMANDER or viewer.admin or person_id == viewer.person_id
        ]
    if Capability.RENAME in may or person_id == viewer.person_id:
        order = do("rename", person_id=person_id)
        found.append(Control(label="Rename…", do=order, key="e", dialog="rename", name=name, text=name, rare=True))
    return found


def _ring(incident: Incident, person_id: str, may: frozenset[Capability]) -> list[Control]:
    """For whoever is of the directory, has no call here that lives, is not ringing and not banned."""
    person = incident.people.get(person_id)
    if Capability.RING not in may or person is None or person.guest or person_id in incident.banned:
        return []
    if incident.live_legs(person_id) or incident.rings.going_on(person_id) is not None:
        return []
    return [Control(label="Ring", do=do("ring", person_id=person_id), key="g")]


def _ladder(incident: Incident, person_id: str, viewer: Actor) -> list[Control]:
    """For somebody who disrupts: the question, then the warning; the removal stands beside them."""
    if person_id == viewer.person_id:
        return []
    warn = do("warn_disruptor", person_id=person_id)
    if incident.asked_to_command == person_id:
        return [Control(label="Warn", do=warn, rare=True)]
    ask = Control(label="Ask to take command or stop", do=do("ask_disruptor", person_id=person_id), rare=True)
    return [ask, Control(label="Warn again", do=warn, rare=True)] if person_id in incident.warned else [ask]


def _at_the_door(incident: Incident, person_id: str, viewer: Actor, may: frozenset[Capability]) -> list[Control]:
    """What holds also when they dial again."""
    found: list[Control] = []
    staff = is_command_staff(incident, person_id)
    if Capability.ADMIT in may and person_id in incident.observers:
        found.append(Control(label="Let take part", do=do("take_part", person_id=person_id)))
    elif Capability.ADMIT in may and not incident.roster.roles_of(person_id) and incident.live_legs(person_id):
        found.append(Control(label="Listen only", do=do("observer", person_id=person_id), rare=True))
        for role in (Role.INCIDENT_COMMANDER, Role.DEPUTY, Role.SCRIBE):
            holder = incident.roster.holder(role)
            if holder is not None:
                order = do("observer", person_id=person_id, shadow_of=holder)
                found.append(Control(label=f"Shadow the {role.spoken}", do=order, rare=True))
    if Capability.REMOVE in may and person_id in incident.banned:
        found.append(Control(label="Allow again", do=do("allow", person_id=person_id)))
    elif Capability.REMOVE in may and not staff and person_id != viewer.person_id:
        found.append(Control(label="Ban…", do=do("ban", person_id=person_id), look="grave", dialog="ban", rare=True))
    return found


def _may_go(incident: Incident, leg: Leg, viewer: Actor) -> bool:
    return incident.roster.holder(Role.INCIDENT_COMMANDER) != leg.person_id or leg.person_id == viewer.person_id
