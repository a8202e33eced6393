"""What the command menu does to one person, found by seat number: let in, mute, hold, role, turn away."""

from collections.abc import Callable

from roles import commands as c, events as e
from roles.arrivals import admit, turn_away
from roles.floor import door_orders
from roles.floor.control import hold, mute
from roles.incident import Incident
from roles.leadership.command_staff import assign_role
from roles.menus.effects import Effect
from roles.menus.levels import ROLE, ROLE_KEYS, ROOM_KEYS, TEAM
from roles.menus.press import Deeper, Outcome, Press, done
from roles.presence import Leg, Where
from roles.reach import ring_orders
from roles.refusals import nobody_there
from roles.work import team_orders
from roles.work.sub_teams import TEAM_KEYS, room_words

Order = Callable[[Leg], list[e.Event]]


def _each(incident: Incident, press: Press, concerned: Callable[[Leg], bool], order: Order, said: str) -> Outcome:
    """The order for every leg of the person that it concerns."""
    name = incident.name_of(press.subject)
    legs = [leg for leg in incident.live_legs(press.subject) if concerned(leg)]
    if not legs:
        raise nobody_there(name)
    return done(f"{name} {said}.", [event for leg in legs for event in order(leg)])


def _waits(leg: Leg) -> bool:
    return leg.where is Where.LOBBY


def _inside(leg: Leg) -> bool:
    return leg.admitted


def let_in(incident: Incident, press: Press, observer: bool = False) -> Outcome:
    def order(leg: Leg) -> list[e.Event]:
        return admit(incident, c.AdmitLeg(call_sid=leg.call_sid, observer=observer), press.actor, press.now)

    return _each(incident, press, _waits, order, "is let in to listen" if observer else "is let in")


def away(incident: Incident, press: Press) -> Outcome:
    def order(leg: Leg) -> list[e.Event]:
        return turn_away(incident, c.TurnAwayLeg(call_sid=leg.call_sid), press.actor, press.now)

    return _each(incident, press, _waits, order, "is turned away")


def mute_person(incident: Incident, press: Press, muted: bool) -> Outcome:
    def order(leg: Leg) -> list[e.Event]:
        return mute(incident, c.MuteLeg(call_sid=leg.call_sid, muted=muted), press.actor, press.now)

    return _each(incident, press, _inside, order, "is muted" if muted else "can be heard")


def hold_person(incident: Incident, press: Press, held: bool) -> Outcome:
    def order(leg: Leg) -> list[e.Event]:
        return hold(incident, c.HoldLeg(call_sid=leg.call_sid, hold=held), press.actor, press.now)

    return _each(incident, press, _inside, order, "is on hold" if held else "is back from hold")


def give_role(incident: Incident, press: Press, effect: Effect) -> Outcome:
    role = next(role for found, role in ROLE_KEYS.values() if found is effect)
    order = c.AssignRole(role=role, person_id=press.subject)
    found = assign_role(incident, order, press.actor, press.now)
    return done(f"{incident.name_of(press.subject)} is {role.spoken}.", found)


def _giving(effect: Effect) -> Callable[[Incident, Press], Outcome]:
    return lambda incident, press: give_role(incident, press, effect)


def take_part(incident: Incident, press: Press) -> Outcome:
    order = c.SetObserver(person_id=press.subject, observer=False)
    found = door_orders.set_observer(incident, order, press.actor, press.now)
    return done(f"{incident.name_of(press.subject)} takes part.", found)


def ring_again(incident: Incident, press: Press) -> Outcome:
    order = c.RingPerson(person_id=press.subject)
    return done(
        f"{incident.name_of(press.subject)} is rung.", ring_orders.ring_person(incident, order, press.actor, press.now)
    )


def ban_person(incident: Incident, press: Press, banned: bool) -> Outcome:
    order = c.BanPerson(person_id=press.subject, banned=banned)
    said = "is banned" if banned else "may join again"
    return done(f"{incident.name_of(press.subject)} {said}.", door_orders.ban(incident, order, press.actor, press.now))


def _moving(team: str) -> Callable[[Incident, Press], Outcome]:
    def to_team(incident: Incident, press: Press) -> Outcome:
        order = c.MovePerson(person_id=press.subject, team=team)
        found = team_orders.move(incident, order, press.actor, press.now)
        return done(f"{incident.name_of(press.subject)} moves to {room_words(team)}.", found)

    return to_team


PERSON_KEYS: dict[Effect, Callable[[Incident, Press], Outcome]] = {
    Effect.LET_IN: let_in,
    Effect.LET_IN_TO_LISTEN: lambda incident, press: let_in(incident, press, observer=True),
    Effect.MUTE_PERSON: lambda incident, press: mute_person(incident, press, True),
    Effect.UNMUTE_PERSON: lambda incident, press: mute_person(incident, press, False),
    Effect.HOLD_PERSON: lambda incident, press: hold_person(incident, press, True),
    Effect.TAKE_BACK: lambda incident, press: hold_person(incident, press, False),
    Effect.ROLE_OF_PERSON: lambda incident, press: Deeper(ROLE, press.subject),
    Effect.TURN_AWAY: away,
    Effect.TAKE_PART: take_part,
    Effect.TEAM_OF_PERSON: lambda incident, press: Deeper(TEAM, press.subject),
    Effect.RING_AGAIN: ring_again,
    Effect.BAN: lambda incident, press: ban_person(incident, press, True),
    Effect.ALLOW: lambda incident, press: ban_person(incident, press, False),
    **{effect: _moving(TEAM_KEYS[key]) for effect, key in ROOM_KEYS.values()},
    **{effect: _giving(effect) for effect, _ in ROLE_KEYS.values()},
}
