"""How an entry reads on the timeline: the guide's own forms, in the speaker's words."""

import re

from transcription.drafting.context import Context
from transcription.drafting.line import Line
from transcription.drafting.people import ROLE_SHORT
from transcription.drafting.status_slots import StatusSlots, status_slots
from transcription.timeline.commands import Draft

_FILLERS = re.compile(r"\b(?:um|uh|er|you know)\b,? ?")
_TIME_BOX = re.compile(
    r"[,.]?\s*(?:\b(?:and|then)\s+)?(?:\b(?:report back|come back to me|tell me|let me know|"
    r"i'll come (?:back|round) to you|"
    r"you've got|you have)\s*)?(?:\bin\s+|[,.]\s*|\byou've got\s+|\byou have\s+)(?:[\w']+\s+){1,3}minutes?[.]?$",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"^[\s,.]*(?:please|can you|could you|would you|will you|go ahead and|i need you to)\b[\s,]*", re.IGNORECASE
)
_STATUS = re.compile(
    r"^[\s,.]*(?:status report|situation report|summary|status|report|update)\b[\s,.:]*", re.IGNORECASE
)
NEAR_THE_START = 30
_CALLOUT = re.compile(
    r"^.*?\b(?:note(?: from me| that)?|to ?do|make a note|take this down|for the review|for later)\b[\s,.:]*",
    re.IGNORECASE,
)


def text_of(kind: str, line: Line, context: Context, draft: Draft) -> str:
    """The sentence of one entry; `draft` has its slots."""
    said = sentence(line.text)
    match kind:
        case "role":
            return f"{ROLE_SHORT.get(draft.role or '', draft.role)}: {draft.person}"
        case "severity":
            return f"SEV-{draft.severity}. {said}"
        case "status":
            after = f" Next update in {draft.minutes} min." if draft.minutes else ""
            body = sentence(_STATUS.sub("", line.text, count=1)) or said
            return " ".join(["Status report:", *_slots(status_slots(line.text)), f"{body}{after}"])
        case "decision":
            return _decision(said, context, draft)
        case "task":
            box = f", {draft.minutes} min" if draft.minutes else ""
            owner = ROLE_SHORT.get(draft.owner or "", draft.owner or "")
            return f"TODO: {task_of(line, draft)} {owner}{box}".strip()
        case "need":
            return f"Page: {draft.page} ({line.speaker})" if draft.page else f"Need: {said} ({line.speaker})"
        case "callout":
            to_do = re.search(r"\bto ?do\b", line.words) is not None
            body = sentence(_CALLOUT.sub("", line.text, count=1)) or said
            return f"TODO: {body}" if to_do else f"Note: ({initial(line.speaker)}) {body}"
        case "message":
            return f"Message: {said} ({line.speaker})"
        case "resolution":
            return f"Resolved: {said} ({line.speaker})"
        case _:
            return f"{said} ({line.speaker})"


def _slots(found: StatusSlots) -> list[str]:
    """What was said of severity, cause, what is waited for and what the public knows, before the words themselves."""
    back = f", {found.back_in_minutes} min" if found.back_in_minutes else ""
    parts = (
        f"SEV-{found.severity}." if found.severity else "",
        f"Cause: {found.cause}." if found.cause else "",
        f"Waiting for {found.waits_for}{back}." if found.waits_for else "",
        f"Told: {found.told}." if found.told else "",
    )
    return [part for part in parts if part]


def _decision(said: str, context: Context, draft: Draft) -> str:
    if context.proposal and context.poll_is_open:
        executes = f" {draft.owner} to execute." if draft.owner else ""
        return f"Polled for: {context.proposal}. We are proceeding.{executes}"
    return f"Decided: {said}"


def task_of(line: Line, draft: Draft) -> str:
    """What is asked, without the name in front and the time box behind."""
    text = line.text
    spoken = (draft.owner or "").replace("_", " ").split(" ")[0]
    at = re.search(rf"\b{re.escape(spoken)}\b[\s,]*", text, re.IGNORECASE) if spoken else None
    if at is not None and at.start() < NEAR_THE_START and len(text) - at.end() > 12:
        text = text[at.end() :]
    text = _POLITE.sub("", _TIME_BOX.sub("", text))
    return sentence(text) or sentence(line.text)


def sentence(text: str) -> str:
    """Without fillers, with a capital in front and a full stop behind."""
    text = " ".join(_FILLERS.sub("", text).split()).strip(" ,.:;-")
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text[-1] in "?!" else f"{text}."


def initial(name: str) -> str:
    """Bob B: the first name and the initial of the last."""
    parts = name.split()
    return f"{parts[0]} {parts[-1][0]}" if len(parts) > 1 else name
