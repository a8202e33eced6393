"""The whole incident as a fold of its log: state and `evolve`. Decisions are in `deciding`."""

from dataclasses import replace
from typing import get_args

from roles import events as e
from roles.floor.floor import FloorEvent, evolve_floor, hand_down, one_muted
from roles.leadership.roster import RosterEvent, evolve_roster, without_offers
from roles.leadership.vacancy import Vacancy, VacancyEvent, evolve_vacancy
from roles.leg_fold import LegEvent, arrive, evolve_leg
from roles.lifetime import LifetimeEvent, evolve_lifetime, occupied
from roles.people import BRIDGE, Person, Role
from roles.presence import Leg
from roles.reach.announcements import AnnouncementEvent, evolve_announcements
from roles.reach.ringing import RingEvent, evolve_rings
from roles.reach.takes import TakeEvent, evolve_takes
from roles.record.line_room import follow
from roles.record.own_line import LineEvent, evolve_lines
from roles.record.recording import GuardEvent, evolve_guard
from roles.record.streams import StreamEvent, evolve_streams
from roles.room_fold import conference_ended, derive, mute_as_the_room
from roles.rounds.can_round import CanRoundEvent, evolve_can_round
from roles.rounds.poll import PollEvent, evolve_polls
from roles.rounds.roll_call import RollCall, RollCallEvent, evolve_roll_call, start_roll_call
from roles.state import Incident as Incident, has_started as has_started, together_seconds as together_seconds
from roles.work.sub_teams import TeamEvent, evolve_teams
from roles.work.time_boxes import TimerEvent, evolve_timers


def evolve(incident: Incident, event: e.Event) -> Incident:
    """The incident after the event; unknown types are refused loudly, because a fold that skips is a lie."""
    evolved = _evolve(incident, event)
    room_changed = _room_changed(incident, evolved)
    if evolved.legs is not incident.legs or room_changed:
        evolved = mute_as_the_room(evolved, event.at, {} if room_changed else incident.legs)
    if isinstance(event, get_args(VacancyEvent)):
        evolved = replace(evolved, vacancy=evolve_vacancy(evolved.vacancy, event))
    if evolved.vacancy.dropped is not None and _commander_is_back(evolved):
        evolved = replace(evolved, vacancy=Vacancy())
    if evolved.legs is not incident.legs or evolved.opened_at is not incident.opened_at:
        evolved = replace(evolved, lifetime=occupied(evolved.lifetime, evolved.legs.values(), event.at))
    evolved = derive(incident, evolved, event.at)
    return follow(evolved, event.at) if evolved.lines.by_call else evolved


def _room_changed(before: Incident, after: Incident) -> bool:
    """Whether anything changed from which it follows who is muted."""
    was = (before.floor, before.roster, before.observers, before.recording.mode, before.can_round)
    return was != (after.floor, after.roster, after.observers, after.recording.mode, after.can_round)


def _commander_is_back(incident: Incident) -> bool:
    dropped = incident.vacancy.dropped
    return any(leg.person_id == dropped and leg.live and leg.seat is not None for leg in incident.legs.values())


def _evolve(incident: Incident, event: e.Event) -> Incident:
    if isinstance(event, get_args(LegEvent)):
        return _evolve_leg(incident, event)
    if isinstance(event, get_args(RosterEvent)):
        settled = isinstance(event, e.RoleProposed | e.RoleTaken) and event.role is Role.INCIDENT_COMMANDER
        wishes = None if settled else incident.wishes_command
        return replace(incident, roster=evolve_roster(incident.roster, event), wishes_command=wishes)
    if isinstance(event, get_args(FloorEvent)):
        return replace(incident, floor=evolve_floor(incident.floor, event))
    if isinstance(event, get_args(RollCallEvent)):
        return replace(incident, roll_calls=tuple(evolve_roll_call(r, event) for r in incident.roll_calls))
    if isinstance(event, get_args(GuardEvent)):
        own = isinstance(event, e.RecordingSeen) and event.call_sid
        lines = evolve_lines(incident.lines, event) if own else incident.lines
        return replace(incident, recording=evolve_guard(incident.recording, event), lines=lines)
    if isinstance(event, get_args(LineEvent)):
        return replace(incident, lines=evolve_lines(incident.lines, event))
    if isinstance(event, get_args(AnnouncementEvent)):
        polls = evolve_polls(incident.polls, event) if isinstance(event, e.AnnouncementEnded) else incident.polls
        return replace(incident, announcements=evolve_announcements(incident.announcements, event), polls=polls)
    if isinstance(event, get_args(RingEvent)):
        return replace(incident, rings=evolve_rings(incident.rings, event))
    if isinstance(event, get_args(TimerEvent)):
        return replace(incident, timers=evolve_timers(incident.timers, event))
    if isinstance(event, get_args(TeamEvent)):
        return replace(incident, teams=evolve_teams(incident.teams, event))
    if isinstance(event, get_args(TakeEvent)):
        return replace(incident, takes=evolve_takes(incident.takes, event))
    if isinstance(event, get_args(CanRoundEvent)):
        return replace(incident, can_round=evolve_can_round(incident.can_round, event))
    if isinstance(event, get_args(PollEvent)):
        return replace(incident, polls=evolve_polls(incident.polls, event))
    if isinstance(event, get_args(StreamEvent)):
        return replace(incident, streams=evolve_streams(incident.streams, event))
    if isinstance(event, get_args(LifetimeEvent)):
        incident = replace(incident, lifetime=evolve_lifetime(incident.lifetime, event))
        reopened = isinstance(event, e.Reopened)
        return replace(incident, ended_at=None, ended_by=None) if reopened else incident
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
                seat_numbers=dict(zip((person.person_id for person in event.required), event.seats, strict=False)),
                required_roles=event.required_roles,
                call_limit_minutes=event.call_limit_minutes,
                language=event.language,
                escalation=event.escalation,
                commanders_trained=event.commanders_trained,
                mark_aloud=event.mark_aloud,
                plan_problems=event.plan_problems,
            )
        case e.PlanUsed():
            known = {found.person_id: replace(found, name=_name(incident, found)) for found in event.required}
            return replace(
                incident,
                people={**incident.people, **known},
                required=tuple(known),
                required_roles=event.required_roles,
                escalation=event.escalation,
                plan_problems=(),
                seat_numbers={**dict(event.seats), **incident.seat_numbers},
            )
        case e.IncidentDescribed(title=title, severity=severity):
            return replace(incident, title=title, severity=severity)
        case e.PersonIntroduced(person=person):
            seats = {person.person_id: event.seat, **incident.seat_numbers} if event.seat else incident.seat_numbers
            return replace(incident, people={person.person_id: person, **incident.people}, seat_numbers=seats)
        case e.LegArrived(person=person):
            return replace(
                incident,
                people={**incident.people, person.person_id: _known_as(incident, person)},
                released_people=incident.released_people - {person.person_id},
                seat_numbers={**incident.seat_numbers, person.person_id: event.seat},
                legs={**incident.legs, event.call_sid: _arrived(incident, event)},
            )
        case e.PersonRenamed(person_id=person_id, name=name):
            person = incident.people.get(person_id, Person(person_id=person_id, name=name))
            return replace(incident, people={**incident.people, person_id: replace(person, name=name)})
        case e.LegRenamed(call_sid=call_sid) if call_sid in incident.legs:
            return _leg_renamed(incident, event)
        case e.LegRenamed():
            return incident
        case e.ConferenceEnded(conference_sid=sid):
            return conference_ended(incident, sid)
        case e.RollCallStarted():
            return replace(incident, roll_calls=(*incident.roll_calls, _started(incident, event)))
        case e.MomentMarked(person_id=person_id, at=at):
            return replace(incident, marks=(*incident.marks, (at, person_id)))
        case e.PersonBanned(person_id=person_id):
            return replace(incident, banned=incident.banned | {person_id})
        case e.PersonAllowed(person_id=person_id):
            return replace(incident, banned=incident.banned - {person_id})
        case e.ObserverSet(person_id=person_id, observer=observer):
            others = incident.observers - {person_id}
            shadows = {who: of for who, of in incident.shadows.items() if who != person_id}
            if observer and event.shadow_of:
                shadows[person_id] = event.shadow_of
            floor = incident.floor if observer else hand_down(incident.floor, person_id)
            watching = others | {person_id} if observer else others
            return replace(incident, observers=watching, shadows=shadows, floor=floor)
        case e.DisruptorAsked(person_id=person_id):
            return replace(incident, asked_to_command=person_id, asked_to_command_at=event.at)
        case e.DisruptorAnswered(person_id=person_id, wishes_command=yes):
            return replace(incident, asked_to_command=None, wishes_command=person_id if yes else None)
        case e.DisruptorWarned(person_id=person_id):
            wishes = None if incident.wishes_command == person_id else incident.wishes_command
            return replace(incident, warned=incident.warned | {person_id}, wishes_command=wishes)
        case e.CustomersReported(count=count, by=by, at=at):
            return replace(incident, customer_reports=(*incident.customer_reports, (at, count, by)))
        case e.LogScrubbed():
            return replace(incident, scrubbed=(*incident.scrubbed, event.what))
        case e.RoomRenewed(room=room):
            return replace(incident, room=room)
        case e.NumberLookedUp() | e.SoundMissed():
            return incident
        case e.CommandAsked() | e.CommanderDropped():
            return incident
        case e.Ended(by=by, at=at):
            return replace(incident, ended_at=at, ended_by=by)
        case _:
            raise TypeError(f"the incident does not know the event {type(event).__name__}")


def _started(incident: Incident, event: e.RollCallStarted) -> RollCall:
    return start_roll_call(event, incident.escalation.answer_within_s)


def _name(incident: Incident, person: Person) -> str:
    known = incident.people.get(person.person_id)
    return known.name if known is not None else person.name


def _leg_renamed(incident: Incident, event: e.LegRenamed) -> Incident:
    person, leg = event.person, incident.legs[event.call_sid]
    others = any(found.person_id == leg.person_id and found is not leg for found in incident.legs.values())
    return replace(
        incident,
        people={person.person_id: person, **incident.people},
        seat_numbers={person.person_id: event.seat, **incident.seat_numbers},
        released_people=incident.released_people - {person.person_id},
        floor=incident.floor if others else hand_down(incident.floor, leg.person_id),
        legs={**incident.legs, leg.call_sid: leg.taken_for(person.person_id, event.at)},
    )


def _known_as(incident: Incident, person: Person) -> Person:
    """What the directory says now, under the name that was given on this incident, with what the plan says."""
    known = incident.people.get(person.person_id)
    if known is None:
        return person
    return replace(
        person,
        name=known.name,
        on_call_for=known.on_call_for or person.on_call_for,
        backup_id=known.backup_id or person.backup_id,
        backup_name=known.backup_name if known.backup_id else person.backup_name,
        more_backups=known.more_backups or person.more_backups,
    )


def _arrived(incident: Incident, event: e.LegArrived) -> Leg:
    """Whoever switched their transcription off stays unwritten on a new leg; who dropped from a team returns to it."""
    others = [leg for leg in incident.legs.values() if leg.person_id == event.person.person_id]
    room = others[-1].room if others and others[-1].room in incident.teams.open else ""
    return replace(arrive(event), transcribed=all(leg.transcribed for leg in others), room=room)


def _evolve_leg(incident: Incident, event: LegEvent) -> Incident:
    leg = incident.legs.get(event.call_sid)
    if leg is None:
        return incident
    match event:
        case e.RemovalOrdered():
            removed = incident.removed_people | {leg.person_id}
            roster = without_offers(incident.roster, leg.person_id)
            incident = replace(incident, removed_people=removed, roster=roster)
        case e.LegReleased():
            incident = replace(incident, released_people=incident.released_people | {leg.person_id})
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
        return conference_ended(incident, event.conference_sid)
    if isinstance(event, e.JoinOffered):
        return replace(incident, streams=evolve_streams(incident.streams, event))
    return incident
