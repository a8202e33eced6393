"""A person on the line, as a test or the demo drives one: presses, speaks, hears, hangs up. Synchronous."""

from collections.abc import Callable
from pathlib import Path

from bridge.simulator.call import Call, Heard
from bridge.simulator.changes import Changes
from bridge.simulator.exchange import Exchange
from bridge.simulator.g711 import Samples
from bridge.simulator.microphone import Playback
from bridge.simulator.sound import read_sound

InLoop = Callable[[Callable[[], object]], object]


class Caller:
    """One call. All waiting methods raise CarrierTimeout."""

    def __init__(self, call: Call, exchange: Exchange, changes: Changes, in_loop: InLoop) -> None:
        self.call = call
        self._exchange = exchange
        self._changes = changes
        self._in_loop = in_loop

    @property
    def sid(self) -> str:
        return self.call.sid

    @property
    def status(self) -> str:
        """Twilio's call status: ringing, in-progress, completed, busy, ..."""
        return self.call.status.value

    @property
    def heard(self) -> list[Heard]:
        """Everything heard so far, oldest first."""
        return list(self.call.heard)

    @property
    def in_conference(self) -> bool:
        return bool(self.call.room)

    @property
    def conference_name(self) -> str:
        """The room the leg is in; empty when in none."""
        return self.call.room

    @property
    def is_muted(self) -> bool:
        return self.call.muted

    @property
    def is_held(self) -> bool:
        return self.call.held

    @property
    def is_over(self) -> bool:
        return self.call.over

    @property
    def errors(self) -> list[int]:
        """Twilio's error codes that this call ran into."""
        return list(self.call.errors)

    def press(self, keys: str) -> bool:
        """Press keys at once. False: nobody listened for at least one of them, and it is lost."""
        return bool(self._in_loop(lambda: self._exchange.press(self.call, keys)))

    def speak(self, source: bytes | str | Path) -> Playback:
        """Speak 8 kHz mu-law bytes or a WAV file, after what is being spoken. Raises OSError, UnreadableSound."""
        playback = Playback(read_sound(source), self._changes)
        self._in_loop(lambda: self.call.microphone.speak(playback))
        return playback

    def hang_up(self) -> None:
        self._in_loop(lambda: self._exchange.runners[self.call.sid].end())

    def hears(self, other: "Caller") -> bool:
        """Whether the other's voice is in the mix that this leg gets right now (within 300 ms of its last sound)."""
        return other.sid in self.call.sounds_from

    def listen(self, seconds: float) -> Samples:
        """The last seconds (at most five) that came down from the conference, 8 kHz samples."""
        return self.call.ear.last(seconds)

    def wait_for_text(self, text: str, timeout_s: float = 10.0, after: float = 0.0) -> Heard:
        """Until something with this text (any case) was heard at or after the epoch second `after`; returns it."""
        wanted = text.lower()
        found: list[Heard] = []

        def heard() -> bool:
            found[:] = [h for h in list(self.call.heard) if h.at >= after and wanted in h.text.lower()]
            return bool(found)

        try:
            self._changes.wait_for(heard, timeout_s, f"{text!r} is heard")
        except AssertionError as error:
            error.add_note(f"heard instead: {[h.text for h in self.heard]}; the call is {self.status}")
            raise
        return found[-1]

    def wait_until_in_conference(self, timeout_s: float = 10.0) -> None:
        self._wait(lambda: self.in_conference, timeout_s, "the leg is in a conference")

    def wait_until_out_of_conference(self, timeout_s: float = 10.0) -> None:
        self._wait(lambda: not self.in_conference, timeout_s, "the leg is in no conference")

    def wait_until_gathering(self, timeout_s: float = 10.0) -> None:
        """Until a key press is waited for by a Gather."""
        self._wait(lambda: self.call.gathering, timeout_s, "keys are gathered")

    def wait_until_muted(self, muted: bool = True, timeout_s: float = 10.0) -> None:
        self._wait(lambda: self.is_muted == muted, timeout_s, f"muted is {muted}")

    def wait_until_hears(self, other: "Caller", timeout_s: float = 10.0) -> None:
        self._wait(lambda: self.hears(other), timeout_s, "the other is heard")

    def wait_until_over(self, timeout_s: float = 10.0) -> None:
        self._wait(lambda: self.is_over, timeout_s, "the call is over")

    def wait_until_streaming(self, timeout_s: float = 10.0) -> None:
        """Until a media stream of this leg is open."""
        self._wait(lambda: any(stream.open for stream in self.call.streams), timeout_s, "a media stream is open")

    def _wait(self, happened: Callable[[], bool], timeout_s: float, what: str) -> None:
        try:
            self._changes.wait_for(happened, timeout_s, what)
        except AssertionError as error:
            error.add_note(f"the call is {self.status}, errors {self.errors}, heard {[h.text for h in self.heard]}")
            raise
