"""Decisions on what the carrier says: news becomes facts, and facts that differ from the wanted state become orders."""

from datetime import datetime, timedelta

from roles import commands as c, events as e
from roles.incident import Incident, evolve
from roles.people import BRIDGE
from roles.presence import Leg, Seat
from roles.record import faults

SETTLED = timedelta(seconds=5)
"""The comparison does not judge seats whose last news is younger: REST is only eventually right."""


def join(incident: Incident, command: c.ReportJoin, now: datetime) -> list[e.Event]:
    leg = incident.legs.get(command.call_sid)
    if leg is None:
        return []
    seat = leg.seats.get((command.conference_sid, command.label))
    if seat is not None and seat.joined_at is not None and seat.joined_at <= command.occurred_at:
        return []
    seen = e.ParticipantJoined(
        at=now,
        call_sid=command.call_sid,
        conference_sid=command.conference_sid,
        label=command.label,
        sequence=command.sequence,
        muted=command.muted,
        hold=command.hold,
        occurred_at=command.occurred_at,
    )
    return [seen, *_corrections(evolve(incident, seen), command.call_sid, now)]


def leave(incident: Incident, command: c.ReportLeave, now: datetime) -> list[e.Event]:
    leg = incident.legs.get(command.call_sid)
    seat = leg.seats.get((command.conference_sid, command.label)) if leg else None
    if leg is None or (seat is not None and seat.left_at is not None and seat.left_at <= command.occurred_at):
        return []
    return [
        e.ParticipantLeft(
            at=now,
            call_sid=command.call_sid,
            conference_sid=command.conference_sid,
            label=command.label,
            sequence=command.sequence,
            reason=command.reason,
            occurred_at=command.occurred_at,
        )
    ]


def mute_seen(incident: Incident, command: c.ReportMute, now: datetime) -> list[e.Event]:
    seat = _seat(incident, command.call_sid, command.conference_sid, command.label)
    if command.call_sid not in incident.legs or (seat is not None and command.sequence <= seat.muted_sequence):
        return []
    return [
        e.ParticipantMuteSeen(
            at=now,
            call_sid=command.call_sid,
            conference_sid=command.conference_sid,
            label=command.label,
            sequence=command.sequence,
            muted=command.muted,
            occurred_at=command.occurred_at,
        )
    ]


def hold_seen(incident: Incident, command: c.ReportHold, now: datetime) -> list[e.Event]:
    """A held leg joined muted; once it is off hold, or on it, the mute that is wanted is put in place."""
    seat = _seat(incident, command.call_sid, command.conference_sid, command.label)
    if command.call_sid not in incident.legs or (seat is not None and command.sequence <= seat.hold_sequence):
        return []
    seen = e.ParticipantHoldSeen(
        at=now,
        call_sid=command.call_sid,
        conference_sid=command.conference_sid,
        label=command.label,
        sequence=command.sequence,
        hold=command.hold,
        occurred_at=command.occurred_at,
    )
    return [seen, *_corrections(evolve(incident, seen), command.call_sid, now)]


def conference_end(incident: Incident, command: c.ReportConferenceEnd, now: datetime) -> list[e.Event]:
    sid = command.conference_sid
    if sid in incident.ended_conferences:
        return []
    return _conference_over(incident, sid, command.reason, command.occurred_at, now)


def _conference_over(incident: Incident, sid: str, reason: str, occurred_at: datetime, now: datetime) -> list[e.Event]:
    """A fault only when the call goes on and two or more were inside: the room is made again, with a gap."""
    ended = e.ConferenceEnded(at=now, conference_sid=sid, reason=reason, occurred_at=occurred_at)
    if not incident.open or not faults.ended_under(incident, sid):
        return [ended]
    return [ended, *faults.alarm(incident.recording, sid, "recreated", now)]


def call_over(incident: Incident, command: c.ReportCallOver, now: datetime) -> list[e.Event]:
    leg = incident.legs.get(command.call_sid)
    if leg is None or not leg.live:
        return []
    return [e.CallOver(at=now, call_sid=leg.call_sid, status=command.status, occurred_at=command.occurred_at)]


def compare(incident: Incident, command: c.ReportComparison, now: datetime) -> list[e.Event]:
    """Mend lost callbacks: what REST says of a conference against what the log says."""
    sid = command.conference_sid
    if not command.in_progress:
        if sid in incident.ended_conferences or sid not in incident.conferences:
            return []
        return _conference_over(incident, sid, "comparison", command.asked_at, now)
    found: list[e.Event] = []
    there = {(seat.call_sid, seat.label): seat for seat in command.seats}
    for leg in incident.legs.values():
        seat = leg.seat
        if seat is None or seat.conference_sid != sid or not _settled(seat, command.asked_at):
            continue
        if (leg.call_sid, seat.label) not in there:
            gone = c.ReportLeave(
                call_sid=leg.call_sid,
                conference_sid=sid,
                label=seat.label,
                sequence=0,
                reason="comparison",
                occurred_at=command.asked_at,
            )
            found += leave(incident, gone, now)
    for compared in command.seats:
        found += _compare_seat(incident, command, compared, now)
    return found


def _compare_seat(
    incident: Incident, command: c.ReportComparison, compared: c.SeatCompared, now: datetime
) -> list[e.Event]:
    leg = incident.legs.get(compared.call_sid)
    if leg is None:
        return []
    seat = leg.seats.get((command.conference_sid, compared.label))
    if seat is None or seat.joined_at is None:
        joined = c.ReportJoin(
            call_sid=compared.call_sid,
            conference_sid=command.conference_sid,
            label=compared.label,
            sequence=0,
            muted=compared.muted,
            hold=compared.hold,
            occurred_at=command.asked_at,
        )
        return join(incident, joined, now)
    recently = leg.mute_ordered_at or leg.hold_ordered_at
    if not _settled(seat, command.asked_at) or (recently and recently > command.asked_at - SETTLED):
        return []
    found: list[e.Event] = []
    shared = {
        "at": now,
        "call_sid": leg.call_sid,
        "conference_sid": command.conference_sid,
        "label": compared.label,
        "occurred_at": command.asked_at,
    }
    # An order that changed nothing at the carrier brings no callback: it is confirmed here.
    mute_confirmed = leg.mute_ordered_at is not None and compared.muted == leg.wanted_muted
    hold_confirmed = leg.hold_ordered_at is not None and compared.hold == leg.wanted_hold
    if seat.muted != compared.muted or mute_confirmed:
        found.append(e.ParticipantMuteSeen(**shared, sequence=seat.muted_sequence, muted=compared.muted))  # type: ignore[arg-type]
    if seat.hold != compared.hold or hold_confirmed:
        found.append(e.ParticipantHoldSeen(**shared, sequence=seat.hold_sequence, hold=compared.hold))  # type: ignore[arg-type]
    for event in found:
        incident = evolve(incident, event)
    return [*found, *_corrections(incident, leg.call_sid, now)]


def order_failed(incident: Incident, command: c.ReportOrderFailed, now: datetime) -> list[e.Event]:
    leg = incident.legs.get(command.call_sid)
    if leg is None or not leg.live:
        return []
    return [e.OrderFailed(at=now, call_sid=leg.call_sid, order=command.order, reason=command.reason)]


def _corrections(incident: Incident, call_sid: str, now: datetime) -> list[e.Event]:
    """Levels, not edges: a leg in the room whose mute or hold is not the wanted one is ordered to it again."""
    leg: Leg = incident.legs[call_sid]
    seat = leg.seat
    if seat is None or not leg.live:
        return []
    found: list[e.Event] = []
    if seat.room != leg.room:
        found.append(e.LegMoved(at=now, call_sid=call_sid, team=leg.room, by=BRIDGE.person_id))
    elif seat.hold != leg.wanted_hold:
        found.append(e.HoldOrdered(at=now, call_sid=call_sid, hold=leg.wanted_hold, by=BRIDGE.person_id))
    elif seat.muted != leg.wanted_muted:
        found.append(e.MuteRepeated(at=now, call_sid=call_sid))
    return found


def _seat(incident: Incident, call_sid: str, conference_sid: str, label: str) -> Seat | None:
    leg = incident.legs.get(call_sid)
    return leg.seats.get((conference_sid, label)) if leg else None


def _settled(seat: Seat, asked_at: datetime) -> bool:
    return seat.joined_at is None or seat.joined_at < asked_at - SETTLED
