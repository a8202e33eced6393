"""Which room something happened in: the main room, or the one of a sub-team."""

from datetime import datetime, timedelta

from roles.incident import Incident
from roles.presence import Leg
from roles.seats import Seat
from roles.work.sub_teams import MAIN_ROOM, room_words

WHOLE_SECONDS = timedelta(seconds=1)
"""The carrier's times of joining have whole seconds: a word may seem to lie before it."""


def room_of_conference(incident: Incident, conference_sid: str) -> str:
    """The team whose conference this is; empty for the main room and for one in which nobody ever sat."""
    seats = (seat for leg in incident.legs.values() for seat in leg.seats.values())
    return next((seat.room for seat in seats if seat.conference_sid == conference_sid), MAIN_ROOM)


def seat_at(leg: Leg | None, moment: datetime) -> Seat | None:
    """Where the leg sat then: the seat that it had taken last."""
    if leg is None:
        return None
    taken = [seat for seat in leg.seats.values() if seat.joined_at and seat.joined_at <= moment + WHOLE_SECONDS]
    return max(taken, key=lambda seat: (seat.joined_at, len(seat.label), seat.label), default=None)


def room_at(leg: Leg | None, moment: datetime) -> str:
    """The room that the leg was in then."""
    seat = seat_at(leg, moment)
    return seat.room if seat is not None else MAIN_ROOM


def arrival_words(incident: Incident, leg: Leg) -> str:
    """What a moved leg hears before it is in its new room; empty where it was already."""
    seated = [seat for seat in leg.seats.values() if seat.joined_at is not None]
    last = max(seated, key=lambda seat: (seat.joined_at, len(seat.label), seat.label), default=None)
    if last is None or last.room == leg.room:
        return ""
    if leg.room == MAIN_ROOM:
        return "You are back in the main room."
    team = incident.teams.open.get(leg.room)
    others = dict.fromkeys(
        incident.name_of(other.person_id)
        for other in incident.on_the_line()
        if other.person_id != leg.person_id and other.seat is not None and other.seat.room == leg.room
    )
    company = f" with {', '.join(others)}" if others else ", the first one"
    found = [f"You are in {room_words(leg.room)}{company}."]
    if team is not None and team.leader == leg.person_id:
        found.append("You lead it.")
    if team is not None and team.task:
        found.append(f"The task: {team.task}.")
    return " ".join(found)
