"""Who needs somebody, as key 0 5 reads it out: hands, who is missing, who is not well, vacant roles."""

from collections.abc import Sequence

from roles.incident import Incident
from roles.rounds.asked import outside, vacancy_words
from roles.rounds.escalation import help_words
from roles.work.sub_teams import room_words


def who_needs_somebody(incident: Incident) -> list[str]:
    """A sentence each; missing are those of the last roll call, before the first one the required of the plan."""
    found = []
    hands = [who for who in incident.floor.hands if incident.live_legs(who)]
    if hands:
        found.append(f"Hands up: {seats_and_names(incident, hands)}.")
    last = incident.roll_calls[-1] if incident.roll_calls else None
    missing = _missing(incident)
    if missing:
        found.append(f"Missing: {seats_and_names(incident, missing)}.")
    if last is not None:
        found.append(help_words(incident, last))
    found.append(vacancy_words(incident))
    return [sentence for sentence in found if sentence]


def seats_and_names(incident: Incident, people: Sequence[str], most: int = 12) -> str:
    """Each seat with its name, and the team of whoever is apart."""
    said = ", ".join(_one(incident, who) for who in people[:most])
    more = len(people) - most
    return said + (f", and {more} more" if more > 0 else "")


def _one(incident: Incident, person_id: str) -> str:
    seat = incident.seat_numbers.get(person_id)
    team = next((leg.room for leg in incident.live_legs(person_id) if leg.room), "")
    words = f"{seat} {incident.name_of(person_id)}" if seat else incident.name_of(person_id)
    if any(leg.is_room for leg in incident.live_legs(person_id)):
        words += " in a room of several"
    return f"{words} in {room_words(team)}" if team else words


def _missing(incident: Incident) -> list[str]:
    if incident.roll_calls:
        last = incident.roll_calls[-1]
        return [who for who in last.missing if last.open or not incident.live_legs(who)]
    return [who for who in incident.required if not outside(incident, who) and not incident.live_legs(who)]
