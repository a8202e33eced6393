"""Names on the digits of a telephone."""

import pytest
from hypothesis import given, strategies as st

from roles.menus.name_keys import digits_of, is_meant, meant
from roles.people import Person

NAMES = st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=9), min_size=1, max_size=3)


def person(name: str, guest: bool = False) -> Person:
    return Person(person_id=name, name=name, guest=guest)


@pytest.mark.parametrize(
    ("name", "digits", "found"),
    [
        ("Priya Nair", "774", True),
        ("Priya Nair", "62", True),
        ("Priya Nair", "63", False),
        ("José Núñez", "5673", True),
        ("José Núñez", "686", True),
        ("Anna-Lena Voss", "5362", True),
        ("O'Brien", "627436", True),
    ],
)
def test_a_name_is_found_by_the_letters_of_any_of_its_words(name: str, digits: str, found: bool) -> None:
    assert is_meant(name, digits) is found


def test_guests_and_too_few_digits_find_nobody() -> None:
    people = [person("Ada Lang"), person("Ada Guest", guest=True)]
    assert [found.name for found in meant(people, "23")] == ["Ada Lang"]
    assert meant(people, "2") == []
    assert meant(people, "") == []


@given(words=NAMES, start=st.integers(0, 2), length=st.integers(2, 6))
def test_every_beginning_of_a_word_finds_its_name(words: list[str], start: int, length: int) -> None:
    name = " ".join(words)
    keyed = digits_of(words[min(start, len(words) - 1)])[:length]
    assert [found.name for found in meant([person(name)], keyed)] == [name]


@given(name=st.text(max_size=30), keys=st.text(max_size=8))
def test_no_name_and_no_keys_raise(name: str, keys: str) -> None:
    assert len(meant([person(name)], keys)) <= 1
