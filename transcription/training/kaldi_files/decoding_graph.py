"""The decoding graph of a model directory: HCLr.fst (lexicon), Gr.fst (language model) and the numbers of words."""

from pathlib import Path

from transcription.training.kaldi_files import openfst
from transcription.training.kaldi_files.lexicon_graph import BETWEEN_WORDS, lexicon_arcs
from transcription.training.language_model.arcs import WordGraph
from transcription.training.pronouncing.lexicon import Lexicon
from transcription.training.pronouncing.phones import SILENCE, TRANSITION_IDS, VARIANT_ID, VARIANTS

_PLACES = {"B": "begin", "E": "end", "I": "internal", "S": "singleton"}


def write_graph(lexicon: Lexicon, words: WordGraph, folder: Path, work: Path) -> None:
    """Into the folder `graph` of a model directory. Raises MissingNeed, FstFailed.

    The look-ahead conversion renumbers words; words.txt and Gr.fst follow, so that one number serves on both sides.
    """
    (folder / "phones").mkdir(parents=True, exist_ok=True)
    work.mkdir(parents=True, exist_ok=True)
    first_number = {word: place + 1 for place, word in enumerate(sorted(lexicon))}
    openfst.compile_fst(lexicon_text(lexicon, first_number), work / "lexicon.fst")
    openfst.sort_arcs(work / "lexicon.fst", work / "lexicon-sorted.fst", by="olabel")
    renumbered = openfst.to_look_ahead(work / "lexicon-sorted.fst", folder / "HCLr.fst", work / "renumbered.txt")
    number = {word: renumbered[first] for word, first in first_number.items()}
    openfst.compile_fst(word_text(words, number), work / "words.fst")
    openfst.sort_arcs(work / "words.fst", work / "words-sorted.fst", by="ilabel")
    openfst.to_const(work / "words-sorted.fst", folder / "Gr.fst")
    _write(folder / "words.txt", ["<eps> 0", *(f"{word} {n}" for word, n in sorted(number.items(), key=_second))])
    _write(folder / "disambig_tid.int", [str(TRANSITION_IDS + 1)])
    _write(folder / "phones" / "word_boundary.int", word_boundaries())


def lexicon_text(lexicon: Lexicon, number: dict[str, int]) -> list[str]:
    """For fstcompile."""
    arcs = [
        f"{arc.source} {arc.target} {arc.transition_id} {arc.output} {arc.cost:.5f}"
        for arc in lexicon_arcs(lexicon, number)
    ]
    return [*arcs, f"{BETWEEN_WORDS} 0"]


def word_text(graph: WordGraph, number: dict[str, int]) -> list[str]:
    """For fstcompile: an acceptor, arcs of the start first."""
    lines = []
    for source, target, word, cost in sorted(graph.arcs, key=lambda arc: arc.source != graph.start):
        label = 0 if word is None else number[word]
        lines.append(f"{source} {target} {label} {label} {cost:.4f}")
    return lines + [f"{state} {cost:.4f}" for state, cost in graph.finals]


def word_boundaries() -> list[str]:
    """Where in a word each phone stands; without it Vosk gives no exact times of words."""
    return [
        f"{VARIANT_ID[variant]} {'nonword' if variant == SILENCE else _PLACES[variant.partition('_')[2]]}"
        for variant in VARIANTS
    ]


def _second(pair: tuple[str, int]) -> int:
    return pair[1]


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
