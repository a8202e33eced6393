"""Who, how long, how bad, whom to page, how many: read from the words, left empty rather than guessed."""

import re

from transcription.drafting import cues
from transcription.drafting.line import Line
from transcription.drafting.numbers import NUMBER, value
from transcription.drafting.people import ROLE_WORDS, People

_COUNTED = re.compile(
    rf"\b({NUMBER})(?:\w+ ){{0,3}}?(?:customers?|users?|tickets?|calls?|callers?|sites?|cases?|complaints?|reports?|"
    r"people|partners?|shops?|stores?|merchants?|orders?|accounts?|patients?|passengers?|guests?|students?|"
    r"subscribers?)\b"
)
_COPULA = re.compile(
    r"\b(?:is|are|you're|you are|be|as|am|i'm|i've got|i have|i'll be|'ll be|will be|take|taking|takes|"
    r"my|our|the|stay on|called)\b|'s\b"
)
_SELF = re.compile(
    r"\b(?:i'm|i am|i'll be|i will be|i've got|this is|i'll take|i'm your|i'm the|running this as|"
    r"here|i'm taking|i have)\b"
)
_NOT_GIVEN = re.compile(r"\b(?:who is|who's|is there|where is|where's|was|former|next)\b")


def roles_given(line: Line, people: People, leads: bool) -> dict[str, str]:
    """Role id to name, for each role that this line gives or takes."""
    words = line.words
    names = people.find(words)
    found: dict[str, str] = {}
    last_person, last_end = "", 0
    for start, end, role in _role_mentions(words):
        before = words[last_end:start]
        near = [name for name_start, _, name in names if last_end <= name_start < start]
        if _NOT_GIVEN.search(before[-20:]):
            last_end = end
            continue
        person = ""
        own = _SELF.search(before)
        if own is not None and (not near or near[-1] == line.speaker or own.group() != "here"):
            person = line.speaker
        elif near and (_COPULA.search(before) or (leads and len(before.split()) <= 2)):
            person = near[-1]
        elif (
            not near
            and last_person
            and re.fullmatch(r"\s*(?:and|and the|and also|too)\s*(?:also |my |our |the )?", before + " ")
        ):
            person = last_person
        if not person:
            after = next((name for name_start, _, name in names if 0 <= name_start - end <= 3), "")
            if after and leads and re.search(r"\b(?:as|for|the|my|our|our new)\s*$", before):
                person = after
        if person:
            found[role] = person
            last_person = person
        last_end = end
    return found


def _role_mentions(words: str) -> list[tuple[int, int, str]]:
    found = [
        (match.start(), match.end(), role)
        for spoken, role in ROLE_WORDS.items()
        for match in re.finditer(rf"\b{spoken}\b", words)
    ]
    return sorted(found)


def severity(words: str) -> int | None:
    """The last severity that is named."""
    named = cues.SEVERITY.findall(words)
    return value(named[-1]) if named else None


_SEVERITY_IS = re.compile(
    r"\b(?:it's|is|that's|make (?:it|this|that)|call(?:ing)? (?:it|this|that)|say(?:ing)?|down to|up to|back to|"
    r"at|as|to|so|"
    r"then|have|be)(?: (?:now|still|just|only|about))? (?:an? )?(one|two|three|four|five)\b"
    r"(?! (?:minutes?|of|hundred|thousand|percent|o'clock|or|past|hours?|more|people|after|by)\b)"
)
_LONE_NUMBER = re.compile(
    r"\b(one|two|three|four|five)\b(?! (?:minutes?|of|hundred|thousand|percent|hours?|people|\w+s|\w+ing)\b)"
)


def severity_meant(words: str) -> int | None:
    """The severity of a line that is known to declare one, named with or without the word; None if it is not clear."""
    named = cues.SEVERITY.findall(words) or _SEVERITY_IS.findall(words)
    if not named and len(found := _LONE_NUMBER.findall(words)) == 1:
        named = found
    return value(named[-1]) if named else None


def page(words: str) -> str | None:
    """The team or person to be paged, as it was spoken."""
    for verb in cues.PAGE_VERB.finditer(words):
        match = cues.PAGED.match(words, verb.end())
        if match is None:
            continue
        whom = match.group(1).strip()
        whom = re.sub(r"^(?:the|a|an|someone from|somebody from|me|us|hold of) ", "", whom)
        whom = re.sub(r" (?:on|in|team)$", "", whom).strip()
        if re.search(r"\b(?:is|i|somebody|someone|anybody|need)\b", whom):
            continue
        if (
            whom
            and len(whom.split()) <= 3
            and not whom.startswith(("that", "it", "this", "you", "to", "in", "out", "a ", "more"))
        ):
            return whom
    return None


def count(words: str) -> int | None:
    """How many customers, users, sites or cases are named."""
    found = [number for match in _COUNTED.finditer(words) if (number := value(match.group(1))) is not None]
    return found[0] if found else None
