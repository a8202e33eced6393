"""What the guide settles, whatever the model thinks: sentences that are always one type, and those that never are."""

import re
from collections.abc import Collection, Mapping

from transcription.drafting import cues, slots
from transcription.drafting.context import is_poll

SURE = 0.99
LIKELY = 0.5
UNLIKELY = 0.15
NEVER = 0.0
_ALWAYS: Mapping[str, re.Pattern[str]] = {
    "callout": re.compile(r"^(?:okay |and |um )?(?:to ?do|note(?: that| to self| from me)?|"
    r"note for the review)\b(?! the\b)"),
    "finding": re.compile(r"^(?:okay |my )?conditions?\b(?! red\b)(?=(?: \w+'?\w*){3})"),
    "action": re.compile(r"^(?:okay |my )?actions?\b(?! items?\b)(?=(?: \w+'?\w*){2})"),
    "need": re.compile(r"^(?:okay |my )?needs?\b(?=(?: \w+'?\w*){2})"),
    "decision": re.compile(r"\bhearing no (?:strong )?objections?\b.*\b(?:proceed|go|we)\w*"),
    "severity": re.compile(r"\b(?:(?:i am|i'm|we're|we are) (?:calling|declaring)|declare|upgrad\w+ (?:this )?to|"
    r"this is|in)"
                           r" (?:this )?(?:a |an )?sev(?:erity)? (?:one|two|three|four|five|[1-5])\b"),
    "resolution": re.compile(r"\b(?:is|are|'s) (?:all |now |fully )*(?:back to normal|fully recovered|resolved)$"),
}  # fmt: skip
_NOT: Mapping[str, re.Pattern[str]] = {
    "task": re.compile(
        r"\b(?:i am|i'm) \w+ing you\b|\bthat's (?:\w+'s )?(?:\w+ ){1,2}minutes?\b|\btell (?:me|us) (?:more|about)\b|"
        r"\bpress (?:the )?star\b"
    ),
    "role": re.compile(r"^(?:\w+ )?(?:is there|is anybody|is anyone|who is|who's|do we have|have we got)\b"),
    "action": re.compile(
        r"\b(?:it|they|this|that) (?:all )?(?:started|began) (?:with|at|after|when|since|around|from)\b"
    ),
}
_NEVER_AT_ALL = re.compile(r"^why (?:is|isn't|are|aren't) (?:\w+ ){1,3}(?:not )?(?:on|here)\b")
_STATE_QUESTION = re.compile(
    r"^(?:so |and |okay )?(?:is|are|was|were|should|shall|do|does|could|can) (?:this|it|we|that|i)\b"
)


def settled(words: str, ruled: Collection[str], chances: Mapping[str, float]) -> dict[str, float]:
    """The probabilities with what is certain put right; `ruled`: the types that the rules give the line."""
    if is_poll(words) or _NEVER_AT_ALL.match(words) or cues.SMALL_TALK.match(words):
        return {
            kind: NEVER if kind not in ("role", "severity") or chance < SURE else chance
            for kind, chance in chances.items()
        }
    found = dict(chances)
    question = _STATE_QUESTION.match(words) is not None
    for kind, pattern in _ALWAYS.items():
        if not question and pattern.search(words):
            found[kind] = max(found[kind], SURE)
    for kind, pattern in _NOT.items():
        if found[kind] < SURE and pattern.search(words):
            found[kind] = min(found[kind], UNLIKELY)
    if "finding" in ruled and found["severity"] >= LIKELY:
        found["finding"] = max(found["finding"], LIKELY)
    if question and slots.severity(words) is not None:
        found["severity"] = NEVER
    return found
