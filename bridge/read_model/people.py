"""Who is here: waiting, coming in, here, expected but not here, left. The order is stable while people speak."""

from dataclasses import dataclass
from datetime import datetime

from bridge.read_model.can_board import Report, reports
from bridge.read_model.controls import Control
from bridge.read_model.person_controls import controls_for, left_controls, number_control, waiting_controls
from bridge.read_model.person_states import more_about, states_of
from bridge.read_model.reached import State, ringing, roll_call_state
from bridge.read_model.room_controls import room_controls
from bridge.read_model.teams import TeamRow, release_choices, team_rows
from bridge.read_model.words import ROLE_ORDER, roles_of, short_roles
from roles.incident import Incident
from roles.people import Actor
from roles.permissions import Capability, capabilities
from roles.presence import Leg, Where


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    person_id: str
    element_id: str
    seat: str
    name: str
    me: bool
    roles: tuple[tuple[str, str], ...]
    call_sid: str
    states: tuple[State, ...]
    more: str
    at: datetime
    controls: tuple[Control, ...] = ()
    take_id: str = ""
    """What a stranger said into the lobby."""

    @property
    def ordered(self) -> bool:
        return any(state.since is not None for state in self.states)


@dataclass(frozen=True, kw_only=True)
class PeopleView:
    waiting: tuple[PersonRow, ...]
    coming: tuple[PersonRow, ...]
    here: tuple[PersonRow, ...]
    expected: tuple[PersonRow, ...]
    left: tuple[PersonRow, ...]
    roll_call_at: datetime | None
    roll_call_open: bool
    room: tuple[Control, ...]
    teams: tuple[TeamRow, ...] = ()
    may_release: bool = False
    incident_id: str = ""
    reports: tuple[Report, ...] = ()


def people_view(incident: Incident, viewer: Actor) -> PeopleView:
    """One row a person: the leg in the room counts, else the newest that is live."""
    may = capabilities(incident, viewer)
    if not incident.open:
        may &= {Capability.SEE_NUMBERS}
    legs = {person_id: _leg_of(incident, person_id) for person_id in incident.people}
    rows: dict[str, list[PersonRow]] = {"waiting": [], "coming": [], "here": [], "left": []}
    for leg in legs.values():
        if leg is not None:
            rows[_place(leg)].append(_row(incident, leg, viewer, may))
    out = incident.removed_people | incident.banned
    rung = (ring.person_id for ring in incident.rings.by_id.values() if legs.get(ring.person_id) is None)
    expected = [
        _expected_row(incident, person_id, viewer, may)
        for person_id in dict.fromkeys((*_required(incident), *rung))
        if ((leg := legs.get(person_id)) is None or not leg.live) and not (leg is not None and person_id in out)
    ]
    awaited = {row.person_id for row in expected}
    gone = [row for row in rows["left"] if row.person_id not in awaited]
    last = incident.roll_calls[-1] if incident.roll_calls else None
    return PeopleView(
        waiting=tuple(sorted(rows["waiting"], key=lambda row: row.at)),
        coming=tuple(sorted(rows["coming"], key=lambda row: row.at)),
        here=tuple(sorted(rows["here"], key=lambda row: _place_in_order(incident, row))),
        expected=tuple(expected),
        left=tuple(sorted(gone, key=lambda row: row.at)),
        roll_call_at=last.started_at if last else None,
        roll_call_open=last is not None and last.open,
        room=room_controls(incident, may),
        teams=team_rows(incident, viewer),
        incident_id=incident.incident_id,
        reports=reports(incident),
        may_release=Capability.RELEASE in may and bool(release_choices(incident, viewer)),
    )


def _required(incident: Incident) -> tuple[str, ...]:
    """By name, and the holders of the roles that the plan requires."""
    holders = (who for role in incident.required_roles for who in incident.roster.holders(role))
    return tuple(dict.fromkeys((*incident.required, *holders)))


def _leg_of(incident: Incident, person_id: str) -> Leg | None:
    legs = [leg for leg in incident.legs.values() if leg.person_id == person_id]
    return max(legs, key=lambda leg: (leg.live, leg.where is Where.ON_THE_LINE, leg.arrived_at), default=None)


def _place(leg: Leg) -> str:
    if leg.removed_reason is not None and leg.live:
        return "here"
    match leg.where:
        case Where.LOBBY:
            return "waiting"
        case Where.GREETING | Where.JOINING:
            return "coming"
        case Where.ON_THE_LINE | Where.STEPPED_OUT:
            return "here"
        case Where.LEFT:
            return "left"


def _place_in_order(incident: Incident, row: PersonRow) -> tuple[int, datetime, str]:
    held = roles_of(incident, row.person_id)
    first = min((ROLE_ORDER[role] for role in held), default=len(ROLE_ORDER))
    return min(first, 3), row.at, row.person_id


def _row(incident: Incident, leg: Leg, viewer: Actor, may: frozenset[Capability]) -> PersonRow:
    person = incident.people[leg.person_id]
    place = _place(leg)
    lets_in = Capability.ADMIT in may
    waits = place == "waiting"
    take = incident.takes.name_of(leg.call_sid) if waits else incident.takes.new_name_of(leg.call_sid)
    heard = take is not None and take.kept and (lets_in if waits else Capability.RENAME in may and not take.text)
    match place:
        case "waiting":
            controls = waiting_controls(leg, person.name, may)
            at = leg.arrived_at
        case "left":
            controls = (
                *left_controls(incident, leg.person_id, viewer, may),
                *number_control(leg, person.name, may),
            )
            at = leg.call_over_at or leg.arrived_at
        case _:
            over = number_control(leg, person.name, may)
            controls = controls_for(incident, leg, viewer, may) if incident.open else over
            at = leg.joined_at or leg.arrived_at
    return PersonRow(
        person_id=leg.person_id,
        element_id=f"person-{leg.person_id}",
        seat=str(incident.seat_numbers.get(leg.person_id, "")) if place == "here" else "",
        name=person.name,
        me=leg.person_id == viewer.person_id,
        roles=short_roles(incident, leg.person_id),
        call_sid=leg.call_sid,
        states=tuple(states_of(incident, leg)),
        more=more_about(incident, leg, place, lets_in),
        at=at,
        controls=controls,
        take_id=take.take_id if take is not None and heard else "",
    )


def _expected_row(incident: Incident, person_id: str, viewer: Actor, may: frozenset[Capability]) -> PersonRow:
    person = incident.people[person_id]
    legs = [leg for leg in incident.legs.values() if leg.person_id == person_id and leg.call_over_at]
    was_here = max((leg.call_over_at for leg in legs if leg.call_over_at), default=None)
    controls = controls_for(incident, None, viewer, may, person_id) if incident.open else ()
    opened_at = incident.opened_at
    assert opened_at is not None  # noqa: S101
    return PersonRow(
        person_id=person_id,
        element_id=f"person-{person_id}",
        seat=str(incident.seat_numbers.get(person_id, "")),
        name=person.name,
        me=person_id == viewer.person_id,
        roles=short_roles(incident, person_id),
        call_sid="",
        states=tuple(ringing(incident, person_id) or roll_call_state(incident, person_id)),
        more=", ".join(person.teams) + (f" · left {was_here:%H:%M:%S}" if was_here else ""),
        at=was_here or opened_at,
        controls=controls,
    )
