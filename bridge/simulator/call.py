"""One call: who, its status, what was heard on it, who presses keys; and the standard parameters of its webhooks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from bridge.simulator.configuration import API_VERSION
from bridge.simulator.ids import new_sid, now
from bridge.simulator.microphone import Ear, Microphone

if TYPE_CHECKING:
    from bridge.simulator.media_socket import MediaSocket


class CallStatus(StrEnum):
    """Twilio's; the last five are final."""

    QUEUED = "queued"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    BUSY = "busy"
    FAILED = "failed"
    NO_ANSWER = "no-answer"
    CANCELED = "canceled"


OVER = frozenset({CallStatus.COMPLETED, CallStatus.BUSY, CallStatus.FAILED, CallStatus.NO_ANSWER, CallStatus.CANCELED})


@dataclass(frozen=True)
class Heard:
    """Something the person on the line heard. at: epoch seconds of its start.

    kind: say, play, announce, hold, wait, or error (the carrier's own "application error").
    """

    at: float
    text: str
    kind: str


@dataclass(kw_only=True, eq=False)
class Call:
    """The carrier's record of a call, changed by its loop only; other threads read it."""

    account_sid: str
    from_number: str
    to_number: str
    direction: str
    status: CallStatus
    sid: str = field(default_factory=lambda: new_sid("CA"))
    phone_number_sid: str = ""
    created_at: datetime = field(default_factory=now)
    updated_at: datetime = field(default_factory=now)
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    answered_by: str | None = None
    fallback_url: str = ""
    fallback_method: str = "POST"
    status_callback: str = ""
    status_callback_method: str = "POST"
    status_events: frozenset[str] = frozenset({"completed"})
    microphone: Microphone = field(default_factory=Microphone)
    ear: Ear = field(default_factory=Ear)
    heard: list[Heard] = field(default_factory=list)
    errors: list[int] = field(default_factory=list)
    streams: "list[MediaSocket]" = field(default_factory=list)
    room: str = ""
    muted: bool = False
    held: bool = False
    sounds_from: frozenset[str] = frozenset()
    """Call SIDs whose voice is in what this leg hears right now."""
    on_key: Callable[[str], None] | None = None
    """Takes a key press while a Gather or a hangupOnStar Dial is running; None: keys are lost."""
    gathering: bool = False

    @property
    def over(self) -> bool:
        return self.status in OVER

    @property
    def live(self) -> bool:
        return self.status is CallStatus.IN_PROGRESS


def standard_parameters(call: Call) -> dict[str, str]:
    """What every webhook about a call carries."""
    return {
        "AccountSid": call.account_sid,
        "ApiVersion": API_VERSION,
        "CallSid": call.sid,
        "CallStatus": call.status.value,
        "Direction": call.direction,
        "From": call.from_number,
        "To": call.to_number,
        "Caller": call.from_number,
        "Called": call.to_number,
        **_place("From", call.from_number),
        **_place("Caller", call.from_number),
        **_place("To", call.to_number),
        **_place("Called", call.to_number),
        **({"StirVerstat": "TN-Validation-Passed-A"} if call.direction == "inbound" else {}),
    }


def _place(prefix: str, number: str) -> dict[str, str]:
    if not number.startswith("+1"):
        return {}
    state = "DC" if number.startswith("+1202") else ""
    return {f"{prefix}City": "", f"{prefix}State": state, f"{prefix}Zip": "", f"{prefix}Country": "US"}
