"""What is true of the whole call: severity, title, command roles, recording lamp, what the head's buttons do."""

from dataclasses import dataclass
from datetime import datetime

from bridge.read_model.controls import Control, do
from roles.brief import end_checklist
from roles.incident import Incident
from roles.people import Actor, Role
from roles.permissions import Capability, capabilities
from roles.record.recording import Mode, Recording

COMMAND_ROLES = ((Role.INCIDENT_COMMANDER, "Commander"), (Role.DEPUTY, "Deputy"), (Role.SCRIBE, "Scribe"))


@dataclass(frozen=True, kw_only=True)
class Lamp:
    """`tone`: good, warn, alarm or empty; `since`: ticks beside the detail."""

    tone: str
    text: str
    detail: str = ""
    since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class HeadView:
    incident_id: str
    title: str
    severity: int | None
    opened_at: datetime
    ended_at: datetime | None
    roles: tuple[tuple[str, str], ...]
    lamp: Lamp
    controls: tuple[Control, ...]


def head_view(incident: Incident, viewer: Actor) -> HeadView:
    holders = incident.roster.holder
    assert incident.opened_at is not None  # noqa: S101
    return HeadView(
        incident_id=incident.incident_id,
        title=incident.title,
        severity=incident.severity,
        opened_at=incident.opened_at,
        ended_at=incident.ended_at,
        roles=tuple((word, incident.name_of(who) if (who := holders(role)) else "") for role, word in COMMAND_ROLES),
        lamp=lamp(incident),
        controls=_controls(incident, viewer),
    )


def lamp(incident: Incident) -> Lamp:
    """The recording, in a word that is true without its colour."""
    if not incident.open:
        up = sum(leg.live for leg in incident.legs.values())
        return Lamp(tone="warn", text="Ending", detail=f"{up} still up") if up else Lamp(tone="", text="Call ended")
    guard = incident.recording
    match guard.state:
        case "alarm":
            since = min(alarm.raised_at for alarm in guard.not_recorded)
            return Lamp(tone="alarm", text="Not recorded", detail="since", since=since)
        case "off":
            return _off_the_record(incident)
        case "line":
            return Lamp(tone="warn", text="One line recorded", detail="in place of the room")
        case "recording":
            return Lamp(tone="good", text="Recorded", detail="confirmed by the carrier")
        case "expected":
            return Lamp(tone="warn", text="Recording starts")
        case _:
            return Lamp(tone="", text="Not recorded", detail="fewer than two people")


def _off_the_record(incident: Incident) -> Lamp:
    """An order that the carrier has not confirmed is not so yet: until then the sound may still be kept."""
    guard = incident.recording
    match guard.mode:
        case Mode.OFF_ORDERED:
            detail = "off the record ordered, not confirmed"
            return Lamp(tone="warn", text="Still recorded", detail=detail, since=guard.off_since)
        case Mode.ON_ORDERED:
            detail = "on the record ordered, not confirmed"
            return Lamp(tone="warn", text="Off the record", detail=detail, since=guard.on_ordered_at)
        case _ if any(_runs(incident, found) for found in guard.recordings.values()):
            return Lamp(tone="warn", text="Still recorded", detail="a new room, its pause is ordered")
        case _:
            return Lamp(tone="warn", text="Off the record", detail="since", since=guard.off_since)


def _runs(incident: Incident, found: Recording) -> bool:
    if found.call_sid:
        return found.status == "in-progress" and incident.legs[found.call_sid].live
    return found.status == "in-progress" and found.conference_sid not in incident.ended_conferences


def _controls(incident: Incident, viewer: Actor) -> tuple[Control, ...]:
    if not incident.open:
        return ()
    may = capabilities(incident, viewer)
    found: list[Control] = []
    if Capability.DESCRIBE in may:
        found.append(Control(label="Title…", do="describe", dialog="describe", text=incident.title))
    if incident.roster.holder(Role.INCIDENT_COMMANDER) is None and incident.on_the_call(viewer.person_id):
        found.append(Control(label="Take command", do="take_command"))
    if Capability.ROLL_CALL in may:
        if incident.roll_call is None:
            found.append(Control(label="Roll call", do="start_roll_call", key="r"))
        else:
            found.append(Control(label="Close roll call", do="close_roll_call", key="r"))
    if Capability.END_CALL in may:
        checklist = end_checklist(incident) or ["Nothing is left open."]
        found.append(
            Control(label="End call…", do=do("end_call"), look="grave", dialog="end-call", text=" ".join(checklist))
        )
    return tuple(found)
