"""The text of the training: only words that can be said, the same each time, and nothing held out among it."""

import random
import re
from pathlib import Path

from hypothesis import given, settings, strategies as st

from transcription.models import BUILT_IN_PATH
from transcription.training.text.grammar import Grammar
from transcription.training.text.inflection import forms_of, inflections
from transcription.training.text.plain_english import PlainEnglish
from transcription.training.text.sentences import Sentences, make, read
from transcription.training.text.spoken_numbers import SpokenNumbers
from transcription.training.text.templates import material
from transcription.training.text.words import words

Ways = dict[str, list[tuple[str, ...]]]


def test_every_word_of_every_set_has_a_pronunciation(small_text: Sentences, pronunciations: Ways) -> None:
    for rows in (small_text.language_model, small_text.first, small_text.second, small_text.held_out):
        assert {word for line in rows for word in line.split()} <= pronunciations.keys()


@settings(max_examples=15)
@given(seed=st.integers(0, 2**32))
def test_whatever_the_seed_everything_drawn_can_be_said(seed: int, pronunciations: Ways) -> None:
    grammar, found = Grammar(seed), material()
    for template in [text for _, text in found.templates + found.general] + found.held_out_templates:
        said = grammar.expand(template)
        assert re.fullmatch(r"[a-z']+( [a-z']+)*", said), said
        assert set(said.split()) <= pronunciations.keys(), said


@settings(max_examples=15)
@given(seed=st.integers(0, 2**32))
def test_plain_english_inflects_its_verbs_into_words_that_can_be_said(seed: int, pronunciations: Ways) -> None:
    english = PlainEnglish(seed)
    for said in (english.sentence() for _ in range(100)):
        assert set(said.split()) <= pronunciations.keys(), said


def test_the_same_seed_gives_the_same_text_and_another_one_another(small_text: Sentences) -> None:
    assert make(language_model_size=4000, first_size=600) == small_text
    assert make(language_model_size=4000, first_size=600, seed=8).first != small_text.first


def test_what_is_written_is_what_is_read(small_text: Sentences, tmp_path: Path) -> None:
    small_text.write(tmp_path)
    assert read(tmp_path) == small_text


def test_numbers_severities_and_names_are_said(small_text: Sentences) -> None:
    said = {word for line in small_text.first + small_text.language_model for word in line.split()}
    assert {"twenty", "hundred", "thousand", "percent", "sev", "severity", "objections"} <= said
    assert len(said & set(words().names)) > 300


def test_no_sentence_that_is_held_out_is_trained_on(small_text: Sentences) -> None:
    held_out = set(small_text.held_out)
    assert len(held_out) > 80
    for rows in (small_text.language_model, small_text.first, small_text.second):
        assert held_out.isdisjoint(rows)


def test_the_vocabulary_is_that_of_the_shipped_model(pronunciations: Ways) -> None:
    shipped = (BUILT_IN_PATH / "graph" / "words.txt").read_text("utf-8").split()[::2]
    assert set(shipped) - {"<eps>", "[unk]"} == pronunciations.keys()


def test_numbers_are_said_as_people_say_them() -> None:
    numbers = SpokenNumbers(random.Random(1), random.Random(1))
    assert numbers.number(0) == "zero"
    assert numbers.number(19) == "nineteen"
    assert numbers.number(40) == "forty"
    assert numbers.number(87) == "eighty seven"
    assert numbers.number(600) == "six hundred"
    assert re.fullmatch("three hundred (and )?twelve", numbers.number(312))
    assert numbers.number(21_000) == "twenty one thousand"
    assert numbers.number(7_000_000) == "seven million"


@given(value=st.integers(0, 999_999))
def test_a_spoken_number_says_its_value(value: int) -> None:
    said = SpokenNumbers(random.Random(1), random.Random(value)).number(value)
    assert _value(said.replace(" and ", " ")) == value


def _value(said: str) -> int:
    plain = SpokenNumbers(random.Random(1), random.Random(1))
    below_hundred = {plain.number(each): each for each in range(100)}
    thousands, _, rest = said.rpartition("thousand")
    if thousands:
        return 1000 * _value(thousands.strip()) + (_value(rest.strip()) if rest.strip() else 0)
    hundreds, _, rest = said.rpartition("hundred")
    if hundreds:
        return 100 * below_hundred[hundreds.strip()] + (below_hundred[rest.strip()] if rest.strip() else 0)
    return below_hundred[said]


def test_verbs_are_inflected() -> None:
    assert inflections("deploy") == ("deploys", "deploying", "deployed")
    assert inflections("retry") == ("retries", "retrying", "retried")
    assert inflections("stop") == ("stops", "stopping", "stopped")
    assert inflections("push") == ("pushes", "pushing", "pushed")
    assert forms_of("take").past == "took"
    assert forms_of("take").participle == "taken"
    assert forms_of("lie").ing == "lying"
    assert forms_of("shut").past == "shut"
