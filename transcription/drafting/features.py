"""What the model sees of a line: named features, each with its weight. Pure; the names explain a decision."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from transcription.drafting import cues, numbers, phrases, slots
from transcription.drafting.context import Context
from transcription.drafting.lexicon import CLASSES, word_set
from transcription.drafting.line import Line
from transcription.drafting.people import addressed
from transcription.drafting.rules import types_of
from transcription.drafting.seen import Seen
from transcription.drafting.skeleton import neutral, tag

SCALE = {"w": 1.0, "c": 1.0, "k": 1.0, "r": 0.7, "s": 1.6, "p": 0.8, "q": 0.5}
CUES: Mapping[str, re.Pattern[str]] = {
    **{name.lower(): found for name, found in vars(cues).items() if isinstance(found, re.Pattern)},
    **phrases.PHRASES,
}
LONGEST = 60
LEAST_ECHO_WORDS = 5
_OPENERS = word_set(
    """
    and so then but well um uh oh now right okay please good fine fair aye also actually listen look
    """
)
_EDGES = (2, 4, 7, 11, 16, 24, 36)
_PLACES = (2, 5, 10, 20, 35, 50, 60)


@dataclass(frozen=True)
class Observation:
    """What the model is asked about a line; `ruled`: the types that the rules would give it."""

    features: Mapping[str, float]
    ruled: tuple[str, ...]
    seen: Seen


def observe(line: Line, context: Context) -> Observation:
    """The features of `line` after what was said before, and how it is remembered."""
    ruled = tuple(types_of(line, context))
    tokens = neutral(line, context.people)[:LONGEST]
    tags = [tag(word) for word in tokens]
    signs = _signs(line, context, tokens, ruled)
    rank = _rank(context.roles_of(line))
    whom = addressed(line.words, context.people)
    content = frozenset(word for word in tokens if len(word) > 3)
    groups = {
        "w": _grams(tokens, 3),
        "c": _pieces(tokens),
        "k": _grams(tags, 4),
        "r": [*(f"{rank}|{name}" for name in _grams(tokens, 1)), *(f"{rank}|{name}" for name in _grams(tags, 2))],
        "s": [*signs, *(f"{rank}|{name}" for name in signs), rank],
        "p": _before(line, context, rank, content, tokens),
        "q": [f"1:{word}" for word in sorted(context.seen[-1].words)] if context.seen else [],
    }
    seen = Seen(
        speaker=line.speaker,
        addressed=whom[0] if whom else "",
        question=cues.QUESTION.match(line.words) is not None or "phrase:asks" in signs,
        signs=tuple(signs),
        words=content,
    )
    return Observation(dict(_weighted(groups)), ruled, seen)


def _weighted(groups: Mapping[str, list[str]]) -> Iterable[tuple[str, float]]:
    for group, names in groups.items():
        unique = sorted(set(names))
        weight = SCALE[group] / math.sqrt(len(unique)) if unique else 0.0
        yield from ((f"{group}={name}", weight) for name in unique)


def _grams(tokens: list[str], longest: int) -> list[str]:
    framed = ["^", *tokens, "$"]
    return [
        " ".join(framed[start : start + size])
        for size in range(1, longest + 1)
        for start in range(len(framed) - size + 1)
    ]


def _pieces(tokens: list[str]) -> list[str]:
    """Parts of words, which survive an ending or a misheard sound."""
    return [
        padded[start : start + size]
        for padded in (f"_{word}_" for word in tokens if word.islower())
        for size in (3, 4, 5)
        for start in range(max(1, len(padded) - size + 1))
    ]


def _rank(roles: frozenset[str]) -> str:
    for role, name in (
        ("incident_commander", "lead"), ("deputy", "lead"), ("customer_liaison", "customer"),
        ("internal_liaison", "internal"), ("scribe", "scribe"), ("subject_matter_expert", "expert"),
        ("observer", "observer"),
    ):  # fmt: skip
        if role in roles:
            return name
    return "unknown"


def _signs(line: Line, context: Context, tokens: list[str], ruled: tuple[str, ...]) -> list[str]:
    words = line.words
    found = [f"cue:{name}" for name, cue in CUES.items() if cue.search(words)]
    found += [f"rule:{kind}" for kind in ruled] or ["rule:none"]
    found += [
        name
        for name, value in (
            ("minutes", numbers.minutes(words)),
            ("severity", slots.severity(words)),
            ("count", slots.count(words)),
            ("page", slots.page(words)),
        )
        if value is not None
    ]
    found += [f"has:{kind}" for kind in sorted({kind for word in tokens for kind in CLASSES.get(word, ())})]
    whom = addressed(words, context.people)
    if whom is not None:
        found.append("to:self" if whom[0] == line.speaker else "to:other")
    found += [f"has:{mark}" for mark in ("NAME", "SELF", "TEAM", "NUM") if mark in tokens]
    if tokens:
        found += [f"first:{tag(tokens[0])}", f"last:{tag(tokens[-1])}"]
    found.append(f"length:{sum(len(tokens) > edge for edge in _EDGES)}")
    found.append(f"place:{sum(context.number >= edge for edge in _PLACES)}")
    if context.poll_is_open:
        found.append("poll")
    return [*found, *_opening(tokens)]


def _opening(tokens: list[str]) -> list[str]:
    """How the line begins after yes, okay, then and names: an order, a report of doing, a question."""
    rest = tokens
    while rest and (rest[0] in _OPENERS or rest[0] in ("NAME", "TEAM") or "ACK" in CLASSES.get(rest[0], ())):
        rest = rest[1:]
    tags = [tag(word) for word in rest[:2]]
    named = any(word in ("NAME", "TEAM") for word in tokens[: len(tokens) - len(rest)])
    if not tags:
        return ["opens:nothing"]
    found = [f"opens:{tags[0]}", f"opens:{' '.join(tags)}"]
    if tags[0].endswith((".b", ".g", ".d")):
        kind = {"b": "order", "g": "doing", "d": "past"}[tags[0][-1]]
        found += [f"opens-{kind}", f"opens-{kind}-{'named' if named else 'plain'}"]
    return found


def _before(line: Line, context: Context, rank: str, content: frozenset[str], tokens: list[str]) -> list[str]:
    found: list[str] = []
    for back, seen in enumerate(reversed(context.seen), start=1):
        if back == 1:
            found += [f"1:{name}" for name in seen.signs]
            found.append("1:same" if seen.speaker == line.speaker else "1:other")
        if seen.addressed and seen.addressed == line.speaker:
            found.append(f"{back}:asked-me{'?' if seen.question else ''}")
        elif seen.question:
            found.append(f"{back}:question")
        found += [f"{back}:{name}" for name in seen.signs if back == 2 and name.startswith(("rule:", "cue:phrase:"))]
        shared = len(content & seen.words)
        if len(content) >= LEAST_ECHO_WORDS and shared * 2 >= len(content):
            found.append("echo" if seen.speaker != line.speaker else "own-echo")
    found += [f"{rank}|{name}" for name in found]
    asked = next((name for name in found if "asked-me" in name or name.endswith(":question")), "plain")
    return [
        *found,
        *(f"{rank}|{asked}|{name}" for name in _opening(tokens)[-2:]),
        f"{rank}|{asked}|{min(len(tokens), 12)}",
    ]
