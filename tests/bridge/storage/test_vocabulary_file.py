"""The vocabulary file: every mistake is named with its line, and no text makes the reader stumble."""

import pytest
from hypothesis import given, strategies as st

from bridge.storage.vocabulary_file import read_vocabulary_file
from bridge.storage.yaml_nodes import ImportRefused
from transcription.vocabulary import Term


def problems(text: str) -> list[str]:
    with pytest.raises(ImportRefused) as refused:
        read_vocabulary_file(text)
    return str(refused.value).splitlines()


def test_a_bare_word_and_a_mapping_are_terms() -> None:
    found = read_vocabulary_file("vocabulary:\n  - orders\n  - written: DNS\n    kind: acronym\n")
    assert [(entry.line, entry.term) for entry in found] == [
        (2, Term("orders", ("orders",), "other")),
        (3, Term("DNS", ("dns", "d n s"), "acronym")),
    ]


def test_all_mistakes_are_named_at_once_each_with_its_line() -> None:
    text = """\
vocabulary:
  - written: checkout
    spoken: [one, "server 3"]
    kind: thing
  - {spoken: a}
  - written: x
    how: y
  - {written: a-b, spoken: zed zed}
  - {written: c, spoken: zed zed}
  - k8s
  - [a]
  - {written: A-B, spoken: other words}
more: 1
"""
    assert problems(text) == [
        "line 2: thing is not a kind; kinds are service, host, acronym, name, other",
        "line 2: “one” alone is said all the time; add a word to it",
        "line 2: “server 3” has digits: the recognizer writes words, and # stands for any number",
        "line 5: a term without written",
        "line 7: how is not known here; known are kind, spoken, written",
        "line 9: “zed zed” is already said for a-b at line 8",
        "line 10: “k8s” has digits: the recognizer writes words, and # stands for any number; "
        "write down how k8s is said",
        "line 11: a term must be a word or a mapping with written and spoken",
        "line 12: A-B stands already at line 8",
        "line 13: more is not known here; only vocabulary is",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "line 1: the file is empty; it must begin with vocabulary:"),
        ("people: []", "line 1: vocabulary: is missing"),
        ("- a", "line 1: the file must be a mapping with vocabulary:"),
        ("vocabulary: 5", "line 1: vocabulary must be a list"),
        ("vocabulary: [*a]", "line 1: anchors and aliases are not read"),
    ],
)
def test_a_file_of_another_shape_is_refused_in_words(text: str, problem: str) -> None:
    assert problem in problems(text)


@given(st.text(max_size=120), st.text(max_size=30))
def test_no_text_makes_it_stumble(text: str, value: str) -> None:
    for content in (text, f"vocabulary:\n  - written: {value}\n", f"vocabulary: [{{written: a, spoken: {value}}}]"):
        try:
            read_vocabulary_file(content)
        except ImportRefused:
            continue
