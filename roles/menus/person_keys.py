"""What the command menu does to one person, found by seat number: let in, mute, hold, role, turn away."""

from collections.abc import Callable

from roles import commands as c, events as e
from roles.arrivals import admit, turn_away
from roles.floor import door_orders
from roles.floor.control import hold, mute
from roles.incident import Incident
from roles.leadership import disruption
from roles.leadership.command_staff import answer_roll_call, vacate_role
from roles.menus.command_keys import give
from roles.menus.effects import Effect
from roles.menus.levels import FREE_KEYS, ROLE, ROLE_KEYS, ROOM_KEYS, TEAM
from roles.menus.press import Deeper, Outcome, Press, done
from roles.people import Role
from roles.presence import Leg, Where
from roles.reach import ring_orders
from roles.refusals import nobody_there
from roles.rounds.roll_call import Answer
from roles.work import team_orders
from roles.work.sub_teams import TEAM_KEYS, room_words

Order = Callable[[Leg], list[e.Event]]


def _each(incident: Incident, press: Press, concerned: Callable[[Leg], bool], order: Order, said: str) -> Outcome:
    """The order for every leg of the person that it concerns."""
    legs = [leg for leg in incident.live_legs(press.subject) if concerned(leg)]
    if not legs:
        raise nobody_there(incident.name_of(press.subject))
    return done(f"{incident.name_of(press.subject)} {said}.", [event for leg in legs for event in order(leg)])


def _inside(incident: Incident, press: Press, order: Order, said: str) -> Outcome:
    """The order for somebody on the call; it reaches each of their phones."""
    leg = next((leg for leg in incident.live_legs(press.subject) if leg.admitted), None)
    if leg is None:
        raise nobody_there(incident.name_of(press.subject))
    return done(f"{incident.name_of(press.subject)} {said}.", order(leg))


def _waits(leg: Leg) -> bool:
    return leg.where is Where.LOBBY


def let_in(incident: Incident, press: Press, observer: bool = False) -> Outcome:
    def order(leg: Leg) -> list[e.Event]:
        return admit(incident, c.AdmitLeg(call_sid=leg.call_sid, observer=observer), press.actor, press.now)

    return _each(incident, press, _waits, order, "is being let in to listen" if observer else "is being let in")


def away(incident: Incident, press: Press) -> Outcome:
    def order(leg: Leg) -> list[e.Event]:
        return turn_away(incident, c.TurnAwayLeg(call_sid=leg.call_sid), press.actor, press.now)

    return _each(incident, press, _waits, order, "is being turned away")


def mute_person(incident: Incident, press: Press, muted: bool) -> Outcome:
    def order(leg: Leg) -> list[e.Event]:
        return mute(incident, c.MuteLeg(call_sid=leg.call_sid, muted=muted), press.actor, press.now)

    return _inside(incident, press, order, "is being muted" if muted else "is being unmuted")


def hold_person(incident: Incident, press: Press, held: bool) -> Outcome:
    def order(leg: Leg) -> list[e.Event]:
        return hold(incident, c.HoldLeg(call_sid=leg.call_sid, hold=held), press.actor, press.now)

    return _inside(incident, press, order, "is being put on hold" if held else "is being taken back")


def _giving(role: Role) -> Callable[[Incident, Press], Outcome]:
    return lambda incident, press: give(incident, press, role, press.subject)


def _freeing(role: Role) -> Callable[[Incident, Press], Outcome]:
    def free(incident: Incident, press: Press) -> Outcome:
        order = c.VacateRole(role=role, person_id=press.subject)
        found = vacate_role(incident, order, press.actor, press.now)
        return done(f"{incident.name_of(press.subject)} is no longer {role.spoken}.", found)

    return free


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


def ask_or_warn(incident: Incident, press: Press) -> Outcome:
    """The ladder for somebody who disrupts: first the question, then the warning."""
    name = incident.name_of(press.subject)
    if press.subject in (incident.asked_to_command, *incident.warned):
        warned = disruption.warn(incident, c.WarnDisruptor(person_id=press.subject), press.actor, press.now)
        return done(f"{name} is warned.", warned)
    asked = disruption.ask(incident, c.AskDisruptor(person_id=press.subject), press.actor, press.now)
    return done(f"{name} is asked: do you wish to command?", asked)


def _moving(team: str) -> Callable[[Incident, Press], Outcome]:
    def to_team(incident: Incident, press: Press) -> Outcome:
        order = c.MovePerson(person_id=press.subject, team=team)
        found = team_orders.move(incident, order, press.actor, press.now)
        return done(f"{incident.name_of(press.subject)} moves to {room_words(team)}.", found)

    return to_team


def mark_here(incident: Incident, press: Press) -> Outcome:
    order = c.AnswerRollCall(person_id=press.subject, answer=Answer.HEALTHY.value)
    found = answer_roll_call(incident, order, press.actor, press.now)
    return done(f"{incident.name_of(press.subject)} is marked as here.", found)


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
    Effect.MARK_HERE: mark_here,
    Effect.TEAM_OF_PERSON: lambda incident, press: Deeper(TEAM, press.subject),
    Effect.RING_AGAIN: ring_again,
    Effect.ASK_OR_WARN: ask_or_warn,
    Effect.BAN: lambda incident, press: ban_person(incident, press, True),
    Effect.ALLOW: lambda incident, press: ban_person(incident, press, False),
    **{effect: _moving(TEAM_KEYS[key]) for effect, key in ROOM_KEYS.values()},
    **{effect: _giving(role) for effect, role in ROLE_KEYS.values()},
    **{FREE_KEYS[key]: _freeing(role) for key, (_, role) in ROLE_KEYS.items()},
}
