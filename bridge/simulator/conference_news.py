"""What a conference tells the application: its events in order with SequenceNumber, and its recording's callbacks."""

from bridge.simulator.callback_queue import CallbackQueue
from bridge.simulator.ids import conference_timestamp, now, rfc2822
from bridge.simulator.recording import Recording
from bridge.simulator.services import Services
from bridge.simulator.twiml_document import ConferenceNoun

SUBSCRIPTION = {
    "conference-start": "start",
    "conference-end": "end",
    "participant-join": "join",
    "participant-leave": "leave",
    "participant-mute": "mute",
    "participant-unmute": "mute",
    "participant-hold": "hold",
    "participant-unhold": "hold",
    "participant-modify": "modify",
    "announcement-end": "announcement",
    "announcement-fail": "announcement",
}


class ConferenceNews:
    """`settings` are those of the first participant; later ones change nothing."""

    def __init__(self, services: Services, conference_sid: str, settings: ConferenceNoun) -> None:
        self._services = services
        self._settings = settings
        self._common = {
            "AccountSid": services.account.sid,
            "ConferenceSid": conference_sid,
            "FriendlyName": settings.name,
        }
        self._sequence = 0
        self._events = CallbackQueue(services)
        self._recording_events = CallbackQueue(services)

    def event(self, name: str, **parameters: str) -> None:
        """Every event takes a number; only what was subscribed to is sent."""
        self._sequence += 1
        if SUBSCRIPTION[name] in self._settings.status_callback_events:
            body = {
                **self._common,
                "SequenceNumber": str(self._sequence),
                "Timestamp": conference_timestamp(now()),
                "StatusCallbackEvent": name,
                **parameters,
            }
            self._events.put(name, self._settings.status_callback, body, self._settings.status_callback_method)
        self._services.changes.notify()

    def recording(self, recording: Recording) -> None:
        """Its present status as a recording status callback."""
        if recording.status not in recording.callback_events:
            return
        body = {
            "AccountSid": self._services.account.sid,
            "ConferenceSid": recording.conference_sid,
            "RecordingSid": recording.sid,
            "RecordingStatus": recording.status,
            "RecordingChannels": str(recording.channels),
            "RecordingSource": "Conference",
            "RecordingStartTime": rfc2822(recording.started_at) or "",
            "RecordingUrl": self._services.public_url() + self._services.path("Recordings", recording.sid),
        }
        if recording.status == "completed":
            body |= {"RecordingDuration": str(round(recording.duration_s)), "ErrorCode": "0", "RecordingTrack": "both"}
        if recording.error_code is not None:
            body["ErrorCode"] = str(recording.error_code)
        event = f"recording-{recording.status}"
        self._recording_events.put(event, recording.callback_url, body, recording.callback_method)
