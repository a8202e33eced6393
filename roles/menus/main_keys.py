"""What the keys of everybody do: the roll call, an offered role, mute, mark, brief, hand."""

from roles import commands as c, events as e
from roles.brief import brief
from roles.floor.control import mute
from roles.floor.floor_orders import lower_hand, raise_hand
from roles.incident import Incident
from roles.leadership import disruption
from roles.leadership.command_staff import accept_role, decline_role, propose_role
from roles.menus.effects import Effect
from roles.menus.levels import BRIEF, REPORTS, ROLL_CALL
from roles.menus.offers import offered_role
from roles.menus.press import Deeper, Done, Outcome, Press, done
from roles.people import Role
from roles.reach.ring_orders import page_own_backup
from roles.refusals import Refused
from roles.rounds import objections, roll_call
from roles.rounds.roll_call import ANSWER_WORDS, Answer
from roles.work.liaison import report_customers


def answer_roll_call(incident: Incident, press: Press, given: Answer) -> Outcome:
    current = incident.roll_call
    if current is None or press.leg.person_id not in current.asked:
        raise Refused("The roll call is over.")
    person_id = press.leg.person_id
    return done(f"Noted: {ANSWER_WORDS[given]}.", roll_call.answer(current, person_id, given, person_id, press.now))


def accept(incident: Incident, press: Press) -> Outcome:
    """The role that this menu offered, whatever else is offered meanwhile."""
    role = _still_offered(incident, press)
    return done(f"You are {role.spoken}.", accept_role(incident, c.AcceptRole(role=role), press.actor, press.now))


def decline(incident: Incident, press: Press) -> Outcome:
    role = _still_offered(incident, press)
    found = decline_role(incident, c.DeclineRole(role=role), press.actor, press.now)
    return done(f"You declined to be {role.spoken}.", found)


def _still_offered(incident: Incident, press: Press) -> Role:
    role = offered_role(press.subject)
    if role is None or incident.roster.proposal(role, press.leg.person_id) is None:
        raise Refused("The role is not offered to you any more.")
    return role


def mute_me(incident: Incident, press: Press, muted: bool) -> Outcome:
    order = c.MuteLeg(call_sid=press.leg.call_sid, muted=muted, alone=True)
    return done("You are muted." if muted else "You can be heard.", mute(incident, order, press.actor, press.now))


def ask_to_speak(incident: Incident, press: Press) -> Outcome:
    return done("You asked to speak.", raise_hand(incident, press.actor, press.now))


def mark(incident: Incident, press: Press) -> Outcome:
    person_id = press.leg.person_id
    return Done("Marked.", (e.MomentMarked(at=press.now, person_id=person_id, by=person_id),))


def hand_up(incident: Incident, press: Press) -> Outcome:
    return done("Your hand is up.", raise_hand(incident, press.actor, press.now))


def hand_down(incident: Incident, press: Press) -> Outcome:
    order = c.LowerHand(person_id=press.leg.person_id)
    return done("Your hand is down.", lower_hand(incident, order, press.actor, press.now))


def hear_brief(incident: Incident, press: Press) -> Outcome:
    return Deeper(BRIEF, brief(incident, press.now))


def switch_transcription(incident: Incident, press: Press, on: bool) -> Outcome:
    switched = e.TranscriptionSwitched(at=press.now, call_sid=press.leg.call_sid, on=on)
    return Done(f"Your words are {'' if on else 'not '}written down.", (switched,))


def object_to(incident: Incident, press: Press, objects: bool) -> Outcome:
    menu, poll = press.leg.menu, incident.poll
    if menu is not None and poll is not None and poll.asked_at > menu.opened_at:
        raise Refused("That poll is over.")
    order = c.AnswerObjections(objects=objects)
    said = "Your objection is noted." if objects else "Noted: no objection."
    return done(said, objections.answer(incident, order, press.actor, press.now))


def page_backup(incident: Incident, press: Press) -> Outcome:
    found = page_own_backup(incident, press.actor, press.now)
    return done(f"{incident.people[press.leg.person_id].backup_name} is rung.", found)


def reports_keyed(incident: Incident, press: Press) -> Outcome:
    if not press.keys.isascii() or not press.keys.isdigit():
        raise Refused("That is no number.")
    order = c.ReportCustomers(count=int(press.keys))
    return done(f"{int(press.keys)} customer reports noted.", report_customers(incident, order, press.actor, press.now))


def wish(incident: Incident, press: Press, yes: bool) -> Outcome:
    found = disruption.answer(incident, c.AnswerAsDisruptor(wishes_command=yes), press.actor, press.now)
    names = " and ".join(incident.name_of(who) for who in disruption.who_offers(incident))
    asked = f"{names} is asked." if names else "Nobody gives roles now. Command is taken with star, 0, 6."
    return done(asked if yes else disruption.WARNING, found)


def offer_command(incident: Incident, press: Press) -> Outcome:
    """The commander agrees to what somebody wished; whoever is not trained for it is asked with that reason."""
    person_id = press.subject.partition(":")[2]
    order = c.ProposeRole(role=Role.INCIDENT_COMMANDER, person_id=person_id, reason=disruption.AGREED)
    found = propose_role(incident, order, press.actor, press.now)
    return done(f"{incident.name_of(person_id)} is asked to command.", found)


def warn(incident: Incident, press: Press) -> Outcome:
    person_id = press.subject.partition(":")[2]
    found = disruption.warn(incident, c.WarnDisruptor(person_id=person_id), press.actor, press.now)
    return done(f"{incident.name_of(person_id)} is warned.", found)


MAIN_KEYS = {
    Effect.ROLL_CALL: lambda incident, press: Deeper(ROLL_CALL),
    Effect.HEALTHY: lambda incident, press: answer_roll_call(incident, press, Answer.HEALTHY),
    Effect.NOT_HEALTHY: lambda incident, press: answer_roll_call(incident, press, Answer.NOT_HEALTHY),
    Effect.NEED_HELP: lambda incident, press: answer_roll_call(incident, press, Answer.NEED_HELP),
    Effect.ACCEPT_ROLE: accept,
    Effect.DECLINE_ROLE: decline,
    Effect.MUTE: lambda incident, press: mute_me(incident, press, True),
    Effect.UNMUTE: lambda incident, press: mute_me(incident, press, False),
    Effect.ASK_TO_SPEAK: ask_to_speak,
    Effect.MARK: mark,
    Effect.RAISE_HAND: hand_up,
    Effect.LOWER_HAND: hand_down,
    Effect.BRIEF: hear_brief,
    Effect.TRANSCRIPTION_OFF: lambda incident, press: switch_transcription(incident, press, False),
    Effect.TRANSCRIPTION_ON: lambda incident, press: switch_transcription(incident, press, True),
    Effect.PAGE_BACKUP: page_backup,
    Effect.REPORTS: lambda incident, press: Deeper(REPORTS),
    Effect.YES_COMMAND: lambda incident, press: wish(incident, press, True),
    Effect.NO_COMMAND: lambda incident, press: wish(incident, press, False),
    Effect.OFFER_COMMAND: offer_command,
    Effect.WARN: warn,
    Effect.OBJECT: lambda incident, press: object_to(incident, press, True),
    Effect.NO_OBJECTION: lambda incident, press: object_to(incident, press, False),
    Effect.NOT_NOW: lambda incident, press: Done("Not now."),
}
