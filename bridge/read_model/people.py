"""Who is here: waiting, coming in, here, expected but not here, left. The order is stable while people speak."""

from dataclasses import dataclass
from datetime import datetime

from bridge.read_model.can_board import Report, reports
from bridge.read_model.controls import Control
from bridge.read_model.person_controls import controls_for, number_control, room_controls, waiting_controls
from bridge.read_model.reached import State, ringing, roll_call_state
from bridge.read_model.teams import TeamRow, release_choices, team_rows
from bridge.read_model.words import ROLE_ORDER, roles_of, short_roles
from roles.incident import Incident
from roles.people import Actor, IdentifiedBy
from roles.permissions import Capability, capabilities
from roles.presence import Leg, Where
from roles.work.sub_teams import room_words


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
    expected = [
        _expected_row(incident, person_id, viewer, may)
        for person_id in incident.required
        if person_id not in incident.removed_people and ((leg := legs.get(person_id)) is None or not leg.live)
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
    take = incident.takes.name_of(leg.call_sid)
    lets_in = Capability.ADMIT in may
    match place:
        case "waiting":
            controls = waiting_controls(leg, person.name, may)
            at = leg.arrived_at
        case "left":
            controls = number_control(leg, person.name, may)
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
        states=tuple(_states(incident, leg)),
        more=_more(incident, leg, place, lets_in),
        at=at,
        controls=controls,
        take_id=take.take_id if lets_in and place == "waiting" and take is not None and take.kept else "",
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
        seat="",
        name=person.name,
        me=person_id == viewer.person_id,
        roles=short_roles(incident, person_id),
        call_sid="",
        states=tuple(ringing(incident, person_id) or roll_call_state(incident, person_id)),
        more=", ".join(person.teams) + (f" · left {was_here:%H:%M:%S}" if was_here else ""),
        at=was_here or opened_at,
        controls=controls,
    )


def _why_away(leg: Leg) -> str:
    """Why somebody is out of the room for a moment."""
    if leg.menu is None:
        return "stepped out"
    words = {"brief": "hears the brief", "speak": "is leaving a report", "pin": "keys a PIN"}
    return words.get(leg.menu.level, "in key menu")


def _states(incident: Incident, leg: Leg) -> list[State]:
    found: list[State] = []
    removing = leg.removed_reason is not None and leg.live
    if removing:
        word = "removal ordered" if leg.seat is not None else "leaving, hears the reason"
        found.append(State(text=word, since=leg.removal_ordered_at, late="removal not confirmed: try again"))
    elif leg.mute_ordered_at is not None and leg.seat is not None:
        what = "mute" if leg.wanted_muted else "unmute"
        found.append(State(text=f"{what} ordered", since=leg.mute_ordered_at, late=f"{what} not confirmed: try again"))
    elif leg.hold_ordered_at is not None and leg.seat is not None:
        what = "hold" if leg.wanted_hold else "taking off hold"
        found.append(State(text=f"{what} ordered", since=leg.hold_ordered_at, late=f"{what} not confirmed: try again"))
    elif leg.move_ordered_at is not None and leg.seat is not None:
        where = room_words(leg.room)
        found.append(State(text=f"move to {where} ordered", since=leg.move_ordered_at, late="not moved: try again"))
    if leg.live and leg.room and leg.move_ordered_at is None:
        found.append(State(text=f"in {room_words(leg.room)}"))
    if leg.released_by is not None and leg.live:
        found.append(State(text="being thanked and released"))
    if leg.live and leg.listens_only:
        found.append(State(text="listens only"))
    if leg.order_failed and leg.live:
        found.append(State(text=f"{leg.order_failed} failed: try again", tone="alarm"))
    match leg.where:
        case _ if removing:
            pass
        case Where.STEPPED_OUT:
            found.append(State(text=_why_away(leg)))
        case Where.GREETING:
            found.append(State(text="hears the notice"))
        case Where.JOINING:
            found.append(State(text="joining"))
        case Where.LEFT:
            found.append(State(text=(leg.leave_reason or "left").replace("_", " ")))
        case Where.LOBBY if leg.turned_away_by is not None:
            found.append(State(text="being turned away"))
        case _:
            pass
    hand = incident.floor.hands.get(leg.person_id)
    if hand is not None and leg.where in (Where.ON_THE_LINE, Where.STEPPED_OUT):
        found.append(State(text="asks to speak" if hand.to_speak else "hand is up", tone="warn"))
    if leg.hold:
        found.append(State(text="on hold", tone="warn"))
    elif leg.muted:
        found.append(State(text="muted"))
    if leg.where not in (Where.LEFT, Where.LOBBY):
        found += roll_call_state(incident, leg.person_id)
    return found


def _more(incident: Incident, leg: Leg, place: str, lets_in: bool) -> str:
    person = incident.people[leg.person_id]
    if place == "waiting":
        number = f"number ends in {leg.number_hint}" if leg.number_hint else "number withheld"
        why = {"removed": " · was removed from this call", "locked": " · the bridge is locked", "banned": " · banned"}
        take = incident.takes.name_of(leg.call_sid)
        said = f" · said: {take.text}" if lets_in and take is not None and take.text else ""
        return number + why.get(leg.lobby_reason or "", ", not known") + said
    if place == "left":
        return leg.removed_reason or ""
    parts = [", ".join(person.teams)] if person.teams else []
    if leg.identified_by is IdentifiedBy.NOBODY and leg.number_hint:
        parts.append(f"number ends in {leg.number_hint}")
    elif leg.identified_by is IdentifiedBy.PIN:
        parts.append("known by PIN")
    if len(incident.live_legs(leg.person_id)) > 1:
        parts.append(f"on {len(incident.live_legs(leg.person_id))} phones")
    if leg.is_room:
        parts.append("a room")
    if not leg.transcribed:
        parts.append("not transcribed, as they wish")
    if leg.identified_by is IdentifiedBy.BRIDGE_PIN:
        parts.append("guest with the bridge's PIN")
    if leg.consent is False:
        parts.append("not recorded, not transcribed")
    return " · ".join(parts)
