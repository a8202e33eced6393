"""The decoding graph: every way to say a word leads to that word; with OpenFst's programs the files come out."""

import shutil
import struct
from pathlib import Path

import pytest

from transcription.models import BUILT_IN_PATH
from transcription.training.kaldi_files.decoding_graph import lexicon_text, word_text, write_graph
from transcription.training.kaldi_files.lexicon_graph import (
    BETWEEN_WORDS,
    START,
    LexiconArc,
    lexicon_arcs,
)
from transcription.training.language_model.arcs import word_graph
from transcription.training.language_model.trigram import train
from transcription.training.needs import MissingNeed, install, program
from transcription.training.pronouncing import lexicon as lexicons
from transcription.training.pronouncing.phones import SILENCE, forward_id, loop_id, variants
from transcription.training.text import sentences
from transcription.vosk_recognizer import known_words

Ways = dict[str, list[tuple[str, ...]]]
WORDS = ["data", "cat", "cap", "a", "two", "too"]
needs_openfst = pytest.mark.skipif(shutil.which("fstconvert") is None, reason=install(["libfst-tools"]))


def _lexicon(pronunciations: Ways) -> lexicons.Lexicon:
    own = {"cat": [("K", "AE", "T")], "cap": [("K", "AE", "P")]}
    return lexicons.lexicon_of(WORDS, pronunciations | own)


def _said(arcs: list[LexiconArc], ids: list[int]) -> set[tuple[int, ...]]:
    """The words of every path through the graph that takes these transition ids and ends between words."""
    by_source: dict[int, list[LexiconArc]] = {}
    for arc in arcs:
        by_source.setdefault(arc.source, []).append(arc)
    found = set()
    waiting: list[tuple[int, int, tuple[int, ...]]] = [(START, 0, ())]
    while waiting:
        state, place, words = waiting.pop()
        if state == BETWEEN_WORDS and place == len(ids):
            found.add(words)
        for arc in by_source.get(state, []):
            longer = (*words, arc.output) if arc.output else words
            if arc.transition_id == 0:
                waiting.append((arc.target, place, longer))
            elif place < len(ids) and arc.transition_id == ids[place]:
                waiting.append((arc.target, place + 1, longer))
    return found


def _frames(phones: tuple[str, ...]) -> list[int]:
    """A phone of one frame, then one of three, and so on."""
    frames = []
    for place, variant in enumerate(variants(phones)):
        frames += [forward_id(variant)] + [loop_id(variant)] * (place % 2 * 2)
    return frames


def test_every_pronunciation_is_heard_as_its_word(pronunciations: Ways) -> None:
    lexicon = _lexicon(pronunciations)
    number = {word: place + 1 for place, word in enumerate(sorted(lexicon))}
    arcs = lexicon_arcs(lexicon, number)
    for word in WORDS:
        for phones, _ in lexicon[word]:
            assert (number[word],) in _said(arcs, _frames(phones))
    assert _said(arcs, _frames(("T", "UW"))) == {(number["two"],), (number["too"],)}
    assert _said(arcs, _frames(("K", "AE"))) == set()


def test_silence_may_stand_between_words_or_not(pronunciations: Ways) -> None:
    lexicon = _lexicon(pronunciations)
    number = {word: place + 1 for place, word in enumerate(sorted(lexicon))}
    arcs = lexicon_arcs(lexicon, number)
    pause = [forward_id(SILENCE), loop_id(SILENCE), loop_id(SILENCE)]
    cat, cap = _frames(("K", "AE", "T")), _frames(("K", "AE", "P"))
    for frames in (cat + cap, cat + pause + cap, pause + cat + pause + cap + pause):
        assert _said(arcs, frames) == {(number["cat"], number["cap"])}
    assert _said(arcs, pause) == {()}


def test_the_text_of_both_graphs_begins_with_its_start(pronunciations: Ways) -> None:
    lexicon = _lexicon(pronunciations)
    number = {word: place + 1 for place, word in enumerate(sorted(lexicon))}
    assert lexicon_text(lexicon, number)[0].startswith(f"{START} ")
    assert lexicon_text(lexicon, number)[-1] == f"{BETWEEN_WORDS} 0"
    graph = word_graph(train(["a cat", "two data"], WORDS))
    assert word_text(graph, number)[0].startswith(f"{graph.start} ")
    assert len(word_text(graph, number)) == len(graph.arcs) + len(graph.finals)


def test_the_whole_text_gives_a_language_model_of_the_shipped_size() -> None:
    text = sentences.make()
    graph = word_graph(train(text.language_model, text.vocabulary))
    assert (graph.states, len(graph.arcs)) == _states_and_arcs(BUILT_IN_PATH / "graph" / "Gr.fst")


def _states_and_arcs(path: Path) -> tuple[int, int]:
    """From OpenFst's header: magic, type, arc type, version, flags, properties, start, states, arcs."""
    with path.open("rb") as file:
        (magic,) = struct.unpack("<i", file.read(4))
        assert magic == 2125659606
        for _ in range(2):
            (length,) = struct.unpack("<i", file.read(4))
            file.read(length)
        _, _, _, _, states, arcs = struct.unpack("<iiQqqq", file.read(40))
    return states, arcs


def test_a_program_that_is_missing_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingNeed, match=r"fstcompile is not installed\. On Debian 12: apt-get install libfst-tools"):
        program("fstcompile")
    with pytest.raises(MissingNeed, match=r"libttspico-utils from the section non-free"):
        program("pico2wave")


@needs_openfst
def test_a_tiny_graph_is_made(pronunciations: Ways, tmp_path: Path) -> None:
    lexicon = _lexicon(pronunciations)
    graph = word_graph(train(["a cat", "two data"] * 5, WORDS))
    write_graph(lexicon, graph, tmp_path / "graph", tmp_path / "work")
    assert known_words(tmp_path, [*WORDS, "dog"]) == set(WORDS)
    assert (tmp_path / "graph" / "HCLr.fst").stat().st_size > 1000
    states, _ = _states_and_arcs(tmp_path / "graph" / "Gr.fst")
    assert states == graph.states
