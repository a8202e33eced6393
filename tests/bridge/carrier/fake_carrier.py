"""A carrier at the port: remembers what was asked of it, answers as it is told, and can be away."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bridge.carrier.rest import AlreadyGone, CarrierUnavailable
from bridge.carrier.seen import SeenParticipant, SeenRecording


@dataclass
class FakeCarrier:
    """`gone`: SIDs that are not there any more. `away`: nothing is answered; `away_for`: not about these SIDs."""

    asked: list[tuple[str, ...]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    away: bool = False
    away_for: set[str] = field(default_factory=set)
    rooms: list[str] = field(default_factory=list)
    statuses: dict[str, str] = field(default_factory=dict)
    seen: dict[str, list[SeenParticipant]] = field(default_factory=dict)
    found: dict[str, list[SeenRecording]] = field(default_factory=dict)
    calls_to: dict[str, str] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)

    def _ask(self, what: str, *details: str) -> None:
        if self.away or self.away_for & set(details):
            raise CarrierUnavailable("ConnectionError")
        if self.gone & set(details):
            raise AlreadyGone("HTTP 404, code 20404")
        self.asked.append((what, *details))

    def mute(self, conference_sid: str, call_sid: str, muted: bool) -> None:
        self._ask("mute" if muted else "unmute", call_sid, conference_sid)

    def hold(self, conference_sid: str, call_sid: str, hold: bool, url: str) -> None:
        self._ask("hold" if hold else "unhold", call_sid, conference_sid, *([url] if hold else []))

    def say_and_hang_up(self, call_sid: str, twiml: str) -> None:
        self._ask("say_and_hang_up", call_sid, twiml)

    def redirect(self, call_sid: str, url: str) -> None:
        self._ask("redirect", call_sid, url)

    def end_call(self, call_sid: str) -> None:
        self._ask("end_call", call_sid)

    def call(self, number: str, *, url: str, status_callback: str, ring_for_s: int) -> str:
        self._ask("call", number, url)
        return f"CA{len(self.asked):032d}"

    def live_call_to(self, number: str) -> str | None:
        return self.calls_to.get(number)

    def announce(self, conference_sid: str, call_sid: str | None, url: str) -> None:
        self._ask("announce", conference_sid, call_sid or "all", url)

    def call_status(self, call_sid: str) -> str:
        self._ask("call_status", call_sid)
        return self.statuses.get(call_sid, "in-progress")

    def end_conference(self, conference_sid: str) -> None:
        self._ask("end_conference", conference_sid)

    def conferences(self, room: str) -> list[str]:
        self._ask("conferences", room)
        return self.rooms

    def conference_status(self, conference_sid: str) -> str:
        self._ask("conference_status", conference_sid)
        return self.statuses.get(conference_sid, "in-progress")

    def participants(self, conference_sid: str) -> list[SeenParticipant]:
        self._ask("participants", conference_sid)
        return self.seen.get(conference_sid, [])

    def recordings(self, conference_sid: str) -> list[SeenRecording]:
        self._ask("recordings", conference_sid)
        return self.found.get(conference_sid, [])

    def call_recordings(self, call_sid: str) -> list[SeenRecording]:
        self._ask("call_recordings", call_sid)
        return self.found.get(call_sid, [])

    def record_call(self, call_sid: str, callback: str) -> SeenRecording:
        self._ask("record_call", call_sid, callback)
        return SeenRecording(recording_sid="RE" + "4" * 32, conference_sid="", status="in-progress", call_sid=call_sid)

    def set_call_recording(self, call_sid: str, recording_sid: str, status: str) -> str:
        self._ask("set_call_recording", call_sid, recording_sid, status)
        return status

    def resume_recording(self, conference_sid: str, recording_sid: str) -> str:
        self._ask("resume_recording", recording_sid)
        return "in-progress"

    def pause_recording(self, conference_sid: str, recording_sid: str) -> str:
        self._ask("pause_recording", recording_sid)
        return "paused"

    def recording_media(self, recording_sid: str) -> Iterator[bytes]:
        self._ask("recording_media", recording_sid)
        return iter([self.media[recording_sid]])

    def delete_recording(self, recording_sid: str) -> None:
        self._ask("delete_recording", recording_sid)

    def start_stream(self, call_sid: str, *, url: str, name: str, token: str, callback: str) -> None:
        self._ask("start_stream", call_sid, name, url)

    def stop_stream(self, call_sid: str, name: str) -> None:
        self._ask("stop_stream", call_sid, name)
