"""REST: Recordings of the account, of a conference and of a call, and their media."""

from bridge.simulator.exchange import Exchange
from bridge.simulator.leg_recordings import RecordingOrder
from bridge.simulator.paging import on_date, page
from bridge.simulator.recording import Recording
from bridge.simulator.resources import recording_json
from bridge.simulator.rest_calls import find_call
from bridge.simulator.rest_conferences import conference
from bridge.simulator.rest_request import Asked, Json, RestError, not_found

CURRENT = "Twilio.CURRENT"


def _recording(exchange: Exchange, asked: Asked) -> Recording:
    """By SID, or the one that runs by `Twilio.CURRENT`. Raises RestError 404, and 400 when several run."""
    key = asked.segments["Sid"]
    found = [
        recording
        for recording in _recordings(exchange, asked)
        if recording.sid == key or (key == CURRENT and recording.running)
    ]
    if not found:
        raise not_found()
    if len(found) > 1:
        raise RestError(400, 16108, "There are several active recordings")
    return found[0]


def _recordings(exchange: Exchange, asked: Asked) -> list[Recording]:
    if "ConferenceSid" in asked.segments:
        return conference(exchange, asked).recordings
    if "CallSid" in asked.segments:
        return exchange.runners[find_call(exchange, asked.segments["CallSid"]).sid].recordings.found
    return exchange.recordings()


def _under(asked: Asked) -> tuple[str, ...]:
    if "CallSid" in asked.segments:
        return ("Calls", asked.segments["CallSid"])
    return ("Conferences", asked.segments["ConferenceSid"]) if "ConferenceSid" in asked.segments else ()


def list_recordings(exchange: Exchange, asked: Asked) -> Json:
    recordings = _recordings(exchange, asked)
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


def create_call_recording(exchange: Exchange, asked: Asked) -> Json:
    live = find_call(exchange, asked.segments["CallSid"])
    if not live.live:
        raise RestError(400, 21220, "Requested resource is not eligible for recording")
    if asked.text("RecordingTrack", "both") != "both":
        raise RestError(400, 20001, "The local carrier records both tracks of a call")
    order = RecordingOrder(
        channels=2 if asked.text("RecordingChannels", "mono") == "dual" else 1,
        trim=asked.text("Trim", "do-not-trim") == "trim-silence",
        callback_url=asked.text("RecordingStatusCallback"),
        callback_method=asked.text("RecordingStatusCallbackMethod", "POST"),
        callback_events=asked.many("RecordingStatusCallbackEvent") or frozenset({"completed"}),
    )
    return recording_json(exchange.services, exchange.runners[live.sid].recordings.start(order), _under(asked))


def update_call_recording(exchange: Exchange, asked: Asked) -> Json:
    """Other than a conference's it can be stopped, for good."""
    recording = _recording(exchange, asked)
    if not recording.running:
        raise not_found("The recording is not in progress")
    match asked.text("Status"):
        case "paused":
            recording.pause(asked.text("PauseBehavior", "silence"))
        case "in-progress":
            recording.resume()
        case "stopped":
            exchange.runners[recording.call_sid].recordings.stop(recording)
            return {**recording_json(exchange.services, recording, _under(asked)), "status": "stopped"}
        case _:
            raise RestError(400, 20001, "A recording can be paused, resumed and stopped")
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
    recording = next((r for r in exchange.recordings() if r.sid == sid), None)
    if recording is None or recording.status != "completed":
        raise not_found()
    if channels not in ("", "1", "2"):
        raise RestError(400, 20001, "RequestedChannels is 1 or 2")
    if channels == "2" and recording.channels != 2:
        raise RestError(400, 16113, "The recording has one channel")
    return recording.wav(2 if channels == "2" else 1)
