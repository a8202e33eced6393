"""REST: Recordings of the account and of a conference, and their media."""

from bridge.simulator.exchange import Exchange
from bridge.simulator.paging import on_date, page
from bridge.simulator.recording import Recording
from bridge.simulator.resources import recording_json
from bridge.simulator.rest_conferences import conference
from bridge.simulator.rest_request import Asked, Json, RestError, not_found

CURRENT = "Twilio.CURRENT"


def _recording(exchange: Exchange, asked: Asked) -> Recording:
    """By SID, or a conference's running one by `Twilio.CURRENT`. Raises RestError 404."""
    found = exchange.rooms.recordings()
    if "ConferenceSid" in asked.segments:
        found = conference(exchange, asked).recordings
    key = asked.segments["Sid"]
    for recording in found:
        if recording.sid == key or (key == CURRENT and recording.running):
            return recording
    raise not_found()


def _under(asked: Asked) -> tuple[str, ...]:
    return ("Conferences", asked.segments["ConferenceSid"]) if "ConferenceSid" in asked.segments else ()


def list_recordings(exchange: Exchange, asked: Asked) -> Json:
    recordings = exchange.rooms.recordings()
    if "ConferenceSid" in asked.segments:
        recordings = conference(exchange, asked).recordings
    deleted_too = asked.query.get("IncludeSoftDeleted", "false").lower() == "true"
    recordings = [
        recording
        for recording in reversed(recordings)
        if asked.query.get("ConferenceSid", recording.conference_sid) == recording.conference_sid
        and asked.query.get("CallSid", recording.call_sid) == recording.call_sid
        and (deleted_too or recording.status != "deleted")
    ]
    recordings = on_date(asked, "DateCreated", recordings, [recording.started_at for recording in recordings])
    return page(asked, "recordings", [recording_json(exchange.services, r, _under(asked)) for r in recordings])


def fetch_recording(exchange: Exchange, asked: Asked) -> Json:
    recording = _recording(exchange, asked)
    if recording.status == "deleted" and asked.query.get("IncludeSoftDeleted", "false").lower() != "true":
        raise not_found()
    return recording_json(exchange.services, recording, _under(asked))


def update_conference_recording(exchange: Exchange, asked: Asked) -> Json:
    recording = _recording(exchange, asked)
    if not recording.running:
        raise not_found("The recording is not in progress")
    behavior = asked.text("PauseBehavior", "silence")
    if behavior not in ("silence", "skip"):
        raise RestError(400, 20001, "PauseBehavior is silence or skip")
    match asked.text("Status"):
        case "paused":
            recording.pause(behavior)
        case "in-progress":
            recording.resume()
        case _:
            raise RestError(400, 20001, "A conference recording can be paused and resumed only")
    exchange.services.changes.notify()
    return recording_json(exchange.services, recording, _under(asked))


def delete_recording(exchange: Exchange, asked: Asked) -> None:
    recording = _recording(exchange, asked)
    if recording.status == "deleted":
        raise not_found()
    if recording.status not in ("completed", "absent"):
        raise RestError(400, 20409, "Only a finished recording can be deleted")
    recording.delete()


def recording_media(exchange: Exchange, sid: str, channels: str) -> bytes:
    """The WAV file. Raises RestError: 404 until it is completed, 400 (16113) for two channels of a mono one."""
    recording = next((r for r in exchange.rooms.recordings() if r.sid == sid), None)
    if recording is None or recording.status != "completed":
        raise not_found()
    if channels not in ("", "1", "2"):
        raise RestError(400, 20001, "RequestedChannels is 1 or 2")
    if channels == "2" and recording.channels != 2:
        raise RestError(400, 16113, "The recording has one channel")
    return recording.wav(2 if channels == "2" else 1)
