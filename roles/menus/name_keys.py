"""A name on the digits of a telephone: who of the directory is meant by the first letters."""

import unicodedata
from collections.abc import Iterable

from roles.people import Person

FEWEST_DIGITS = 2
MOST_PEOPLE = 9
"""As many as one key can choose from."""
_LETTERS = {"2": "abc", "3": "def", "4": "ghi", "5": "jkl", "6": "mno", "7": "pqrs", "8": "tuv", "9": "wxyz"}
_DIGIT_OF = {letter: digit for digit, letters in _LETTERS.items() for letter in letters}


def digits_of(text: str) -> str:
    """The keys that spell it: accents are taken off, what is on no key is left out."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(_DIGIT_OF.get(letter, "") for letter in plain)


def is_meant(name: str, digits: str) -> bool:
    """Whether one of the words of the name, with all that follow it, begins with these keys."""
    words = name.replace("-", " ").split()
    return any(digits_of("".join(words[start:])).startswith(digits) for start in range(len(words)))


def meant(people: Iterable[Person], digits: str) -> list[Person]:
    """Those of the directory, by name; nobody for too few digits."""
    if len(digits) < FEWEST_DIGITS or not digits.isascii() or not digits.isdigit():
        return []
    found = (person for person in people if not person.guest and is_meant(person.name, digits))
    return sorted(found, key=lambda person: (person.name.casefold(), person.person_id))
