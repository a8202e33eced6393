"""Whom to page: a person, a team, or the words by which somebody is called for."""

import re

from transcription.drafting import slots
from transcription.drafting.context import Context
from transcription.drafting.lexicon import word_set
from transcription.drafting.line import Line
from transcription.drafting.people import addressed

_CALL = re.compile(
    r"\b(?:page|paged|paging|wake|wake up|waking|ring|phone|call in|call out|call|bring in|get|fetch|find|reach|"
    r"raise|need|"
    r"needs|want|like|use|require|have|message|chase|engage|bring)\b"
)
_STOP = word_set(
    """
    on in out up over for to who whom because and please so that which while if but or is are as onto
    now again by awake paged woken with from at down right straight when before he she they we i you it
    him her would there here yesterday tonight today told
    """
)
_SKIPPED = re.compile(
    r"^(?:me|us|the|an?|our|their|your|his|her|someone|somebody|anyone|anybody|from|of|at|hold|whoever|is|"
    r"whoever's|some|"
    r"person|people|more|hands|up|in|out)$"
)
_TAIL = word_set(
    """
    on call team lads guys folks people bods rota duty
    """
)
_NOBODY = word_set(
    """
    it that this them him her you one two three help access time minutes hand word everyone all well
    """
)


def whom(line: Line, context: Context) -> str | None:
    """As it was spoken, or the name or team as written; None if that is not clear."""
    words = line.words
    asked = addressed(words, context.people)
    owner = asked[0] if asked else ""
    for verb in _CALL.finditer(words):
        behind = words[verb.end() :]
        near = behind.split()[:7]
        window = " ".join(near)
        for _, _, name in context.people.find(window):
            if name not in (owner, line.speaker) and window.find(name.lower().split()[0]) <= 24:
                return name
        for team in sorted(context.people.teams, key=lambda name: (-len(name), name)):
            if re.search(rf"\b{re.escape(team)}\b", window):
                return team
    rule = slots.page(words)
    if rule is not None and not set(rule.split()) & (_NOBODY | _STOP):
        return rule
    for verb in re.finditer(r"\b(?:page|wake|wake up|ring|call out|bring in|get hold of|engage|need|want)\b", words):
        found = _phrase(words[verb.end() :].split())
        if found:
            return found
    return None


def _phrase(words: list[str]) -> str | None:
    """The next few words that name somebody, after "the", "somebody from" and the like."""
    called: list[str] = []
    skipped = 0
    for word in words:
        if not called and _SKIPPED.match(word) and skipped < 4:
            skipped += 1
            continue
        if word in _STOP or _SKIPPED.match(word):
            break
        called.append(word)
    while called and called[-1] in _TAIL and len(called) > 1:
        called.pop()
    clear = 1 <= len(called) <= 3 and not set(called) & _NOBODY and skipped > 0
    return " ".join(called) if clear else None
