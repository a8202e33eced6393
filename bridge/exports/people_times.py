"""Who was on the call and how the roll call went, as both exports tell it."""

from datetime import UTC, datetime
from typing import Any

from roles.incident import Incident
from roles.presence import Leg, Where
from roles.rounds.roll_call import RollCall
from roles.rounds.standing import State, state_of
from roles.work.sub_teams import room_words


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with a Z; None stays None."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None


def participants(incident: Incident) -> list[dict[str, Any]]:
    """One entry a person in order of arrival: legs (one a call) and roles with their times."""
    found: dict[str, dict[str, Any]] = {}
    for leg in sorted(incident.legs.values(), key=lambda leg: leg.arrived_at):
        person = found.setdefault(leg.person_id, _person(incident, leg.person_id))
        person["legs"].append(
            {
                "call_sid": leg.call_sid,
                "joined_at": iso(leg.joined_at),
                "left_at": iso(leg.call_over_at),
                "reason": leg.leave_reason,
                "rooms": _rooms(leg),
                **_removal(incident, leg),
            }
        )
    for holding in incident.roster.holdings:
        person = found.setdefault(holding.person_id, _person(incident, holding.person_id))
        person["roles"].append({"role": holding.role.value, "from": iso(holding.since), "to": iso(holding.until)})
    return list(found.values())


def _rooms(leg: Leg) -> list[dict[str, Any]]:
    """Every stay in a room, the first one first."""
    seats = sorted((seat for seat in leg.seats.values() if seat.joined_at), key=lambda seat: str(seat.joined_at))
    return [
        {"room": room_words(seat.room), "from": iso(seat.joined_at), "to": iso(seat.left_at or leg.call_over_at)}
        for seat in seats
    ]


def _removal(incident: Incident, leg: Leg) -> dict[str, Any]:
    """Who removed them and why, of a leg that was removed."""
    if leg.removed_by is None:
        return {}
    return {"removed_by": incident.name_of(leg.removed_by), "removed_because": leg.removed_reason}


def _person(incident: Incident, person_id: str) -> dict[str, Any]:
    known = incident.people.get(person_id)
    return {
        "name": incident.name_of(person_id),
        "person_id": person_id,
        "guest": bool(known and known.guest),
        "seat": incident.seat_numbers.get(person_id),
        "legs": [],
        "roles": [],
    }


def roll_calls(incident: Incident) -> list[dict[str, Any]]:
    """Each roll call with an answer, or its absence, for everybody who was asked."""
    return [
        {
            "started_at": iso(roll_call.started_at),
            "started_by": incident.name_of(roll_call.started_by),
            "room": room_words(roll_call.room),
            "closed_at": iso(roll_call.closed_at),
            "answers": [_answer(incident, roll_call, person_id) for person_id in roll_call.asked],
        }
        for roll_call in incident.roll_calls
    ]


def _answer(incident: Incident, roll_call: RollCall, person_id: str) -> dict[str, Any]:
    answered = roll_call.answers.get(person_id)
    return {
        "name": incident.name_of(person_id),
        "answer": answered.answer.value if answered else None,
        "state": "answered" if answered else absence(incident, roll_call, person_id),
        "at": iso(answered.at) if answered else None,
        "by": incident.name_of(answered.by) if answered else None,
    }


_AS_EXPORTED = {State.JOINING: State.RINGING, State.LOBBY: State.UNREACHABLE, State.EXCUSED: State.DROPPED}
"""The form of the export is fixed; the page tells more."""


def absence(incident: Incident, roll_call: RollCall, person_id: str) -> str:
    """Why there is no answer: silent (on the line while it was open), declined, dropped or unreachable."""
    if roll_call.open:
        state = state_of(incident, roll_call, person_id)
        return _AS_EXPORTED.get(state, state).value
    until = roll_call.closed_at or incident.ended_at
    legs = [leg for leg in incident.legs.values() if leg.person_id == person_id]
    legs = [leg for leg in legs if leg.joined_at is not None and (until is None or leg.joined_at <= until)]
    if any(leg.where is not Where.LEFT or (until and leg.call_over_at and leg.call_over_at >= until) for leg in legs):
        return "silent"
    rung = incident.rings.last(person_id, roll_call.started_at)
    if rung is not None and rung.outcome == "declined" and (until is None or rung.ordered_at <= until):
        return "declined"
    return "dropped" if legs else "unreachable"
