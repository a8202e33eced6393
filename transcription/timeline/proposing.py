"""Decisions about proposals: made once, the later words about one thing count, the first of two people wins."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from transcription.timeline import commands as c, events as e
from transcription.timeline.proposals import COMES_BACK, CONFIRMED, DISMISSED, SUPERSEDED, Proposals, Proposed
from transcription.timeline.refusing import TimelineRefused
from transcription.timeline.state import Utterance

BRIDGE = "bridge"
_OVER = {
    CONFIRMED: "{who} confirmed this proposal first.",
    DISMISSED: "{who} dismissed this proposal first.",
    SUPERSEDED: "This was said anew since: look at the newer proposal.",
    "done": "This is so already.",
    "expired": "This proposal is too old. Bring it back from the dropped ones if it still holds.",
}


def made(
    proposals: Proposals, found: Iterable[c.Propose], utterance: Utterance, now: datetime
) -> list[e.ProposalMade | e.ProposalSettled]:
    """Each once; what waits about the same thing is superseded, and so is what comes late and was said before it."""
    events: list[e.ProposalMade | e.ProposalSettled] = []
    for proposal in found:
        if proposal.proposal_id in proposals.by_id:
            continue
        event = e.ProposalMade(
            at=now,
            utterance_id=utterance.utterance_id,
            said_at=utterance.start,
            speaker_id=utterance.person_id,
            **asdict(proposal),
        )
        events.append(event)
        new = Proposed(made=event, waits_since=now)
        others = proposals.of_subject(new.subject)
        if any(_key(other) > _key(new) for other in others):
            events.append(_superseded(new, now))
        else:
            events += [_superseded(other, now) for other in others if other.waits]
        amended = proposals.by_id.get(proposal.supersedes or "")
        if amended is not None and amended.waits and amended not in others:
            events.append(_superseded(amended, now))
    return events


def settle(proposals: Proposals, command: c.SettleProposal, actor: str, now: datetime) -> list[e.Event]:
    known = _known(proposals, command.proposal_id)
    if known.waits:
        return [e.ProposalSettled(at=now, proposal_id=known.proposal_id, how=command.how, by=actor)]
    if known.how == command.how and known.by == actor:
        return []
    raise TimelineRefused(_OVER.get(known.how, "This proposal is over."), known.by)


def reopen(proposals: Proposals, command: c.ReopenProposal, actor: str, now: datetime) -> list[e.Event]:
    known = _known(proposals, command.proposal_id)
    if known.waits:
        return []
    if known.how not in COMES_BACK:
        raise TimelineRefused(_OVER.get(known.how, "This proposal is over."), known.by)
    return [e.ProposalReopened(at=now, proposal_id=known.proposal_id, by=actor)]


def _known(proposals: Proposals, proposal_id: str) -> Proposed:
    known = proposals.by_id.get(proposal_id)
    if known is None:
        raise TimelineRefused("This proposal is not known.")
    return known


def _key(found: Proposed) -> tuple[datetime, str]:
    return found.made.said_at, found.proposal_id


def _superseded(found: Proposed, now: datetime) -> e.ProposalSettled:
    return e.ProposalSettled(at=now, proposal_id=found.proposal_id, how=SUPERSEDED, by=BRIDGE)
