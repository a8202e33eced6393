"""The sets of sentences: for the language model, for the speech of the training, and held out for measuring."""

import random
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from pathlib import Path

from transcription.training.text.grammar import Grammar
from transcription.training.text.inflection import inflections
from transcription.training.text.plain_english import PlainEnglish
from transcription.training.text.templates import Material, Weighted, material
from transcription.training.text.words import LETTERS, words

SEED = 7
LANGUAGE_MODEL_SIZE = 220_000
FIRST_SIZE = 14_000
_SENTENCES_OF_A_HELD_OUT_TEMPLATE = 3


@dataclass(frozen=True, kw_only=True)
class Sentences:
    """Lower case, without punctuation. `first` and `second` are spoken for the training; no set has a held-out one."""

    language_model: list[str]
    first: list[str]
    second: list[str]
    held_out: list[str]
    vocabulary: list[str]

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for each in fields(self):
            rows: list[str] = getattr(self, each.name)
            (folder / f"{each.name}.txt").write_text("\n".join(rows) + "\n", encoding="utf-8")


def read(folder: Path) -> Sentences:
    """What `write` left. Raises FileNotFoundError."""
    return Sentences(
        **{each.name: (folder / f"{each.name}.txt").read_text("utf-8").splitlines() for each in fields(Sentences)}
    )


def make(language_model_size: int = LANGUAGE_MODEL_SIZE, first_size: int = FIRST_SIZE, seed: int = SEED) -> Sentences:
    """Deterministic. The order of the draws is part of the seed: a changed order is another text."""
    grammar, found = Grammar(seed), material()
    rng = grammar.rng
    model_text = _model_text(grammar, found, language_model_size)
    held_out = [
        grammar.expand(text) for text in found.held_out_templates for _ in range(_SENTENCES_OF_A_HELD_OUT_TEMPLATE)
    ]
    held_out += found.held_out_lines
    kept_apart = frozenset(held_out)
    conversation = [line for line in found.conversation if line not in kept_apart]
    vocabulary = _vocabulary(model_text, held_out)
    model_text = [line for line in model_text if line not in kept_apart]
    first = _first(grammar, found, first_size, sorted(vocabulary), kept_apart)
    rng.shuffle(first)
    rng.shuffle(model_text)

    known = vocabulary.union(*(line.split() for line in conversation))
    english = PlainEnglish(seed + 1)

    def plain(count: int) -> list[str]:
        drawn = (english.sentence() for _ in range(count))
        return [line for line in drawn if known.issuperset(line.split())]

    model_text += [line for line in plain(int(language_model_size * 0.25)) if line not in kept_apart]
    model_text += conversation * max(1, int(language_model_size * 0.18 / len(conversation)))
    model_text += _in_a_row(rng, conversation, int(language_model_size * 0.02))
    second = rng.choices(conversation, k=2000) + plain(2600) + _sample(grammar, found.templates, 1500)
    second = [line for line in second if line not in kept_apart]
    rng.shuffle(second)
    return Sentences(language_model=model_text, first=first, second=second, held_out=held_out, vocabulary=sorted(known))


def _model_text(grammar: Grammar, found: Material, size: int) -> list[str]:
    text = _sample(grammar, found.templates, int(size * 0.62))
    text += _sample(grammar, found.general, int(size * 0.25))
    text += found.lines * max(1, int(size * 0.12 / len(found.lines)))
    return text + _in_a_row(grammar.rng, text, int(size * 0.05))


def _first(
    grammar: Grammar, found: Material, size: int, vocabulary: list[str], kept_apart: Collection[str]
) -> list[str]:
    """Talk of incidents, plain English, then lists of words so that every word is heard."""
    spoken = _sample(grammar, found.templates, int(size * 0.42)) + _sample(grammar, found.general, int(size * 0.28))
    spoken += grammar.rng.choices(found.lines, k=int(size * 0.12))
    spoken = [line for line in spoken if line not in kept_apart]
    return spoken + _word_lists(grammar.rng, vocabulary, int(size * 0.18))


def _word_lists(rng: random.Random, vocabulary: list[str], count: int) -> list[str]:
    """Three to six words each, without sense; every word comes before one comes again."""
    lists: list[str] = []
    waiting: list[str] = []
    for _ in range(count):
        length = rng.randint(3, 6)
        if len(waiting) < length:
            more = vocabulary[:]
            rng.shuffle(more)
            waiting += more
        lists.append(" ".join(waiting[:length]))
        del waiting[:length]
    return lists


def _in_a_row(rng: random.Random, lines: list[str], count: int) -> list[str]:
    """Two sentences without a pause, as people speak on a bridge."""
    return [rng.choice(lines) + " " + rng.choice(lines) for _ in range(count)]


def _sample(grammar: Grammar, templates: Weighted, count: int) -> list[str]:
    weights = [weight for weight, _ in templates]
    drawn = grammar.rng.choices([text for _, text in templates], weights, k=count)
    return [grammar.expand(text) for text in drawn]


def _vocabulary(model_text: Iterable[str], held_out: Iterable[str]) -> set[str]:
    known = words()
    found = {word for line in model_text for word in line.split()}
    found |= {word for line in held_out for word in line.split()}
    found.update(
        known.names, known.surnames, known.acronyms, LETTERS, known.nato, known.nouns, known.adjectives, known.verbs,
        known.adverbs, known.more,
    )  # fmt: skip
    return found.union(*(inflections(verb) for verb in known.verbs))
