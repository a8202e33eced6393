"""Who may confirm a proposal, by which command, and when a proposal has had its time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bridge.record.named import named, role_of
from roles import commands as c
from roles.incident import Incident
from roles.people import Actor, Role
from roles.permissions import Capability, capabilities
from roles.work.time_boxes import TimeBox
from transcription.timeline import Timeline
from transcription.timeline.events import ProposalMade
from transcription.timeline.proposals import CONFIRMED, DONE, EXPIRED, SUPERSEDED, Proposed


@dataclass(frozen=True, kw_only=True)
class Confirm:
    """`act` is the command that the act's own button gives; it is carried out and the proposal settled, or neither."""

    proposal_id: str
    act: c.Command


ACTS: dict[str, tuple[type, ...]] = {
    "timer": (c.StartTimeBox, c.ChangeTimeBox),
    "acknowledgement": (c.AcknowledgeTimeBox,),
    "cadence": (c.SetCadence,),
    "page": (c.RingPerson,),
    "role": (c.ProposeRole, c.AssignRole, c.TakeCommand),
    "objections": (c.AskObjections,),
    "severity": (c.DescribeIncident,),
    "name": (c.StartTimeBox,),
}
NEEDS = {
    "timer": Capability.TIME_BOX,
    "acknowledgement": Capability.TIME_BOX,
    "cadence": Capability.TIME_BOX,
    "page": Capability.RING,
    "role": Capability.ASSIGN_ROLES,
    "objections": Capability.POLL,
    "severity": Capability.DESCRIBE,
    "name": Capability.TIME_BOX,
}
LASTS = {"objections": timedelta(minutes=3), "name": timedelta(minutes=3)}
LASTS_MOST = timedelta(minutes=10)
SAID_WITH_IT = timedelta(seconds=15)
"""What somebody orders by key or click while they say it: the order may be a little earlier than the words."""
ANSWERED_WITHIN = timedelta(minutes=1)
_BOX = "box-"
PAGES = (Role.INTERNAL_LIAISON, Role.DEPUTY)


def may_settle(incident: Incident, timeline: Timeline, proposal: Proposed, actor: Actor) -> bool:
    """By the permission table; the cue to name one person is for whoever spoke alone."""
    made = proposal.made
    may = capabilities(incident, actor)
    if made.kind == "name":
        return actor.person_id == _speaker(incident, timeline, proposal) and NEEDS["name"] in may
    if made.kind == "acknowledgement":
        box = box_of(incident, timeline, made.timer_id)
        if box is not None and box.owner == actor.person_id:
            return True
    if made.kind == "role" and made.role == Role.INCIDENT_COMMANDER and not actor.admin:
        holder = incident.roster.holder(Role.INCIDENT_COMMANDER)
        if holder not in (None, incident.commander_dropped):
            return actor.person_id == holder
    return NEEDS[made.kind] in may


def is_shown_to(incident: Incident, timeline: Timeline, proposal: Proposed, actor: Actor) -> bool:
    """To who may confirm it; a page to the internal liaison and the deputy, while there is one of them."""
    if not may_settle(incident, timeline, proposal, actor):
        return False
    made = proposal.made
    if made.kind == "acknowledgement":
        return box_of(incident, timeline, made.timer_id) is not None
    if made.kind == "page" and not actor.admin:
        pagers = {who for role in PAGES for who in incident.roster.holders(role)}
        return not pagers or actor.person_id in pagers
    return True


def moot(incident: Incident, timeline: Timeline, proposal: Proposed, now: datetime) -> str:
    """How a proposal that waits ends without anybody's doing: done, superseded or expired; empty while it stands."""
    made = proposal.made
    if not incident.open or now - proposal.waits_since > LASTS.get(made.kind, LASTS_MOST):
        return EXPIRED
    if made.kind == "acknowledgement":
        return _acknowledgement(incident, timeline, made.timer_id)
    return DONE if _is_so(incident, timeline, proposal) else ""


def box_id(proposal_id: str) -> str:
    """The time box that comes of confirming a proposal; the same however often it is confirmed."""
    return f"{_BOX}{proposal_id}"


def box_of(incident: Incident, timeline: Timeline, proposal_id: str | None) -> TimeBox | None:
    """The time box that came of a proposal; of one that put another right, the box of that one, which it changed."""
    box = incident.timers.boxes.get(box_id(proposal_id or ""))
    known = timeline.proposals.by_id.get(proposal_id or "")
    return box if box is not None or known is None else put_right(incident, timeline, known.made)


def put_right(incident: Incident, timeline: Timeline, made: ProposalMade) -> TimeBox | None:
    """The time box that these words put right ("no, make that five"): confirmed, or started by hand meanwhile."""
    earlier = timeline.proposals.by_id.get(made.supersedes or "")
    if not made.supersedes or (earlier is not None and earlier.made.said_at >= made.said_at):
        return None
    box = box_of(incident, timeline, made.supersedes)
    if box is not None:
        return box
    said_at = earlier.made.said_at if earlier is not None else made.said_at - ANSWERED_WITHIN
    owners = named(incident, made.owner)
    by_hand = (box for box in incident.timers.open_boxes() if box.owner in owners and not box.box_id.startswith(_BOX))
    meanwhile = [box for box in by_hand if said_at - SAID_WITH_IT <= box.started_at <= made.said_at]
    return max(meanwhile, key=lambda box: box.started_at, default=None)


def fits(incident: Incident, timeline: Timeline, proposal: Proposed, act: c.Command) -> bool:
    """Whether this act may confirm the proposal: a time box that runs is changed, never started a second time."""
    if not isinstance(act, ACTS[proposal.made.kind]):
        return False
    if proposal.made.kind != "timer":
        return True
    box = put_right(incident, timeline, proposal.made)
    if box is None or not box.open:
        return isinstance(act, c.StartTimeBox)
    return isinstance(act, c.ChangeTimeBox) and act.box_id == box.box_id


def _acknowledgement(incident: Incident, timeline: Timeline, timer_id: str | None) -> str:
    box = box_of(incident, timeline, timer_id)
    if box is not None:
        return DONE if box.acknowledged or not box.open else ""
    timer = timeline.proposals.by_id.get(timer_id or "")
    return "" if timer is not None and (timer.waits or timer.how == CONFIRMED) else SUPERSEDED


def _is_so(incident: Incident, timeline: Timeline, proposal: Proposed) -> bool:
    made = proposal.made
    since = made.said_at - SAID_WITH_IT
    match made.kind:
        case "timer" if _is_right_by_now(put_right(incident, timeline, made), made, since):
            return True
        case "timer":
            owners = named(incident, made.owner)
            boxes = incident.timers.boxes.values()
            return any(
                box.owner in owners and box.started_at >= since and box.due_at - box.started_at == _span(made.minutes)
                for box in boxes
            )
        case "cadence":
            return incident.timers.cadence_minutes == made.minutes
        case "severity":
            return incident.severity == made.severity
        case "objections":
            return incident.poll is not None and incident.poll.asked_at >= since
        case "page":
            paged = named(incident, made.whom)
            return any(incident.on_the_call(who) or incident.rings.last(who, since) for who in paged)
        case "role" if role := role_of(made.role):
            who = named(incident, made.person)
            offered = any(offer.role is role and offer.person_id in who for offer in incident.roster.proposals)
            return offered or any(holder in who for holder in incident.roster.holders(role))
        case "name":
            return any(
                entry.type == "task" and entry.owner and made.said_at < entry.said_at < made.said_at + ANSWERED_WITHIN
                for entry in timeline.entry_by_id.values()
            )
    return False


def _is_right_by_now(box: TimeBox | None, made: ProposalMade, since: datetime) -> bool:
    """The task is done, or its time was changed so since these words."""
    if box is None or not box.open:
        return box is not None and box.how == "done"
    return box.since >= since and box.due_at - box.since == _span(made.minutes)


def _span(minutes: int | None) -> timedelta:
    return timedelta(minutes=minutes or 0)


def _speaker(incident: Incident, timeline: Timeline, proposal: Proposed) -> str:
    """Whoever the leg is known to be now."""
    said = timeline.by_id.get(proposal.made.utterance_id)
    leg = incident.legs.get(said.call_sid) if said is not None else None
    return leg.person_id if leg is not None else proposal.made.speaker_id
