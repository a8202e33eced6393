"""A term as a person enters it: spoken forms made like a recognizer's words, mistakes in words for that person."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from transcription.vocabulary.number_words import NUMBER_WORDS
from transcription.vocabulary.terms import KINDS, NUMBER, Term

LONGEST_WRITTEN: Final = 80
MOST_WORDS: Final = 12
MOST_FORMS: Final = 20
_NOT_IN_A_WORD = re.compile(r"[^\w'.#]+|_")
_LONE_SIGNS = re.compile(r"(?<!\w)[.']+|[']+(?!\w)|(?<!\b\w)\.+(?!\w)")
_SMALLEST_WORDS: Final = (
    "a an and are as at be but by can do for from go had has have he her his how i if in is it its me my no not of oh "
    "on one or our out she so that the their them then there they this to too up us was we were what when which who "
    "will with yes you your"
)
_SMALLEST: Final = frozenset(_SMALLEST_WORDS.split())


def read_term(written: str, spoken: Sequence[str], kind: str) -> tuple[Term | None, list[str]]:
    """The term, or None with what is wrong. No spoken form: the written one as it would be read out."""
    shown = " ".join(unicodedata.normalize("NFC", written).split())
    problems = []
    if not shown:
        problems.append("the written form is empty")
    elif len(shown) > LONGEST_WRITTEN or not shown.isprintable():
        problems.append(f"the written form is longer than {LONGEST_WRITTEN} characters or holds control characters")
    if kind not in KINDS:
        problems.append(f"{kind} is not a kind; kinds are {', '.join(KINDS)}")
    given = [form for form in spoken if form.strip()]
    forms = tuple(dict.fromkeys(spoken_form(form) for form in given)) if given else usual_forms(shown, kind)
    if len(forms) > MOST_FORMS:
        problems.append(f"there are more than {MOST_FORMS} spoken forms")
    if given:
        problems += [problem for typed in given for problem in _problems_of(spoken_form(typed), typed, shown)]
    elif shown:
        problems += _why_it_cannot_be_read_out(shown, forms)
    return (None, problems) if problems else (Term(shown, forms, kind), [])


def spoken_form(text: str) -> str:
    """A text as a recognizer would write it: lower case, signs as spaces, `#` kept."""
    plain = unicodedata.normalize("NFC", text.lower().replace("’", "'")).replace(NUMBER, f" {NUMBER} ")
    return " ".join(_LONE_SIGNS.sub(" ", _NOT_IN_A_WORD.sub(" ", plain)).split())


def without_accents(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))


def usual_forms(written: str, kind: str) -> tuple[str, ...]:
    """How a written form is most likely said: as a word, without accents, an acronym also by its letters."""
    plain = spoken_form(written)
    forms = [plain, spoken_form(without_accents(written))]
    if kind == "acronym" and plain.isalpha():
        forms.append(" ".join(plain))
    return tuple(dict.fromkeys(form for form in forms if form))


def is_too_common(form: str) -> bool:
    """Whether it would be written over ordinary speech: a lone number or one of the smallest words."""
    return form == NUMBER or form in NUMBER_WORDS or form in _SMALLEST


def _why_it_cannot_be_read_out(shown: str, forms: Sequence[str]) -> list[str]:
    if not forms:
        return [f"{shown} cannot be read out; write down how it is said"]
    problems = [problem for form in forms for problem in _problems_of(form, form, shown)]
    return [f"{problems[0]}; write down how {shown} is said"] if problems else []


def _problems_of(form: str, typed: str, shown: str) -> list[str]:
    if not form:
        return [f"“{typed}” holds no word"]
    problems = []
    words = form.split()
    if any(character.isdigit() for character in form):
        problems.append(f"“{form}” has digits: the recognizer writes words, and {NUMBER} stands for any number")
    if len(words) > MOST_WORDS:
        problems.append(f"“{form}” has more than {MOST_WORDS} words")
    if is_too_common(form):
        problems.append(f"“{form}” alone is said all the time; add a word to it")
    if words.count(NUMBER) != shown.count(NUMBER):
        problems.append(f"“{form}” needs as many {NUMBER} as “{shown}”")
    elif words and words[0] == NUMBER:
        problems.append(f"“{form}” must begin with a word")
    return problems
