"""Decisions about who comes in: arrival, lobby, consent, the offer to join, names."""

from datetime import datetime, timedelta

from roles import commands as c, events as e
from roles.brief import brief
from roles.commands import AnswerRing
from roles.incident import Incident
from roles.people import BRIDGE, Actor, IdentifiedBy, Person
from roles.permissions import Capability, is_command_staff, require
from roles.presence import Leg
from roles.reach import announcements
from roles.reach.announcements import Announcement
from roles.reach.ring_orders import answered
from roles.record.streams import next_name
from roles.refusals import Refused, already_over, nobody_there, unknown_leg

LATE_AFTER = timedelta(seconds=60)
"""Whoever joins so long after the first one hears the brief."""
BRIEF_LEVEL = "brief"
SAID_BEFORE_ROOM = 90
"""Characters: six seconds."""


def arrive(incident: Incident, command: c.ArriveLeg, now: datetime) -> list[e.Event]:
    """A caller reaches the incident; people nobody knows, and people who were removed, wait in the lobby."""
    if command.call_sid in incident.legs:
        return []
    person = command.person or _seen_before(incident, command.number_key)
    reason: str | None
    if person is None:
        seat = incident.next_seat
        person = Person(person_id=f"guest:{command.call_sid}", name=f"Guest {seat}", guest=True)
        reason = _guest_waits(incident, command, person)
    else:
        seat = incident.seat_numbers.get(person.person_id) or incident.next_seat
        reason = "removed" if person.person_id in incident.removed_people else _locked_out(incident, person)
        if person.guest and reason is None:
            reason = _guest_waits(incident, command, person)
        if command.ring_id and reason == "locked":
            reason = None
        if person.person_id in incident.banned:
            reason = "banned"
    accepted = AnswerRing(ring_id=command.ring_id, joins=True)
    arrived: list[e.Event] = [
        *answered(incident, accepted, now),
        e.LegArrived(
            at=now,
            call_sid=command.call_sid,
            person=person,
            seat=seat,
            number_hint=command.number_hint,
            identified_by=command.identified_by,
            pin_given=command.pin_given,
            lobby_reason=reason,
            number_key=command.number_key,
        ),
    ]
    return [
        *arrived,
        *_recalled(incident, command, reason, now),
        *_as_on_the_other_phone(incident, command, person, now),
    ]


def _recalled(incident: Incident, command: c.ArriveLeg, reason: str | None, now: datetime) -> list[e.Event]:
    """Whoever had somebody rung after their removal wants them in."""
    ring = incident.rings.by_id.get(command.ring_id)
    if reason != "removed" or ring is None or ring.why != "recall":
        return []
    return [e.LegAdmitted(at=now, call_sid=command.call_sid, by=ring.by)]


def _as_on_the_other_phone(incident: Incident, command: c.ArriveLeg, person: Person, now: datetime) -> list[e.Event]:
    """Who was muted or put on hold by somebody is so on a second phone too."""
    found: list[e.Event] = []
    for leg in incident.live_legs(person.person_id):
        if leg.admitted and leg.mute_wanted and leg.muted_by not in (None, person.person_id):
            muted_by = leg.muted_by or BRIDGE.person_id
            found = [e.MuteOrdered(at=now, call_sid=command.call_sid, muted=True, by=muted_by)]
    held = [leg for leg in incident.live_legs(person.person_id) if leg.admitted and leg.wanted_hold]
    if held:
        by = held[0].held_by or BRIDGE.person_id
        found.append(e.HoldOrdered(at=now, call_sid=command.call_sid, hold=True, by=by))
    return found


def _seen_before(incident: Incident, number_key: str) -> Person | None:
    """The stranger who dialed from this number before; they wait again, under the name that they were given.

    Not one who is on the call now: several people may stand behind one number.
    """
    if not number_key:
        return None
    for leg in reversed(tuple(incident.legs.values())):
        gone = not incident.live_legs(leg.person_id)
        if leg.number_key == number_key and incident.people[leg.person_id].guest and gone:
            return incident.people[leg.person_id]
    return None


def _guest_waits(incident: Incident, command: c.ArriveLeg, guest: Person) -> str | None:
    """The bridge's own PIN lets guests in, unless the bridge is locked."""
    if command.identified_by is not IdentifiedBy.BRIDGE_PIN:
        return "unknown"
    if not command.number_key and _somebody_withheld_was_sent_away(incident):
        return "unknown"
    return _locked_out(incident, guest)


def _somebody_withheld_was_sent_away(incident: Incident) -> bool:
    """A guest without a number was removed or banned: whoever calls so from now on may be them."""
    sent_away = incident.removed_people | incident.banned
    return any(
        not leg.number_key and leg.person_id in sent_away and incident.people[leg.person_id].guest
        for leg in incident.legs.values()
    )


def _locked_out(incident: Incident, person: Person) -> str | None:
    if incident.floor.locked_by is None or is_command_staff(incident, person.person_id):
        return None
    return "locked"


def admit(incident: Incident, command: c.AdmitLeg, actor: Actor, now: datetime) -> list[e.Event]:
    require(incident, actor, Capability.ADMIT)
    leg = live_leg(incident, command.call_sid)
    if leg.admitted and leg.lobby_reason is None:
        return []
    if leg.person_id in incident.banned:
        raise Refused(f"{incident.name_of(leg.person_id)} is banned. Allow them again first.")
    if leg.person_id == actor.person_id and leg.person_id in incident.removed_people:
        raise Refused("You were removed from this call. Somebody on it can let you in again.")
    if leg.turned_away_by is not None:
        raise Refused(
            f"{incident.name_of(leg.person_id)} was already turned away by {incident.name_of(leg.turned_away_by)}.",
            short="They were already turned away.",
        )
    found: list[e.Event] = []
    if command.name:
        found += rename_events(incident, leg.person_id, command.name, actor, now)
    if command.observer and leg.person_id not in incident.observers:
        found.append(e.ObserverSet(at=now, person_id=leg.person_id, observer=True, by=actor.person_id))
    return [*found, e.LegAdmitted(at=now, call_sid=leg.call_sid, by=actor.person_id)]


def turn_away(incident: Incident, command: c.TurnAwayLeg, actor: Actor, now: datetime) -> list[e.Event]:
    require(incident, actor, Capability.ADMIT)
    leg = live_leg(incident, command.call_sid)
    if leg.admitted:
        raise Refused(f"{incident.name_of(leg.person_id)} is already in. Remove them instead.")
    return [] if leg.turned_away_by else [e.LegTurnedAway(at=now, call_sid=leg.call_sid, by=actor.person_id)]


def answer_consent(incident: Incident, command: c.AnswerConsent, now: datetime) -> list[e.Event]:
    """The notice was heard to its end: silence or any other key is consent, with wording and time kept."""
    leg = live_leg(incident, command.call_sid)
    if not leg.admitted or leg.consent is not None:
        return []
    answer = e.ConsentGiven if command.given else e.ConsentRefused
    answered = answer(at=now, call_sid=leg.call_sid, wording=command.wording)
    return [answered, *_brief_for_late_joiner(incident, leg, now)]


def _brief_for_late_joiner(incident: Incident, leg: Leg, now: datetime) -> list[e.Event]:
    """Privately before the room, ended by any key; nobody hears it twice in one incident."""
    began = incident.first_joined_at
    here_before = any(other.joined_at is not None for other in incident.legs.values() if _same(other, leg))
    if began is None or now < began + LATE_AFTER or here_before or not incident.on_the_line():
        return []
    return [
        e.MenuOpened(
            at=now,
            call_sid=leg.call_sid,
            menu_id=f"brief-{leg.call_sid}",
            level=BRIEF_LEVEL,
            subject=brief(incident, now),
        )
    ]


def _same(one: Leg, other: Leg) -> bool:
    return one.person_id == other.person_id


def rename(incident: Incident, command: c.RenamePerson, actor: Actor, now: datetime) -> list[e.Event]:
    if actor.person_id != command.person_id:
        require(incident, actor, Capability.RENAME)
    if command.person_id not in incident.people:
        raise nobody_there("This person")
    return rename_events(incident, command.person_id, command.name, actor, now)


def rename_events(incident: Incident, person_id: str, name: str, actor: Actor, now: datetime) -> list[e.Event]:
    name = " ".join(name.split())
    if not 1 <= len(name) <= 60:
        raise Refused("A name has 1 to 60 characters.")
    if name == incident.name_of(person_id):
        return []
    was = incident.name_of(person_id)
    return [e.PersonRenamed(at=now, person_id=person_id, name=name, by=actor.person_id, was=was)]


def offer_join(incident: Incident, command: c.OfferJoin, now: datetime) -> list[e.Event]:
    """Log the label, the mute state and the stream's name before TwiML that uses them is sent."""
    leg = live_leg(incident, command.call_sid)
    if not incident.open:
        raise already_over()
    if not leg.admitted or leg.consent is None or leg.removed_reason:
        raise Refused("This call has not been let in.")
    first_stream = leg.call_sid not in incident.streams.by_leg and leg.consent
    unsaid = incident.announcements.unsaid(leg.call_sid) if leg.joined_at is not None else ()
    waiting = _on_the_way(leg, unsaid)
    return [
        *(announcements.ended(found, "on_return", now) for found in waiting),
        e.JoinOffered(
            at=now,
            call_sid=leg.call_sid,
            label=f"{incident.seat_numbers[leg.person_id]}.{leg.offers + 1}.{leg.call_sid[-6:]}",
            muted=leg.wanted_muted or leg.wanted_hold,
            stream_name=next_name(incident.streams, leg.call_sid) if first_stream else None,
            room=leg.room,
            say=" ".join(found.text for found in waiting),
        ),
    ]


def _on_the_way(leg: Leg, unsaid: tuple[Announcement, ...]) -> tuple[Announcement, ...]:
    """What is said before the room, after the answer to a key; the rest in the room: nobody is kept out to listen.

    Whoever is on hold hears nothing in the room, so they are told all of it.
    """
    chars, found = len(leg.to_say), 0
    for announcement in unsaid:
        chars += len(announcement.text)
        if announcement.take_id or (chars > SAID_BEFORE_ROOM and not leg.wanted_hold):
            break
        found += 1
    return unsaid[:found]


def live_leg(incident: Incident, call_sid: str) -> Leg:
    """The leg, if its call is still up; otherwise a refusal that names the person."""
    leg = incident.legs.get(call_sid)
    if leg is None:
        raise unknown_leg()
    if not leg.live:
        raise nobody_there(incident.name_of(leg.person_id))
    return leg
