"""Where each leg is: greeting, lobby, on the line, stepped out, left. Late, doubled and reordered news ends alike.

Every carrier fact is merged so that the order of arrival does not matter: a seat is joined once and left once,
mute and hold follow the highest SequenceNumber, the end of a call or of a conference is final.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from roles import events as e
from roles.people import IdentifiedBy
from roles.seats import Seat as Seat, evolve_seat


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
    turned_away_by: str | None = None
    consent: bool | None = None
    removed_reason: str | None = None
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
    offered: frozenset[str] = frozenset()
    mute_wanted: bool = False
    muted_by_room: bool = False
    muted_by: str | None = None
    mute_ordered_at: datetime | None = None
    wanted_hold: bool = False
    hold_ordered_at: datetime | None = None
    order_failed: str | None = None
    room: str = ""
    """Where it is wanted: a sub-team, or empty for the main room."""
    move_ordered_at: datetime | None = None
    offered_rooms: Mapping[str, str] = field(default_factory=dict)
    released_by: str | None = None
    number_key: str = ""
    listens_only: bool = False

    @property
    def seat(self) -> Seat | None:
        """The seat that is occupied now, if any; the latest joined wins."""
        occupied = [seat for seat in self.seats.values() if seat.occupied]
        return max(occupied, key=lambda seat: (seat.joined_at or self.arrived_at, seat.label), default=None)

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
        return self.mute_wanted or self.muted_by_room or self.listens_only

    @property
    def authorized(self) -> bool:
        """A matched number names a person; a PIN, or a call-back to the directory's number, authorizes."""
        return self.pin_given or self.identified_by in (IdentifiedBy.PIN, IdentifiedBy.CALL_BACK)

    def muted_by_another(self, person_id: str) -> bool:
        """Whether this person has to ask to speak on this leg."""
        return self.muted_by_room or self.listens_only or (self.mute_wanted and self.muted_by not in (None, person_id))

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


LegEvent = (
    e.LegAdmitted
    | e.LegTurnedAway
    | e.PinAccepted
    | e.ConsentGiven
    | e.ConsentRefused
    | e.JoinOffered
    | e.ParticipantJoined
    | e.ParticipantLeft
    | e.ParticipantMuteSeen
    | e.ParticipantHoldSeen
    | e.CallOver
    | e.MenuOpened
    | e.KeyPressed
    | e.MenuWentDeeper
    | e.MuteOrdered
    | e.MuteRepeated
    | e.HoldOrdered
    | e.RemovalOrdered
    | e.LegMoved
    | e.LegReleased
    | e.OrderFailed
    | e.CallEndOrdered
)


def arrive(event: e.LegArrived) -> Leg:
    return Leg(
        call_sid=event.call_sid,
        person_id=event.person.person_id,
        arrived_at=event.at,
        number_hint=event.number_hint,
        identified_by=event.identified_by,
        pin_given=event.pin_given,
        lobby_reason=event.lobby_reason,
        admitted=event.lobby_reason is None,
        number_key=event.number_key,
    )


def evolve_leg(leg: Leg, event: LegEvent) -> Leg:
    """The leg after the event."""
    match event:
        case e.LegAdmitted():
            return replace(leg, admitted=True, lobby_reason=None)
        case e.LegTurnedAway(by=by):
            return replace(leg, turned_away_by=by)
        case e.PinAccepted():
            return replace(leg, pin_given=True)
        case e.ConsentGiven():
            return replace(leg, consent=True)
        case e.ConsentRefused():
            return replace(leg, consent=False)
        case e.JoinOffered(label=label, at=at):
            tries = 1
            if leg.offer is not None and not _was_joined(leg, leg.offer.label):
                tries = leg.offer.tries + 1
            return replace(
                leg,
                offer=Offer(label=label, at=at, tries=tries),
                offers=leg.offers + 1,
                menu=None,
                to_say="",
                offered_rooms={**leg.offered_rooms, label: event.room},
            )
        case e.ParticipantJoined() | e.ParticipantLeft() | e.ParticipantMuteSeen() | e.ParticipantHoldSeen():
            key = (event.conference_sid, event.label)
            room = leg.offered_rooms.get(event.label, "")
            seat = leg.seats.get(key) or Seat(conference_sid=event.conference_sid, label=event.label, room=room)
            leg = replace(leg, seats={**leg.seats, key: evolve_seat(seat, event)})
            return _settle(leg)
        case e.CallOver(occurred_at=occurred_at, status=status):
            if leg.call_over_at is not None and leg.call_over_at <= occurred_at:
                return leg
            return replace(leg, call_over_at=occurred_at, call_over_status=status, menu=None)
        case e.MenuOpened(menu_id=menu_id, subject=offer, at=at):
            menu = Menu(menu_id=menu_id, opened_at=at, level=event.level, options=event.options, subject=offer)
            return replace(leg, menu=menu, offered=leg.offered | {offer})
        case e.MenuWentDeeper(next_menu_id=menu_id, level=level, subject=subject, at=at):
            menu = Menu(menu_id=menu_id, opened_at=at, level=level, options=event.options, subject=subject)
            return replace(leg, menu=menu, keys_seen=True)
        case e.KeyPressed(keys=keys, spoken=spoken):
            return replace(leg, menu=None, to_say=spoken, keys_seen=leg.keys_seen or bool(keys))
        case e.MuteOrdered(muted=muted, by=by, at=at):
            return replace(
                leg, mute_wanted=muted, muted_by=by if muted else None, mute_ordered_at=at, order_failed=None
            )
        case e.MuteRepeated(at=at):
            return replace(leg, mute_ordered_at=at, order_failed=None)
        case e.HoldOrdered(hold=hold, at=at):
            return replace(leg, wanted_hold=hold, hold_ordered_at=at, order_failed=None)
        case e.RemovalOrdered(reason=reason, at=at):
            return replace(leg, removed_reason=reason, removal_ordered_at=at, admitted=False)
        case e.LegMoved(team=team, at=at):
            return replace(leg, room=team, move_ordered_at=at if leg.seat is not None else None, order_failed=None)
        case e.LegReleased(by=by):
            return replace(leg, released_by=by)
        case e.CallEndOrdered(why=why):
            return replace(leg, end_ordered=why)
        case e.OrderFailed(order=order):
            return replace(leg, order_failed=order)


def _settle(leg: Leg) -> Leg:
    """Orders that the carrier has confirmed are no longer open."""
    seat = leg.seat
    if seat is None:
        return leg
    if leg.move_ordered_at is not None and seat.room == leg.room:
        leg = replace(leg, move_ordered_at=None)
    if leg.mute_ordered_at is not None and seat.muted == leg.wanted_muted:
        leg = replace(leg, mute_ordered_at=None)
    if leg.hold_ordered_at is not None and seat.hold == leg.wanted_hold:
        leg = replace(leg, hold_ordered_at=None)
    return leg


def _was_joined(leg: Leg, label: str) -> bool:
    return any(seat.joined_at is not None for (_, seat_label), seat in leg.seats.items() if seat_label == label)
