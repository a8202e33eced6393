"""What follows for all legs at once: who is muted with the room, who may be heard, who is together, an ended room."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from roles.people import COMMAND_STAFF
from roles.presence import Leg
from roles.record.recording import Mode, seated
from roles.state import Incident


def conference_ended(incident: Incident, conference_sid: str) -> Incident:
    """Nobody sits in a conference that is over, even when the news of their leaving never came."""
    legs = dict(incident.legs)
    for leg in incident.legs.values():
        left = {
            key: replace(seat, conference_ended=True)
            for key, seat in leg.seats.items()
            if seat.conference_sid == conference_sid
        }
        if left:
            legs[leg.call_sid] = replace(leg, seats={**leg.seats, **left})
    return replace(incident, legs=legs, ended_conferences=incident.ended_conferences | {conference_sid})


def mute_as_the_room(incident: Incident, at: datetime, unchanged: Mapping[str, Leg]) -> Incident:
    """Mute-all is a level: it covers whoever is here, joins, or loses a command role, and spares who gets one.

    `unchanged`: legs as they were before; where nothing else changed, a leg that is still the same is left alone.
    """
    changed: dict[str, Leg] = {}
    for call_sid, leg in incident.legs.items():
        if unchanged.get(call_sid) is leg:
            continue
        staff = incident.roster.roles_of(leg.person_id) & COMMAND_STAFF
        has_the_word = incident.can_round is not None and incident.can_round.speaker == leg.person_id
        covered = not staff and not has_the_word and incident.floor.covers(leg.person_id)
        listens_only = leg.person_id in incident.observers
        unrecorded = leg.consent is False and incident.recording.mode is not Mode.OFF
        if (covered, listens_only, unrecorded) != (leg.muted_by_room, leg.listens_only, leg.unrecorded):
            after = replace(leg, muted_by_room=covered, listens_only=listens_only, unrecorded=unrecorded)
            if after.seat is not None and after.seat.muted != after.wanted_muted:
                after = replace(after, mute_ordered_at=at)
            changed[call_sid] = after
    return replace(incident, legs={**incident.legs, **changed}) if changed else incident


def derive(before: Incident, after: Incident, at: datetime) -> Incident:
    """What follows from who is in which room: hearing, and since when two legs are together."""
    on_record = after.recording.mode is Mode.ON
    all_legs = after.ended_at != before.ended_at or after.recording.mode != before.recording.mode
    if after.legs is before.legs and not all_legs:
        return after
    hearing = after.hearing
    legs_in: dict[str, int] = {}
    for call_sid, leg in after.legs.items():
        if all_legs or leg is not before.legs.get(call_sid):
            heard = leg.may_be_heard and after.ended_at is None and on_record
            hearing = hearing.changed(call_sid, heard, at)
        seat = leg.seat if leg.live else None
        if seat is not None:
            legs_in[seat.conference_sid] = legs_in.get(seat.conference_sid, 0) + 1
    guard = seated(after.recording, legs_in, at)
    together_s = after.together_s
    for sid, since in before.recording.together_since.items():
        if sid not in guard.together_since:
            together_s = {**together_s, sid: together_s.get(sid, 0.0) + (at - since).total_seconds()}
    return replace(after, hearing=hearing, recording=guard, together_s=together_s)
