"""What the bridge says of a fault of the recording: privately, to scribe and deputy, in words that say what to do."""

from datetime import datetime

from roles import events as e
from roles.incident import Incident
from roles.people import Role
from roles.reach.telling import tell
from roles.record.faults import ROOM_AGAIN
from roles.record.recording import NOT_RECORDED, OWN_LINE

OWN_COPY = "The bridge keeps its own copy. For a new recording: new room, on the page."
WORDS = {
    "never_started": f"This call is not recorded: no recording has started. {OWN_COPY}",
    "paused": "This call is not recorded: the recording is paused. The bridge orders it to go on.",
    "stopped": f"This call is not recorded: the recording has stopped. {OWN_COPY}",
    "absent": f"This call is not recorded: the carrier could not record. {OWN_COPY}",
    "recreated": "The carrier ended the room under you and made a new one. A piece of the recording is missing.",
    "silent": "No sound has come from anybody since you are together. Please say something, to test the recording.",
    "file_silent": "A piece of the recording is silent although people spoke. The bridge looks for its own copy.",
    "file_short": "A piece of the recording is too short. The bridge fetches it again.",
    "callback_lost": "The carrier's news of the recording was lost. It was asked, and the call is recorded.",
    "disk_full": "The bridge's disk is full: it keeps no copy of its own. The carrier's recording goes on.",
    "disk_failing": "The bridge's disk fails: it keeps no copy of its own. The carrier's recording goes on.",
    "carrier_errors": "The carrier answers with errors: nobody can say whether this call is recorded.",
}
OVER = "The call is recorded again."
LINE_CONFIRMED = "Your line is recorded now, in place of the room. Star, 8, 2 stops it."


ENDED = {
    "staff": "{by} stopped the recording of your line.",
    "recorded_again": "The room is recorded again, so your line is not recorded any more.",
    "somebody_else": "The recording of this line is stopped: the person who agreed to it is not on this phone.",
    "shared": "The recording of your line is stopped: several people share this phone.",
    "carrier": "The carrier stopped the recording of your line.",
    "failed": "Your line could not be recorded: the carrier does not do it.",
}
"""What the person hears when their line is not recorded any more, by why; nothing where they know."""


def told(incident: Incident, event: e.RecordingAlarmRaised, now: datetime) -> list[e.Event]:
    if event.fault == OWN_LINE:
        return _told_of_line(incident, event, now)
    return _tell_keepers(incident, WORDS.get(event.fault, "Something is wrong with the recording."), now)


def told_over(incident: Incident, event: e.RecordingAlarmCleared, now: datetime) -> list[e.Event]:
    """Only the end of what was grave, and only when the call is recorded then."""
    grave = (event.fault or "paused") in NOT_RECORDED and "fewer than two" not in event.how and not event.covered_by
    again = event.fault == OWN_LINE and event.how == ROOM_AGAIN
    return _tell_keepers(incident, OVER, now) if grave or again else []


def told_line_ended(incident: Incident, event: e.LineRecordingEnded, now: datetime) -> list[e.Event]:
    leg, words = incident.legs.get(event.call_sid), ENDED.get(event.why, "")
    if leg is None or not words or not leg.live:
        return []
    return tell(incident, leg.person_id, words.format(by=incident.name_of(event.by)), now)


def _told_of_line(incident: Incident, event: e.RecordingAlarmRaised, now: datetime) -> list[e.Event]:
    """To the keepers, and to the person: the carrier has confirmed it."""
    recording = incident.recording.recordings.get(event.recording_sid or "")
    owner = recording.person_id if recording is not None else ""
    words = f"The room is not recorded. The line of {incident.name_of(owner)} is recorded in its place."
    told = _tell_keepers(incident, words, now, but=owner)
    return [*told, *(tell(incident, owner, LINE_CONFIRMED, now) if owner else [])]


def _tell_keepers(incident: Incident, text: str, now: datetime, but: str = "") -> list[e.Event]:
    """Scribe and deputy, each once; the commander while there is neither. `but`: not this one."""
    roster = incident.roster
    keepers = (*roster.holders(Role.SCRIBE), *roster.holders(Role.DEPUTY))
    people = dict.fromkeys(keepers or roster.holders(Role.INCIDENT_COMMANDER))
    return [event for person_id in people if person_id != but for event in tell(incident, person_id, text, now)]
