"""The slots of a status report: severity, cause, what is waited for, what the public was told, beside the next update.

What is not said in so many words stays empty, and so does what has no clear end: an empty slot beats a wrong one.
"""

import re
from dataclasses import dataclass

from transcription.drafting import slots
from transcription.drafting.numbers import NUMBER, value

_ENDS = (
    r"(?:(?:and|but|so|which|who|that|that's|there's|there is|in the meantime|meanwhile|next|again|we|we're|we've|i|"
    r"i'll|i'm|you|you'll|customers|they|they're|everything|it|it's|nobody|no)\b|"
    rf"(?:in )?{NUMBER}minutes?\b)"
)
_MOST_WORDS = 12
_RUN = rf"((?:(?!{_ENDS})[\w'-]+(?: |$|(?=[,.;:]))){{1,{_MOST_WORDS}}})(?=$|[,.;:]|{_ENDS})"
_CAUSE = re.compile(rf"\b(?:(?:root )?cause (?:is|was|seems to be)|(?:to be )?caused by|due to|because of) {_RUN}")
_BACK = r"(?:get|getting|come|coming|report|reporting) back(?: to (?:us|me))?"
_OPEN = re.compile(
    rf"\b(?:open question (?:is |still )?(?:to|for|with)|waiting (?:for|on)) {_RUN}"
    rf"(?:who(?:'ll| will)? (?:be )?{_BACK} in ({NUMBER})minutes?)?"
)
_TOLD = re.compile(
    rf"\b((?:we've|we have) (?:tweeted|posted|published|announced|told)(?: {_RUN})?|"
    r"(?:the )?(?:status page|(?:public )?message|notice|banner|customers|partners|users|subscribers) "
    r"(?:is|are|has been|have been|was|were) (?:posted|up|out|live|published|told|informed|sent|updated)\b)"
)


@dataclass(frozen=True, kw_only=True)
class StatusSlots:
    """In the words that were said; `back_in_minutes`: when who is waited for comes back."""

    severity: int | None = None
    cause: str = ""
    waits_for: str = ""
    back_in_minutes: int | None = None
    told: str = ""


def status_slots(text: str) -> StatusSlots:
    """From what was said, with punctuation or, as a recognizer gives it, without."""
    words = " ".join(text.lower().split())
    cause, waits, told = _CAUSE.search(words), _OPEN.search(words), _TOLD.search(words)
    return StatusSlots(
        severity=slots.severity(words),
        cause=cause.group(1).strip() if cause is not None else "",
        waits_for=waits.group(1).strip() if waits is not None else "",
        back_in_minutes=value(waits.group(2)) if waits is not None and waits.group(2) else None,
        told=told.group(1).strip() if told is not None else "",
    )
