"""How one call changes with each fact: late, doubled and reordered news ends alike.

Every carrier fact is merged so that the order of arrival does not matter: a seat is joined once and left once,
mute and hold follow the highest SequenceNumber, the end of a call or of a conference is final.
"""

from dataclasses import replace

from roles import events as e
from roles.people import BRIDGE, IdentifiedBy
from roles.presence import Leg, Menu, Offer
from roles.seats import Seat, evolve_seat

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
    | e.TonePressed
    | e.RoomMarked
    | e.TranscriptionSwitched
    | e.LegReleased
    | e.OrderFailed
    | e.CallEndOrdered
    | e.LanguageChosen
)

KEYED = frozenset({IdentifiedBy.PIN, IdentifiedBy.BRIDGE_PIN, IdentifiedBy.CALL_BACK})
"""Ways in that need a key."""
MAIN = "main"


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
        keys_seen=event.pin_given or event.identified_by in KEYED,
    )


def evolve_leg(leg: Leg, event: LegEvent) -> Leg:
    """The leg after the event."""
    match event:
        case e.LegAdmitted(at=at):
            return replace(leg, admitted=True, admitted_at=at, lobby_reason=None)
        case e.LegTurnedAway(by=by, at=at):
            return replace(leg, turned_away_by=by, turned_away_at=at)
        case e.PinAccepted():
            return replace(leg, pin_given=True, keys_seen=True)
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
            star = event.level == MAIN
            return replace(leg, menu=menu, offered=leg.offered | {offer}, keys_seen=leg.keys_seen or star)
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
        case e.HoldOrdered(hold=hold, by=by, at=at):
            # Put back by the bridge, it is still the order of whoever gave it.
            by = leg.held_by or by if by == BRIDGE.person_id else by
            return replace(leg, wanted_hold=hold, held_by=by if hold else None, hold_ordered_at=at, order_failed=None)
        case e.RemovalOrdered(reason=reason, by=by, at=at):
            return replace(
                leg, removed_reason=reason, removed_by=by, removal_ordered_at=at, admitted=False, order_failed=None
            )
        case e.LegMoved(team=team, at=at):
            return replace(leg, room=team, move_ordered_at=at if leg.seat is not None else None, order_failed=None)
        case e.TranscriptionSwitched(on=on):
            return replace(leg, transcribed=on)
        case e.LanguageChosen(wanted=wanted, heard=heard):
            return replace(leg, language_wanted=wanted, language_heard=heard)
        case e.RoomMarked(room=room):
            return replace(leg, is_room=room)
        case e.TonePressed(key=key, at=at):
            return replace(leg, keys_seen=True, star_tone_at=at if key == "*" else leg.star_tone_at)
        case e.LegReleased(by=by, at=at):
            return replace(leg, released_by=by, released_at=at)
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
