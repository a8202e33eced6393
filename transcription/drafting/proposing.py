"""From speech to action: a fold over lines and their entries; the same lines give the same proposals."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from transcription.drafting.context import Context, is_poll, proposed
from transcription.drafting.line import Line
from transcription.drafting.phrases import PHRASES
from transcription.drafting.proposals import (
    AcknowledgeTimer,
    AnyProposal,
    ChangeSeverity,
    HandOver,
    NameOnePerson,
    OpenObjections,
    PageSomebody,
    SetCadence,
    StartTimer,
)
from transcription.drafting.sentences import task_of
from transcription.timeline.commands import Draft

ACKNOWLEDGED_WITHIN_LINES = 4
ASKED_AGAIN_AFTER_LINES = 20
SURE = 0.5
REMEMBERED = 12
LONGEST_TIME_BOX_MIN = 240


@dataclass(frozen=True)
class Proposing:
    """What waits for an acknowledgement, and what was proposed already."""

    number: int = 0
    severity: int | None = None
    waiting: tuple[tuple[int, StartTimer], ...] = ()
    cues: tuple[int, ...] = ()
    paged: frozenset[str] = field(default_factory=frozenset)
    of_entries: tuple[tuple[str, AnyProposal], ...] = ()
    """Of the last entries, by id: what was proposed because of them, so that a correction amends it."""

    def only(self, proposal_ids: Container[str]) -> "Proposing":
        """Nobody's "understood" is about proposals that were not made after all; a correction still may be."""
        return replace(self, waiting=tuple(pair for pair in self.waiting if pair[1].proposal_id in proposal_ids))


_ACKNOWLEDGES = re.compile(
    r"^(?:(?:okay|ok|yes|yeah|yep|aye|right|sure|copy|copy that|understood|wilco|will do|on it|got it|roger|"
    r"doing it|i'm on it|"
    r"can do|of course|no problem|starting now|sir|ma'am|boss|thanks|thank you|\w+)\b ?){1,3}$"
)
_ACKNOWLEDGING_WORD = re.compile(
    r"\b(?:copy|understood|wilco|will do|on it|got it|roger|can do|okay|ok|yes|yeah|yep|aye|sure|doing it)\b"
)
_NOT_A_START = re.compile(r"\b(?:how long|how many minutes|that's|that is|took|has been|\w+ minutes ago)\b")


def propose(
    state: Proposing, line: Line, entries: Sequence[Draft], context: Context
) -> tuple[list[AnyProposal], Proposing]:
    """What this line proposes, and the state for the next. `context` is the one before the line."""
    found: list[AnyProposal] = []
    of_entries = dict(state.of_entries)
    for entry in entries:
        made = _of_entry(entry, line, state)
        if made is not None:
            made = _amending(made, of_entries.get(entry.amends or ""))
            of_entries[entry.amends or entry.entry_id] = made
            found.append(made)
    if is_poll(line.words):
        text = "Open the window for strong objections?"
        found.append(
            OpenObjections(
                **_common(line, "objections", "incident_commander", text, 0.9), question=proposed(line.words)
            )
        )
    if _asks_nobody(line, context, entries) and not any(
        state.number - at < ASKED_AGAIN_AFTER_LINES for at in state.cues
    ):
        text = "Name one person: who shall do it?"
        found.append(NameOnePerson(**_common(line, "name", line.speaker, text, 0.8)))
    closed = _acknowledged(state, line)
    found += closed
    after = _after(state, found, closed)
    return found, replace(after, of_entries=tuple(of_entries.items())[-REMEMBERED:])


def _amending(made: AnyProposal, earlier: AnyProposal | None) -> AnyProposal:
    """A correction has the words of the number alone: what the task was stands in the earlier proposal."""
    if earlier is None:
        return made
    if isinstance(made, StartTimer) and isinstance(earlier, StartTimer):
        made = replace(made, task=earlier.task)
    return replace(made, supersedes=earlier.proposal_id)


def _of_entry(entry: Draft, line: Line, state: Proposing) -> AnyProposal | None:
    if entry.confidence < SURE:
        return None
    match entry.type:
        case "task" if entry.owner and entry.minutes and _is_a_start(entry, line):
            text = f"Start a timer of {entry.minutes} minutes for {entry.owner}?"
            return StartTimer(
                **_common(line, "timer", "incident_commander", text, entry.confidence),
                owner=entry.owner, minutes=entry.minutes, task=task_of(line, entry).rstrip("."),
            )  # fmt: skip
        case "status" if entry.minutes:
            text = f"Report every {entry.minutes} minutes?"
            return SetCadence(
                **_common(line, "cadence", "incident_commander", text, entry.confidence), minutes=entry.minutes
            )
        case "need" if entry.page and entry.page.lower() not in state.paged:
            text = f"Page {entry.page}?"
            return PageSomebody(**_common(line, "page", "internal_liaison", text, entry.confidence), whom=entry.page)
        case "role" if entry.role and entry.person:
            text = f"Give {entry.person} the role {entry.role.replace('_', ' ')}?"
            return HandOver(
                **_common(line, f"role-{entry.role}", line.speaker, text, entry.confidence),
                role=entry.role, person=entry.person,
            )  # fmt: skip
        case "severity" if entry.severity is not None and entry.severity != state.severity:
            text = f"Set the severity to {entry.severity}?"
            return ChangeSeverity(
                **_common(line, "severity", "incident_commander", text, entry.confidence), severity=entry.severity
            )
    return None


def _is_a_start(entry: Draft, line: Line) -> bool:
    """A time box is a span for the owner, not a report of the past or a promise of the speaker."""
    return (
        (entry.minutes or 0) <= LONGEST_TIME_BOX_MIN
        and entry.owner != line.speaker
        and (_NOT_A_START.search(line.words) is None)
    )


def _asks_nobody(line: Line, context: Context, entries: Sequence[Draft]) -> bool:
    owned = any(entry.owner for entry in entries)
    return not owned and context.leads(line) and PHRASES["phrase:can_someone"].search(line.words) is not None


def _acknowledged(state: Proposing, line: Line) -> list[AcknowledgeTimer]:
    if not _ACKNOWLEDGES.match(line.words) or not _ACKNOWLEDGING_WORD.search(line.words):
        return []
    found = []
    for at, timer in state.waiting:
        roles = timer.owner in line.roles
        if state.number - at <= ACKNOWLEDGED_WITHIN_LINES and (timer.owner.lower() == line.speaker.lower() or roles):
            text = f"{line.speaker} has understood: {timer.minutes} minutes."
            common = _common(line, f"acknowledged-{timer.utterance_id}", "incident_commander", text, 0.9)
            found.append(AcknowledgeTimer(**common, timer_id=timer.proposal_id))
    return found


def _after(state: Proposing, found: Sequence[AnyProposal], closed: Sequence[AcknowledgeTimer]) -> Proposing:
    done = {ack.timer_id for ack in closed} | {made.supersedes for made in found}
    waiting = [(at, timer) for at, timer in state.waiting if timer.proposal_id not in done]
    waiting += [(state.number, made) for made in found if isinstance(made, StartTimer)]
    severities = [made.severity for made in found if isinstance(made, ChangeSeverity)]
    return replace(
        state,
        number=state.number + 1,
        severity=severities[-1] if severities else state.severity,
        waiting=tuple(pair for pair in waiting if state.number - pair[0] <= ACKNOWLEDGED_WITHIN_LINES),
        cues=(*state.cues, *(state.number for made in found if isinstance(made, NameOnePerson)))[-1:],
        paged=state.paged | {made.whom.lower() for made in found if isinstance(made, PageSomebody)},
    )


def _common(line: Line, kind: str, to: str, text: str, confidence: float) -> dict[str, Any]:
    return {
        "proposal_id": f"{line.utterance_id}-proposes-{kind}",
        "utterance_id": line.utterance_id,
        "to": to,
        "text": text,
        "confidence": confidence,
    }
