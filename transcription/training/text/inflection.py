"""The other forms of English verbs: third person, -ing, past and participle."""

from dataclasses import dataclass
from functools import cache

from transcription.training import data_files
from transcription.training.text.words import DATA

_NO_REGULAR_THIRD = frozenset({"do", "have", "go", "fly"})


@dataclass(frozen=True)
class Forms:
    past: str
    participle: str
    ing: str
    third: str


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    return {verb: tuple(forms.split()) for verb, forms in data_files.pairs(DATA / "irregular_verbs.txt").items()}


@cache
def _doubling() -> frozenset[str]:
    return frozenset(data_files.words(DATA / "doubling_verbs.txt"))


@cache
def inflections(verb: str) -> tuple[str, ...]:
    """Third person, -ing and past of a regular verb in this order; all forms of an irregular one, sorted."""
    third, ing, past = _regular(verb)
    if verb not in _irregular():
        return (third, ing, past)
    forms = {ing, *_irregular()[verb]}
    return tuple(sorted(forms if verb in _NO_REGULAR_THIRD else forms | {third}))


@cache
def forms_of(verb: str) -> Forms:
    """The forms as a sentence needs them."""
    found = inflections(verb)
    if verb not in _irregular():
        return Forms(past=found[2], participle=found[2], ing=found[1], third=found[0])
    past = _irregular()[verb] or (verb,)
    return Forms(
        past=past[0],
        participle=past[1] if len(past) > 1 else past[0],
        ing=next((form for form in found if form.endswith("ing")), verb),
        third=next((form for form in found if form.endswith("s")), verb + "s"),
    )


def _regular(verb: str) -> tuple[str, str, str]:
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies", verb + "ing", verb[:-1] + "ied"
    if verb == "lie":
        return "lies", "lying", "lied"
    if verb.endswith("ee"):
        return verb + "s", verb + "ing", verb + "d"
    if verb.endswith("e"):
        return verb + "s", verb[:-1] + "ing", verb + "d"
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    stem = verb + verb[-1] if verb in _doubling() else verb
    return third, stem + "ing", stem + "ed"
