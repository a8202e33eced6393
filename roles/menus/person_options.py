"""What the command menu offers about one person: only what may be done to them now, on keys that never change."""

from roles.incident import Incident
from roles.menus.effects import Effect
from roles.menus.levels import FREE_KEYS, ROLE_KEYS
from roles.people import Actor
from roles.permissions import Capability, capabilities
from roles.presence import Leg, Where


def _may_be_marked(incident: Incident, leg: Leg, person_id: str) -> bool:
    """Answered for by somebody else, while the roll call waits for them and nothing at the door does."""
    may = capabilities(incident, Actor(person_id=leg.person_id))
    at_the_door = any(found.where is Where.LOBBY for found in incident.live_legs(person_id))
    waits = incident.roll_call is not None and incident.roll_call.waits_for(person_id)
    free = not at_the_door and person_id not in incident.observers
    return waits and free and Capability.ANSWER_FOR_OTHERS in may


def person(incident: Incident, leg: Leg, person_id: str) -> tuple[tuple[str, Effect], ...]:
    """What may be done to this person now, on keys that never change."""
    may = capabilities(incident, Actor(person_id=leg.person_id))
    legs = incident.live_legs(person_id)
    waiting = any(found.where is Where.LOBBY for found in legs)
    inside = [found for found in legs if found.admitted]
    held = any(found.wanted_hold for found in inside)
    banned = person_id in incident.banned
    remove = Capability.REMOVE in may
    mute, hold = Capability.MUTE_OTHERS in may, Capability.HOLD in may
    keys = [
        ("1", Effect.LET_IN, waiting and not banned and Capability.ADMIT in may),
        ("1", Effect.TAKE_PART, person_id in incident.observers and Capability.ADMIT in may),
        ("1", Effect.MARK_HERE, _may_be_marked(incident, leg, person_id)),
        ("2", Effect.LET_IN_TO_LISTEN, waiting and not inside and not banned and Capability.ADMIT in may),
        ("2", Effect.MUTE_PERSON, bool(inside) and mute),
        ("3", Effect.UNMUTE_PERSON, bool(inside) and mute),
        ("4", Effect.TAKE_BACK if held else Effect.HOLD_PERSON, bool(inside) and hold),
        ("5", Effect.WHISPER, bool(inside) and Capability.WHISPER in may),
        ("6", Effect.ROLE_OF_PERSON, bool(roles_offered(incident, leg, person_id))),
        ("7", Effect.TEAM_OF_PERSON, bool(inside) and Capability.SUB_TEAMS in may),
        ("8", Effect.ABOUT_PERSON, bool(about(incident, leg, person_id))),
        ("8", Effect.RING_AGAIN, not legs and Capability.RING in may),
        ("9", Effect.TURN_AWAY, waiting and not banned and Capability.ADMIT in may),
        ("9", Effect.BAN, not waiting and not banned and remove),
        ("9", Effect.ALLOW, banned and remove),
        ("0", Effect.ASK_OR_WARN, bool(inside) and remove and person_id != leg.person_id),
    ]
    return tuple((key, effect) for key, effect, offered in keys if offered)


def roles_offered(incident: Incident, leg: Leg, person_id: str) -> tuple[tuple[str, Effect], ...]:
    """A role is given to who has it not, and taken back from who has it; everybody gives up their own."""
    may_give = Capability.ASSIGN_ROLES in capabilities(incident, Actor(person_id=leg.person_id))
    held = incident.roster.roles_of(person_id)
    found = []
    for key, (give, role) in ROLE_KEYS.items():
        if role in held and (may_give or person_id == leg.person_id):
            found.append((key, FREE_KEYS[key]))
        elif role not in held and may_give:
            found.append((key, give))
    return tuple(found)


def about(incident: Incident, leg: Leg, person_id: str) -> tuple[tuple[str, Effect], ...]:
    """While a call of theirs is up; `leg` is of who asks."""
    may = capabilities(incident, Actor(person_id=leg.person_id))
    legs = incident.live_legs(person_id)
    if not legs:
        return ()
    newest = max(legs, key=lambda found: found.arrived_at)
    team = incident.teams.open.get(newest.room)
    hand = person_id in incident.floor.hands
    room = Effect.NO_ROOM if newest.is_room else Effect.IS_ROOM
    listens = person_id in incident.observers or bool(incident.roster.roles_of(person_id))
    keys = [
        ("1", Effect.SAY_NAME, Capability.RENAME in may),
        ("2", Effect.LISTEN_ONLY, newest.admitted and not listens and Capability.ADMIT in may),
        ("3", room, newest.admitted and Capability.RENAME in may),
        ("4", Effect.LEAD_TEAM, team is not None and team.leader != person_id and Capability.SUB_TEAMS in may),
        ("5", Effect.LOWER_THEIR_HAND, hand and Capability.MUTE_OTHERS in may),
        ("6", Effect.HEAR_NUMBER, bool(newest.number_hint) and Capability.SEE_NUMBERS in may),
    ]
    return tuple((key, effect) for key, effect, offered in keys if offered)
