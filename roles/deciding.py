"""`decide`: every command, whatever its door, becomes events or a refusal."""

from datetime import datetime
from typing import assert_never

from roles import (
    arrivals,
    carrier_news,
    command_staff,
    commands as c,
    control,
    events as e,
    floor_orders,
    objections,
    private_words,
    ring_orders,
    time_orders,
    upkeep,
)
from roles.consequences import with_consequences
from roles.incident import Incident
from roles.menus import visit
from roles.people import Actor
from roles.refusals import Refused


def decide(incident: Incident, command: c.Command, actor: Actor, now: datetime) -> list[e.Event]:
    """The events that carry out `command` and what follows from them; none when it is already so, late or doubled.

    Raises Refused with a sentence for the person. Pure: `now` is an argument, fresh ids are in the commands.
    """
    return with_consequences(incident, _decide(incident, command, actor, now), now)


def _decide(incident: Incident, command: c.Command, actor: Actor, now: datetime) -> list[e.Event]:
    match command:
        case c.OpenIncident():
            return _open(incident, command, actor, now)
        case c.Tick():
            return upkeep.due(incident, now)
        case c.IntroducePerson(person=person):
            known = person.person_id in incident.people
            return [] if known else [e.PersonIntroduced(at=now, person=person)]
        case c.ArriveLeg():
            return arrivals.arrive(incident, command, now)
        case c.AnswerConsent():
            return arrivals.answer_consent(incident, command, now)
        case c.OfferJoin():
            return arrivals.offer_join(incident, command, now)
        case c.ReturnFromDial():
            return visit.return_from_dial(incident, command, now)
        case c.PressKey():
            return visit.press(incident, command, now)
        case c.ReportJoin():
            return carrier_news.join(incident, command, now)
        case c.ReportLeave():
            return carrier_news.leave(incident, command, now)
        case c.ReportMute():
            return carrier_news.mute_seen(incident, command, now)
        case c.ReportHold():
            return carrier_news.hold_seen(incident, command, now)
        case c.ReportConferenceEnd():
            return carrier_news.conference_end(incident, command, now)
        case c.ReportCallOver():
            return carrier_news.call_over(incident, command, now)
        case c.ReportComparison():
            return carrier_news.compare(incident, command, now)
        case c.ReportRecording():
            return carrier_news.recording_seen(incident, command, now)
        case c.ReportRecordingMeasured():
            return carrier_news.recording_measured(incident, command, now)
        case c.ReportStreamStarted():
            return carrier_news.stream_started(incident, command, now)
        case c.ReportStreamLost():
            return carrier_news.stream_lost(incident, command, now)
        case c.ReportOrderFailed():
            return carrier_news.order_failed(incident, command, now)
        case c.ReportRingPlaced():
            return ring_orders.placed(incident, command, now)
        case c.AnswerRing():
            return ring_orders.answered(incident, command, now)
        case c.ReportRingFailed():
            return ring_orders.failed(incident, command, now)
        case c.ReportAnnouncementEnd():
            return private_words.ended(incident, command, now)
        case c.KeyPin():
            return visit.key_pin(incident, command, now)
        case c.EndCall():
            return control.end(incident, actor, now)
        case _:
            control.require_open(incident)
            return _order(incident, command, actor, now)


Order = (
    c.DescribeIncident
    | c.AdmitLeg
    | c.TurnAwayLeg
    | c.RenamePerson
    | c.MuteLeg
    | c.HoldLeg
    | c.MuteAll
    | c.LockBridge
    | c.RaiseHand
    | c.LowerHand
    | c.RemoveLeg
    | c.ProposeRole
    | c.AcceptRole
    | c.DeclineRole
    | c.AssignRole
    | c.TakeCommand
    | c.VacateRole
    | c.StartRollCall
    | c.AnswerRollCall
    | c.CloseRollCall
    | c.MarkMoment
    | c.RingPerson
    | c.AcknowledgeTimeBox
    | c.AnswerObjections
    | c.AskObjections
    | c.CloseTimeBox
    | c.ExtendTimeBox
    | c.SetCadence
    | c.StartTimeBox
    | c.Whisper
    | c.Announce
)


def _order(incident: Incident, command: Order, actor: Actor, now: datetime) -> list[e.Event]:
    """Orders of people; they need an incident that is open."""
    match command:
        case c.DescribeIncident():
            return control.describe(incident, command, actor, now)
        case c.AdmitLeg():
            return arrivals.admit(incident, command, actor, now)
        case c.TurnAwayLeg():
            return arrivals.turn_away(incident, command, actor, now)
        case c.RenamePerson():
            return arrivals.rename(incident, command, actor, now)
        case c.MuteLeg():
            return control.mute(incident, command, actor, now)
        case c.HoldLeg():
            return control.hold(incident, command, actor, now)
        case c.MuteAll():
            return floor_orders.mute_all(incident, command, actor, now)
        case c.LockBridge():
            return floor_orders.lock(incident, command, actor, now)
        case c.RaiseHand():
            return floor_orders.raise_hand(incident, actor, now)
        case c.LowerHand():
            return floor_orders.lower_hand(incident, command, actor, now)
        case c.RemoveLeg():
            return control.remove(incident, command, actor, now)
        case c.ProposeRole():
            return command_staff.propose_role(incident, command, actor, now)
        case c.AcceptRole():
            return command_staff.accept_role(incident, command, actor, now)
        case c.DeclineRole():
            return command_staff.decline_role(incident, command, actor, now)
        case c.AssignRole():
            return command_staff.assign_role(incident, command, actor, now)
        case c.TakeCommand():
            return command_staff.take_command(incident, actor, now)
        case c.VacateRole():
            return command_staff.vacate_role(incident, command, actor, now)
        case c.StartRollCall():
            return command_staff.start_roll_call(incident, command, actor, now)
        case c.AnswerRollCall():
            return command_staff.answer_roll_call(incident, command, actor, now)
        case c.CloseRollCall():
            return command_staff.close_roll_call(incident, actor, now)
        case c.StartTimeBox():
            return time_orders.start(incident, command, actor, now)
        case c.AcknowledgeTimeBox():
            return time_orders.acknowledge(incident, command, actor, now)
        case c.ExtendTimeBox():
            return time_orders.extend(incident, command, actor, now)
        case c.CloseTimeBox():
            return time_orders.close(incident, command, actor, now)
        case c.SetCadence():
            return time_orders.set_cadence(incident, command, actor, now)
        case c.AskObjections():
            return objections.ask(incident, command, actor, now)
        case c.AnswerObjections():
            return objections.answer(incident, command, actor, now)
        case c.RingPerson():
            return ring_orders.ring_person(incident, command, actor, now)
        case c.Whisper():
            return private_words.whisper(incident, command, actor, now)
        case c.Announce():
            return private_words.announce(incident, command, actor, now)
        case c.MarkMoment():
            return [e.MomentMarked(at=now, person_id=actor.person_id, by=actor.person_id)]
        case _:
            assert_never(command)


def _open(incident: Incident, command: c.OpenIncident, actor: Actor, now: datetime) -> list[e.Event]:
    if incident.opened_at is not None:
        raise Refused("This incident is already open.")
    return [
        e.IncidentOpened(
            at=now,
            incident_id=command.incident_id,
            title=command.title,
            severity=command.severity,
            room=command.room,
            required=command.required,
            escalation=command.escalation,
            required_roles=command.required_roles,
            by=actor.person_id,
        )
    ]
