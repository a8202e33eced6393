"""Lines of facts about reaching people, control and the work: rings, whispers, teams, time boxes, polls."""

from bridge.record.codec import Event
from roles import events as e
from roles.consequences import unheard_words
from roles.incident import Incident
from roles.reach.announcements import UNHEARD
from roles.rounds.objections import result_words
from roles.rounds.standing import ring_words
from roles.work.sub_teams import room_words

WHY_RUNG = {
    "roll_call": "did not answer the roll call",
    "backup": "as backup",
    "standby": "dropped while in command",
    "recall": "called again",
    "call_back": "called back instead of a PIN",
}


def of_reaching(incident: Incident, event: Event) -> str | None:
    match event:
        case e.CommanderDropped(person_id=person_id):
            return f"{incident.name_of(person_id)}, in command, dropped off the call"
        case e.CommandAsked():
            return "the bridge asked who takes command"
        case e.RingOrdered(person_id=person_id, why=why, by=by):
            giver = f", by {incident.name_of(by)}" if by != "bridge" else ""
            return f"{incident.name_of(person_id)} is rung: {WHY_RUNG.get(why, why)}{giver}"
        case e.RingDeclined(ring_id=ring_id) | e.RingFailed(ring_id=ring_id):
            ring = incident.rings.by_id.get(ring_id)
            return f"{incident.name_of(ring.person_id)} rung: {ring_words(ring)}" if ring else None
        case e.RollCallBackupCalled(person_id=person_id, backup=backup):
            return f"{incident.name_of(backup)} is asked in place of {incident.name_of(person_id)}"
        case e.AnnouncementMade(call_sid="", text=text, by=by) if by != "bridge":
            return f"{incident.name_of(by)} announced: “{text}”"
        case e.AnnouncementMade(call_sid=call_sid, by=by) if by != "bridge":
            leg = incident.legs.get(call_sid)
            return f"{incident.name_of(by)} whispered to {incident.name_of(leg.person_id)}" if leg else None
        case e.AnnouncementEnded(how=how, ordered_by=by) if how in UNHEARD and by:
            return f"to {incident.name_of(by)}: {unheard_words(incident, event)}"
    return None


def of_the_work(incident: Incident, event: Event) -> str | None:
    match event:
        case e.TimeBoxStarted(task=task, owner=owner, minutes=minutes, by=by):
            giver = "" if by == owner else f", given by {incident.name_of(by)}"
            return f"{incident.name_of(owner)} has {minutes} min for {task}{giver}"
        case e.TimeBoxExtended(box_id=box_id, minutes=minutes, by=by):
            box = incident.timers.boxes.get(box_id)
            giver = "" if box is None or by == box.owner else f", given by {incident.name_of(by)}"
            return f"{incident.name_of(box.owner)}: {minutes} min more for {box.task}{giver}" if box else None
        case e.TimeBoxChanged(box_id=box_id, minutes=minutes, by=by):
            box = incident.timers.boxes.get(box_id)
            giver = "" if box is None or by == box.owner else f", changed by {incident.name_of(by)}"
            return f"{incident.name_of(box.owner)} has {minutes} min from now for {box.task}{giver}" if box else None
        case e.TimeBoxAcknowledged(box_id=box_id, by=by):
            box = incident.timers.boxes.get(box_id)
            entered = f", entered by {incident.name_of(by)}" if box and by and by != box.owner else ""
            return f"{incident.name_of(box.owner)} has taken on {box.task}{entered}" if box else None
        case e.TimeBoxSnoozed(box_id=box_id, minutes=minutes, by=by):
            box = incident.timers.boxes.get(box_id)
            return f"{box.task}: reminded again in {minutes} min, by {incident.name_of(by)}" if box else None
        case e.TimeBoxUp(box_id=box_id):
            box = incident.timers.boxes.get(box_id)
            return f"time is up: {box.task}, {incident.name_of(box.owner)}" if box else None
        case e.TimeBoxClosed(box_id=box_id, how=how, by=by):
            box = incident.timers.boxes.get(box_id)
            return f"{box.task}: {how}, by {incident.name_of(by)}" if box else None
        case e.MinutesMarked(minutes=minutes):
            return f"{minutes} minutes into the incident"
        case e.CadenceSet(minutes=minutes, by=by):
            return f"status updates {f'every {minutes} min' if minutes else 'off'}, set by {incident.name_of(by)}"
        case e.StatusDue():
            return "a status update is due"
        case e.StatusGiven(by=by):
            return f"status update given, says {incident.name_of(by)}"
        case e.QuietSet(quiet=quiet, by=by):
            return f"reminders {'off' if quiet else 'on again'}, by {incident.name_of(by)}"
        case e.CustomersReported(count=count, by=by):
            return f"{count} customer reports, says {incident.name_of(by)}"
        case e.CanRoundStarted(order=order, by=by):
            return f"CAN round of {len(order)} started by {incident.name_of(by)}"
        case e.TakeKept(take_id=take_id, seconds=seconds):
            take = incident.takes.by_id.get(take_id)
            what = {"can": "left a CAN report", "whisper": "spoke to one person", "announce": "spoke to all"}
            return (
                f"{incident.name_of(take.person_id)} {what.get(take.purpose, 'left sound')}, {seconds:.0f} s"
                if take
                else None
            )
        case e.ObjectionsAsked(question=question, by=by):
            return f"{incident.name_of(by)} asks for strong objections{f': {question}' if question else ''}"
        case e.ObjectionsClosed():
            return result_words(incident, event)
    return None


def of_control(incident: Incident, event: Event) -> str | None:
    name = incident.name_of
    leg = incident.legs.get(getattr(event, "call_sid", ""))
    match event:
        case e.TeamFormed(team=team, leader=leader, task=task):
            return f"team {room_words(team)}: {name(leader)} leads{f', {task}' if task else ''}"
        case e.TeamClosed(team=team, by=by):
            return f"team {room_words(team)} brought back by {name(by)}"
        case e.LegMoved(team=team, by=by) if leg is not None and by != "bridge":
            return f"{name(leg.person_id)} moved to {room_words(team)} by {name(by)}"
        case e.NumberLookedUp(by=by) if leg is not None:
            return f"{name(by)} looked up the number of {name(leg.person_id)}"
        case e.RoomMarked(room=room, by=by) if leg is not None:
            return f"{name(leg.person_id)} {'is a room' if room else 'is one person again'}, says {name(by)}"
        case e.TranscriptionSwitched(on=on) if leg is not None:
            return f"{name(leg.person_id)} switched their transcription {'on' if on else 'off'}"
        case e.PersonBanned(person_id=person_id, by=by):
            return f"{name(person_id)} banned by {name(by)}"
        case e.PersonAllowed(person_id=person_id, by=by):
            return f"{name(person_id)} allowed again by {name(by)}"
        case e.LegReleased(by=by) if leg is not None:
            return f"{name(leg.person_id)} thanked and released by {name(by)}"
        case e.ObserverSet(person_id=person_id, observer=observer, by=by, shadow_of=of):
            how = f"shadows {name(of)}" if of else "listens only" if observer else "takes part"
            return f"{name(person_id)} {how}, by {name(by)}"
        case e.DisruptorAsked(person_id=person_id, by=by):
            return f"{name(by)} asked {name(person_id)}: do you wish to take command?"
        case e.DisruptorAnswered(person_id=person_id, wishes_command=yes):
            return f"{name(person_id)} {'wishes' if yes else 'does not wish'} to take command"
        case e.DisruptorWarned(person_id=person_id, by=by):
            return f"{name(person_id)} warned{'' if by == 'bridge' else f' by {name(by)}'}"
    return None
