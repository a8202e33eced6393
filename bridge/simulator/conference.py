"""One conference: seats, start and end, mute and hold, kicks, announcements, its mix and its recording."""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence

from bridge.simulator.call import Call, standard_parameters
from bridge.simulator.conference_news import ConferenceNews
from bridge.simulator.g711 import Samples
from bridge.simulator.ids import new_sid, now
from bridge.simulator.mixer import clipped, mix_minus, summed
from bridge.simulator.prompts import note, play_url
from bridge.simulator.recording import Recording
from bridge.simulator.seat import Departure, Seat
from bridge.simulator.services import Services
from bridge.simulator.twiml_document import ConferenceNoun, TwimlError
from bridge.simulator.webhooks import WebhookFailure

LOUD = 200
AUDIBLE_FRAMES = 15
MUSIC = "(the carrier's wait music)"

_REASONS = {
    Departure.STAR: "participant_hung_up",
    Departure.HUNG_UP: "participant_hung_up",
    Departure.TIME_LIMIT: "participant_hung_up",
    Departure.WAIT_FAILED: "participant_hung_up",
    Departure.KICKED: "participant_updated_via_api",
    Departure.REDIRECTED: "participant_updated_via_api",
    Departure.CONFERENCE_ENDED: "conference_ended_via_api",
}
_SENTENCES = {
    "conference-ended-via-api": "Conference ended via API",
    "last-participant-left": "Last participant left",
    "last-participant-kicked": "Last participant kicked",
    "participant-with-end-conference-on-exit-left": "Participant with end conference on exit left",
    "participant-with-end-conference-on-exit-kicked": "Participant with end conference on exit kicked",
}


class JoinRefused(Exception):
    """The leg does not get in and goes on with the verb after its Dial. `code` is Twilio's error."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class NotStarted(Exception):
    """Somebody alone waits for the start; the carrier says nothing into such a room."""


class Conference:
    """Made by the first participant, whose settings win. status: init, in-progress, completed."""

    def __init__(self, services: Services, settings: ConferenceNoun) -> None:
        self.sid = new_sid("CF")
        self.settings = settings
        self.status = "init"
        self.created_at = self.updated_at = now()
        self.reason_ended: str | None = None
        self.ended_by: str | None = None
        self.seats: dict[str, Seat] = {}
        self.recordings: list[Recording] = []
        self._services = services
        self._news = ConferenceNews(services, self.sid, settings)
        self._first_call_sid = ""
        self._audible: dict[str, int] = {}

    @property
    def name(self) -> str:
        return self.settings.name

    @property
    def live(self) -> bool:
        return self.status != "completed"

    def find(self, key: str) -> Seat | None:
        """A participant by call SID or label."""
        return self.seats.get(key) or next((seat for seat in self.seats.values() if key and seat.label == key), None)

    def join(self, call: Call, noun: ConferenceNoun) -> Seat:
        """Raises JoinRefused: label in use (16025), room full (16020), coached call absent (13240)."""
        if noun.label and self.find(noun.label) is not None:
            raise JoinRefused(16025)
        if len(self.seats) >= min(self.settings.max_participants, self._services.behaviour.max_participants):
            raise JoinRefused(16020)
        if noun.coach and noun.coach not in self.seats:
            raise JoinRefused(13240)
        seat = Seat(
            call=call,
            label=noun.label,
            muted=noun.muted,
            start_on_enter=noun.start_on_enter,
            end_on_exit=noun.end_on_exit,
            coach=noun.coach,
        )
        self._first_call_sid = self._first_call_sid or call.sid
        self.seats[call.sid] = seat
        call.room = self.name
        seat.show()
        self._news.event("participant-join", **seat.parameters())
        if self.status == "init":
            self._start_or_wait(seat, noun)
        return seat

    def _start_or_wait(self, seat: Seat, noun: ConferenceNoun) -> None:
        if len(self.seats) < 2 or not any(other.start_on_enter for other in self.seats.values()):
            if noun.wait_url is None:
                note(self._services, [seat.call], MUSIC, "wait")
            elif noun.wait_url:
                seat.listening = self._services.tasks.spawn(self._wait(seat, noun.wait_url, noun.wait_method))
            return
        self.status, self.updated_at = "in-progress", now()
        for other in self.seats.values():
            if not other.held:
                other.stop_listening()
        self._news.event("conference-start")
        if self.settings.record and not self._services.faults.recordings_withheld:
            recording = Recording(
                conference_sid=self.sid,
                call_sid=self._first_call_sid,
                trim=self.settings.trim,
                channels=2 if self._services.behaviour.dual_channel_recordings else 1,
                callback_url=self.settings.recording_callback,
                callback_method=self.settings.recording_callback_method,
                callback_events=self.settings.recording_callback_events,
            )
            self.recordings.append(recording)
            self._news.recording(recording)

    async def _wait(self, seat: Seat, url: str, method: str) -> None:
        try:
            await play_url(self._services, [seat.call], url, method, standard_parameters(seat.call), "wait")
        except (WebhookFailure, TwimlError):
            self.leave(seat.call.sid, Departure.WAIT_FAILED)

    def leave(self, call_sid: str, departure: Departure) -> None:
        """The leg is out of the room; the room may end with it. Nothing happens when it is not in."""
        seat = self.seats.get(call_sid)
        if seat is None:
            return
        self._take_out(seat, departure, _REASONS[departure])
        kicked = departure is Departure.KICKED
        if seat.end_on_exit:
            for other in list(self.seats.values()):
                self._take_out(other, Departure.CONFERENCE_ENDED, "moderator_ended_conference")
            self._end(f"participant-with-end-conference-on-exit-{'kicked' if kicked else 'left'}", seat)
        elif not self.seats:
            self._end("last-participant-kicked" if kicked else "last-participant-left", seat)

    def end(self) -> None:
        """By REST: everybody is out, legs that came by TwiML go on."""
        for seat in list(self.seats.values()):
            self._take_out(seat, Departure.CONFERENCE_ENDED, "conference_ended_via_api")
        self._end("conference-ended-via-api", None)

    def add_failed(self, call: Call) -> None:
        """A dialled participant did not answer."""
        self._news.event(
            "participant-leave",
            CallSid=call.sid,
            ParticipantCallStatus=call.status.value,
            ReasonParticipantLeft="participant_add_failed",
        )
        if not self.seats:
            self._end("last-participant-left", None)

    def _take_out(self, seat: Seat, departure: Departure, reason: str) -> None:
        del self.seats[seat.call.sid]
        seat.stop_listening()
        call = seat.call
        call.room, call.muted, call.held, call.sounds_from = "", False, False, frozenset()
        status = call.status.value if call.over else "in-progress"
        self._news.event(
            "participant-leave", **seat.parameters(), ParticipantCallStatus=status, ReasonParticipantLeft=reason
        )
        if not seat.left.done():
            seat.left.set_result(departure)

    def _end(self, reason: str, ended_by: Seat | None) -> None:
        if not self.live:
            return
        self.status, self.updated_at, self.reason_ended = "completed", now(), reason
        extra = {}
        if ended_by is not None:
            self.ended_by = ended_by.call.sid
            extra["CallSidEndingConference"] = ended_by.call.sid
            if ended_by.label:
                extra["ParticipantLabelEndingConference"] = ended_by.label
        self._news.event("conference-end", ReasonConferenceEnded=reason, Reason=_SENTENCES[reason], **extra)
        self.stop_recordings()

    def stop_recordings(self) -> None:
        """What runs is ended and processed; a conference records only once."""
        for recording in self.recordings:
            if recording.running:
                recording.end()
                self._services.tasks.spawn(self._process(recording))

    async def _process(self, recording: Recording) -> None:
        await asyncio.sleep(self._services.behaviour.recording_processing_s)
        if recording.status == "processing":
            recording.status, recording.updated_at = "completed", now()
        self._news.recording(recording)
        self._services.changes.notify()

    def mute(self, seat: Seat, muted: bool) -> None:
        if seat.muted != muted:
            seat.muted = muted
            seat.show()
            self._news.event("participant-mute" if muted else "participant-unmute", **seat.parameters())

    def hold(self, seat: Seat, held: bool, url: str, method: str) -> None:
        """`url` is what a held leg hears; empty: the carrier's music."""
        if seat.held == held:
            return
        seat.held = held
        seat.show()
        seat.stop_listening()
        if held and url:
            seat.listening = self._services.tasks.spawn(self._quietly(self._hold_sound(seat, url, method)))
        elif held:
            note(self._services, [seat.call], MUSIC, "hold")
        self._news.event("participant-hold" if held else "participant-unhold", **seat.parameters())

    async def _hold_sound(self, seat: Seat, url: str, method: str) -> None:
        await play_url(self._services, [seat.call], url, method, standard_parameters(seat.call), "hold")

    async def _quietly(self, work: Coroutine[None, None, None]) -> None:
        try:
            await work
        except (WebhookFailure, TwimlError):
            self._services.changes.notify()

    def modify(self, seat: Seat, *, end_on_exit: bool | None, coach: str | None) -> None:
        """EndConferenceOnExit of a held participant is ignored, as at Twilio."""
        changed = False
        if end_on_exit is not None and not seat.held and seat.end_on_exit != end_on_exit:
            seat.end_on_exit, changed = end_on_exit, True
        if coach is not None and seat.coach != coach:
            seat.coach, changed = coach, True
        if changed:
            seat.show()
            self._news.event("participant-modify", **seat.parameters())

    def announce(self, url: str, method: str, only: Seat | None) -> None:
        """To everybody who is not on hold, or to one. Raises NotStarted before two were in."""
        if self.status != "in-progress":
            raise NotStarted
        listeners = [only] if only else [seat for seat in self.seats.values() if not seat.held]
        self._services.tasks.spawn(self._announce(url, method, listeners, only))

    async def _announce(self, url: str, method: str, listeners: Sequence[Seat], only: Seat | None) -> None:
        about = {"AnnounceUrl": url, **(only.parameters() if only else {})}
        parameters = {"AccountSid": self._services.account.sid, "ConferenceSid": self.sid, "FriendlyName": self.name}
        if only:
            parameters |= standard_parameters(only.call)
        try:
            calls = [seat.call for seat in listeners]
            await play_url(self._services, calls, url, method, parameters, "announce")
        except (WebhookFailure, TwimlError) as failure:
            self._news.event("announcement-fail", **about, ReasonAnnouncementFailed=f"error {failure.code}")
        else:
            self._news.event("announcement-end", **about)

    def tick(self, frames: Mapping[str, Samples]) -> dict[str, Samples]:
        """20 ms: from what each leg says to what each leg hears, by call SID; the recording hears the mix."""
        if self.status != "in-progress":
            return {}
        speaking = {sid: frames[sid] for sid, seat in self.seats.items() if seat.in_mix and sid in frames}
        for recording in self.recordings:
            recording.hear(speaking)
        heard = mix_minus(speaking, (sid for sid, seat in self.seats.items() if not seat.held))
        for sid, seat in self.seats.items():
            if seat.coach in heard and sid in frames and not seat.muted and not seat.held:
                heard[seat.coach] = clipped(summed((heard[seat.coach], frames[sid])))
        self._note_who_hears_whom(frames)
        return heard

    def _note_who_hears_whom(self, frames: Mapping[str, Samples]) -> None:
        loud = {sid for sid, frame in frames.items() if sid in self.seats and int(frame.max()) > LOUD}
        left = {sid: AUDIBLE_FRAMES if sid in loud else self._audible.get(sid, 0) - 1 for sid in self.seats}
        self._audible = {sid: frames_left for sid, frames_left in left.items() if frames_left > 0}
        changed = False
        for sid, seat in self.seats.items():
            sounds = frozenset(
                other
                for other in self._audible
                if other != sid
                and not seat.held
                and (self.seats[other].in_mix or (self.seats[other].coach == sid and not self.seats[other].muted))
            )
            changed = changed or sounds != seat.call.sounds_from
            seat.call.sounds_from = sounds
        if changed:
            self._services.changes.notify()
