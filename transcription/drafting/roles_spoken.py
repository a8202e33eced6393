"""Who gets which role, in a line that is known to give or take one: "I have it from here", "Kofi's your commander"."""

import re

from transcription.drafting.context import Context
from transcription.drafting.line import Line

_ROLES = {
    "incident_commander": r"incident commander|incident command|commander|commanding|command|in charge|the lead|"
    r"it from here|"
    r"the helm|the chair|the reins|the baton|leading|i'll drive|i'll run (?:it|this)|running (?:it|this)|"
    r"taking over|it's mine",
    "deputy": r"deputy|deputising|second|number two",
    "scribe": r"scribe|scribe's|scribing|scribes|(?:take|taking|keep|keeping|got|have|has) (?:the )?(?:notes|"
    r"minutes|log|pen)|"
    r"typing it|writing it(?: all)? down|note down|on the keyboard",
    "customer_liaison": r"customer liaison",
    "internal_liaison": r"internal liaison",
    "subject_matter_expert": r"subject matter expert|expert",
    "observer": r"observer|observing|only listening|just listening",
}  # fmt: skip
_MENTION = re.compile("|".join(rf"(?P<{role}>\b(?:{words})\b)" for role, words in _ROLES.items()))
_SUBJECT = re.compile(r"\b(?P<i>i|i'm|i've|i'll|i'd|me|mine)\b|\b(?P<you>you|you're|you've|you'll|yours)\b")
_NOBODY = re.compile(
    r"\b(?:who is|who's|is there|where is|where's|was|former|next|until|till|could be|wants?|want me)\b"
)
_YOURS = re.compile(r"^(?:'s| is) (?:yours|with you|to you|on you)\b|^ (?:goes )?to (?:you\b)?")
_TAKEN = re.compile(
    r"\b(?:i(?:'ve| have)(?: got)? (?:it|this)|i'll (?:take|drive|run|lead)(?: it| this)?|i take it|taking (?:it|"
    r"over)|i drive)\b"
)
_GIVEN = re.compile(
    r"\b(?:over to you|you have it|you've got it|it's yours|take it from here|it's all yours|you take it)\b"
)


def spoken_roles(line: Line, context: Context) -> dict[str, str]:
    """Role id to name as written; what is not clear is left out."""
    words = line.words
    names = context.people.find(words)
    found: dict[str, str] = {}
    last_person, last_end = "", 0
    for mention in _MENTION.finditer(words):
        before = words[last_end : mention.start()]
        near = [name for start, _, name in names if last_end <= start < mention.start()]
        behind = next((name for start, _, name in names if 0 <= start - mention.end() <= 2), "")
        person = _whose(before, near, words[mention.end() :], names, line.speaker)
        if not person and not near and re.fullmatch(r"\s*(?:and|and the|and also|as|also|the|my|our|\s)*\s*", before):
            person = last_person
        if not person and behind and re.search(r"\b(?:the|my|our|as|for)\s*$", before):
            person = behind
        if person and not _NOBODY.search(before[-24:]):
            found.setdefault(str(mention.lastgroup), person)
        last_person, last_end = person, mention.end()
    if not found and _TAKEN.search(words):
        return {"incident_commander": line.speaker}
    others = {name for _, _, name in names if name != line.speaker}
    if not found and _GIVEN.search(words) and len(others) == 1:
        return {"incident_commander": others.pop()}
    return found


def _whose(before: str, near: list[str], behind: str, names: list[tuple[int, int, str]], speaker: str) -> str:
    """The person that the words around a role are about; empty if that is not said."""
    others = [name for _, _, name in names if name != speaker]
    if _YOURS.match(behind) and len(set(others)) == 1:
        return others[0]
    subjects = list(_SUBJECT.finditer(before))
    subject = subjects[-1].lastgroup if subjects else ""
    if subject == "you":
        return near[-1] if near and near[-1] != speaker else (others[0] if len(set(others)) == 1 else "")
    if subject == "i":
        called = [name for name in near if name != speaker]
        after_i = before[subjects[-1].end() :]
        return called[-1] if called and called[-1].lower().split()[0] in after_i else speaker
    return near[-1] if near else ""
