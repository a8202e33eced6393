"""`decide`: every command, whatever its door, becomes events or a refusal."""

from datetime import datetime

from roles import arrivals, carrier_news, commands as c, events as e, lifetime_orders, upkeep
from roles.consequences import with_consequences
from roles.floor import control, door_orders
from roles.incident import Incident
from roles.menus import tones, visit
from roles.ordering import order
from roles.people import Actor
from roles.reach import lobby, private_words, ring_orders, take_orders
from roles.record import after_the_call, language, line_orders, missed, stream_news, witnesses
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
            return [] if known else [e.PersonIntroduced(at=now, person=person, seat=incident.next_seat)]
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
            return witnesses.recording_seen(incident, command, now)
        case c.ReportRecordingMeasured():
            return witnesses.recording_measured(incident, command, now)
        case c.ReportRecordingGone():
            return witnesses.recording_gone(incident, command, now)
        case c.ReportCarrierFileDeleted():
            return after_the_call.carrier_file_deleted(incident, command, now)
        case c.ReportCarrierAsked():
            return witnesses.carrier_asked(incident, command, now)
        case c.ReportDisk():
            return witnesses.disk(incident, command, now)
        case c.ReportRedacted():
            return after_the_call.redacted(incident, command, now)
        case c.ReportScrubbed():
            return after_the_call.scrubbed(incident, command, now)
        case c.ReportSound():
            return witnesses.sound(incident, command, now)
        case c.ReportOwnMix():
            return after_the_call.mixed(incident, command, now)
        case c.ReportLineFailed():
            return line_orders.failed(incident, command, now)
        case c.ReportOwnMixFailed():
            return after_the_call.mix_failed(incident, command, now)
        case c.ReportStreamStarted():
            return stream_news.started(incident, command, now)
        case c.ReportStreamLost():
            return stream_news.lost(incident, command, now)
        case c.ReplaceStreams():
            return stream_news.replace_all(incident, command, now)
        case c.HandOverStream():
            return stream_news.hand_over(incident, command, now)
        case c.ReportLanguage():
            return language.chosen(incident, command, now)
        case c.ReportSoundMissed():
            return missed.sound_missed(incident, command, now)
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
        case c.KeepTake():
            return take_orders.kept(incident, command, now)
        case c.TextTake():
            return take_orders.texted(incident, command, now)
        case c.LoseTake():
            return take_orders.lost(incident, command, now)
        case c.AskName():
            return lobby.ask_name(incident, command, now)
        case c.ListenForName():
            return lobby.listen_for_name(incident, command, now)
        case c.NameSaid():
            return lobby.name_said(incident, command, now)
        case c.PressTone():
            return tones.press_tone(incident, command, now)
        case c.KeyPin():
            return visit.key_pin(incident, command, now)
        case c.AnswerAlone():
            return lifetime_orders.answer_alone(incident, command, now)
        case c.ReopenIncident():
            return lifetime_orders.reopen(incident, actor, now)
        case c.LookUpNumber():
            return door_orders.look_up_number(incident, command, actor, now)
        case c.EndCall():
            return control.end(incident, actor, now)
        case _:
            control.require_open(incident)
            return order(incident, command, actor, now)


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
            call_limit_minutes=command.call_limit_minutes,
            commanders_trained=command.commanders_trained,
            mark_aloud=command.mark_aloud,
            language=command.language,
            seats=tuple(range(1, len(command.required) + 1)),
            plan_problems=command.plan_problems,
            by=actor.person_id,
        )
    ]
