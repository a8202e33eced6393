"""What `*` offers before the plain menu, once each: what waits for this person, and the keys that answer it."""

from roles.brief import brief
from roles.incident import Incident
from roles.leadership.disruption import who_offers
from roles.leadership.eligibility import conflict, trained
from roles.leadership.succession import may_take_over, offered_command
from roles.menus.effects import Effect
from roles.people import Role
from roles.presence import Leg, Menu

_COMMAND = (("1", Effect.TAKE_COMMAND), ("2", Effect.NOT_NOW))
OFFERS = {
    "takeover": _COMMAND,
    "command": _COMMAND,
    "ladder": (("1", Effect.YES_COMMAND), ("2", Effect.NO_COMMAND)),
    "wish": (("1", Effect.OFFER_COMMAND), ("2", Effect.WARN)),
    "role": (("1", Effect.ACCEPT_ROLE), ("2", Effect.DECLINE_ROLE)),
    "task": (("1", Effect.GOT_IT),),
    "objections": (("1", Effect.OBJECT), ("2", Effect.NO_OBJECTION), ("9", Effect.OBJECT)),
    "roll_call": (("1", Effect.HEALTHY), ("2", Effect.NOT_HEALTHY), ("3", Effect.NEED_HELP)),
}
"""The keys that an offer takes; the rest stay as in the menu."""


def offered_first(incident: Incident, leg: Leg) -> str:
    """The name of the offer: its kind, what makes it new, whom it is about. Empty when nothing waits."""
    waiting = []
    me = leg.person_id
    if may_take_over(incident, me):
        waiting.append(f"takeover:{_moment(incident)}:{incident.commander_dropped}")
    elif offered_command(incident, me):
        waiting.append(f"command:{_moment(incident)}")
    if incident.asked_to_command == me:
        waiting.append(f"ladder:{_asked_at(incident)}")
    if incident.wishes_command is not None and me in who_offers(incident):
        waiting.append(f"wish:{incident.wishes_command}")
    waiting += [f"role:{p.role.value}:{p.by}:{p.at.isoformat()}" for p in incident.roster.proposals_for(me)]
    if incident.poll is not None and incident.poll.waits_for(me) and me not in incident.observers:
        waiting.append(incident.poll.offer)
    if incident.roll_call is not None and incident.roll_call.waits_for(me):
        waiting.append(f"roll_call:{incident.roll_call.roll_call_id}")
    waiting += [f"task:{box.box_id}" for box in incident.timers.open_boxes(me) if not box.acknowledged]
    return next((offer for offer in waiting if offer not in leg.offered), "")


def _asked_at(incident: Incident) -> str:
    return incident.asked_to_command_at.isoformat() if incident.asked_to_command_at else ""


def _moment(incident: Incident) -> str:
    """New when the drop is, when its ring led to nobody, when the bridge asked, when it asked all; no colon in it."""
    vacancy = incident.vacancy
    since = vacancy.dropped_at or vacancy.asked_at
    rung = incident.rings.last(vacancy.dropped, since) if vacancy.dropped and since else None
    unreached = rung is not None and rung.why == "standby" and not rung.going_on
    steps = (unreached, vacancy.asked_at is not None, vacancy.open_to_all)
    return f"{since.timestamp():.0f}-{sum(steps)}" if since else ""


def offered_role(subject: str) -> Role | None:
    """The role of an offer by its name; None for any other subject."""
    kind, _, rest = subject.partition(":")
    return Role(rest.partition(":")[0]) if kind == "role" else None


def offer_words(incident: Incident, leg: Leg, menu: Menu) -> str:
    """The question of an offer; empty for the plain menu."""
    kind, _, rest = menu.subject.partition(":")
    role = offered_role(menu.subject)
    if role is not None:
        return " ".join([f"You are asked to be {role.spoken}.", *_handover(incident, leg, menu, role)])
    match kind:
        case "takeover":
            return f"{incident.name_of(rest.partition(':')[2])} dropped."
        case "command":
            return "Nobody is in command."
        case "ladder":
            return "Do you wish to take command?"
        case "wish":
            known = trained(incident, Role.INCIDENT_COMMANDER, rest)
            return f"{incident.name_of(rest)} wishes to take command{'' if known else ', and is not trained for it'}."
        case "objections":
            about = incident.poll.question if incident.poll is not None else ""
            by = incident.name_of(incident.poll.by) if incident.poll is not None else ""
            return f"Any strong objections to: {about}?" if about else f"Any strong objections to what {by} proposed?"
        case "roll_call":
            return "Roll call."
        case "task":
            box = incident.timers.boxes.get(rest)
            return f"A task for you: {box.task}." if box is not None else ""
        case _:
            return ""


def _handover(incident: Incident, leg: Leg, menu: Menu, role: Role) -> list[str]:
    """Whoever is to command hears the brief before they accept, as it was when the menu opened."""
    if role is not Role.INCIDENT_COMMANDER:
        return []
    return [found for found in (conflict(incident, leg.person_id), brief(incident, menu.opened_at)) if found]
