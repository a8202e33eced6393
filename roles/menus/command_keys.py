"""What the keys of the command menu do: roll call, mute all, the door, removal, who is here, command, recording."""

from roles import commands as c
from roles.brief import recording_words, who_is_here
from roles.floor.control import end, remove, repair_recording
from roles.floor.door_orders import release_others
from roles.floor.floor_orders import lock, mute_all
from roles.incident import Incident
from roles.leadership.command_staff import start_roll_call, take_command
from roles.menus.effects import GUEST_PIN_HERE, Effect
from roles.menus.levels import COMMAND, CONFIRM, DOOR, MINUTES, PERSON, RECORDING, SEAT, STAY
from roles.menus.press import Deeper, Done, Outcome, Press, done
from roles.menus.time_keys import TASK
from roles.permissions import Capability, require
from roles.record import off_record
from roles.refusals import Refused

REMOVE, END, RELEASE = "remove", "end", "release"


def roll_call(incident: Incident, press: Press) -> Outcome:
    order = c.StartRollCall(roll_call_id=press.fresh_id)
    return done("The roll call is open.", start_roll_call(incident, order, press.actor, press.now))


def mute_everybody(incident: Incident, press: Press, muted: bool) -> Outcome:
    said = "All but command staff are muted." if muted else "Everybody can speak again."
    return done(said, mute_all(incident, c.MuteAll(muted=muted), press.actor, press.now))


def lock_door(incident: Incident, press: Press, locked: bool) -> Outcome:
    said = "The bridge is locked." if locked else "The bridge is open."
    return done(said, lock(incident, c.LockBridge(locked=locked), press.actor, press.now))


def command(incident: Incident, press: Press) -> Outcome:
    return done("You are in command.", take_command(incident, press.actor, press.now))


def seat_keyed(incident: Incident, press: Press) -> Outcome:
    """A seat number: on to what is asked of it."""
    person_id = person_at(incident, press.keys)
    if press.subject == REMOVE:
        return Deeper(CONFIRM, f"{REMOVE}:{person_id}")
    if press.subject == TASK:
        return Deeper(MINUTES, f"{TASK}:{person_id}")
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
    if what == RELEASE:
        order = c.ReleaseOthers(stay=tuple(found for found in person_id.split(",") if found))
        return done("The others are released.", release_others(incident, order, press.actor, press.now))
    name = incident.name_of(person_id)
    legs = [leg for leg in incident.live_legs(person_id) if leg.removed_reason is None]
    if not legs:
        raise Refused(f"{name} is not on the call any more.")
    orders = [c.RemoveLeg(call_sid=leg.call_sid, reason="") for leg in legs]
    found = [event for order in orders for event in remove(incident, order, press.actor, press.now)]
    return done(f"{name} is being removed.", found)


def stay_keyed(incident: Incident, press: Press) -> Outcome:
    """One seat after the other; zero asks for the confirmation."""
    if press.keys.strip("0") == "":
        return Deeper(CONFIRM, f"{RELEASE}:{press.subject}")
    person_id = person_at(incident, press.keys)
    return Deeper(STAY, ",".join(found for found in (press.subject, person_id) if found))


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
}
