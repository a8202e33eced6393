"""Keys of the command menu about one person: who it is, a room, listen only, who leads, their hand, their number."""

from collections.abc import Callable

from roles import commands as c
from roles.floor import door_orders
from roles.floor.floor_orders import lower_hand
from roles.incident import Incident
from roles.menus.effects import Effect, number_here
from roles.menus.levels import ABOUT, SPEAK
from roles.menus.press import Deeper, Outcome, Press, done
from roles.menus.speak_keys import prompt_s
from roles.permissions import Capability, require
from roles.presence import Leg
from roles.reach.take_orders import open_window
from roles.reach.takes import RENAME
from roles.refusals import Refused, nobody_there
from roles.work import team_orders


def newest_leg(incident: Incident, person_id: str) -> Leg:
    """The phone that they dialed from last. Raises Refused when they are gone."""
    legs = incident.live_legs(person_id)
    if not legs:
        raise nobody_there(incident.name_of(person_id))
    return max(legs, key=lambda leg: leg.arrived_at)


def say_name(incident: Incident, press: Press) -> Outcome:
    """Up to four seconds, kept; the name is theirs as soon as it is understood."""
    require(incident, press.actor, Capability.RENAME)
    leg = newest_leg(incident, press.subject)
    found = open_window(incident, press.leg, RENAME, leg.call_sid, press.fresh_id, press.now, prompt_s(RENAME))
    return Deeper(SPEAK, RENAME, tuple(found))


def listen_only(incident: Incident, press: Press) -> Outcome:
    order = c.SetObserver(person_id=press.subject, observer=True)
    found = door_orders.set_observer(incident, order, press.actor, press.now)
    return done(f"{incident.name_of(press.subject)} listens only.", found)


def is_room(incident: Incident, press: Press, room: bool) -> Outcome:
    leg = newest_leg(incident, press.subject)
    order = c.MarkRoom(call_sid=leg.call_sid, room=room)
    found = door_orders.mark_room(incident, order, press.actor, press.now)
    return done("Marked as a room." if room else "No room any more.", found)


def lead(incident: Incident, press: Press) -> Outcome:
    team = incident.teams.open.get(newest_leg(incident, press.subject).room)
    if team is None:
        raise Refused("They are in no team.")
    order = c.FormTeam(team=team.name, leader=press.subject, task=team.task, minutes=0, box_id="")
    found = team_orders.form(incident, order, press.actor, press.now)
    return done(f"{incident.name_of(press.subject)} leads {team.name.capitalize()}.", found)


def lower(incident: Incident, press: Press) -> Outcome:
    found = lower_hand(incident, c.LowerHand(person_id=press.subject), press.actor, press.now)
    return done(f"The hand of {incident.name_of(press.subject)} is down.", found)


def number(incident: Incident, press: Press) -> Outcome:
    """Said once, to who asked; looking is logged, the number is not."""
    order = c.LookUpNumber(call_sid=newest_leg(incident, press.subject).call_sid)
    found = door_orders.look_up_number(incident, order, press.actor, press.now)
    return done(number_here(order.call_sid), found)


ABOUT_KEYS: dict[Effect, Callable[[Incident, Press], Outcome]] = {
    Effect.ABOUT_PERSON: lambda incident, press: Deeper(ABOUT, press.subject),
    Effect.SAY_NAME: say_name,
    Effect.LISTEN_ONLY: listen_only,
    Effect.IS_ROOM: lambda incident, press: is_room(incident, press, True),
    Effect.NO_ROOM: lambda incident, press: is_room(incident, press, False),
    Effect.LEAD_TEAM: lead,
    Effect.LOWER_THEIR_HAND: lower,
    Effect.HEAR_NUMBER: number,
}
