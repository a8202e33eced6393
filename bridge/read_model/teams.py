"""Sub-teams and who may be released, as the page shows them."""

from dataclasses import dataclass
from datetime import datetime

from bridge.read_model.controls import Control, do
from roles.incident import Incident
from roles.people import Actor
from roles.permissions import Capability, capabilities, is_command_staff
from roles.work.sub_teams import room_words


@dataclass(frozen=True, kw_only=True)
class TeamRow:
    """`due_at`: of the leader's time box, if there is one."""

    name: str
    leader: str
    task: str
    count: int
    due_at: datetime | None
    controls: tuple[Control, ...]


def team_rows(incident: Incident, viewer: Actor) -> tuple[TeamRow, ...]:
    """The open teams, in the order of their names."""
    may = capabilities(incident, viewer) if incident.open else frozenset()
    found = []
    for team in sorted(incident.teams.open.values(), key=lambda team: team.name):
        here = {leg.person_id for leg in incident.on_the_line() if leg.seat is not None and leg.seat.room == team.name}
        boxes = [box for box in incident.timers.open_boxes(team.leader) if team.box_id in ("", box.box_id)]
        order = do("close_team", team=team.name)
        calls = Capability.ROLL_CALL in may and incident.roll_call is None
        back = Capability.SUB_TEAMS in may or team.leader == viewer.person_id
        found.append(
            TeamRow(
                name=room_words(team.name),
                leader=incident.name_of(team.leader),
                task=team.task,
                count=len(here),
                due_at=boxes[0].due_at if boxes else None,
                controls=tuple(
                    control
                    for control, offered in (
                        (Control(label="Roll call", do=do("start_roll_call", team=team.name), look="plain"), calls),
                        (Control(label="Bring back", do=order, look="plain"), back),
                    )
                    if offered
                ),
            )
        )
    return tuple(found)


def release_choices(incident: Incident, viewer: Actor) -> tuple[tuple[str, str], ...]:
    """(person id, name) of everybody on the call who would be released unless they are ticked."""
    here = dict.fromkeys(leg.person_id for leg in incident.legs.values() if leg.live and leg.admitted)
    going = (who for who in here if who != viewer.person_id and not is_command_staff(incident, who))
    return tuple((who, incident.name_of(who)) for who in going)
