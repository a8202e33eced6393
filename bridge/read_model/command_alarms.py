"""Nobody commands, or whoever does is not on the call: the fact, what the bridge does, who may take command."""

from bridge.read_model.alarm import Alarm
from bridge.read_model.controls import Control
from roles.incident import Incident
from roles.people import Actor, Role
from roles.permissions import may_take_command
from roles.refusals import Refused


def command_alarms(incident: Incident, viewer: Actor) -> list[Alarm]:
    """At most one; empty while the commander is on the call, or nobody is."""
    commander = incident.roster.holder(Role.INCIDENT_COMMANDER)
    if commander is None:
        return _vacant(incident, viewer) if incident.on_the_line() else []
    if incident.on_the_call(commander):
        return []
    name, vacancy = incident.name_of(commander), incident.vacancy
    if vacancy.dropped is None:
        if not incident.on_the_line():
            return []
        doing = "The bridge rings them in a moment."
        return [
            Alarm(alarm_id="commander-away", tone="warn", fact=f"{name} is in command, not on the call.", doing=doing)
        ]
    was_here = any(leg.person_id == commander and leg.joined_at is not None for leg in incident.legs.values())
    return [
        Alarm(
            alarm_id="commander-dropped",
            tone="alarm",
            fact=f"{name} is in command and {'dropped off' if was_here else 'is not on'} the call.",
            doing=_doing(incident, commander),
            since=vacancy.dropped_at,
            controls=_take(incident, viewer),
        )
    ]


def _doing(incident: Incident, commander: str) -> str:
    if incident.rings.going_on(commander) is not None:
        return "The bridge is ringing them."
    if incident.live_legs(commander):
        return "They are dialing in."
    return "They could not be reached so far."


def _vacant(incident: Incident, viewer: Actor) -> list[Alarm]:
    """In the first minute of a call it is no alarm yet."""
    vacancy = incident.vacancy
    asked = "Anybody may take it: star, then 1." if vacancy.open_to_all else "On the phone: star, 0, 6."
    return [
        Alarm(
            alarm_id="no-commander",
            tone="alarm" if vacancy.vacated_at or vacancy.asked_at else "warn",
            fact="Nobody is in command.",
            doing=asked,
            since=vacancy.vacated_at,
            controls=_take(incident, viewer),
        )
    ]


def _take(incident: Incident, viewer: Actor) -> tuple[Control, ...]:
    """For whoever may take command now, on the call."""
    if not incident.on_the_call(viewer.person_id):
        return ()
    try:
        may_take_command(incident, viewer.person_id)
    except Refused:
        return ()
    return (Control(label="Take command", do="take_command"),)
