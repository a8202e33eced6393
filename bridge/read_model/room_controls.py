"""The buttons of the room: what is done to everybody at once, at the foot of the people."""

from bridge.read_model.controls import Control
from roles.incident import Incident
from roles.permissions import Capability
from roles.record.recording import Mode


def room_controls(incident: Incident, may: frozenset[Capability]) -> tuple[Control, ...]:
    """What is done to everybody at once; the label names what is not so yet."""
    found: list[Control] = []
    if Capability.MUTE_ALL in may:
        muted = incident.floor.muted_all_by is not None
        label, order = ("Let all speak", "release_mute") if muted else ("Mute all", "mute_all")
        found.append(Control(label=label, do=order, key="M", look="plain"))
    if Capability.LOCK in may:
        label, order = ("Unlock", "unlock") if incident.floor.locked_by is not None else ("Lock", "lock")
        found.append(Control(label=label, do=order, key="L", look="plain"))
    others = any(leg.mute_wanted and leg.muted_by not in (None, leg.person_id) for leg in incident.on_the_line())
    if Capability.MUTE_ALL in may and others:
        found.append(Control(label="Unmute all", do="unmute_all", look="plain"))
    if Capability.OFF_RECORD in may:
        on = incident.recording.mode in (Mode.ON, Mode.ON_ORDERED)
        label, order = ("Off the record", "off_record") if on else ("On the record", "on_record")
        found.append(Control(label=label, do=order, look="plain"))
    if Capability.ANNOUNCE in may and incident.on_the_line():
        found.append(Control(label="Announce…", do="announce", look="plain", dialog="announce"))
    if Capability.WHISPER in may and incident.on_the_line():
        found.append(Control(label="Whisper to a role…", do="whisper_to_role", look="plain", dialog="whisper-role"))
    if Capability.RING in may:
        found.append(Control(label="Ring somebody…", do="ring", look="plain", dialog="ring"))
    if Capability.POLL in may and not (incident.poll is not None and incident.poll.open):
        found.append(Control(label="Objections…", do="ask_objections", look="plain", dialog="objections"))
    if Capability.ROLL_CALL in may and not (incident.can_round is not None and incident.can_round.open):
        found.append(Control(label="CAN round", do="can_round", look="plain"))
    if Capability.TIME_BOX in may:
        found.append(Control(label="Updates…", do="cadence", look="plain", dialog="cadence"))
        if incident.timers.quiet_by is None:
            found.append(Control(label="No reminders", do="quiet", look="plain"))
    return tuple(found)
