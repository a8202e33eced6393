"""Who is meant: names of the call, roles and teams as they are spoken."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

ROLE_WORDS = {
    "incident commander": "incident_commander",
    "deputy": "deputy",
    "scribe": "scribe",
    "customer liaison": "customer_liaison",
    "internal liaison": "internal_liaison",
}
ROLE_SHORT = {
    "incident_commander": "IC",
    "deputy": "Deputy",
    "scribe": "Scribe",
    "customer_liaison": "Customer liaison",
    "internal_liaison": "Internal liaison",
}


@dataclass(frozen=True)
class People:
    """`names`: each spoken form (whole or first name, lower case) to the name as written; `teams` in lower case."""

    names: Mapping[str, str] = field(default_factory=dict)
    teams: frozenset[str] = frozenset()

    def with_name(self, name: str) -> "People":
        """The same people and one more; a first name that two people share names neither of them."""
        spoken = name.lower()
        if spoken in self.names:
            return self
        names = {**self.names, spoken: name}
        first = spoken.split(" ")[0]
        if first != spoken:
            if first in names and names[first] != name:
                names[first] = ""
            else:
                names[first] = name
        return People(names, self.teams)

    def find(self, words: str) -> list[tuple[int, int, str]]:
        """(start, end, name as written) of each name, in order."""
        found = [
            (match.start(), match.end(), name)
            for spoken, name in self.names.items()
            if name
            for match in re.finditer(rf"\b{re.escape(spoken)}(?=\b(?!'s\b)|'s\b)", words)
        ]
        found.sort(key=lambda hit: (hit[0], -hit[1]))
        kept: list[tuple[int, int, str]] = []
        for hit in found:
            if not kept or hit[0] >= kept[-1][1]:
                kept.append(hit)
        return kept


def people(names: Iterable[str], teams: Iterable[str] = ()) -> People:
    found = People({}, frozenset(team.lower() for team in teams if team))
    for name in names:
        found = found.with_name(name)
    return found


def addressed(words: str, known: People) -> tuple[str, int] | None:
    """Whom a request is spoken to, as it is written (name, role id or team), and where the rest begins."""
    best: tuple[int, int, str] | None = None
    for start, end, name in known.find(words):
        follows = words[end:].lstrip()
        if follows.startswith(("'s", "here", "is ", "has ", "said")) or re.search(
            r"\b(from|and|with|for|to|like)$", words[:start].rstrip()
        ):
            continue
        best = (start, end, name)
        break
    for spoken, role in ROLE_WORDS.items():
        match = re.search(
            rf"(?:^|\b(?:so|then|okay|please|nobody|right|and|now|good|thanks) )({spoken})\b(?! (?:is|was|has|for)\b)",
            words,
        )
        if match and (best is None or match.start(1) < best[0]):
            best = (match.start(1), match.end(1), role)
    for team in sorted(known.teams, key=lambda name: (-len(name), name)):
        match = re.match(
            rf"(?:(?:okay|nice|right|good|and|so) )*({re.escape(team)})\b(?! (?:is|are|was|has|here)\b)", words
        )
        if match and (best is None or match.start(1) < best[0]):
            best = (match.start(1), match.end(1), team)
    return (best[2], best[1]) if best else None
