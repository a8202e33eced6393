"""The whole incident as a fold of its log: state and `evolve`. Decisions are in `deciding`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import get_args

from roles import events as e
from roles.announcements import AnnouncementEvent, Announcements, evolve_announcements
from roles.floor import Floor, FloorEvent, evolve_floor, hand_down, one_muted
from roles.hearing import Hearing
from roles.people import BRIDGE, COMMAND_STAFF, DEFAULT_ESCALATION, Escalation, Person, Role
from roles.poll import Poll, PollEvent, evolve_poll
from roles.presence import Leg, LegEvent, Where, arrive, evolve_leg
from roles.recording import GuardEvent, RecordingGuard, evolve_guard, seated
from roles.ringing import RingEvent, Rings, evolve_rings
from roles.roll_call import RollCall, RollCallEvent, evolve_roll_call, start_roll_call
from roles.roster import Roster, RosterEvent, evolve_roster
from roles.streams import StreamEvent, Streams, evolve_streams
from roles.time_boxes import TimerEvent, Timers, evolve_timers


@dataclass(frozen=True, kw_only=True)
class Incident:
    """`people` by person id, `legs` by CallSid in order of arrival, `seat_numbers` by person for the whole incident."""

    incident_id: str = ""
    title: str = ""
    severity: int | None = None
    room: str = ""
    opened_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    people: Mapping[str, Person] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    required_roles: tuple[Role, ...] = ()
    escalation: Escalation = DEFAULT_ESCALATION
    seat_numbers: Mapping[str, int] = field(default_factory=dict)
    legs: Mapping[str, Leg] = field(default_factory=dict)
    ended_conferences: frozenset[str] = frozenset()
    conferences: tuple[str, ...] = ()
    removed_people: frozenset[str] = frozenset()
    roster: Roster = field(default_factory=Roster)
    floor: Floor = field(default_factory=Floor)
    announcements: Announcements = field(default_factory=Announcements)
    rings: Rings = field(default_factory=Rings)
    first_joined_at: datetime | None = None
    command_asked_at: datetime | None = None
    commander_dropped: str | None = None
    """Who is in command and has no leg on the call."""
    timers: Timers = field(default_factory=Timers)
    poll: Poll | None = None
    roll_calls: tuple[RollCall, ...] = ()
    recording: RecordingGuard = field(default_factory=RecordingGuard)
    streams: Streams = field(default_factory=Streams)
    hearing: Hearing = field(default_factory=Hearing)
    together_s: Mapping[str, float] = field(default_factory=dict)
    marks: tuple[tuple[datetime, str], ...] = ()

    @property
    def open(self) -> bool:
        return self.opened_at is not None and self.ended_at is None

    @property
    def roll_call(self) -> RollCall | None:
        """The one that is open, if any."""
        return self.roll_calls[-1] if self.roll_calls and self.roll_calls[-1].open else None

    def name_of(self, person_id: str) -> str:
        """The name to show; the bridge and the carrier have one too."""
        person = self.people.get(person_id)
        return person.name if person else {"bridge": "the bridge", "carrier": "the carrier"}.get(person_id, person_id)

    def live_legs(self, person_id: str) -> list[Leg]:
        return [leg for leg in self.legs.values() if leg.person_id == person_id and leg.live]

    def on_the_line(self) -> list[Leg]:
        return [leg for leg in self.legs.values() if leg.where is Where.ON_THE_LINE]

    @property
    def live_conferences(self) -> tuple[str, ...]:
        return tuple(sid for sid in self.conferences if sid not in self.ended_conferences)


def evolve(incident: Incident, event: e.Event) -> Incident:
    """The incident after the event; unknown types are refused loudly, because a fold that skips is a lie."""
    evolved = _evolve(incident, event)
    if evolved.legs is not incident.legs or evolved.floor != incident.floor or evolved.roster != incident.roster:
        evolved = _mute_as_the_room(evolved, event.at)
    if evolved.commander_dropped is not None and _commander_is_back(evolved):
        evolved = replace(evolved, commander_dropped=None)
    return _derive(incident, evolved, event.at)


def _commander_is_back(incident: Incident) -> bool:
    """Or somebody else has the command, or nobody."""
    dropped = incident.commander_dropped
    if incident.roster.holder(Role.INCIDENT_COMMANDER) != dropped:
        return True
    return any(leg.person_id == dropped and leg.live and leg.seat is not None for leg in incident.legs.values())


def _evolve(incident: Incident, event: e.Event) -> Incident:
    if isinstance(event, get_args(LegEvent)):
        return _evolve_leg(incident, event)
    if isinstance(event, get_args(RosterEvent)):
        return replace(incident, roster=evolve_roster(incident.roster, event))
    if isinstance(event, get_args(FloorEvent)):
        return replace(incident, floor=evolve_floor(incident.floor, event))
    if isinstance(event, get_args(RollCallEvent)):
        return replace(incident, roll_calls=tuple(evolve_roll_call(r, event) for r in incident.roll_calls))
    if isinstance(event, get_args(GuardEvent)):
        return replace(incident, recording=evolve_guard(incident.recording, event))
    if isinstance(event, get_args(AnnouncementEvent)):
        return replace(incident, announcements=evolve_announcements(incident.announcements, event))
    if isinstance(event, get_args(RingEvent)):
        return replace(incident, rings=evolve_rings(incident.rings, event))
    if isinstance(event, get_args(TimerEvent)):
        return replace(incident, timers=evolve_timers(incident.timers, event))
    if isinstance(event, get_args(PollEvent)):
        return replace(incident, poll=evolve_poll(incident.poll, event))
    if isinstance(event, get_args(StreamEvent)):
        return replace(incident, streams=evolve_streams(incident.streams, event))
    match event:
        case e.IncidentOpened():
            return replace(
                incident,
                incident_id=event.incident_id,
                title=event.title,
                severity=event.severity,
                room=event.room,
                opened_at=event.at,
                people={**incident.people, **{person.person_id: person for person in event.required}},
                required=tuple(person.person_id for person in event.required),
                required_roles=event.required_roles,
                escalation=event.escalation,
            )
        case e.IncidentDescribed(title=title, severity=severity):
            return replace(incident, title=title, severity=severity)
        case e.PersonIntroduced(person=person):
            return replace(incident, people={person.person_id: person, **incident.people})
        case e.LegArrived(person=person):
            return replace(
                incident,
                people={**incident.people, person.person_id: incident.people.get(person.person_id, person)},
                seat_numbers={**incident.seat_numbers, person.person_id: event.seat},
                legs={**incident.legs, event.call_sid: arrive(event)},
            )
        case e.PersonRenamed(person_id=person_id, name=name):
            person = incident.people.get(person_id, Person(person_id=person_id, name=name))
            return replace(incident, people={**incident.people, person_id: replace(person, name=name)})
        case e.ConferenceEnded(conference_sid=sid):
            return _conference_ended(incident, sid)
        case e.RollCallStarted():
            return replace(incident, roll_calls=(*incident.roll_calls, start_roll_call(event)))
        case e.MomentMarked(person_id=person_id, at=at):
            return replace(incident, marks=(*incident.marks, (at, person_id)))
        case e.CommandAsked(at=at):
            return replace(incident, command_asked_at=at)
        case e.CommanderDropped(person_id=person_id):
            return replace(incident, commander_dropped=person_id)
        case e.Ended(by=by, at=at):
            return replace(incident, ended_at=at, ended_by=by)
        case _:
            raise TypeError(f"the incident does not know the event {type(event).__name__}")


def _evolve_leg(incident: Incident, event: LegEvent) -> Incident:
    leg = incident.legs.get(event.call_sid)
    if leg is None:
        return incident
    match event:
        case e.RemovalOrdered():
            incident = replace(incident, removed_people=incident.removed_people | {leg.person_id})
        case e.LegAdmitted():
            incident = replace(incident, removed_people=incident.removed_people - {leg.person_id})
        case e.MuteOrdered(muted=muted, by=by):
            floor = one_muted(incident.floor, leg.person_id, muted, by != BRIDGE.person_id)
            incident = replace(incident, floor=floor)
        case e.CallOver():
            incident = replace(incident, floor=hand_down(incident.floor, leg.person_id))
        case e.ParticipantJoined(conference_sid=sid, at=at):
            first = incident.first_joined_at or at
            chain = incident.conferences if sid in incident.conferences else (*incident.conferences, sid)
            incident = replace(incident, conferences=chain, first_joined_at=first)
    leg = evolve_leg(leg, event)
    incident = replace(incident, legs={**incident.legs, leg.call_sid: leg})
    if isinstance(event, e.ParticipantJoined) and event.conference_sid in incident.ended_conferences:
        return _conference_ended(incident, event.conference_sid)
    if isinstance(event, e.JoinOffered):
        return replace(incident, streams=evolve_streams(incident.streams, event))
    return incident


def _conference_ended(incident: Incident, conference_sid: str) -> Incident:
    """Nobody sits in a conference that is over, even when the news of their leaving never came."""
    legs = dict(incident.legs)
    for leg in incident.legs.values():
        left = {
            key: replace(seat, conference_ended=True)
            for key, seat in leg.seats.items()
            if seat.conference_sid == conference_sid
        }
        if left:
            legs[leg.call_sid] = replace(leg, seats={**leg.seats, **left})
    return replace(incident, legs=legs, ended_conferences=incident.ended_conferences | {conference_sid})


def _mute_as_the_room(incident: Incident, at: datetime) -> Incident:
    """Mute-all is a level: it covers whoever is here, joins, or loses a command role, and spares who gets one."""
    changed: dict[str, Leg] = {}
    for call_sid, leg in incident.legs.items():
        staff = incident.roster.roles_of(leg.person_id) & COMMAND_STAFF
        covered = not staff and incident.floor.covers(leg.person_id)
        if covered != leg.muted_by_room:
            after = replace(leg, muted_by_room=covered)
            if after.seat is not None and after.seat.muted != after.wanted_muted:
                after = replace(after, mute_ordered_at=at)
            changed[call_sid] = after
    return replace(incident, legs={**incident.legs, **changed}) if changed else incident


def _derive(before: Incident, after: Incident, at: datetime) -> Incident:
    """What follows from who is in which room: hearing, and since when two legs are together."""
    if after.legs is before.legs and after.ended_at == before.ended_at:
        return after
    hearing = after.hearing
    legs_in: dict[str, int] = {}
    for call_sid, leg in after.legs.items():
        if leg is not before.legs.get(call_sid) or after.ended_at != before.ended_at:
            hearing = hearing.changed(call_sid, leg.may_be_heard and after.ended_at is None, at)
        seat = leg.seat if leg.live else None
        if seat is not None:
            legs_in[seat.conference_sid] = legs_in.get(seat.conference_sid, 0) + 1
    guard = seated(after.recording, legs_in, at)
    together_s = after.together_s
    for sid, since in before.recording.together_since.items():
        if sid not in guard.together_since:
            together_s = {**together_s, sid: together_s.get(sid, 0.0) + (at - since).total_seconds()}
    return replace(after, hearing=hearing, recording=guard, together_s=together_s)


def together_seconds(incident: Incident, conference_sid: str, now: datetime) -> float:
    """How long two or more legs were in this conference, up to now."""
    since = incident.recording.together_since.get(conference_sid)
    return incident.together_s.get(conference_sid, 0.0) + ((now - since).total_seconds() if since else 0.0)


def command_holder(incident: Incident) -> str | None:
    return incident.roster.holder(Role.INCIDENT_COMMANDER)
