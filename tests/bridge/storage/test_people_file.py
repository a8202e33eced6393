"""The people file: every mistake is named with its line, and no text makes the reader stumble."""

import pytest
from hypothesis import given, strategies as st

from bridge.storage.people_file import ImportRefused, Problem, read_people_file


def problems(text: str) -> list[str]:
    with pytest.raises(ImportRefused) as refused:
        read_people_file(text)
    return str(refused.value).splitlines()


def test_all_mistakes_are_named_at_once_each_with_its_line() -> None:
    text = """\
people:
  - name: Ana
    phones:
      - "+12025550101"
      - "+1202"
    trained: [captain]
  - phones: [12025550102]
  - name: Ben
    pin: "12345"
    shoe: 42
  - name: Cy
  - name: ana
    pin: "123123"
"""
    assert problems(text) == [
        "line 5: +1202 is not a phone number",
        "line 6: captain is not a role; roles are customer_liaison, deputy, incident_commander, internal_liaison, "
        "scribe, subject_matter_expert, sme",
        "line 7: 12025550102 is not a phone number (write it as +12025550101)",
        "line 7: a person without a name",
        "line 9: a PIN has 6 to 8 digits",
        "line 10: shoe is not known here; known are backup, chat, language, name, phones, pin, teams, trained",
        "line 11: Cy has neither phones nor pin",
        "line 12: this name stands already at line 2",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "line 1: the file is empty; it must begin with people:"),
        ("- a", "line 1: the file must be a mapping with people:"),
        ("people: 5", "line 1: people must be a list"),
        ("people: []\nplan: [1]", "line 2: plan must be a mapping"),
        ("people: []\nplan: {1: 2}", "line 2: plan cannot be read"),
        ("people: []\nrooms: []", "line 2: rooms is not known here; people and plan are"),
        ("people: &a\n  - *a", "line 1: anchors and aliases are not read"),
        (
            "people:\n  - {name: A, pin: '111111'\n",
            "line 3: this is not YAML: expected ',' or '}', but got '<stream end>'",
        ),
        ("people: [{name: A, pin: '111111'}, {name: B, pin: '111111'}]", "line 1: this PIN stands already at line 1"),
        ("people: [{name: A, pin: 111111, pin: 222222}]", "line 1: pin stands twice"),
        ("people: [{name: ~, pin: '111111'}]", "line 1: name is empty or not a text"),
        ('people: [{name: "a\\u0007b", pin: "111111"}]', "line 1: name is too long or holds control characters"),
        ("[" * 3000, "line 1: this is not YAML that can be read"),
    ],
)
def test_a_mistake_is_named(text: str, problem: str) -> None:
    assert problem in problems(text)


def test_a_pin_keeps_its_zeros_without_quotes() -> None:
    (person,) = read_people_file("people: [{name: A, pin: 001234}]").people
    assert person.pin == (1, "001234")


def test_no_message_shows_a_pin() -> None:
    assert "44711" not in "".join(problems("people: [{name: A, pin: '44711'}, {name: B, pin: '4471100x'}]"))


YAMLISH = st.lists(
    st.sampled_from(
        ["people:", "\n", "  ", "- ", "name: ", "A", "phones: ", "[", "]", "{", "}", "+12025550101", ",", "pin: ", '"']
    )
).map("".join)


@given(st.one_of(st.text(), YAMLISH))
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    found: tuple[Problem, ...] = ()
    try:
        read_people_file(text)
    except ImportRefused as refused:
        found = refused.problems or (Problem(0, ""),)
    assert all(problem.line >= 1 and problem.reason for problem in found)
