"""Pronunciations of new words: from flite's front end, and from the CMU lexicon that comes with festival."""

import re
import subprocess
from collections.abc import Collection, Sequence
from pathlib import Path

from transcription.training.needs import program
from transcription.training.pronouncing.phones import INDEX
from transcription.training.pronouncing.spelling import respelled

FESTIVAL_LEXICON = Path("/usr/share/festival/dicts/cmu/cmudict-0.4.out")
MOST_WAYS = 3
_ENTRY = re.compile(r'^\("([^"]+)" \S+ \((.*)\)\)$')
_SYLLABLE = re.compile(r"\(\(([a-z ]+)\) \d\)")
_PAUSES = frozenset({"PAU", "SIL", "#"})
_SAME = {
    "AX": "AH", "AXR": "ER", "IX": "IH", "DX": "T", "EL": "L", "EM": "M", "EN": "N", "HV": "HH", "NX": "N", "UX": "UW",
}  # fmt: skip


def our_phones(phones: Sequence[str]) -> tuple[str, ...]:
    """An engine's phones as ours, without pauses. Raises ValueError for one that is unknown."""
    spoken = [phone.upper() for phone in phones]
    ours = tuple(_SAME.get(phone, phone) for phone in spoken if phone not in _PAUSES)
    strange = [phone for phone in ours if phone not in INDEX]
    if strange:
        raise ValueError(f"unknown phones: {' '.join(strange)}")
    return ours


def ask(new_words: Collection[str]) -> dict[str, list[tuple[str, ...]]]:
    """At most three ways for each word, flite's first. Raises MissingNeed without flite."""
    flite = program("flite")
    others = _festival(new_words)
    found = {}
    for word in new_words:
        ways = [_flite(flite, word), *(others.get(word, []) if word not in respelled() else [])]
        found[word] = list(dict.fromkeys(way for way in ways if way))[:MOST_WAYS]
    return found


def _flite(flite: str, word: str) -> tuple[str, ...]:
    text = word.upper() if len(word) == 1 else respelled().get(word, word)
    asked = [flite, "-voice", "kal16", "-ps", "-t", text, "none"]
    return our_phones(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split())


def _festival(wanted: Collection[str]) -> dict[str, list[tuple[str, ...]]]:
    """Nothing where festival's lexicon is not installed."""
    found: dict[str, list[tuple[str, ...]]] = {}
    if not FESTIVAL_LEXICON.is_file():
        return found
    for line in FESTIVAL_LEXICON.read_text("latin-1").splitlines():
        entry = _ENTRY.match(line.strip())
        if entry and entry.group(1) in wanted:
            phones = " ".join(_SYLLABLE.findall(entry.group(2))).split()
            if all(_SAME.get(phone.upper(), phone.upper()) in INDEX for phone in phones):
                found.setdefault(entry.group(1), []).append(our_phones(phones))
    return found
