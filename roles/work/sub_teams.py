"""Sub-teams: Alpha, Bravo, Charlie and more; each has a leader, a task and a room of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from roles import events as e

MAIN_ROOM = ""
TEAM_KEYS = {"0": MAIN_ROOM, "1": "alpha", "2": "bravo", "3": "charlie", "4": "delta", "5": "echo"}
"""The digit of each room in the menus."""
TEAMS = tuple(team for team in TEAM_KEYS.values() if team)


@dataclass(frozen=True, kw_only=True)
class Team:
    name: str
    leader: str
    task: str
    since: datetime
    box_id: str = ""
    """Of the time box that came with the task; empty when the team was formed without one."""


@dataclass(frozen=True, kw_only=True)
class SubTeams:
    """The open ones, by name."""

    open: Mapping[str, Team] = field(default_factory=dict)

    def led_by(self, person_id: str) -> Team | None:
        return next((team for team in self.open.values() if team.leader == person_id), None)


TeamEvent = e.TeamFormed | e.TeamClosed


def evolve_teams(teams: SubTeams, event: TeamEvent) -> SubTeams:
    match event:
        case e.TeamFormed(team=name, at=at):
            known = teams.open.get(name)
            team = Team(name=name, leader=event.leader, task=event.task, since=known.since if known else at)
            team = replace(team, box_id=event.box_id or (known.box_id if known else ""))
            return SubTeams(open={**teams.open, name: team})
        case e.TeamClosed(team=name):
            return SubTeams(open={key: team for key, team in teams.open.items() if key != name})


def room_words(team: str) -> str:
    """A room as people say it."""
    return team.capitalize() if team else "the main room"


def room_name(main: str, team: str) -> str:
    """The conference's name: a room belongs to one incident."""
    return f"{main}-{team}" if team else main
