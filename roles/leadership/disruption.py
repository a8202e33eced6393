"""The ladder for somebody who disrupts: do you wish to take command? Yes hands over, no is a warning, then removal."""

from datetime import datetime

from roles import commands as c, events as e
from roles.incident import Incident
from roles.people import Actor, Role
from roles.permissions import Capability, require
from roles.reach.telling import tell, tell_holders
from roles.refusals import Refused, nobody_there

AGREED = "wished to take command, and the commander agreed"
WARNING = "You disrupt the call. Stop, or be removed."


def ask(incident: Incident, command: c.AskDisruptor, actor: Actor, now: datetime) -> list[e.Event]:
    """The first step, privately to this person; nothing happens by itself."""
    require(incident, actor, Capability.REMOVE)
    _on_the_call(incident, command.person_id)
    if incident.roster.holder(Role.INCIDENT_COMMANDER) == command.person_id:
        raise Refused(f"{incident.name_of(command.person_id)} is in command.")
    if incident.asked_to_command == command.person_id:
        return []
    said = "Do you wish to take command? Press star, then 1 for yes, 2 for no."
    asked = e.DisruptorAsked(at=now, person_id=command.person_id, by=actor.person_id)
    return [asked, *tell(incident, command.person_id, said, now)]


def answer(incident: Incident, command: c.AnswerAsDisruptor, actor: Actor, now: datetime) -> list[e.Event]:
    """Yes: the commander is asked to hand over, without one whoever gives roles. No: the warning."""
    if incident.asked_to_command != actor.person_id:
        raise Refused("You were not asked whether you wish to take command.", short="You were not asked.")
    name = incident.name_of(actor.person_id)
    answered = e.DisruptorAnswered(at=now, person_id=actor.person_id, wishes_command=command.wishes_command)
    if command.wishes_command:
        said = f"{name} wishes to take command. Press star, then 1 to offer it, 2 to warn them."
        return [answered, *(event for who in who_offers(incident) for event in tell(incident, who, said, now))]
    return [answered, *_warned(incident, actor.person_id, "bridge", now)]


def who_offers(incident: Incident) -> tuple[str, ...]:
    """The commander who is on the call; without one the deputy."""
    commander = incident.roster.holder(Role.INCIDENT_COMMANDER)
    if commander is not None and commander != incident.commander_dropped:
        return (commander,)
    return incident.roster.holders(Role.DEPUTY)


def warn(incident: Incident, command: c.WarnDisruptor, actor: Actor, now: datetime) -> list[e.Event]:
    require(incident, actor, Capability.REMOVE)
    _on_the_call(incident, command.person_id)
    return _warned(incident, command.person_id, actor.person_id, now)


def _warned(incident: Incident, person_id: str, by: str, now: datetime) -> list[e.Event]:
    warned = e.DisruptorWarned(at=now, person_id=person_id, by=by)
    said = f"{incident.name_of(person_id)} was warned. The next step is removal, by you."
    return [warned, *tell(incident, person_id, WARNING, now), *tell_holders(incident, Role.DEPUTY, said, now)]


def _on_the_call(incident: Incident, person_id: str) -> None:
    if not any(leg.joined_at is not None for leg in incident.live_legs(person_id)):
        raise nobody_there(incident.name_of(person_id))
