"""Decisions about sound on purpose: open the window, close it, and what becomes of the sound that was kept."""

from datetime import datetime

from roles import commands as c, events as e
from roles.incident import Incident
from roles.people import Role
from roles.presence import Leg
from roles.reach.hosts import hosts
from roles.reach.takes import ANNOUNCE, CAN, IN_TURN, NAME, RENAME, TO_ROLE, WHISPER, Take
from roles.reach.telling import play_aloud, play_to, tell, tell_holders
from roles.record.recording import Mode
from roles.refusals import Refused

LOST_WORDS = {
    CAN: "Your report could not be kept. Say it on the call.",
    WHISPER: "Your words could not be kept. They did not hear them.",
    ANNOUNCE: "Your words could not be kept. Nobody heard them.",
    RENAME: "The name could not be kept. Nothing was changed.",
}


def open_window(
    incident: Incident, leg: Leg, purpose: str, subject: str, take_id: str, now: datetime, prompt_s: float = 0.0
) -> list[e.Event]:
    """Only with this person's consent, and while their sound reaches the bridge."""
    if leg.consent is not True:
        raise Refused(
            "You did not agree to be recorded, so the bridge keeps no sound of you.",
            short="You did not agree to be recorded.",
        )
    if incident.recording.mode is not Mode.ON:
        raise Refused("The call is off the record, so the bridge keeps no sound.", short="The call is off the record.")
    if incident.streams.running(leg.call_sid) is None:
        raise Refused(
            "The bridge does not get your sound at the moment. Say it on the call.",
            short="It has no sound of yours. Say it on the call.",
        )
    return [
        *close_window(incident, leg, now),
        e.TakeOpened(
            at=now,
            take_id=take_id,
            call_sid=leg.call_sid,
            person_id=leg.person_id,
            purpose=purpose,
            subject=subject,
            prompt_s=prompt_s,
        ),
    ]


def keeps_sound_of(incident: Incident, leg: Leg) -> bool:
    on_record = incident.recording.mode is Mode.ON
    return leg.consent is True and on_record and incident.streams.running(leg.call_sid) is not None


def close_window(incident: Incident, leg: Leg, now: datetime) -> list[e.Event]:
    take = incident.takes.window(leg.call_sid)
    return [e.TakeClosed(at=now, take_id=take.take_id)] if take is not None else []


def kept(incident: Incident, command: c.KeepTake, now: datetime) -> list[e.Event]:
    """The sound is on disk: a CAN report goes to the board, a whisper or an announcement is played."""
    take = incident.takes.by_id.get(command.take_id)
    if take is None or take.kept:
        return []
    kept = e.TakeKept(at=now, take_id=take.take_id, seconds=command.seconds, file=command.file)
    name = incident.name_of(take.person_id)
    if take.purpose == WHISPER:
        return [kept, *_whispered(incident, take, now)]
    if take.purpose == ANNOUNCE:
        return [kept, *play_aloud(incident, f"{name} says:", take.take_id, now, take.person_id)]
    if take.purpose == NAME:
        found = hosts(incident)
        played = [event for who in found for event in play_to(incident, who, "In the lobby:", take.take_id, now)]
        return [kept, *played]
    if take.purpose == CAN:
        holders = incident.roster.holders(Role.INCIDENT_COMMANDER)
        said = f"{name} left a CAN report."
        heard = take.person_id in holders or take.subject == IN_TURN
        told = tell_holders(incident, Role.INCIDENT_COMMANDER, said, now) if not heard else []
        return [kept, *told]
    return [kept]


def _whispered(incident: Incident, take: Take, now: datetime) -> list[e.Event]:
    """To the person of the subject, or to everybody else who holds its role."""
    name = incident.name_of(take.person_id)
    role = take.subject.removeprefix(TO_ROLE) if take.subject.startswith(TO_ROLE) else ""
    if not role:
        return play_to(incident, take.subject, f"{name} says to you alone:", take.take_id, now, take.person_id)
    said = f"{name} says to the {Role(role).spoken} alone:"
    holders = [who for who in incident.roster.holders(Role(role)) if who != take.person_id]
    return [event for who in holders for event in play_to(incident, who, said, take.take_id, now, take.person_id)]


def texted(incident: Incident, command: c.TextTake, now: datetime) -> list[e.Event]:
    take = incident.takes.by_id.get(command.take_id)
    if take is None or take.text == command.text or not command.text:
        return []
    return [e.TakeTexted(at=now, take_id=take.take_id, text=command.text)]


def lost_words(incident: Incident, event: e.TakeLost, now: datetime) -> list[e.Event]:
    """Whoever left something hears that it is not kept; a stranger in the lobby does not."""
    take = incident.takes.by_id.get(event.take_id)
    words = LOST_WORDS.get(take.purpose, "") if take is not None and take.subject != IN_TURN else ""
    return tell(incident, take.person_id, words, now) if take is not None and words else []


def lost(incident: Incident, command: c.LoseTake, now: datetime) -> list[e.Event]:
    take = incident.takes.by_id.get(command.take_id)
    if take is None or take.kept or take.lost:
        return []
    return [e.TakeLost(at=now, take_id=take.take_id, reason=command.reason)]
