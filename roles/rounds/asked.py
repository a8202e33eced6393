"""Whom a roll call concerns: who is asked, who is not any more, which required role nobody holds."""

from datetime import datetime

from roles import commands as c, events as e
from roles.incident import Incident
from roles.people import Actor, Role
from roles.permissions import Capability, require
from roles.presence import Leg, Where


def who_is_asked(incident: Incident, caller: str) -> tuple[str, ...]:
    """The required of the plan, the holders of its required roles, everybody who was on this call; not the caller."""
    holders = [who for role in incident.required_roles for who in incident.roster.holders(role)]
    was_here = [leg.person_id for leg in incident.legs.values() if leg.joined_at is not None]
    everybody = dict.fromkeys((*incident.required, *holders, *was_here))
    return tuple(who for who in everybody if who != caller and not outside(incident, who))


def use_plan(incident: Incident, command: c.UsePlan, actor: Actor, now: datetime) -> list[e.Event]:
    """For the next roll call; whoever is required and new has a seat from now on."""
    require(incident, actor, Capability.ROLL_CALL)
    fresh = [person for person in command.required if person.person_id not in incident.seat_numbers]
    seats = tuple((person.person_id, incident.next_seat + number) for number, person in enumerate(fresh))
    return [
        e.PlanUsed(
            at=now,
            required=command.required,
            required_roles=command.required_roles,
            escalation=command.escalation,
            seats=seats,
            by=actor.person_id,
        )
    ]


def outside(incident: Incident, person_id: str) -> bool:
    """Sent away by a person's order: the bridge neither asks nor rings them."""
    return person_id in incident.removed_people | incident.released_people | incident.banned


def vacant_roles(incident: Incident) -> tuple[Role, ...]:
    """Roles that the plan requires and nobody holds."""
    return tuple(role for role in incident.required_roles if not incident.roster.holders(role))


def vacancy_words(incident: Incident) -> str:
    return " ".join(f"Nobody is {role.spoken}." for role in vacant_roles(incident))


def inside(incident: Incident, person_id: str) -> list[Leg]:
    """Their calls that were let in, also those that still hear the notice."""
    return [leg for leg in incident.live_legs(person_id) if leg.admitted]


def in_lobby(incident: Incident, person_id: str) -> bool:
    legs = incident.live_legs(person_id)
    return any(leg.where is Where.LOBBY and leg.turned_away_by is None for leg in legs)


def no_key_ever(incident: Incident, person_id: str) -> bool:
    """On the line, and no key of theirs ever came: their telephone may not send any."""
    legs = [leg for leg in incident.live_legs(person_id) if leg.joined_at is not None]
    return bool(legs) and not any(leg.keys_seen for leg in legs)
