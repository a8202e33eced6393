"""Orders of people: each command, whatever its door, goes to the decision that knows its rules."""

from datetime import datetime
from typing import assert_never

from roles import arrivals, commands as c, events as e, renaming
from roles.floor import control, door_orders, floor_orders
from roles.incident import Incident
from roles.leadership import command_staff, disruption
from roles.people import Actor
from roles.reach import private_words, ring_orders
from roles.record import line_orders, new_room, off_record
from roles.rounds import asked, can_orders, objections
from roles.work import liaison, team_orders, time_orders

Order = (
    c.DescribeIncident
    | c.UsePlan
    | c.AdmitLeg
    | c.TurnAwayLeg
    | c.RenamePerson
    | c.RenameLeg
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
    | c.StartCanRound
    | c.PageBackup
    | c.RepairRecording
    | c.RenewRoom
    | c.RecordLine
    | c.StopLine
    | c.ReportCustomers
    | c.AdmitAll
    | c.AnswerAsDisruptor
    | c.AskDisruptor
    | c.BanPerson
    | c.CloseTeam
    | c.FormTeam
    | c.MarkRoom
    | c.MovePerson
    | c.ReleaseOthers
    | c.SetObserver
    | c.SetRecord
    | c.UnmuteAll
    | c.WarnDisruptor
    | c.RingPerson
    | c.AcknowledgeTimeBox
    | c.AnswerObjections
    | c.AskObjections
    | c.ChangeTimeBox
    | c.CloseTimeBox
    | c.ExtendTimeBox
    | c.GiveStatus
    | c.SetCadence
    | c.SetQuiet
    | c.SnoozeTimeBox
    | c.StartTimeBox
    | c.Whisper
    | c.Announce
)


def order(incident: Incident, command: Order, actor: Actor, now: datetime) -> list[e.Event]:
    """Orders of people; they need an incident that is open."""
    match command:
        case c.DescribeIncident():
            return control.describe(incident, command, actor, now)
        case c.UsePlan():
            return asked.use_plan(incident, command, actor, now)
        case c.AdmitLeg():
            return arrivals.admit(incident, command, actor, now)
        case c.TurnAwayLeg():
            return arrivals.turn_away(incident, command, actor, now)
        case c.RenamePerson():
            return arrivals.rename(incident, command, actor, now)
        case c.RenameLeg():
            return renaming.rename_leg(incident, command, actor, now)
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
        case c.ChangeTimeBox():
            return time_orders.change(incident, command, actor, now)
        case c.CloseTimeBox():
            return time_orders.close(incident, command, actor, now)
        case c.SetCadence():
            return time_orders.set_cadence(incident, command, actor, now)
        case c.GiveStatus():
            return time_orders.give_status(incident, actor, now)
        case c.SnoozeTimeBox():
            return time_orders.snooze(incident, command, actor, now)
        case c.SetQuiet():
            return time_orders.set_quiet(incident, command, actor, now)
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
        case c.FormTeam():
            return team_orders.form(incident, command, actor, now)
        case c.MarkRoom():
            return door_orders.mark_room(incident, command, actor, now)
        case c.MovePerson():
            return team_orders.move(incident, command, actor, now)
        case c.CloseTeam():
            return team_orders.close(incident, command, actor, now)
        case c.BanPerson():
            return door_orders.ban(incident, command, actor, now)
        case c.AdmitAll():
            return door_orders.admit_all(incident, actor, now)
        case c.UnmuteAll():
            return door_orders.unmute_all(incident, actor, now)
        case c.ReleaseOthers():
            return door_orders.release_others(incident, command, actor, now)
        case c.SetRecord(on=on):
            return off_record.order(incident, on, actor, now)
        case c.SetObserver():
            return door_orders.set_observer(incident, command, actor, now)
        case c.AskDisruptor():
            return disruption.ask(incident, command, actor, now)
        case c.AnswerAsDisruptor():
            return disruption.answer(incident, command, actor, now)
        case c.WarnDisruptor():
            return disruption.warn(incident, command, actor, now)
        case c.PageBackup():
            return ring_orders.page_own_backup(incident, actor, now)
        case c.RepairRecording():
            return control.repair_recording(incident, actor, now)
        case c.RenewRoom():
            return new_room.renew(incident, actor, now)
        case c.RecordLine():
            return line_orders.record(incident, command, actor, now)
        case c.StopLine():
            return line_orders.stop(incident, command, actor, now)
        case c.ReportCustomers():
            return liaison.report_customers(incident, command, actor, now)
        case c.StartCanRound():
            return can_orders.start(incident, actor, now)
        case c.MarkMoment():
            return [e.MomentMarked(at=now, person_id=actor.person_id, by=actor.person_id)]
        case _:
            assert_never(command)
