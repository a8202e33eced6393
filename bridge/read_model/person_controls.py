"""The buttons on a person's row: only what this viewer may do to this person now."""

from bridge.read_model.controls import Control, do
from roles.incident import Incident
from roles.people import Actor, Role
from roles.permissions import Capability, is_command_staff
from roles.presence import Leg
from roles.record.recording import Mode


def room_controls(incident: Incident, may: frozenset[Capability]) -> tuple[Control, ...]:
    """What is done to everybody at once; the label names what is not so yet."""
    found: list[Control] = []
    if Capability.MUTE_ALL in may:
        muted = incident.floor.muted_all_by is not None
        label, order = ("Let all speak", "release_mute") if muted else ("Mute all", "mute_all")
        found.append(Control(label=label, do=order, key="M", look="plain"))
    if Capability.LOCK in may:
        label, order = ("Unlock", "unlock") if incident.floor.locked_by is not None else ("Lock", "lock")
        found.append(Control(label=label, do=order, key="L", look="plain"))
    others = any(leg.mute_wanted and leg.muted_by not in (None, leg.person_id) for leg in incident.on_the_line())
    if Capability.MUTE_ALL in may and others:
        found.append(Control(label="Unmute all", do="unmute_all", look="plain"))
    if Capability.OFF_RECORD in may:
        on = incident.recording.mode in (Mode.ON, Mode.ON_ORDERED)
        label, order = ("Off the record", "off_record") if on else ("On the record", "on_record")
        found.append(Control(label=label, do=order, look="plain"))
    if Capability.ANNOUNCE in may and incident.on_the_line():
        found.append(Control(label="Announce…", do="announce", look="plain", dialog="announce"))
    if Capability.POLL in may and not (incident.poll is not None and incident.poll.open):
        found.append(Control(label="Objections…", do="ask_objections", look="plain", dialog="objections"))
    if Capability.ROLL_CALL in may and not (incident.can_round is not None and incident.can_round.open):
        found.append(Control(label="CAN round", do="can_round", look="plain"))
    if Capability.TIME_BOX in may:
        found.append(Control(label="Updates…", do="cadence", look="plain", dialog="cadence"))
    return tuple(found)


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


def controls_for(
    incident: Incident, leg: Leg | None, viewer: Actor, may: frozenset[Capability], person_id: str = ""
) -> tuple[Control, ...]:
    """For somebody on the call, or (`leg` None) expected on it."""
    person_id = leg.person_id if leg is not None else person_id
    found: list[Control] = []
    if leg is not None and leg.removed_reason is None and leg.live:
        found += _of_the_leg(incident, leg, viewer, may)
    found += _of_the_person(incident, person_id, viewer, may)
    if leg is not None and Capability.REMOVE in may and leg.removed_reason is None and _may_go(incident, leg, viewer):
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
        present = do("answer_roll_call", person_id=person_id, answer="healthy")
        found.append(Control(label="Mark here", do=present, key="p"))
    inside = any(leg.admitted for leg in incident.live_legs(person_id))
    person = incident.people.get(person_id)
    free = not inside and incident.rings.going_on(person_id) is None
    if Capability.RING in may and free and person is not None and not person.guest:
        found.append(Control(label="Ring", do=do("ring", person_id=person_id), key="g"))
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


def _ladder(incident: Incident, person_id: str, viewer: Actor) -> list[Control]:
    """For somebody who disrupts: the question, then the warning; the removal stands beside them."""
    if person_id == viewer.person_id:
        return []
    if person_id in incident.warned:
        return []
    if incident.asked_to_command == person_id:
        return [Control(label="Warn", do=do("warn_disruptor", person_id=person_id), rare=True)]
    return [Control(label="Ask to take command or stop", do=do("ask_disruptor", person_id=person_id), rare=True)]


def _at_the_door(incident: Incident, person_id: str, viewer: Actor, may: frozenset[Capability]) -> list[Control]:
    """What holds also when they dial again."""
    found: list[Control] = []
    staff = is_command_staff(incident, person_id)
    if Capability.ADMIT in may and person_id in incident.observers:
        found.append(Control(label="Let take part", do=do("take_part", person_id=person_id)))
    elif Capability.ADMIT in may and not incident.roster.roles_of(person_id) and incident.live_legs(person_id):
        found.append(Control(label="Listen only", do=do("observer", person_id=person_id), rare=True))
    if Capability.REMOVE in may and person_id in incident.banned:
        found.append(Control(label="Allow again", do=do("allow", person_id=person_id)))
    elif Capability.REMOVE in may and not staff and person_id != viewer.person_id:
        found.append(Control(label="Ban…", do=do("ban", person_id=person_id), look="grave", dialog="ban", rare=True))
    return found


def _may_go(incident: Incident, leg: Leg, viewer: Actor) -> bool:
    return incident.roster.holder(Role.INCIDENT_COMMANDER) != leg.person_id or leg.person_id == viewer.person_id
