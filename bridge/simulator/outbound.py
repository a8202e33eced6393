"""Dialling out: rings a number, asks its policy what the person does, and plays the call's TwiML once answered."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bridge.simulator.call import Call, CallStatus
from bridge.simulator.call_runner import CallRunner, Source
from bridge.simulator.services import Services

RING_EXTRA_S = 5.0


class RingPolicy(StrEnum):
    """What the person does when rung."""

    ANSWER = "answer"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    VOICEMAIL = "voicemail"


@dataclass(frozen=True)
class Ring:
    policy: RingPolicy = RingPolicy.NO_ANSWER
    after_s: float = 0.0


@dataclass
class Rings:
    """Policies by number; a number that nobody spoke of rings until the time-out."""

    by_number: Mapping[str, Ring] = field(default_factory=dict)

    def of(self, number: str) -> Ring:
        return self.by_number.get(number, Ring())


async def ring(
    services: Services, runner: CallRunner, first: Source, how: Ring, timeout_s: float, detect_machine: bool
) -> None:
    """From queued to the end of ringing; answered calls go on by themselves."""
    call: Call = runner.call
    runner.tell_status("initiated", "initiated")
    call.status = CallStatus.RINGING
    runner.tell_status("ringing")
    services.changes.notify()
    await asyncio.sleep(min(how.after_s, timeout_s))
    if call.over:
        return
    match how.policy:
        case RingPolicy.BUSY:
            runner.end(CallStatus.BUSY)
        case RingPolicy.ANSWER | RingPolicy.VOICEMAIL if how.after_s <= timeout_s:
            if detect_machine:
                call.answered_by = "machine_start" if how.policy is RingPolicy.VOICEMAIL else "human"
            runner.answer()
            runner.start(first)
        case _:
            await asyncio.sleep(timeout_s + RING_EXTRA_S - how.after_s)
            runner.end(CallStatus.NO_ANSWER)
