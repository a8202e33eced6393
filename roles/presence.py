"""Where each leg is: greeting, lobby, on the line, stepped out, left; what is wanted of it and what was seen."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from roles.people import IdentifiedBy
from roles.seats import Seat as Seat


class Where(StrEnum):
    GREETING = "greeting"
    LOBBY = "lobby"
    JOINING = "joining"
    ON_THE_LINE = "on_the_line"
    STEPPED_OUT = "stepped_out"
    LEFT = "left"


@dataclass(frozen=True, kw_only=True)
class Menu:
    """One level of a visit; `options` are (key, effect) as they were when it opened, `subject` what it is about."""

    menu_id: str
    opened_at: datetime
    level: str = "main"
    options: tuple[tuple[str, str], ...] = ()
    subject: str = ""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One Dial that was handed out; `tries` counts those in a row that never led into the room."""

    label: str
    at: datetime
    tries: int = 1


@dataclass(frozen=True, kw_only=True)
class Leg:
    """One call. Wanted state and seen state stand side by side; the difference is what is ordered."""

    call_sid: str
    person_id: str
    arrived_at: datetime
    number_hint: str = ""
    identified_by: IdentifiedBy = IdentifiedBy.NOBODY
    pin_given: bool = False
    lobby_reason: str | None = None
    admitted: bool = False
    admitted_at: datetime | None = None
    """When somebody let them in from the lobby."""
    turned_away_by: str | None = None
    turned_away_at: datetime | None = None
    consent: bool | None = None
    removed_reason: str | None = None
    removed_by: str | None = None
    removal_ordered_at: datetime | None = None
    end_ordered: str | None = None
    call_over_at: datetime | None = None
    call_over_status: str = ""
    seats: Mapping[tuple[str, str], Seat] = field(default_factory=dict)
    offer: Offer | None = None
    offers: int = 0
    menu: Menu | None = None
    to_say: str = ""
    keys_seen: bool = False
    star_tone_at: datetime | None = None
    """When the star was last heard as a tone: the carrier is about to take the leg out."""
    offered: frozenset[str] = frozenset()
    mute_wanted: bool = False
    muted_by_room: bool = False
    muted_by: str | None = None
    mute_ordered_at: datetime | None = None
    wanted_hold: bool = False
    held_by: str | None = None
    hold_ordered_at: datetime | None = None
    order_failed: str | None = None
    room: str = ""
    """Where it is wanted: a sub-team, or empty for the main room."""
    move_ordered_at: datetime | None = None
    offered_rooms: Mapping[str, str] = field(default_factory=dict)
    released_by: str | None = None
    released_at: datetime | None = None
    number_key: str = ""
    listens_only: bool = False
    unrecorded: bool = False
    """Refused the recording while it runs: speaks only off the record."""
    transcribed: bool = True
    language_wanted: str = ""
    language_heard: str = ""
    """The language whose model writes this leg down, once that was told."""
    is_room: bool = False
    renamed: tuple[tuple[datetime, str], ...] = ()
    """When it was found to be somebody else's, and whose it was taken for until then."""

    @cached_property
    def seat(self) -> Seat | None:
        """The seat that is occupied now, if any; the latest joined wins. Asked of every leg at every event."""
        occupied = [seat for seat in self.seats.values() if seat.occupied]

        # Labels are numbered and the carrier's times have whole seconds: 10 comes after 9.
        def order(seat: Seat) -> tuple[datetime, int, str]:
            return seat.joined_at or self.arrived_at, len(seat.label), seat.label

        return max(occupied, key=order, default=None)

    @property
    def joined_at(self) -> datetime | None:
        """First time in a room."""
        return min((seat.joined_at for seat in self.seats.values() if seat.joined_at), default=None)

    @property
    def where(self) -> Where:
        if self.call_over_at is not None:
            return Where.LEFT
        if self.seat is not None:
            return Where.ON_THE_LINE
        if not self.admitted:
            return Where.LOBBY if self.lobby_reason else Where.GREETING
        if self.joined_at is not None or self.menu is not None:
            return Where.STEPPED_OUT
        return Where.JOINING if self.consent else Where.GREETING

    @property
    def wanted_muted(self) -> bool:
        """By an order about this leg, because all but command staff are muted, or because it listens only."""
        return self.mute_wanted or self.muted_by_room or self.listens_only or self.unrecorded

    @property
    def authorized(self) -> bool:
        """A matched number names a person; a PIN, or a call-back to the directory's number, authorizes."""
        return self.pin_given or self.identified_by in (IdentifiedBy.PIN, IdentifiedBy.CALL_BACK)

    def taken_for(self, person_id: str, at: datetime) -> "Leg":
        """The leg as another person's: what was proved on it, by PIN or call-back, was proved for somebody else."""
        return replace(
            self,
            person_id=person_id,
            identified_by=IdentifiedBy.NOBODY,
            pin_given=False,
            muted_by=person_id if self.muted_by == self.person_id else self.muted_by,
            renamed=(*self.renamed, (at, self.person_id)),
        )

    def person_at(self, moment: datetime) -> str:
        """Whose it was taken for then."""
        return next((before for at, before in self.renamed if moment < at), self.person_id)

    def muted_by_another(self, person_id: str) -> bool:
        """Whether this person has to ask to speak on this leg."""
        by_state = self.muted_by_room or self.listens_only or self.unrecorded
        return by_state or (self.mute_wanted and self.muted_by not in (None, person_id))

    @property
    def live(self) -> bool:
        return self.call_over_at is None

    @property
    def muted(self) -> bool:
        """What the carrier last said of the occupied seat."""
        return self.seat is not None and self.seat.muted

    @property
    def hold(self) -> bool:
        return self.seat is not None and self.seat.hold

    @property
    def may_be_heard(self) -> bool:
        """Rule 6: only a consenting leg in the room that is neither muted, held, nor on its way out."""
        seat = self.seat
        return (
            seat is not None
            and self.consent is True
            and self.live
            and self.menu is None
            and self.removed_reason is None
            and self.released_by is None
            and seat.room == self.room
            and self.transcribed
            and self.end_ordered is None
            and not (self.wanted_muted or self.wanted_hold or seat.muted or seat.hold)
        )

    @property
    def leave_reason(self) -> str | None:
        """Of a leg that left: hung_up, removed, turned_away, dropped, ended."""
        if self.call_over_at is None:
            return None
        if self.removed_reason is not None:
            return "removed"
        if self.turned_away_by is not None:
            return "turned_away"
        if self.end_ordered is not None or self.released_by is not None:
            return "ended"
        return "hung_up" if self.call_over_status == "completed" else "dropped"
