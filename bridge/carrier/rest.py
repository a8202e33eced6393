"""Twilio's REST, as the few calls that the bridge makes: a time-out, back-off, and "already gone" understood."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol, TypeVar

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from bridge.carrier.rest_places import RestPlaces
from bridge.carrier.seen import SeenParticipant, SeenRecording, recording_of_leg
from bridge.dispatcher import TryingAgainWillNotHelp
from bridge.settings import Settings

T = TypeVar("T")

DOWNLOAD_TIMEOUT_S = 60
PIECE_BYTES = 64 * 1024
TIMEOUT_S = 5.0
AT_ONCE = 8
"""Requests at once, by all processes of a machine together."""
LIVE_AT_ONCE, WORKER_AT_ONCE = 3, 6
"""Two places are left to `web`, where people order with keys and clicks. `live` has frames to take meanwhile."""
GONE_CODES = frozenset({20404, 21220, 16001, 16022, 16099})
BUSY_STATUS = frozenset({429, 500, 502, 503, 504})
MENDED_BY_PEOPLE = frozenset({401, 403})
"""The account or its key: an order is kept until somebody has mended them."""


class AlreadyGone(Exception):
    """The call, participant, conference or stream is not there any more."""


class CarrierUnavailable(Exception):
    """The carrier did not answer, is busy, or has an error of its own: try again later."""


class CarrierRefused(TryingAgainWillNotHelp):
    """The carrier understood and said no: trying again will not help."""


class Carrier(Protocol):
    """Each method raises AlreadyGone, CarrierUnavailable or CarrierRefused."""

    def mute(self, conference_sid: str, call_sid: str, muted: bool) -> None: ...
    def hold(self, conference_sid: str, call_sid: str, hold: bool, url: str) -> None: ...
    def say_and_hang_up(self, call_sid: str, twiml: str) -> None: ...
    def redirect(self, call_sid: str, url: str) -> None: ...
    def end_call(self, call_sid: str) -> None: ...
    def call(self, number: str, *, url: str, status_callback: str, ring_for_s: int) -> str: ...
    def live_call_to(self, number: str) -> str | None: ...
    def announce(self, conference_sid: str, call_sid: str | None, url: str) -> None: ...
    def call_status(self, call_sid: str) -> str: ...
    def end_conference(self, conference_sid: str) -> None: ...
    def conferences(self, room: str) -> list[str]: ...
    def conference_status(self, conference_sid: str) -> str: ...
    def participants(self, conference_sid: str) -> list[SeenParticipant]: ...
    def recordings(self, conference_sid: str) -> list[SeenRecording]: ...
    def call_recordings(self, call_sid: str) -> list[SeenRecording]: ...
    def record_call(self, call_sid: str, callback: str) -> SeenRecording: ...
    def set_call_recording(self, call_sid: str, recording_sid: str, status: str) -> str: ...
    def resume_recording(self, conference_sid: str, recording_sid: str) -> str: ...
    def pause_recording(self, conference_sid: str, recording_sid: str) -> str: ...
    def recording_media(self, recording_sid: str) -> Iterator[bytes]: ...
    def delete_recording(self, recording_sid: str) -> None: ...
    def start_stream(self, call_sid: str, *, url: str, name: str, token: str, callback: str) -> None: ...
    def stop_stream(self, call_sid: str, name: str) -> None: ...


class TwilioCarrier:
    """Over twilio's own client; thread-safe, at most `at_once` of the machine's requests at a time."""

    def __init__(self, settings: Settings, at_once: int = AT_ONCE) -> None:
        user, password = settings.rest_credentials
        self._auth = (user, password)
        self._account_sid = settings.twilio_account_sid
        self._own_number = settings.phone_number
        self._client = Client(
            user, password, settings.twilio_account_sid, http_client=TwilioHttpClient(timeout=TIMEOUT_S)
        )
        if settings.twilio_api_base_url:
            self._client.api.base_url = settings.twilio_api_base_url.rstrip("/")
        self._base_url = str(self._client.api.base_url)
        self._places = RestPlaces(settings.data_dir, at_once)

    def mute(self, conference_sid: str, call_sid: str, muted: bool) -> None:
        self._call(lambda: self._client.conferences(conference_sid).participants(call_sid).update(muted=muted))

    def hold(self, conference_sid: str, call_sid: str, hold: bool, url: str) -> None:
        """On hold the document at `url` is heard."""
        said = {"hold_url": url, "hold_method": "POST"} if hold else {}
        self._call(lambda: self._client.conferences(conference_sid).participants(call_sid).update(hold=hold, **said))

    def say_and_hang_up(self, call_sid: str, twiml: str) -> None:
        self._call(lambda: self._client.calls(call_sid).update(twiml=twiml))

    def redirect(self, call_sid: str, url: str) -> None:
        self._call(lambda: self._client.calls(call_sid).update(url=url, method="POST"))

    def end_call(self, call_sid: str) -> None:
        self._call(lambda: self._client.calls(call_sid).update(status="completed"))

    def call(self, number: str, *, url: str, status_callback: str, ring_for_s: int) -> str:
        """Ring a number and run the document at `url` once it is answered; the CallSid."""
        create = self._client.calls.create
        made = self._call(
            lambda: create(
                to=number,
                from_=self._own_number,
                url=url,
                method="POST",
                timeout=ring_for_s,
                status_callback=status_callback,
                status_callback_event=["answered", "completed"],
                status_callback_method="POST",
            )
        )
        return str(made.sid)

    def live_call_to(self, number: str) -> str | None:
        """A call of ours to this number that is queued, ringing or in progress."""
        for status in ("queued", "ringing", "in-progress"):
            asked = {"to": number, "from_": self._own_number, "status": status}
            found = self._call(partial(self._client.calls.list, limit=1, **asked))
            if found:
                return str(found[0].sid)
        return None

    def announce(self, conference_sid: str, call_sid: str | None, url: str) -> None:
        """Say the document at `url` to one participant, or to all."""
        conference = self._client.conferences(conference_sid)
        if call_sid is None:
            self._call(lambda: conference.update(announce_url=url, announce_method="POST"))
        else:
            self._call(lambda: conference.participants(call_sid).update(announce_url=url, announce_method="POST"))

    def call_status(self, call_sid: str) -> str:
        return str(self._call(lambda: self._client.calls(call_sid).fetch()).status)

    def end_conference(self, conference_sid: str) -> None:
        self._call(lambda: self._client.conferences(conference_sid).update(status="completed"))

    def conferences(self, room: str) -> list[str]:
        """SIDs of the conferences of this name that are in progress."""
        list_them = self._client.conferences.list
        found = self._call(lambda: list_them(friendly_name=room, status="in-progress", limit=20))
        return [str(conference.sid) for conference in found]

    def conference_status(self, conference_sid: str) -> str:
        return str(self._call(lambda: self._client.conferences(conference_sid).fetch()).status)

    def participants(self, conference_sid: str) -> list[SeenParticipant]:
        found = self._call(lambda: self._client.conferences(conference_sid).participants.list(limit=250))
        return [
            SeenParticipant(
                call_sid=str(seen.call_sid), label=seen.label or "", muted=bool(seen.muted), hold=bool(seen.hold)
            )
            for seen in found
        ]

    def recordings(self, conference_sid: str) -> list[SeenRecording]:
        found = self._call(lambda: self._client.conferences(conference_sid).recordings.list(limit=20))
        return [
            SeenRecording(
                recording_sid=str(seen.sid),
                conference_sid=conference_sid,
                status=str(seen.status),
                started_at=seen.start_time or seen.date_created,
                duration_s=int(seen.duration) if seen.duration else None,
                channels=int(seen.channels) if seen.channels else None,
            )
            for seen in found
        ]

    def call_recordings(self, call_sid: str) -> list[SeenRecording]:
        found = self._call(lambda: self._client.calls(call_sid).recordings.list(limit=20))
        return [recording_of_leg(seen, call_sid) for seen in found]

    def record_call(self, call_sid: str, callback: str) -> SeenRecording:
        """Both directions of one leg from now on, each in a channel of its own."""
        create = self._client.calls(call_sid).recordings.create
        made = self._call(
            lambda: create(
                recording_channels="dual",
                recording_track="both",
                trim="do-not-trim",
                recording_status_callback=callback,
                recording_status_callback_event=["in-progress", "completed", "absent"],
                recording_status_callback_method="POST",
            )
        )
        return recording_of_leg(made, call_sid)

    def set_call_recording(self, call_sid: str, recording_sid: str, status: str) -> str:
        """`status`: paused (with silence, so that times stay true), in-progress, or stopped, which is final."""
        recording = self._client.calls(call_sid).recordings(recording_sid)
        how = {"pause_behavior": "silence"} if status == "paused" else {}
        return str(self._call(lambda: recording.update(status=status, **how)).status)

    def resume_recording(self, conference_sid: str, recording_sid: str) -> str:
        recording = self._client.conferences(conference_sid).recordings(recording_sid)
        return str(self._call(lambda: recording.update(status="in-progress")).status)

    def pause_recording(self, conference_sid: str, recording_sid: str) -> str:
        """Silence takes the place of what is said, so that times stay true."""
        recording = self._client.conferences(conference_sid).recordings(recording_sid)
        return str(self._call(lambda: recording.update(status="paused", pause_behavior="silence")).status)

    def recording_media(self, recording_sid: str) -> Iterator[bytes]:
        """The WAV from the API's own address, a piece at a time, two channels if there are two.

        AlreadyGone: not there yet, or deleted. The pieces raise CarrierUnavailable when the connection breaks.
        """
        path = f"{self._base_url}/2010-04-01/Accounts/{self._account_sid}/Recordings/{recording_sid}.wav"
        for query in ({"RequestedChannels": "2"}, {}):
            ask = partial(requests.get, path, params=query, auth=self._auth, timeout=DOWNLOAD_TIMEOUT_S, stream=True)
            found = self._call(ask)
            if found.status_code == requests.codes.bad_request:
                continue
            if found.status_code == requests.codes.not_found:
                raise AlreadyGone(recording_sid)
            if found.status_code != requests.codes.ok:
                raise CarrierUnavailable(f"the recording's file was answered with {found.status_code}")
            return _pieces(found)
        raise CarrierRefused("the recording's file is not given out with one or two channels")

    def delete_recording(self, recording_sid: str) -> None:
        """The sound is gone for good. A recording that is not finished is refused."""
        self._call(lambda: self._client.recordings(recording_sid).delete())

    def start_stream(self, call_sid: str, *, url: str, name: str, token: str, callback: str) -> None:
        self._call(
            lambda: self._client.calls(call_sid).streams.create(
                url=url,
                name=name,
                track="inbound_track",
                status_callback=callback,
                status_callback_method="POST",
                parameter1_name="token",
                parameter1_value=token,
            )
        )

    def stop_stream(self, call_sid: str, name: str) -> None:
        self._call(lambda: self._client.calls(call_sid).streams(name).update(status="stopped"))

    def _call(self, request: Callable[[], T]) -> T:
        """One try: whoever asked tries again later, and meanwhile something more urgent gets the place."""
        try:
            with self._places.one():
                return request()
        except TwilioRestException as error:
            trouble = f"HTTP {error.status}, code {error.code}"
            if error.status == 404 or error.code in GONE_CODES or "not connected" in str(error.msg):
                raise AlreadyGone(trouble) from None
            if error.status in BUSY_STATUS or error.status in MENDED_BY_PEOPLE:
                raise CarrierUnavailable(trouble) from None
            raise CarrierRefused(trouble) from None
        except (TwilioException, requests.RequestException) as error:
            raise CarrierUnavailable(type(error).__name__) from None


def _pieces(answer: requests.Response) -> Iterator[bytes]:
    try:
        with answer:
            yield from answer.iter_content(PIECE_BYTES)
    except requests.RequestException as error:
        raise CarrierUnavailable(type(error).__name__) from None
