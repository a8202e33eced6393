"""The strong-objections window: asked aloud, ten seconds, the result privately to who commands; never as counts."""

from dataclasses import replace
from datetime import datetime, timedelta

from roles import commands as c, events as e
from roles.incident import Incident
from roles.people import Actor, Role
from roles.permissions import Capability, require
from roles.presence import Leg, Where
from roles.reach.telling import say_aloud, tell, tell_holders
from roles.refusals import Refused
from roles.rounds.poll import Poll

OPEN_FOR = timedelta(seconds=10)
SPOKEN_WITHIN = timedelta(seconds=50)
"""The words that ask wait in a queue and expire; so long after the order their end is not waited for any more."""
LONGEST = 160
LONGEST_NAME = 60


def ask(incident: Incident, command: c.AskObjections, actor: Actor, now: datetime) -> list[e.Event]:
    """Started by the commander or the deputy, by key or click."""
    require(incident, actor, Capability.POLL)
    if incident.poll is not None and incident.poll.open:
        raise Refused(
            "A poll for strong objections is open already. It closes by itself.", short="A poll is open already."
        )
    question, executor = (" ".join(text.split()) for text in (command.question, command.executor))
    if len(question) > LONGEST:
        raise Refused(f"What is polled has at most {LONGEST} characters.")
    if len(executor) > LONGEST_NAME:
        raise Refused(f"A name has at most {LONGEST_NAME} characters.")
    about = f" to: {question}" if question else ""
    aloud = say_aloud(incident, f"Any strong objections{about}? Press star, then 1 to object.", now)
    number = incident.announcements.made + 1 if aloud else 0
    asked = e.ObjectionsAsked(at=now, question=question, by=actor.person_id, announcement=number, executor=executor)
    return [asked, *aloud]


def answer(incident: Incident, command: c.AnswerObjections, actor: Actor, now: datetime) -> list[e.Event]:
    """One's own; the last word counts until the window closes."""
    poll = incident.poll
    if poll is None or not poll.open:
        raise Refused("Nothing is polled now. Raise your hand to say something.")
    if not incident.on_the_call(actor.person_id):
        raise Refused("Only somebody on the call can object. Dial in first.")
    if actor.person_id in incident.observers:
        raise Refused("You listen only. Raise your hand to say something.")
    if poll.answers.get(actor.person_id) is command.objects:
        return []
    return [e.ObjectionAnswered(at=now, person_id=actor.person_id, objects=command.objects)]


def due(incident: Incident, now: datetime) -> list[e.Event]:
    """The window closes ten seconds after the question was said, or after whoever has it before them has keyed."""
    poll = incident.poll
    if poll is None or not poll.open:
        return []
    said_at = poll.heard_at if poll.announcement else poll.asked_at
    start = said_at or poll.asked_at + SPOKEN_WITHIN
    if now < start + OPEN_FOR:
        return []
    if now < start + 2 * OPEN_FOR and any(_has_it_before_them(leg, poll) for leg in incident.legs.values()):
        return []
    closed = _closed(poll, now)
    said = result_words(incident, closed)
    told = tell_holders(incident, Role.INCIDENT_COMMANDER, said, now)
    if poll.by not in incident.roster.holders(Role.INCIDENT_COMMANDER):
        told += tell(incident, poll.by, said, now)
    return [closed, *told]


def cut_off(poll: Poll | None, now: datetime) -> list[e.Event]:
    """The call ended while it was open: the log says so, with who had objected until then."""
    if poll is None or not poll.open:
        return []
    return [replace(_closed(poll, now), cut_off=True)]


def _closed(poll: Poll, now: datetime) -> e.ObjectionsClosed:
    return e.ObjectionsClosed(
        at=now, question=poll.question, by=poll.by, objectors=poll.objectors, executor=poll.executor
    )


def result_of(poll: Poll) -> e.ObjectionsClosed | None:
    """How a poll ended; None while it is open."""
    if poll.closed_at is None:
        return None
    return replace(_closed(poll, poll.closed_at), cut_off=poll.cut_off)


def result_words(incident: Incident, closed: e.ObjectionsClosed) -> str:
    """In the form of the guide: what was polled, then who objects, or that it is done and by whom; no counts."""
    about = f": {closed.question}" if closed.question else f" what {incident.name_of(closed.by)} just proposed"
    names = ", ".join(incident.name_of(who) for who in closed.objectors)
    if names:
        result = f"{names} {'object' if ',' in names else 'objects'}."
    elif closed.cut_off:
        result = "The call ended before anybody could answer."
    else:
        result = "Hearing none, we are proceeding." + (f" {closed.executor} to execute." if closed.executor else "")
    return f"Polled for strong objections for{about}. {result}"


def _has_it_before_them(leg: Leg, poll: Poll) -> bool:
    return leg.where is Where.STEPPED_OUT and leg.menu is not None and leg.menu.subject == poll.offer
