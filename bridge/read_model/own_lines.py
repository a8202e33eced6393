"""Somebody's own line on the page: its buttons, how far its order is, the alarm of the room for which it stands in."""

from bridge.read_model.alarm import Alarm
from bridge.read_model.controls import Control, do
from bridge.read_model.reached import State
from roles.incident import Incident
from roles.people import Actor
from roles.permissions import Capability
from roles.presence import Leg
from roles.record.line_orders import DONE, wanted_status, why_not
from roles.record.own_line import Line
from roles.record.recording import Alarm as Fault

CONFIRMED_WITHIN_S = 10.0
RECORD = "Record my own line…"


def record_control(incident: Incident, viewer: Actor) -> tuple[Control, ...]:
    """Only for one's own line, and only while it would fill a gap."""
    legs = [leg for leg in incident.live_legs(viewer.person_id) if leg.seat is not None]
    leg = next((leg for leg in legs if not why_not(incident, leg)), None)
    if leg is None:
        return ()
    return (Control(label=RECORD, do=do("record_line", call_sid=leg.call_sid), dialog="record-line"),)


def stop_control(incident: Incident, leg: Leg, viewer: Actor, may: frozenset[Capability]) -> tuple[Control, ...]:
    line = incident.lines.by_call.get(leg.call_sid)
    if line is None or not line.wanted:
        return ()
    order = do("stop_line", call_sid=leg.call_sid)
    if line.person_id == viewer.person_id:
        return (Control(label="Stop recording my line", do=order),)
    return (Control(label="Stop recording their line", do=order),) if Capability.STOP_LINE in may else ()


def line_states(incident: Incident, leg: Leg) -> list[State]:
    """How far it is: ordered, confirmed, paused, stopped; what the carrier has not confirmed is not so yet."""
    line = incident.lines.by_call.get(leg.call_sid)
    if line is None or not leg.live:
        return []
    recording = incident.recording.recordings.get(line.recording_sid)
    if recording is None or not line.confirmed:
        return [_ordered(line)] if line.wanted else []
    wanted = wanted_status(incident, recording)
    if recording.status in DONE:
        return []
    if recording.status != wanted:
        change = incident.lines.changes.get(recording.recording_sid)
        what = {"paused": "line: pause", "stopped": "line: stop"}.get(wanted, "line: recording")
        late = f"{what} not confirmed: the bridge tries again"
        return [State(text=f"{what} ordered", since=change.at if change else None, late=late)]
    return [State(text="line recorded", tone="good") if wanted == "in-progress" else State(text="line paused")]


def _ordered(line: Line) -> State:
    if line.start_ordered_at is None:
        return State(text="line ordered, starts in the room")
    late = "line not confirmed: the bridge tries again"
    return State(text="line ordered, not confirmed", since=line.ordered_at, late=late, late_after_s=CONFIRMED_WITHIN_S)


def waiting_line(incident: Incident, conference_sid: str) -> State | None:
    """Beside the alarm of a room: the line that was ordered for it, or could not be recorded."""
    lines = [line for line in incident.lines.by_call.values() if line.conference_sid == conference_sid]
    waits = next((line for line in lines if line.wanted and not line.confirmed), None)
    if waits is not None:
        name = incident.name_of(waits.person_id)
        late = f"the line of {name} is not confirmed: the bridge tries again"
        text = f"the line of {name} is ordered, not confirmed"
        return State(text=text, since=waits.ordered_at, late=late, late_after_s=CONFIRMED_WITHIN_S)
    failed = next((line for line in reversed(lines) if line.why == "failed"), None)
    if failed is None:
        return None
    return State(text=f"the line of {incident.name_of(failed.person_id)} could not be recorded", tone="alarm")


def line_alarm(incident: Incident, fault: Fault, viewer: Actor, may: frozenset[Capability]) -> Alarm:
    """In place of the grave one: a line is recorded, the room is still not."""
    recording = incident.recording.recordings.get(fault.recording_sid or "")
    leg = incident.legs.get(recording.call_sid) if recording is not None else None
    who = incident.name_of(recording.person_id) if recording is not None else "somebody"
    controls = stop_control(incident, leg, viewer, may) if leg is not None else ()
    if Capability.SUB_TEAMS in may:
        controls = (*controls, Control(label="New room…", do="new_room", look="grave", dialog="new-room"))
    return Alarm(
        alarm_id=f"recording-own_line-{fault.conference_sid}",
        tone="warn",
        fact=f"The room is not recorded. The line of {who} is, in its place.",
        doing="With their consent: what they say and what they hear. A new room gets a new recording.",
        since=fault.raised_at,
        controls=controls,
    )
