"""Lines of facts about somebody's own line: ordered, its end, what its file is like."""

from bridge.record.codec import Event
from roles import events as e
from roles.incident import Incident

ENDED = {
    "staff": "stopped by {by}",
    "left": "they left the call",
    "ended": "the call has ended",
    "recorded_again": "the room is recorded again",
    "somebody_else": "this phone is somebody else's",
    "shared": "several people share this phone",
    "unrecorded": "they do not agree to be recorded",
    "carrier": "the carrier stopped it",
    "failed": "the carrier does not record it",
}


def of_lines(incident: Incident, event: Event) -> str | None:
    match event:
        case e.LineRecordingOrdered(person_id=person_id):
            return f"{incident.name_of(person_id)} agrees to have their own line recorded, because the room is not"
        case e.LineRecordingEnded(call_sid=call_sid, why=why, by=by) if call_sid in incident.lines.by_call:
            name = incident.name_of(incident.lines.by_call[call_sid].person_id)
            if why == "self":
                return f"{name} has their own line recorded no longer"
            return f"the line of {name} is recorded no longer: {ENDED.get(why, why).format(by=incident.name_of(by))}"
        case e.RecordingVerified(recording_sid=sid, sentence=sentence):
            recording = incident.recording.recordings.get(sid)
            if recording is None or not recording.call_sid:
                return None
            return f"the line of {incident.name_of(recording.person_id)}: {sentence}"
    return None
