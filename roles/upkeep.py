"""What is due at this second: gaps of the roll call, the recording, lost streams, calls that outlive the incident."""

from datetime import datetime, timedelta

from roles import events as e, lifetime_orders
from roles.incident import Incident
from roles.leadership import standby
from roles.menus import patience
from roles.presence import Leg
from roles.reach import ringing, takes, telling
from roles.record import after_the_call, faults, line_orders, off_record, stream_news
from roles.rounds import can_orders, escalation, objections
from roles.work import reminders

STRAGGLERS_AFTER = timedelta(seconds=15)
STILL_SEATED = timedelta(seconds=20)
"""Somebody who was sent away and still sits in the room after this has their call ended."""
HEARS_WHY = timedelta(seconds=30)
"""Out of the room they hear why, which may take a reason of 200 characters."""


def due(incident: Incident, now: datetime) -> list[e.Event]:
    """Everything that time alone makes happen; asked twice at the same state it answers the same."""
    found: list[e.Event] = []
    if incident.open:
        if incident.roll_call is not None:
            found += escalation.due(incident, incident.roll_call, now)
        found += patience.due(incident, now)
        found += ringing.due(incident.rings, now)
        found += standby.due(incident, now)
        found += takes.due(incident.takes, now)
        found += can_orders.due(incident, now)
        found += off_record.due(incident, now)
        found += objections.due(incident, now)
        found += reminders.due(incident, now)
        found += telling.due(incident, now)
        found += faults.due(incident, now)
        found += stream_news.due(incident, now)
        found += lifetime_orders.due(incident, now)
    found += line_orders.due(incident, now) if incident.lines.by_call else []
    found += after_the_call.due(incident, now)
    found += _calls_to_end(incident, now)
    return found


def _calls_to_end(incident: Incident, now: datetime) -> list[e.Event]:
    """Fifteen seconds after the end, calls that still live are ended; before it, those that were sent away and stay."""
    if incident.ended_at is None:
        return [
            e.CallEndOrdered(at=now, call_sid=leg.call_sid, why=why)
            for leg in incident.legs.values()
            if leg.live and leg.end_ordered is None and (why := _overstays(leg, now))
        ]
    if now < incident.ended_at + STRAGGLERS_AFTER:
        return []
    return [
        e.CallEndOrdered(at=now, call_sid=leg.call_sid, why="incident ended")
        for leg in incident.legs.values()
        if leg.live and leg.end_ordered is None
    ]


def _overstays(leg: Leg, now: datetime) -> str:
    """Why this call should be over by now; empty when it should not."""
    sent = ((leg.removal_ordered_at, "removed"), (leg.released_at, "released"), (leg.turned_away_at, "turned away"))
    patience = STILL_SEATED if leg.seat is not None else HEARS_WHY
    return next((why for at, why in sent if at is not None and now >= at + patience), "")


def needs_ticks(incident: Incident, now: datetime) -> bool:
    """Whether time can still make anything happen here."""
    if incident.open:
        return True
    return any(leg.live and leg.end_ordered is None for leg in incident.legs.values())
