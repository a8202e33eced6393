"""A line without its world: names, teams and numbers by what they are, verbs by kind and tense."""

import re

from transcription.drafting.lexicon import CLASSES, VERBS, word_set
from transcription.drafting.line import Line
from transcription.drafting.numbers import NUMBER_WORDS
from transcription.drafting.people import ROLE_WORDS, People

_KEPT = word_set(
    """
    a an the i we you he she they it me us him her them my our your his their this that these those
    there here is are was were be been am it's that's they're we're i'm he's she's there's you're i've
    we've they've you've have has had i'll we'll they'll you'll will won't can can't could would should
    shall may might must do does did don't doesn't didn't not no yes and or but so then if when while
    because to of in on at for from with by as into up down off out over back now just still again what
    who how why where which please let's okay
    """
)
_CALLED = re.compile(
    rf"^(?:(?:so|then|okay|please|nobody|right|and|now|good) )?(?:TEAM|{'|'.join(ROLE_WORDS)})"
    r"(?! (?:is|was|has|for|here|are|side|speaking)\b)\b(?= \w+ \w+)"
)
"""A role or team that is spoken to is spoken to like a person."""
_BEGINS = frozenset(("started", "starts", "began", "begun"))


def neutral(line: Line, people: People) -> list[str]:
    """The words with NAME, SELF (the speaker's own name), TEAM and NUM in place of what they stand for."""
    words = line.words
    parts, last = [], 0
    for start, end, name in people.find(words):
        parts += [words[last:start], "SELF" if name == line.speaker else "NAME"]
        last = end
    text = "".join([*parts, words[last:]])
    for team in sorted(people.teams, key=lambda name: (-len(name), name)):
        if team in text:
            text = re.sub(rf"\b{re.escape(team)}\b", "TEAM", text)
    text = _CALLED.sub("NAME", text, count=1)
    found: list[str] = []
    for word in text.replace("NAME's", "NAME 's").replace("SELF's", "SELF 's").split():
        if word in NUMBER_WORDS or word.isdigit():
            if not found or found[-1] != "NUM":
                found.append("NUM")
        else:
            found.append(word)
    return found


def tag(word: str) -> str:
    """One word of the skeleton: a small word stays, a verb is its kind and tense, the rest is its class or ending."""
    if word in _KEPT or word.isupper():
        return word
    if word in _BEGINS:
        return "BEGIN"
    if word in VERBS:
        kind, tense = VERBS[word]
        return f"{kind}.{tense}"
    if word in CLASSES:
        return CLASSES[word][0]
    for ending, name in (("ing", "X.g"), ("in'", "X.g"), ("ed", "X.d"), ("ly", "X.ly"), ("s", "X.s")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return name
    return "X"
