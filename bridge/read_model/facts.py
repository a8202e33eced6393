"""One line for each event that people on the call would miss if it stood nowhere: let in, muted, removed, alarmed."""

from dataclasses import dataclass
from datetime import datetime

from bridge.read_model.own_line_facts import of_lines
from bridge.read_model.words import language_words, order_words
from bridge.read_model.work_facts import of_control, of_reaching, of_the_work
from bridge.record.codec import Event
from roles import events as e
from roles.incident import Incident
from roles.presence import Leg
from roles.record.recording import NOT_RECORDED
from roles.record.verdict import spoken

FAULT_WORDS = {
    "paused": "the recording is paused",
    "never_started": "no recording has started",
    "stopped": "the recording has stopped",
    "absent": "the carrier could not record",
    "recreated": "the carrier ended the room under people and made a new one",
    "silent": "no sound has come from anybody",
    "own_line": "the room is not recorded; somebody's own line is, with their consent",
    "file_silent": "a piece of the recording is silent although people spoke",
    "file_short": "a piece of the recording is too short",
    "callback_lost": "the carrier's news of the recording was lost; its REST says that it runs",
    "disk_full": "the bridge's own disk is full: no own copy is kept",
    "disk_failing": "the bridge's own disk fails: no own copy is kept",
    "carrier_errors": "the carrier answers with errors: nobody can say whether the call is recorded",
}
REPAIR_WORDS = {
    "resume": "the bridge ordered the recording to go on",
    "own_copy": "it cannot be started again: the bridge's own copy takes its place",
    "check": "the bridge asked the carrier's REST",
    "rejoin": "the bridge asked everybody to come to the new room",
    "fetch": "the bridge fetches the file again",
    "retry": "the bridge keeps trying",
}
MISSED_WORDS = {
    "stream": "the sound did not reach the bridge",
    "overload": "more people spoke than this machine can write down",
    "recognizer": "the recognizer failed",
}
ANSWERS = {"healthy": "here and healthy", "not_healthy": "not healthy", "need_help": "needs help"}


@dataclass(frozen=True, kw_only=True)
class FactLine:
    """`fact_id` is stable: made from the event's number in the log. `weight` is empty, good or alarm."""

    fact_id: str
    at: datetime
    text: str
    weight: str = ""


def fact_line(incident: Incident, seq: int, event: Event) -> FactLine | None:
    """The line of an event, with the names of now; None for what is shown elsewhere or not at all."""
    words = _words(incident, event)
    if words is None:
        return None
    alarmed = isinstance(event, e.RecordingAlarmRaised | e.OrderFailed | e.SoundMissed)
    alarmed = alarmed or (isinstance(event, e.LanguageChosen) and event.wanted != event.heard)
    at = event.start if isinstance(event, e.SoundMissed) else event.at
    return FactLine(fact_id=f"fact-{seq}", at=at, text=words, weight="alarm" if alarmed else "")


def _words(incident: Incident, event: Event) -> str | None:
    match event:
        case e.IncidentOpened(by=by):
            return f"opened by {incident.name_of(by)}"
        case e.IncidentDescribed(title=title, severity=severity, by=by):
            level = f", SEV-{severity}" if severity else ""
            return f"now called “{title}”{level}, by {incident.name_of(by)}"
        case e.Ended(by="bridge"):
            return "ended by the bridge: nobody was on it for half an hour"
        case e.Ended(by=by):
            return f"call ended by {incident.name_of(by)}"
        case e.MomentMarked(person_id=person_id):
            return f"marked by {incident.name_of(person_id)}"
        case e.PersonRenamed(name=name, by=by, was=was):
            return f"{was or 'somebody'} is now called {name}, by {incident.name_of(by)}"
        case e.LegRenamed(call_sid=call_sid, person=person, was=was, by=by):
            hint = incident.legs[call_sid].number_hint if call_sid in incident.legs else ""
            phone = f"the phone ending in {hint}" if hint else "a phone"
            return f"{phone} is {incident.name_of(person.person_id)}, not {was}, says {incident.name_of(by)}"
    return (
        _of_a_leg(incident, event)
        or _of_the_floor(incident, event)
        or _of_roles(incident, event)
        or of_reaching(incident, event)
        or of_the_work(incident, event)
        or of_control(incident, event)
        or _off_the_record(incident, event)
        or of_lines(incident, event)
        or _of_the_lifetime(incident, event)
        or _of_the_recording(event)
    )


def _of_a_leg(incident: Incident, event: Event) -> str | None:
    leg = incident.legs.get(getattr(event, "call_sid", ""))
    if leg is None:
        return None
    who = incident.name_of(leg.person_id)
    match event:
        case e.LegArrived(lobby_reason="removed"):
            return f"{who} dialed again and waits to be let in"
        case e.LegArrived(lobby_reason="banned"):
            return f"{who}, who is banned, dialed and was turned away"
        case e.LegArrived(lobby_reason=str()):
            return f"{who} waits to be let in"
        case e.LegAdmitted(by=by):
            return f"{who} let in by {incident.name_of(by)}"
        case e.LegTurnedAway(by=by):
            return f"{who} turned away by {incident.name_of(by)}"
        case e.ConsentRefused():
            return f"{who} does not want to be recorded"
        case e.MuteOrdered(muted=muted, by=by) if by == leg.person_id:
            return f"{who} {'muted' if muted else 'unmuted'} themselves"
        case e.MuteOrdered(muted=muted, by=by):
            return f"{who} {'muted' if muted else 'unmuted'} by {incident.name_of(by)}"
        case e.HoldOrdered(hold=hold, by=by):
            return f"{who} {'put on hold' if hold else 'taken off hold'} by {incident.name_of(by)}"
        case e.RemovalOrdered(reason=reason, by=by):
            return f"{who} removed by {incident.name_of(by)}: {reason}"
        case e.OrderFailed(order=order):
            return f"{who}: {order_words(leg, order)} was not carried out"
        case e.LanguageChosen(wanted=wanted, heard=heard) if wanted != heard:
            without = f"{who} speaks {language_words(wanted)}, for which there is no speech model"
            return f"{without}: their words are written down as {language_words(heard)}"
        case e.LanguageChosen(wanted=wanted):
            return f"what {who} says is written down in {language_words(wanted)}"
        case e.SoundMissed(start=start, end=end, why=why):
            missing_s = (end - start).total_seconds()
            return f"{who}: {missing_s:.1f} s are missing in the transcript, {MISSED_WORDS.get(why, why)}"
        case e.ParticipantJoined(label=label) if label == _first_label(leg):
            return f"{who} joined"
        case e.CallOver() if leg.joined_at is not None and leg.leave_reason in ("hung_up", "dropped"):
            return f"{who} {'left' if leg.leave_reason == 'hung_up' else 'dropped off the call'}"
    return None


def _of_the_floor(incident: Incident, event: Event) -> str | None:
    match event:
        case e.MuteAllOrdered(by=by):
            return f"all but command staff muted by {incident.name_of(by)}"
        case e.MuteAllReleased(by=by):
            return f"{incident.name_of(by)} lets everybody speak again"
        case e.BridgeLocked(by=by):
            return f"bridge locked by {incident.name_of(by)}"
        case e.BridgeUnlocked(by=by):
            return f"bridge unlocked by {incident.name_of(by)}"
        case e.HandLowered(person_id=person_id, by=by) if by != person_id:
            return f"hand of {incident.name_of(person_id)} lowered by {incident.name_of(by)}"
        case e.HandRaised(person_id=person_id, to_speak=to_speak):
            return f"{incident.name_of(person_id)} {'asks to speak' if to_speak else 'raised a hand'}"
    return None


def _first_label(leg: Leg) -> str:
    """The label of the leg's first seat; labels are numbered, and the carrier's times have whole seconds."""
    seated = [seat for seat in leg.seats.values() if seat.joined_at is not None]
    first = min(seated, key=lambda seat: (seat.joined_at, len(seat.label), seat.label), default=None)
    return first.label if first else ""


def _of_roles(incident: Incident, event: Event) -> str | None:
    match event:
        case e.RoleProposed(role=role, person_id=person_id, by=by, reason=reason):
            why = f": {reason}" if reason else ""
            return f"{incident.name_of(by)} asks {incident.name_of(person_id)} to be {role.spoken}{why}"
        case e.RoleDeclined(role=role, person_id=person_id):
            return f"{incident.name_of(person_id)} declined to be {role.spoken}"
        case e.RoleTaken(role=role, person_id=person_id, replaced=replaced, by=by, untrained=untrained, reason=reason):
            after = f", after {incident.name_of(replaced)}" if replaced else ""
            giver = "" if by == person_id else f", given by {incident.name_of(by)}"
            note = ", not trained for it" if untrained else ""
            note += f": {reason}" if reason else ""
            return f"{incident.name_of(person_id)} is {role.spoken}{after}{giver}{note}"
        case e.RoleVacated(role=role, person_id=person_id, by=by):
            giver = "" if by == person_id else f", by {incident.name_of(by)}"
            return f"{incident.name_of(person_id)} is no longer {role.spoken}{giver}"
        case e.RollCallStarted(by=by, asked=asked):
            return f"roll call of {len(asked)} started by {incident.name_of(by)}"
        case e.RollCallAnswered(person_id=person_id, answer=answer, by=by):
            entered = "" if by == person_id else f", entered by {incident.name_of(by)}"
            return f"{incident.name_of(person_id)}: {ANSWERS.get(answer, answer)}{entered}"
        case e.RollCallGapsFound(missing=missing):
            return f"no answer from {', '.join(incident.name_of(found) for found in missing)}"
        case e.RollCallClosed(by=by):
            return "roll call complete" if by == "bridge" else f"roll call closed by {incident.name_of(by)}"
    return None


def _of_the_lifetime(incident: Incident, event: Event) -> str | None:
    match event:
        case e.Reopened(by=by):
            return f"opened again by {incident.name_of(by)}"
        case e.CallLimitNear(call_sid=call_sid) if call_sid in incident.legs:
            who = incident.name_of(incident.legs[call_sid].person_id)
            return f"{who} was told that the network cuts their call in 15 minutes"
    return None


def _off_the_record(incident: Incident, event: Event) -> str | None:
    match event:
        case e.OffTheRecord(by=by):
            return f"{incident.name_of(by)} takes the call off the record"
        case e.OnTheRecord(by=by):
            return f"{incident.name_of(by)} puts the call on the record again"
        case e.RoomRenewed(by=by):
            return f"{incident.name_of(by)} moves everybody to a new room, with a new recording"
    return None


def _of_the_recording(event: Event) -> str | None:
    match event:
        case e.RecordConfirmed(on=on):
            return "on the record again" if on else "off the record: nothing is recorded or written down"
        case e.RecordingAlarmRaised(fault=fault):
            words = FAULT_WORDS.get(fault, fault)
            return f"not recorded: {words}" if fault in NOT_RECORDED else f"recording: {words}"
        case e.RecordingRepairOrdered(repair=repair):
            return REPAIR_WORDS.get(repair, repair)
        case e.RecordingAlarmCleared(how=how, fault=fault, covered_by=covered_by):
            again = fault in NOT_RECORDED | {""} and "fewer than two" not in how and not covered_by
            return f"recorded again: {how}" if again else f"alarm over: {how}"
        case e.RecordingSeen(witness="comparison", status="completed" | "absent"):
            return "the carrier's news of the end of the recording was lost; its REST told it"
        case e.OwnMixFailed(reason=reason):
            return f"recording: the bridge has no copy of its own either: {reason}"
        case e.RecordingRedacted(silenced_s=silenced_s, why=why):
            what = {"off_record": "off the record", "private": "private"}.get(why, "erased on request")
            return f"recording: {spoken(silenced_s)} of it were {what} and are silent in the bridge's file"
        case e.LogScrubbed(note=note):
            return note
        case e.CarrierFileDeleted():
            return "recording: the carrier's file is deleted; the bridge's own stands"
        case e.RecordingReplaced(sentence=sentence):
            return f"recording: {sentence}"
        case e.RecordingVerified(sentence=sentence):
            return f"recording: {sentence}"
    return None
