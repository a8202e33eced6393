"""One participant of a conference: its flags, its label, and how it leaves."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bridge.simulator.call import Call
from bridge.simulator.ids import now


class Departure(StrEnum):
    """Why a leg left the room while its call goes on, or not."""

    STAR = "star"
    KICKED = "kicked"
    CONFERENCE_ENDED = "conference-ended"
    TIME_LIMIT = "time-limit"
    WAIT_FAILED = "wait-failed"
    REDIRECTED = "redirected"
    HUNG_UP = "hung-up"


@dataclass(kw_only=True, eq=False)
class Seat:
    """A leg in a room. `left` is set with the reason when it has left."""

    call: Call
    label: str
    muted: bool
    start_on_enter: bool
    end_on_exit: bool
    coach: str = ""
    held: bool = False
    joined_at: datetime = field(default_factory=now)
    updated_at: datetime = field(default_factory=now)
    left: "asyncio.Future[Departure]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    listening: "asyncio.Task[None] | None" = None
    """What is played to this leg alone: wait or hold sound."""

    @property
    def in_mix(self) -> bool:
        return not self.muted and not self.held and not self.coach

    def parameters(self) -> dict[str, str]:
        """The participant block of conference events."""
        return {
            "CallSid": self.call.sid,
            "Muted": _text(self.muted),
            "Hold": _text(self.held),
            "Coaching": _text(bool(self.coach)),
            "StartConferenceOnEnter": _text(self.start_on_enter),
            "EndConferenceOnExit": _text(self.end_on_exit),
            **({"ParticipantLabel": self.label} if self.label else {}),
            **({"CallSidToCoach": self.coach} if self.coach else {}),
        }

    def show(self) -> None:
        """Copy the flags to the call, where other threads read them."""
        self.call.muted, self.call.held, self.updated_at = self.muted, self.held, now()

    def stop_listening(self) -> None:
        if self.listening is not None:
            self.listening.cancel()
            self.listening = None


def _text(flag: bool) -> str:
    return "true" if flag else "false"
