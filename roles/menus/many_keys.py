"""Keys of the command menu for many at once, and for who is not on the call: let in, unmute, bring back, ring."""

from collections.abc import Callable

from roles import commands as c
from roles.floor.door_orders import admit_all, unmute_all
from roles.incident import Incident
from roles.menus.command_keys import NEW_ROOM
from roles.menus.effects import Effect
from roles.menus.levels import CONFIRM, NAMES, PEOPLE, TEAMS
from roles.menus.name_keys import FEWEST_DIGITS, MOST_PEOPLE, meant
from roles.menus.press import Deeper, Outcome, Press, done
from roles.permissions import Capability, require
from roles.reach import ring_orders
from roles.refusals import Refused
from roles.work import team_orders
from roles.work.sub_teams import TEAM_KEYS, room_words


def let_all_in(incident: Incident, press: Press) -> Outcome:
    return done("All who wait are being let in.", admit_all(incident, press.actor, press.now))


def let_all_speak(incident: Incident, press: Press) -> Outcome:
    found = unmute_all(incident, press.actor, press.now)
    return done("Everybody is being unmuted." if found else "Nobody was muted by others.", found)


def which_team(incident: Incident, press: Press) -> Outcome:
    if not incident.teams.open:
        raise Refused("No team is apart.")
    return Deeper(TEAMS)


def bring_back(incident: Incident, press: Press) -> Outcome:
    team = TEAM_KEYS[press.keys[:1]]
    found = team_orders.close(incident, c.CloseTeam(team=team), press.actor, press.now)
    return done(f"{room_words(team)} comes back.", found)


def by_name(incident: Incident, press: Press) -> Outcome:
    require(incident, press.actor, Capability.RING)
    return Deeper(NAMES)


def name_keyed(incident: Incident, press: Press) -> Outcome:
    """The first letters of a name; the webhook has introduced whom the directory knows by them."""
    require(incident, press.actor, Capability.RING)
    if len(press.keys) < FEWEST_DIGITS:
        raise Refused("Key at least two letters of the name.")
    found = [person.person_id for person in meant(incident.people.values(), press.keys)]
    if not found:
        raise Refused("The directory has no such name.")
    found = [person_id for person_id in found if not incident.live_legs(person_id)]
    if not found:
        raise Refused("They are on the call already.")
    if len(found) > MOST_PEOPLE:
        raise Refused("Many names begin so. Key more letters.")
    return Deeper(PEOPLE, ",".join(found))


def ring_chosen(incident: Incident, press: Press) -> Outcome:
    """By the number under which the menu named them."""
    person_id = press.subject.split(",")[int(press.keys[:1]) - 1]
    order = c.RingPerson(person_id=person_id)
    found = ring_orders.ring_person(incident, order, press.actor, press.now)
    return done(f"{incident.name_of(person_id)} is rung.", found)


MANY_KEYS: dict[Effect, Callable[[Incident, Press], Outcome]] = {
    Effect.ADMIT_ALL: let_all_in,
    Effect.UNMUTE_ALL: let_all_speak,
    Effect.BRING_BACK: which_team,
    Effect.BRING_BACK_TEAM: bring_back,
    Effect.RING_BY_NAME: by_name,
    Effect.RING_CHOSEN: ring_chosen,
    Effect.NEW_ROOM: lambda incident, press: Deeper(CONFIRM, NEW_ROOM),
}
