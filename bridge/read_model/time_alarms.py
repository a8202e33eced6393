"""What time asks of a person: a status update that is due, and reminders that somebody switched off."""

from bridge.read_model.alarm import Alarm
from bridge.read_model.controls import Control
from roles.incident import Incident
from roles.people import Actor
from roles.permissions import Capability, capabilities, is_command_staff


def time_alarms(incident: Incident, viewer: Actor) -> list[Alarm]:
    """Empty when nothing is due and reminders are said."""
    timers, may = incident.timers, capabilities(incident, viewer)
    found: list[Alarm] = []
    if timers.cadence_minutes and timers.status_reminders:
        may_give = Capability.TIME_BOX in may or is_command_staff(incident, viewer.person_id)
        given = (Control(label="Update given", do="update_given"),) if may_give else ()
        found.append(
            Alarm(
                alarm_id="status-due",
                tone="warn",
                fact="A status update is due.",
                doing=f"One every {timers.cadence_minutes} min; the deputy and the scribe are reminded twice.",
                since=timers.status_at,
                controls=given,
            )
        )
    if timers.quiet_by is not None:
        again = (Control(label="Reminders again", do="remind"),) if Capability.TIME_BOX in may else ()
        fact = f"No reminders are said, by {incident.name_of(timers.quiet_by)}."
        doing = "What becomes due meanwhile stands here and is told afterwards."
        found.append(
            Alarm(alarm_id="quiet", tone="warn", fact=fact, doing=doing, since=timers.quiet_at, controls=again)
        )
    return found
