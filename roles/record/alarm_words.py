"""What the bridge says of a fault of the recording: privately, to scribe and deputy, in words that say what to do."""

from datetime import datetime

from roles import events as e
from roles.incident import Incident
from roles.people import Role
from roles.reach.telling import tell
from roles.record.recording import NOT_RECORDED

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


def told(incident: Incident, event: e.RecordingAlarmRaised, now: datetime) -> list[e.Event]:
    return _tell_keepers(incident, WORDS.get(event.fault, "Something is wrong with the recording."), now)


def told_over(incident: Incident, event: e.RecordingAlarmCleared, now: datetime) -> list[e.Event]:
    """Only the end of what was grave, and only when the call is recorded then."""
    grave = (event.fault or "paused") in NOT_RECORDED and "fewer than two" not in event.how
    return _tell_keepers(incident, OVER, now) if grave else []


def _tell_keepers(incident: Incident, text: str, now: datetime) -> list[e.Event]:
    """Scribe and deputy, each once; the commander while there is neither."""
    roster = incident.roster
    keepers = (*roster.holders(Role.SCRIBE), *roster.holders(Role.DEPUTY))
    people = dict.fromkeys(keepers or roster.holders(Role.INCIDENT_COMMANDER))
    return [event for person_id in people for event in tell(incident, person_id, text, now)]
