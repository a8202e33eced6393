"""The strong-objections window: asked aloud, ten seconds, the result privately to who commands; never as counts."""

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
LONGEST = 160


def ask(incident: Incident, command: c.AskObjections, actor: Actor, now: datetime) -> list[e.Event]:
    """Started by the commander or the deputy, by key or click."""
    require(incident, actor, Capability.POLL)
    if incident.poll is not None and incident.poll.open:
        raise Refused(
            "A poll for strong objections is open already. It closes by itself.", short="A poll is open already."
        )
    question = " ".join(command.question.split())
    if len(question) > LONGEST:
        raise Refused(f"What is polled has at most {LONGEST} characters.")
    about = f" to: {question}" if question else ""
    said = f"Any strong objections{about}? Press star, then 1 to object."
    return [
        e.ObjectionsAsked(at=now, question=question, by=actor.person_id),
        *say_aloud(incident, said, now),
    ]


def answer(incident: Incident, command: c.AnswerObjections, actor: Actor, now: datetime) -> list[e.Event]:
    """One's own; the last word counts until the window closes."""
    poll = incident.poll
    if poll is None or not poll.open:
        raise Refused("Nothing is polled now. Raise your hand to say something.")
    if not on_the_call(incident, actor.person_id):
        raise Refused("Only somebody on the call can object. Dial in first.")
    if poll.answers.get(actor.person_id) is command.objects:
        return []
    return [e.ObjectionAnswered(at=now, person_id=actor.person_id, objects=command.objects)]


def due(incident: Incident, now: datetime) -> list[e.Event]:
    """The window closes ten seconds after it was asked, or after whoever has it before them has keyed."""
    poll = incident.poll
    if poll is None or not poll.open or now < poll.asked_at + OPEN_FOR:
        return []
    if now < poll.asked_at + 2 * OPEN_FOR and any(_has_it_before_them(leg, poll) for leg in incident.legs.values()):
        return []
    objectors = tuple(who for who, objects in poll.answers.items() if objects)
    closed = e.ObjectionsClosed(at=now, question=poll.question, by=poll.by, objectors=objectors)
    said = result_words(incident, closed)
    told = tell_holders(incident, Role.INCIDENT_COMMANDER, said, now)
    if poll.by not in incident.roster.holders(Role.INCIDENT_COMMANDER):
        told += tell(incident, poll.by, said, now)
    return [closed, *told]


def result_words(incident: Incident, closed: e.ObjectionsClosed) -> str:
    """In the form of the guide: what was polled, and who proceeds or who objects; no counts."""
    about = f" for: {closed.question}" if closed.question else ""
    names = ", ".join(incident.name_of(who) for who in closed.objectors)
    if names:
        return f"Polled for strong objections{about}. {names} {'object' if ',' in names else 'objects'}."
    return f"Polled for strong objections{about}. None raised. {incident.name_of(closed.by)} proceeds."


def on_the_call(incident: Incident, person_id: str) -> bool:
    return any(leg.joined_at is not None for leg in incident.live_legs(person_id))


def _has_it_before_them(leg: Leg, poll: Poll) -> bool:
    return leg.where is Where.STEPPED_OUT and leg.menu is not None and leg.menu.subject == poll.offer
