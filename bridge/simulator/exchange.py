"""The exchange: all calls, rooms, numbers and messages of the account, and what happens to them every 20 ms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bridge.simulator import g711
from bridge.simulator.call import Call, CallStatus
from bridge.simulator.call_runner import CallRunner, FromUrl, Source
from bridge.simulator.configuration import NumberConfig
from bridge.simulator.g711 import Samples
from bridge.simulator.ids import new_sid, now
from bridge.simulator.outbound import Rings, ring
from bridge.simulator.phone_numbers import PhoneNumber, phone_numbers
from bridge.simulator.recording import Recording
from bridge.simulator.rooms import Rooms
from bridge.simulator.services import Services


@dataclass(kw_only=True)
class Message:
    """An SMS that the application sent."""

    to: str
    from_number: str
    body: str
    status_callback: str
    messaging_service_sid: str | None = None
    status: str = "queued"
    sid: str = field(default_factory=lambda: new_sid("SM"))
    created_at: datetime = field(default_factory=now)
    updated_at: datetime = field(default_factory=now)


class Exchange:
    """Used by the carrier's loop only; reading from other threads is allowed."""

    def __init__(self, services: Services, numbers: Mapping[str, NumberConfig]) -> None:
        self.services = services
        self.numbers = phone_numbers(numbers)
        self.calls: dict[str, Call] = {}
        self.runners: dict[str, CallRunner] = {}
        self.rooms = Rooms(services)
        self.messages: dict[str, Message] = {}
        self.rings = Rings()

    def number(self, phone_number: str) -> PhoneNumber | None:
        return next((n for n in self.numbers.values() if n.phone_number == phone_number), None)

    def dial_in(self, from_number: str, to: str) -> Call:
        """Somebody calls one of the account's numbers. Raises KeyError when it is none."""
        number = self.number(to)
        if number is None:
            raise KeyError(to)
        call = Call(
            account_sid=self.services.account.sid,
            from_number=from_number,
            to_number=to,
            direction="inbound",
            status=CallStatus.RINGING,
            phone_number_sid=number.sid,
            fallback_url=number.voice_fallback_url,
            fallback_method=number.voice_fallback_method,
            status_callback=number.status_callback,
            status_callback_method=number.status_callback_method,
        )
        runner = self._add(call)
        if number.voice_url:
            runner.start(FromUrl(url=number.voice_url, method=number.voice_method))
        else:
            runner.end(CallStatus.FAILED)
        return call

    def dial_out(self, call: Call, first: Source, timeout_s: float, detect_machine: bool) -> CallRunner:
        """Ring the call's `to_number`; `first` is played when it is answered."""
        runner = self._add(call)
        how = self.rings.of(call.to_number)
        self.services.tasks.spawn(ring(self.services, runner, first, how, timeout_s, detect_machine))
        return runner

    def _add(self, call: Call) -> CallRunner:
        runner = CallRunner(self.services, self.rooms, call)
        self.calls[call.sid] = call
        self.runners[call.sid] = runner
        self.services.changes.notify()
        return runner

    def recordings(self) -> list[Recording]:
        """Of conferences, then of legs."""
        of_legs = (recording for runner in self.runners.values() for recording in runner.recordings.found)
        return [*self.rooms.recordings(), *of_legs]

    def press(self, call: Call, keys: str) -> bool:
        """One key after the other. False: nobody listened for at least one of them, and it is lost."""
        taken = True
        for key in keys:
            if call.on_key is None:
                taken = False
            else:
                call.on_key(key)
        self.services.changes.notify()
        return taken

    def busy(self) -> bool:
        """Whether any call is live, so that the clock has to run."""
        return any(call.live for call in self.calls.values())

    def tick(self, until_s: float) -> None:
        """20 ms of sound up to `until_s`, in seconds since 1970: mouths to rooms, rooms to ears, both to streams."""
        live = [call for call in self.calls.values() if call.live]
        spoken = {call.sid: frame for call in live if (frame := call.microphone.next_frame()) is not None}
        samples: dict[str, Samples] = {sid: g711.decode(frame) for sid, frame in spoken.items()}
        heard: dict[str, Samples] = {}
        for room in self.rooms.conferences.values():
            if room.live:
                heard |= room.tick(samples)
        for call in live:
            down = heard.get(call.sid)
            if down is not None:
                call.ear.hear(down)
            for stream in call.streams:
                outbound = None
                if down is not None and stream.order.track != "inbound_track":
                    outbound = g711.encode(down)
                stream.hear(spoken.get(call.sid), outbound, until_s)
            self.runners[call.sid].recordings.hear(samples.get(call.sid), down)
