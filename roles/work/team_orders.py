"""Decisions about sub-teams: form one, move people there and back, close it. Nobody redials."""

from datetime import datetime

from roles import commands as c, events as e
from roles.floor.control import CONFIRMED_WITHIN
from roles.incident import Incident
from roles.people import Actor, Role
from roles.permissions import Capability, is_command_staff, require
from roles.presence import Leg
from roles.refusals import Refused, nobody_there
from roles.work import time_orders
from roles.work.sub_teams import MAIN_ROOM, TEAMS, room_words

LONGEST_TASK = 120


def form(incident: Incident, command: c.FormTeam, actor: Actor, now: datetime) -> list[e.Event]:
    """A team with its leader, task and time box; the leader is moved there."""
    require(incident, actor, Capability.SUB_TEAMS)
    _team(command.team)
    if not _inside(incident, command.leader):
        raise nobody_there(incident.name_of(command.leader) if command.leader in incident.people else "This person")
    _not_the_commander(incident, command.leader, actor)
    task = " ".join(command.task.split())
    if len(task) > LONGEST_TASK:
        raise Refused(f"A task has at most {LONGEST_TASK} characters.")
    found: list[e.Event] = [
        e.TeamFormed(
            at=now,
            team=command.team,
            leader=command.leader,
            task=task,
            by=actor.person_id,
            box_id=command.box_id if command.minutes else "",
        )
    ]
    if command.minutes:
        box = c.StartTimeBox(
            box_id=command.box_id,
            task=f"{room_words(command.team)}: {task or 'report'}",
            owner=command.leader,
            minutes=command.minutes,
        )
        found += time_orders.start(incident, box, actor, now)
    for leg in _inside(incident, command.leader):
        found += _move(leg, command.team, actor, now)
    return found


def move(incident: Incident, command: c.MovePerson, actor: Actor, now: datetime) -> list[e.Event]:
    """By command staff, or by the leader of a team who sends somebody back. The first one in a team leads it."""
    team = incident.teams.led_by(actor.person_id)
    legs = _inside(incident, command.person_id)
    sends_back = team is not None and all(leg.room == team.name for leg in legs)
    goes_back = actor.person_id == command.person_id
    if command.team != MAIN_ROOM or not (sends_back or goes_back):
        require(incident, actor, Capability.SUB_TEAMS)
    _team(command.team)
    if command.team != MAIN_ROOM:
        _not_the_commander(incident, command.person_id, actor)
    if not legs:
        raise nobody_there(incident.name_of(command.person_id))
    found: list[e.Event] = []
    if command.team and command.team not in incident.teams.open:
        found.append(e.TeamFormed(at=now, team=command.team, leader=command.person_id, task="", by=actor.person_id))
    left = {leg.room for leg in legs if leg.room != command.team}
    for leg in legs:
        found += _move(leg, command.team, actor, now)
    moved = {leg.call_sid for leg in legs}
    for name in left:
        staying = (leg for leg in incident.legs.values() if leg.live and leg.call_sid not in moved)
        if name in incident.teams.open and not any(leg.room == name for leg in staying):
            found += _closed(incident, name, actor, now)
    return found


def _closed(incident: Incident, name: str, actor: Actor, now: datetime) -> list[e.Event]:
    """A team is over when the last one has gone, and so is the time box of its task."""
    found: list[e.Event] = [e.TeamClosed(at=now, team=name, by=actor.person_id)]
    box = incident.timers.boxes.get(incident.teams.open[name].box_id)
    if box is not None and box.open:
        found.append(e.TimeBoxClosed(at=now, box_id=box.box_id, how="done", by=actor.person_id))
    return found


def close(incident: Incident, command: c.CloseTeam, actor: Actor, now: datetime) -> list[e.Event]:
    """Brings everybody back, command staff last; its leader may do so too."""
    team = incident.teams.open.get(command.team)
    if team is None or team.leader != actor.person_id:
        require(incident, actor, Capability.SUB_TEAMS)
    if team is None:
        raise Refused(f"There is no team {room_words(command.team)} now.")
    there = [leg for leg in incident.legs.values() if leg.live and leg.room == command.team]
    back: list[e.Event] = []
    for leg in sorted(there, key=lambda leg: is_command_staff(incident, leg.person_id)):
        back += _move(leg, MAIN_ROOM, actor, now)
    return [*_closed(incident, command.team, actor, now), *back]


def _move(leg: Leg, team: str, actor: Actor, now: datetime) -> list[e.Event]:
    """Ordered again once the page has said that the carrier did not confirm it."""
    late = leg.move_ordered_at is not None and now >= leg.move_ordered_at + CONFIRMED_WITHIN
    if leg.room == team and not late:
        return []
    return [e.LegMoved(at=now, call_sid=leg.call_sid, team=team, by=actor.person_id)]


def _not_the_commander(incident: Incident, person_id: str, actor: Actor) -> None:
    if incident.roster.holder(Role.INCIDENT_COMMANDER) == person_id and actor.person_id != person_id:
        name = incident.name_of(person_id)
        reason = f"{name} is in command and goes to a team only on their own order."
        raise Refused(reason, short=f"{name} is in command.")


def _inside(incident: Incident, person_id: str) -> list[Leg]:
    return [leg for leg in incident.live_legs(person_id) if leg.admitted and leg.removed_reason is None]


def _team(team: str) -> None:
    if team not in (MAIN_ROOM, *TEAMS):
        raise Refused(f"Teams are called {', '.join(room_words(name) for name in TEAMS)}.")
