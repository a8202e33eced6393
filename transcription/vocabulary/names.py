"""People's names with their capitals: whole names always, first names where they are no ordinary words."""

from collections.abc import Iterable
from typing import Final

from transcription.vocabulary.entries import spoken_form, without_accents
from transcription.vocabulary.terms import Term

SHORTEST_FIRST_NAME: Final = 3
_ORDINARY: Final = (
    "amber angel april art august autumn basil bill bob brook brooks buck chance chase chip christian chuck clay cliff "
    "crystal dale dawn dean dev don drew earl faith fern florence forest frank gale gene ginger glen grace grant guy "
    "hazel heath holly hope hunter iris ivy jack jade jay jean jewel josh joy june kit lance lane lark lily mark mason "
    "max may melody mercy miles miller myrtle nick norm olive page pat pearl penny pepper peter pierce poppy ray reed "
    "rich robin rob rock rod roman rose ruby rusty sage sally sandy saul skip sky sterling stew stone sue summer tab "
    "ted terry trace troy van victor violet wade ward wayne wes will winter bridge host node major prince"
)
ORDINARY_WORDS: Final = frozenset(_ORDINARY.split())


def name_terms(names: Iterable[str]) -> tuple[Term, ...]:
    """One term for each name of two words or more, one for each first name that means nothing else."""
    whole: dict[str, Term] = {}
    first: dict[str, Term] = {}
    for name in names:
        parts = name.split()
        if len(parts) < 2:
            continue
        whole.setdefault(spoken_form(name), Term(" ".join(parts), _forms(name), "name"))
        said = spoken_form(parts[0])
        if len(said) >= SHORTEST_FIRST_NAME and said.isalpha() and without_accents(said) not in ORDINARY_WORDS:
            first.setdefault(said, Term(parts[0], _forms(parts[0]), "name"))
    return tuple(term for term in (*whole.values(), *first.values()) if term.spoken)


def _forms(name: str) -> tuple[str, ...]:
    forms = (spoken_form(name), spoken_form(without_accents(name)))
    return tuple(dict.fromkeys(form for form in forms if form and "#" not in form))
