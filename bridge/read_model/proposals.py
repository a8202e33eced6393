"""Proposals as a viewer sees them: what, from which words, and the buttons that confirm, change or dismiss.

The button that confirms is the act's own, with the proposal's id beside it. An empty slot is asked, never guessed.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bridge.read_model.controls import Control, do, filled
from bridge.read_model.sources import Sound, said_in, sound_of
from bridge.record.confirming import box_of, is_shown_to, put_right
from bridge.record.named import named, role_of
from bridge.record.record import Record
from roles.incident import Incident
from roles.people import Actor, Role
from roles.rounds.objections import LONGEST
from roles.work.time_boxes import TimeBox
from roles.work.time_orders import LONGEST_TASK
from transcription.timeline.events import ProposalMade
from transcription.timeline.proposals import COMES_BACK, Proposed

KINDS = {
    "timer": "Timer",
    "acknowledgement": "Acknowledged",
    "cadence": "Status updates",
    "page": "Page",
    "role": "Role",
    "objections": "Strong objections",
    "severity": "Severity",
    "name": "To you alone",
}
ENDS = {
    "confirmed": "confirmed by {who}",
    "dismissed": "dismissed by {who}",
    "superseded": "said anew since",
    "done": "was so already",
    "expired": "nobody confirmed it in time",
}


@dataclass(frozen=True, kw_only=True)
class ProposalView:
    """`end`: what became of it, empty while it waits. `text`: the act as a sentence; what is not known is said so."""

    proposal_id: str
    element_id: str
    kind: str
    at: datetime
    text: str
    speaker: str
    said: str
    sound: Sound | None
    end: str
    controls: tuple[Control, ...]


def proposals_for(record: Record, viewer: Actor) -> list[ProposalView]:
    """All that this viewer may confirm, or could have, in order of when they were said."""
    views = (proposal_view(record, found, viewer) for found in record.timeline.proposals.all())
    return [view for view in views if view is not None]


def waiting_for(record: Record, viewer: Actor) -> int:
    """How many wait for this viewer."""
    incident, timeline = record.incident, record.timeline
    return sum(is_shown_to(incident, timeline, found, viewer) for found in timeline.proposals.waiting())


def proposal_view(record: Record, proposal: Proposed, viewer: Actor) -> ProposalView | None:
    """None for whom it does not concern."""
    incident, made = record.incident, proposal.made
    if not is_shown_to(incident, record.timeline, proposal, viewer):
        return None
    utterance = record.timeline.by_id.get(made.utterance_id)
    leg = incident.legs.get(utterance.call_sid) if utterance is not None else None
    return ProposalView(
        proposal_id=proposal.proposal_id,
        element_id=f"proposal-{proposal.proposal_id}",
        kind=KINDS[made.kind],
        at=made.said_at,
        text=_text(record, made),
        speaker=incident.name_of(leg.person_id if leg is not None else made.speaker_id),
        said=said_in(record, (made.utterance_id,)),
        sound=sound_of(record, (made.utterance_id,)),
        end=ENDS[proposal.how].format(who=incident.name_of(proposal.by)) if proposal.how else "",
        controls=_controls(record, proposal, viewer) if incident.open else (),
    )


def _text(record: Record, made: ProposalMade) -> str:
    incident = record.incident
    match made.kind:
        case "timer" if box := _running(record, made):
            return f"{incident.name_of(box.owner)}: {box.task}, {made.minutes} min from now, instead of what is left"
        case "timer":
            time = f"{made.minutes} min" if made.minutes else "no time said"
            return f"{_who(incident, made.owner)}: {made.task or 'the task'}, {time}"
        case "acknowledgement":
            box = box_of(incident, record.timeline, made.timer_id)
            return f"{incident.name_of(box.owner)} has understood: {box.task}" if box else "The owner has understood"
        case "cadence":
            return f"A status update every {made.minutes} min"
        case "page":
            who = _who(incident, made.whom)
            meant = who.casefold().startswith((made.whom or "").casefold())
            return f"Page {who}" if meant else f"Page {made.whom}: {who}"
        case "role":
            role = role_of(made.role)
            return f"{_who(incident, made.person)} as {role.spoken if role else made.role}"
        case "objections":
            return f"Ask for strong objections: {made.question or 'what was just proposed'}"
        case "severity":
            now = f", it is SEV-{incident.severity} now" if incident.severity else ""
            return f"SEV-{made.severity}{now}"
        case _:
            return "Nobody was named. Name one person: who shall do it?"


def _who(incident: Incident, words: str | None) -> str:
    people = named(incident, words)
    if len(people) == 1:
        return incident.name_of(people[0])
    role = role_of(words)
    return f"{role.spoken if role else words or 'nobody named'} (who?)"


def _running(record: Record, made: ProposalMade) -> TimeBox | None:
    """The open time box whose time these words put right."""
    box = put_right(record.incident, record.timeline, made)
    return box if box is not None and box.open else None


def _controls(record: Record, proposal: Proposed, viewer: Actor) -> tuple[Control, ...]:
    return _waiting(record, proposal.made, viewer) if proposal.waits else _settled(proposal)


def _waiting(record: Record, made: ProposalMade, viewer: Actor) -> tuple[Control, ...]:
    confirm, change = _acts(record, made, viewer)
    dismiss = Control(label="dismiss", do=do("dismiss", proposal_id=made.proposal_id), key="d", look="plain")
    return tuple(control for control in (confirm, change, dismiss) if control is not None)


def _settled(proposal: Proposed) -> tuple[Control, ...]:
    if proposal.how not in COMES_BACK:
        return ()
    back = do("propose_again", proposal_id=proposal.proposal_id)
    return (Control(label="propose again", do=back, key="a", look="plain"),)


def _acts(record: Record, made: ProposalMade, viewer: Actor) -> tuple[Control, Control | None]:
    """What confirms it, and what asks first: the same where something is not known."""
    incident = record.incident
    match made.kind:
        case "timer" if box := _running(record, made):
            return _new_time(made, box)
        case "timer":
            owner = _one(named(incident, made.owner))
            task = made.task or ""
            known = {"person_id": owner, "minutes": str(made.minutes or ""), "text": task}
            whole = all(known.values()) and len(task) <= LONGEST_TASK
            return _pair(made, "start the timer", "time_box", known, "proposed-task", whole)
        case "name":
            return _pair(made, "name one person…", "time_box", {}, "proposed-task", False)
        case "acknowledgement":
            noted = box_of(incident, record.timeline, made.timer_id)
            order = {"box_id": noted.box_id if noted else ""}
            return _pair(made, "note that they have", "acknowledge", order, "", True)
        case "cadence":
            return _pair(made, "set it", "cadence", {"minutes": str(made.minutes or "")}, "cadence", bool(made.minutes))
        case "page":
            paged = _one(named(incident, made.whom))
            return _pair(made, "ring them", "ring", {"person_id": paged}, "ring", bool(paged))
        case "objections":
            question = made.question or ""
            return _pair(made, "ask now", "ask_objections", {"text": question}, "objections", len(question) <= LONGEST)
        case "severity":
            level = {"severity": str(made.severity or "")}
            return _pair(made, "set it", "describe", level, "proposed-severity", bool(made.severity))
        case _:
            return _role(incident, made, viewer)


def _new_time(made: ProposalMade, box: TimeBox) -> tuple[Control, Control | None]:
    minutes = {"minutes": str(made.minutes or "")}
    order = {"proposal_id": made.proposal_id, "box_id": box.box_id}
    change = Control(
        label="change…", do=do("new_time", **order), key="e", look="plain", dialog="new-time", name=box.task,
        fill=filled(minutes),
    )  # fmt: skip
    if not made.minutes:
        return _labelled(change, "change the time…", "a"), None
    return Control(label="change the time", do=do("new_time", **order, **minutes), key="a", look="plain"), change


def _role(incident: Incident, made: ProposalMade, viewer: Actor) -> tuple[Control, Control | None]:
    """Offered to them; who is it themselves takes it."""
    person, role = _one(named(incident, made.person)), made.role or ""
    vacant = incident.roster.holder(Role.INCIDENT_COMMANDER) is None
    if person == viewer.person_id and role == Role.INCIDENT_COMMANDER and vacant:
        return _pair(made, "take command", "take_command", {}, "", True)
    order = "assign_role" if person == viewer.person_id else "propose_role"
    label = "take it" if person == viewer.person_id else "ask them"
    confirm, _ = _pair(made, label, order, {"person_id": person, "role": role}, "", True)
    first = _asking(made, "role", {"person_id": person, "role": role}, "proposed-role")
    if person and role_of(role):
        return confirm, _labelled(first, "change…", "e")
    return _labelled(first, "ask them…", "a"), None


def _pair(
    made: ProposalMade, label: str, action: str, slots: dict[str, str], dialog: str, whole: bool
) -> tuple[Control, Control | None]:
    change = _asking(made, action, slots, dialog) if dialog else None
    if not whole and change is not None:
        return _labelled(change, label if label.endswith("…") else f"{label}…", "a"), None
    confirm = Control(label=label, do=do(action, proposal_id=made.proposal_id, **slots), key="a", look="plain")
    return confirm, _labelled(change, "change…", "e") if change is not None else None


def _asking(made: ProposalMade, action: str, slots: dict[str, str], dialog: str) -> Control:
    order = do(action, proposal_id=made.proposal_id)
    return Control(label="", do=order, look="plain", dialog=dialog, fill=filled(slots))


def _labelled(control: Control, label: str, key: str) -> Control:
    return replace(control, label=label, key=key)


def _one(people: tuple[str, ...]) -> str:
    return people[0] if len(people) == 1 else ""
