"""What the keys of the command menu do: roll call, mute all, the door, removal, who is here, command, recording."""

from roles import commands as c
from roles.brief import recording_words, who_is_here
from roles.floor.control import end, remove, repair_recording
from roles.floor.door_orders import release_others
from roles.floor.floor_orders import lock, mute_all
from roles.incident import Incident
from roles.leadership.command_staff import (
    accept_role,
    assign_role,
    close_roll_call,
    propose_role,
    start_roll_call,
    take_command,
)
from roles.leadership.eligibility import NotTrained
from roles.menus.effects import GUEST_PIN_HERE, Effect
from roles.menus.levels import COMMAND, CONFIRM, DOOR, MINUTES, PERSON, RECORDING, SEAT, STAY
from roles.menus.line_keys import LINE, record_line
from roles.menus.pins import PRIVILEGED
from roles.menus.press import Deeper, Done, Outcome, Press, done
from roles.menus.time_keys import GIVE
from roles.people import Role
from roles.permissions import Capability, require
from roles.record import new_room, off_record
from roles.refusals import Refused

STAY_WRONG = ";"
"""Between those who stay, as keyed so far, and what was wrong with the last seat."""
REMOVE, END, RELEASE, AGREED = "remove", "end", "release", "agreed"
CLOSE_ROLL_CALL, NEW_ROOM = "close_roll_call", "new_room"


def roll_call(incident: Incident, press: Press) -> Outcome:
    order = c.StartRollCall(roll_call_id=press.fresh_id)
    return done("The roll call is open.", start_roll_call(incident, order, press.actor, press.now))


def mute_everybody(incident: Incident, press: Press, muted: bool) -> Outcome:
    said = "All but command staff are being muted." if muted else "Everybody is being unmuted."
    return done(said, mute_all(incident, c.MuteAll(muted=muted), press.actor, press.now))


def lock_door(incident: Incident, press: Press, locked: bool) -> Outcome:
    said = "The bridge is locked." if locked else "The bridge is open."
    return done(said, lock(incident, c.LockBridge(locked=locked), press.actor, press.now))


def command(incident: Incident, press: Press) -> Outcome:
    """Accept it when it is offered, else take it."""
    role = Role.INCIDENT_COMMANDER
    if incident.roster.proposal(role, press.leg.person_id) is not None:
        found = accept_role(incident, c.AcceptRole(role=role), press.actor, press.now)
    else:
        found = take_command(incident, press.actor, press.now)
    return done("You are in command.", found)


def seat_keyed(incident: Incident, press: Press) -> Outcome:
    """A seat number: on to what is asked of it."""
    person_id = person_at(incident, press.keys)
    if press.subject == REMOVE:
        return Deeper(CONFIRM, f"{REMOVE}:{person_id}")
    if press.subject == GIVE:
        return Deeper(MINUTES, f"{GIVE}:{person_id}")
    return Deeper(PERSON, person_id)


def person_at(incident: Incident, keys: str) -> str:
    """Who has this seat. Raises Refused for a number that nobody has."""
    if not keys.isascii() or not keys.isdigit():
        raise Refused("That is no seat number.")
    found = next((who for who, seat in incident.seat_numbers.items() if seat == int(keys[:6])), None)
    if found is None:
        raise Refused(f"Nobody has seat {int(keys[:6])}.")
    return found


def confirmed(incident: Incident, press: Press) -> Outcome:
    what, _, person_id = press.subject.partition(":")
    if what == END:
        return done("The call has ended.", end(incident, press.actor, press.now))
    if what == NEW_ROOM:
        return done("All go over to a new room.", new_room.renew(incident, press.actor, press.now))
    if what == LINE:
        return record_line(incident, press)
    if what == CLOSE_ROLL_CALL:
        return done("The roll call is closed.", close_roll_call(incident, press.actor, press.now))
    if what == RELEASE:
        order = c.ReleaseOthers(stay=tuple(found for found in person_id.split(",") if found))
        return done("The others are released.", release_others(incident, order, press.actor, press.now))
    if what == AGREED:
        role, _, person_id = person_id.partition(":")
        return give(incident, press, Role(role), person_id, reason="as agreed aloud")
    return removed(incident, press, "")


def removed(incident: Incident, press: Press, reason: str) -> Outcome:
    """The reason is read out to them; an empty one stands for the usual one."""
    person_id = press.subject.partition(":")[2]
    name = incident.name_of(person_id)
    leg = next((leg for leg in incident.live_legs(person_id) if leg.removed_reason is None), None)
    if leg is None:
        raise Refused(f"{name} is not on the call any more.")
    order = c.RemoveLeg(call_sid=leg.call_sid, reason=reason)
    return done(f"{name} is being removed.", remove(incident, order, press.actor, press.now))


def _be(role: Role) -> str:
    return "command" if role is Role.INCIDENT_COMMANDER else f"be {role.spoken}"


def give(incident: Incident, press: Press, role: Role, person_id: str, reason: str = "") -> Outcome:
    """Command and deputy are offered, the other roles are given; to who is not trained only after a confirmation."""
    name = incident.name_of(person_id)
    asked = role in PRIVILEGED and person_id != press.leg.person_id
    try:
        if asked:
            offer = c.ProposeRole(role=role, person_id=person_id, reason=reason)
            return done(f"{name} is asked to {_be(role)}.", propose_role(incident, offer, press.actor, press.now))
        order = c.AssignRole(role=role, person_id=person_id, reason=reason)
        return done(f"{name} is {role.spoken}.", assign_role(incident, order, press.actor, press.now))
    except NotTrained:
        return Deeper(CONFIRM, f"{AGREED}:{role.value}:{person_id}")


def stay_keyed(incident: Incident, press: Press) -> Outcome:
    """One seat after the other; zero asks for the confirmation."""
    stay = press.subject.partition(STAY_WRONG)[0]
    if press.keys.strip("0") == "":
        return Deeper(CONFIRM, f"{RELEASE}:{stay}")
    try:
        person_id = person_at(incident, press.keys)
    except Refused as refused:
        return Deeper(STAY, f"{stay}{STAY_WRONG}{refused.reason}")
    return Deeper(STAY, ",".join(found for found in (stay, person_id) if found))


def repair(incident: Incident, press: Press) -> Outcome:
    found = repair_recording(incident, press.actor, press.now)
    return done("The recording is ordered to go on." if found else recording_words(incident), found)


def record(incident: Incident, press: Press, on: bool) -> Outcome:
    said = "On the record, once the carrier confirms." if on else "Off the record, once the carrier confirms."
    return done(said, off_record.order(incident, on, press.actor, press.now))


def guest_pin(incident: Incident, press: Press) -> Outcome:
    """To who lets people in, and to nobody else."""
    require(incident, press.actor, Capability.ADMIT)
    return Done(f"The PIN for guests is {GUEST_PIN_HERE}.")


COMMAND_KEYS = {
    Effect.GUEST_PIN: guest_pin,
    Effect.COMMAND_MENU: lambda incident, press: Deeper(COMMAND),
    Effect.START_ROLL_CALL: roll_call,
    Effect.CLOSE_ROLL_CALL: lambda incident, press: Deeper(CONFIRM, CLOSE_ROLL_CALL),
    Effect.MUTE_ALL: lambda incident, press: mute_everybody(incident, press, True),
    Effect.RELEASE_MUTE: lambda incident, press: mute_everybody(incident, press, False),
    Effect.DOOR: lambda incident, press: Deeper(DOOR),
    Effect.LOCK: lambda incident, press: lock_door(incident, press, True),
    Effect.UNLOCK: lambda incident, press: lock_door(incident, press, False),
    Effect.END_CALL: lambda incident, press: Deeper(CONFIRM, END),
    Effect.REMOVE_SEAT: lambda incident, press: Deeper(SEAT, REMOVE),
    Effect.WHO_IS_HERE: lambda incident, press: Done(who_is_here(incident)),
    Effect.TAKE_COMMAND: command,
    Effect.RECORDING_STATE: lambda incident, press: Deeper(RECORDING),
    Effect.READ_RECORDING: lambda incident, press: Done(recording_words(incident)),
    Effect.REPAIR: repair,
    Effect.OFF_RECORD: lambda incident, press: record(incident, press, False),
    Effect.ON_RECORD: lambda incident, press: record(incident, press, True),
    Effect.STAY_LIST: lambda incident, press: Deeper(STAY),
    Effect.PERSON: lambda incident, press: Deeper(SEAT, PERSON),
    Effect.CONFIRM: confirmed,
    Effect.REMOVE_FOR_NOISE: lambda incident, press: removed(incident, press, "there is noise on your line"),
    Effect.REMOVE_FOR_DISRUPTION: lambda incident, press: removed(incident, press, "you disrupted the call"),
}
