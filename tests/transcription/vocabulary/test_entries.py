"""Terms as people enter them, names, and what a model can hear of them."""

import pytest
from hypothesis import given, strategies as st

from transcription.models import BUILT_IN_PATH
from transcription.vocabulary import NO_TERMS, Term, Vocabulary, write
from transcription.vocabulary.entries import read_term, spoken_form
from transcription.vocabulary.hearing import hearings
from transcription.vocabulary.names import name_terms
from transcription.vocabulary.terms import KINDS
from transcription.vosk_recognizer import VoskModel, known_words


@pytest.mark.parametrize(
    ("written", "spoken", "kind", "forms"),
    [
        ("checkout", ["Check out", "check-out"], "service", ("check out",)),
        ("DNS", [], "acronym", ("dns", "d n s")),
        ("prod-server-#", [], "host", ("prod server #",)),
        ("Renée", [], "name", ("renée", "renee")),
        ("k8s", ["k eights"], "service", ("k eights",)),
    ],
)
def test_spoken_forms_are_those_of_a_recognizer(
    written: str, spoken: list[str], kind: str, forms: tuple[str, ...]
) -> None:
    assert read_term(written, spoken, kind) == (Term(written, forms, kind), [])


@pytest.mark.parametrize(
    ("written", "spoken", "reason"),
    [
        ("", [], "the written form is empty"),
        ("x" * 81, ["ex"], "longer than 80"),
        ("k8s", [], "has digits"),
        ("I", ["one"], "“one” alone is said all the time"),
        ("NO", [], "“no” alone is said all the time; add a word to it; write down how NO is said"),
        ("***", [], "cannot be read out"),
        ("a", ["..."], "holds no word"),
        ("web-#", ["web"], "needs as many # as “web-#”"),
        ("web", ["web #"], "needs as many # as “web”"),
        ("#-web", ["# web"], "must begin with a word"),
        ("x", ["a " * 13], "more than 12 words"),
    ],
)
def test_a_term_that_cannot_work_is_refused_with_the_reason(written: str, spoken: list[str], reason: str) -> None:
    term, wrong = read_term(written, spoken, "other")
    assert term is None
    assert any(reason in each for each in wrong)


@given(st.text(max_size=30), st.lists(st.text(max_size=20), max_size=3), st.sampled_from([*KINDS, "thing"]))
def test_whatever_is_entered_is_taken_whole_or_refused_in_words(written: str, spoken: list[str], kind: str) -> None:
    term, wrong = read_term(written, spoken, kind)
    assert (term is None) == bool(wrong)
    if term is not None:
        assert term.spoken
        assert all(form == spoken_form(form) for form in term.spoken)
        for form in term.spoken:
            if "#" not in form:
                assert write(form.split(), Vocabulary((term,))).shown == term.written


def test_names_get_their_capitals_and_ordinary_words_do_not() -> None:
    vocabulary = Vocabulary(name_terms(["Omar Haddad", "Dev Rao", "Grace O'Neil", "Prince"]))
    said = "omar please restart dev and ask dev rao or grace o'neil grace is the prince omar haddad"
    assert write(said.split(), vocabulary).shown == (
        "Omar please restart dev and ask Dev Rao or Grace O'Neil grace is the prince Omar Haddad"
    )


def test_a_term_the_model_never_writes_comes_with_another_way_to_say_it(model: VoskModel) -> None:
    terms = [
        Term("checkout", ("checkout",)),
        Term("etcd", ("etcd",)),
        Term("teamboard-#", ("teamboard #",), "host"),
        Term("BGP", ("bgp", "b g p"), "acronym"),
        Term("Zzyzx", ("zzyzx",)),
    ]
    found = hearings(terms, lambda words: known_words(BUILT_IN_PATH, words))
    assert [hearing.is_heard for hearing in found] == [True, False, False, True, False]
    assert found[1].hint == "this model never writes “etcd”; try the spoken form “e t c d”"
    assert found[2].hint == "this model never writes “teamboard”; try the spoken form “team board #”"
    assert found[3].heard == ("b g p",)
    assert "add what it writes instead" in found[4].hint
    assert not any(model.knows(word) for hearing in found for word in hearing.unknown)
    assert model.knows("board")


def test_no_terms_match_nothing() -> None:
    assert NO_TERMS.match(["check", "out"], 0) is None
