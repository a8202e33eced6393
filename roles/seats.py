"""One visit of a leg to a conference, merged from carrier news in whatever order it comes."""

from dataclasses import dataclass, replace
from datetime import datetime

from roles import events as e


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One visit of one leg to one conference; the label names it."""

    conference_sid: str
    label: str
    room: str = ""
    joined_at: datetime | None = None
    left_at: datetime | None = None
    muted: bool = False
    muted_sequence: int = -1
    hold: bool = False
    hold_sequence: int = -1
    left_reason: str = ""
    conference_ended: bool = False

    @property
    def occupied(self) -> bool:
        return self.joined_at is not None and self.left_at is None and not self.conference_ended


SeatEvent = e.ParticipantJoined | e.ParticipantLeft | e.ParticipantMuteSeen | e.ParticipantHoldSeen


def evolve_seat(seat: Seat, event: SeatEvent) -> Seat:
    """Merge one piece of news into its seat; doubled and late news changes nothing that newer news said."""
    match event:
        case e.ParticipantJoined(occurred_at=occurred_at):
            seat = replace(seat, joined_at=min(seat.joined_at or occurred_at, occurred_at))
            seat = _mute(seat, event.sequence, event.muted)
            return _hold(seat, event.sequence, event.hold)
        case e.ParticipantLeft(occurred_at=occurred_at):
            left_at = min(seat.left_at or occurred_at, occurred_at)
            return replace(seat, left_at=left_at, left_reason=seat.left_reason or event.reason)
        case e.ParticipantMuteSeen():
            return _mute(seat, event.sequence, event.muted)
        case e.ParticipantHoldSeen():
            return _hold(seat, event.sequence, event.hold)


def _mute(seat: Seat, sequence: int, muted: bool) -> Seat:
    return seat if sequence < seat.muted_sequence else replace(seat, muted=muted, muted_sequence=sequence)


def _hold(seat: Seat, sequence: int, hold: bool) -> Seat:
    return seat if sequence < seat.hold_sequence else replace(seat, hold=hold, hold_sequence=sequence)
