"""The trigram is a distribution after every history, and its graph says the same as its probabilities."""

import math

import pytest
from hypothesis import given, strategies as st

from transcription.training.language_model.arcs import COST_OF_JOINING, WordGraph, word_graph
from transcription.training.language_model.perplexity import perplexity
from transcription.training.language_model.trigram import BEGIN, END, Settings, Trigram, train
from transcription.training.pronouncing.lexicon import UNKNOWN_WORD
from transcription.training.text.sentences import Sentences

WORDS = ("note", "the", "database", "is", "down", "sev", "one")
texts = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join), min_size=1, max_size=30)
histories = st.lists(st.sampled_from((BEGIN, *WORDS)), max_size=3)


@given(text=texts, history=histories, pairs=st.integers(1, 3), triples=st.integers(1, 4))
def test_the_probabilities_after_any_history_sum_to_one(
    text: list[str], history: list[str], pairs: int, triples: int
) -> None:
    model = train(text, WORDS, Settings(least_pairs=pairs, least_triples=triples))
    total = sum(model.probability(word, history) for word in (*WORDS, END, UNKNOWN_WORD))
    assert total == pytest.approx(1.0, abs=1e-4)


@given(text=texts, said=st.lists(st.sampled_from(WORDS), max_size=6))
def test_the_graph_costs_what_the_model_says(text: list[str], said: list[str]) -> None:
    model = train(text, WORDS, Settings(least_pairs=1, least_triples=1))
    history, surprise = [BEGIN], 0.0
    for word in [*said, END]:
        surprise -= math.log(model.probability(word, history))
        history.append(word)
    assert _cost(word_graph(model), said) == pytest.approx(surprise, abs=1e-6)


def _cost(graph: WordGraph, said: list[str]) -> float:
    """By the longest history that lists the word, as the back-off means it."""
    by_state: dict[int, dict[str, tuple[int, float]]] = {}
    back: dict[int, tuple[int, float]] = {}
    for source, target, word, cost in graph.arcs:
        if word is not None:
            by_state.setdefault(source, {})[word] = (target, cost)
        elif target != graph.start:
            back[source] = (target, cost)
    finals, state, total = dict(graph.finals), graph.start, 0.0
    for word in said:
        while word not in by_state.get(state, {}):
            state, cost = back[state]
            total += cost
        state, cost = by_state[state][word]
        total += cost
    while state not in finals:
        state, cost = back[state]
        total += cost
    return total + finals[state]


def test_a_sentence_may_follow_without_a_pause() -> None:
    graph = word_graph(train(["the database is down"] * 3, WORDS))
    ends = [cost for _, cost in graph.finals]
    joins = [arc.cost for arc in graph.arcs if arc.word is None and arc.target == graph.start]
    assert joins
    assert {round(cost - COST_OF_JOINING, 9) for cost in joins} <= {round(cost, 9) for cost in ends}


def test_words_of_the_text_are_expected_more_than_their_shuffle(small_text: Sentences) -> None:
    model = _model(small_text)
    straight = perplexity(model, small_text.held_out)
    backwards = perplexity(model, [" ".join(reversed(line.split())) for line in small_text.held_out])
    assert straight < backwards / 2


def test_rare_triples_are_left_out(small_text: Sentences) -> None:
    few = train(small_text.language_model, small_text.vocabulary, Settings(least_triples=8))
    assert len(word_graph(few).arcs) < len(word_graph(_model(small_text)).arcs)


def _model(text: Sentences) -> Trigram:
    return train(text.language_model, text.vocabulary)
