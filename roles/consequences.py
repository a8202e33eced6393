"""What follows from events whatever the door: moves of roles are said aloud, the deputy hears of the lobby."""

from collections.abc import Iterable
from datetime import datetime

from roles import events as e, renaming
from roles.incident import Incident, evolve
from roles.leadership import standby
from roles.leadership.eligibility import conflict
from roles.people import BRIDGE, Role
from roles.reach import hosts, take_orders, telling
from roles.reach.announcements import UNHEARD
from roles.reach.telling import say_aloud, tell, tell_holders
from roles.record import alarm_words, line_orders, off_record
from roles.rounds import can_orders, escalation, objections
from roles.rounds.standing import ring_words
from roles.work.sub_teams import room_words


def with_consequences(incident: Incident, found: list[e.Event], now: datetime) -> list[e.Event]:
    """The events, and what the bridge says because of them; computed on the state after them."""
    if not found:
        return found
    after = _fold(incident, found)
    more: list[e.Event] = []
    if any(isinstance(event, e.CallOver) for event in found):
        more += standby.commander_left(after, now)
    more += _moves(after, found, now)
    more += _muted(incident, after, found, now)
    for event in found:
        more += _about_roles(incident, after, event, now)
    more += _new_hosts(incident, after, found, now)
    for event in found:
        more += _said(after, event, now)
    if any(isinstance(event, e.RecordingSeen) for event in found):
        more += off_record.due(after, now)
    after = _fold(after, more)
    closed = can_orders.out_of_the_room(after, now)
    more, after = [*more, *closed], _fold(after, closed)
    of_lines = line_orders.due(after, now) if after.lines.by_call else []
    if of_lines:
        said = [words for event in of_lines for words in _said(after, event, now)]
        more, after = [*more, *of_lines, *said], _fold(after, [*of_lines, *said])
    return [*found, *more, *telling.due(after, now)]


def _fold(incident: Incident, events: Iterable[e.Event]) -> Incident:
    for event in events:
        incident = evolve(incident, event)
    return incident


def _moves(incident: Incident, found: list[e.Event], now: datetime) -> list[e.Event]:
    """A role never moves silently."""
    said, taker = [], ""
    for event in found:
        match event:
            case e.RoleTaken(role=role, person_id=person_id, replaced=replaced):
                after = f", after {incident.name_of(replaced)}" if replaced else ""
                said.append(f"{incident.name_of(person_id)} is now {role.spoken}{after}.")
                taker = person_id
            case e.RoleVacated(role=role, person_id=person_id):
                said.append(f"{incident.name_of(person_id)} is no longer {role.spoken}.")
                if role is Role.INCIDENT_COMMANDER:
                    said.append("Nobody is in command.")
    return say_aloud(incident, " ".join(said), now, author=taker) if said else []


def _muted(before: Incident, after: Incident, found: list[e.Event], now: datetime) -> list[e.Event]:
    """Who is muted or unmuted by somebody else hears by whom, and what to do: on one phone, once."""
    said: list[e.Event] = []
    for event in found:
        was = before.legs.get(event.call_sid) if isinstance(event, e.MuteOrdered) else None
        if not isinstance(event, e.MuteOrdered) or was is None or event.by in (was.person_id, BRIDGE.person_id):
            continue
        listening = telling.listening_leg(after, was.person_id)
        unchanged = after.legs[was.call_sid].wanted_muted == was.wanted_muted
        if unchanged or listening is None or listening.call_sid != was.call_sid:
            continue
        what = "muted you. Press star, then 2, to ask to speak." if event.muted else "unmuted you. You can be heard."
        said += tell(after, was.person_id, f"{after.name_of(event.by)} {what}", now)
    return said


def _about_roles(before: Incident, after: Incident, event: e.Event, now: datetime) -> list[e.Event]:
    """What one person hears of it: who is asked, who asked, who commands from now on, who stands by."""
    match event:
        case e.RoleProposed(role=role, person_id=person_id):
            said = f"You are asked to be {role.spoken}. Press star, then 1 to accept."
            return tell(after, person_id, said, now)
        case e.RoleDeclined(role=role, person_id=person_id):
            proposal = before.roster.proposal(role, person_id)
            said = f"{after.name_of(person_id)} declined to be {role.spoken}."
            return tell(after, proposal.by, said, now) if proposal is not None else []
        case e.RoleTaken(role=Role.INCIDENT_COMMANDER, person_id=person_id, replaced=replaced):
            name, found = after.name_of(person_id), conflict(after)
            words = f"Say: I am {name}, and I have command." if replaced else ""
            said = " ".join(part for part in (words, found) if part)
            told = tell_holders(after, Role.DEPUTY, found, now) if found else []
            return [*(tell(after, person_id, said, now) if said else []), *told]
        case e.RingDeclined(ring_id=ring_id) | e.RingFailed(ring_id=ring_id):
            ring = after.rings.by_id.get(ring_id)
            return standby.cannot_be_reached(after, ring, now) if ring is not None else []
        case e.ParticipantJoined(call_sid=call_sid):
            old, leg = before.legs.get(call_sid), after.legs.get(call_sid)
            first = leg is not None and leg.joined_at is not None and (old is None or old.joined_at is None)
            return standby.joined(after, leg, now) if leg is not None and first else []
    return []


def _new_hosts(before: Incident, after: Incident, found: list[e.Event], now: datetime) -> list[e.Event]:
    """Whoever lets people in from now on, and did not hear of those who wait, hears how many they are."""
    if not any(isinstance(event, e.RoleTaken | e.RoleVacated | e.ParticipantJoined | e.CallOver) for event in found):
        return []
    waiting = hosts.waiting(before)
    if not waiting:
        return []
    said = f"{len(waiting)} people wait in the lobby."
    if len(waiting) == 1:
        said = f"{after.name_of(waiting[0].person_id)} waits in the lobby."
    knew = hosts.hosts(before)
    new = [who for who in hosts.hosts(after) if who not in knew]
    return hosts.tell_hosts(after, new, said, now)


def _said(incident: Incident, event: e.Event, now: datetime) -> list[e.Event]:
    if not incident.open:
        return objections.cut_off(incident.poll, now) if isinstance(event, e.Ended) else []
    match event:
        case e.LegArrived(call_sid=call_sid, person=person, lobby_reason=str() as reason):
            if reason == "banned" or incident.legs[call_sid].admitted:
                return []
            return _to_who_admits(incident, f"{incident.name_of(person.person_id)} is in the lobby.", now)
        case e.MuteAllOrdered(by=by):
            said = "All but command staff are muted. Press star, then 2, to ask to speak."
            return say_aloud(incident, said, now, author=by)
        case e.MuteAllReleased(by=by):
            return say_aloud(incident, "Everybody can speak again.", now, author=by)
        case e.RollCallStarted(room=room, asked=asked) if room:
            said = f"Roll call of {room_words(room)}. Press star, then 1 if you are here and healthy."
            return [made for person_id in asked for made in tell(incident, person_id, said, now)]
        case e.RollCallStarted(by=by):
            said = "Roll call. Press star, then 1 if you are here and healthy."
            return say_aloud(incident, said, now, author=by)
        case e.AnnouncementEnded(how=how, ordered_by=by) if how in UNHEARD and by:
            return tell(incident, by, f"{unheard_words(incident, event)}.", now)
        case e.RecordingAlarmRaised():
            return alarm_words.told(incident, event, now)
        case e.LineRecordingEnded():
            return alarm_words.told_line_ended(incident, event, now)
        case e.RecordingAlarmCleared():
            return alarm_words.told_over(incident, event, now)
        case e.HandRaised(person_id=person_id) if person_id in incident.observers:
            said = f"{incident.name_of(person_id)}, who listens only, raised a hand."
            return tell_holders(incident, Role.INTERNAL_LIAISON, said, now) or tell_holders(
                incident, Role.DEPUTY, said, now
            )
        case e.HandRaised(person_id=person_id, to_speak=to_speak):
            wish = "asks to speak" if to_speak else "raised a hand"
            return _to_who_admits(incident, f"{incident.name_of(person_id)} {wish}.", now, but=person_id)
        case e.TakeTexted():
            return renaming.by_voice(incident, event, now)
        case e.TakeLost():
            return take_orders.lost_words(incident, event, now)
        case e.RollCallAnswered():
            return escalation.answered(incident, event, now)
        case e.RollCallClosed():
            return escalation.closed(incident, event, now)
        case e.RingFailed(ring_id=ring_id):
            return _ring_failed(incident, ring_id, now)
    return []


def unheard_words(incident: Incident, event: e.AnnouncementEnded) -> str:
    """Words of a person that may not have been heard, as their author hears or reads it; without a full stop."""
    leg = incident.legs.get(event.call_sid)
    who = incident.name_of(leg.person_id) if leg is not None else "everybody"
    match event.how:
        case "expired":
            return f"{who} did not hear your words, it took too long" if leg else "Your words to all were not said"
        case "unconfirmed":
            return f"It was not confirmed that {who} heard your words"
        case _:
            return f"{who} did not hear your words" if leg else "Your words to all could not be said"


def _to_who_admits(incident: Incident, text: str, now: datetime, but: str = "") -> list[e.Event]:
    """Whoever lets people in; `but`: not this one, whom it is about."""
    return hosts.tell_hosts(incident, hosts.hosts(incident, but), text, now)


def _ring_failed(incident: Incident, ring_id: str, now: datetime) -> list[e.Event]:
    """Whoever ordered a ring by hand, paged their backup or waits for a call-back hears that it led to nobody."""
    ring = incident.rings.by_id.get(ring_id)
    if ring is not None and ring.why == "call_back":
        said = "The bridge could not call you back. Ask somebody in command to give you the role, or to ring you."
        return tell(incident, ring.person_id, said, now)
    if ring is None or ring.why not in ("recall", "backup") or ring.by == BRIDGE.person_id:
        return []
    if ring.outcome.endswith("."):
        return tell(incident, ring.by, ring.outcome, now)
    said = f"{incident.name_of(ring.person_id)} could not be reached: {ring_words(ring)}."
    return tell(incident, ring.by, said, now)
