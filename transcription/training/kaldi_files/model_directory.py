"""A whole Vosk model directory: configuration and graph around a network that is there or is given."""

from pathlib import Path

from transcription.training.kaldi_files.configuration import write_configuration
from transcription.training.kaldi_files.decoding_graph import write_graph
from transcription.training.kaldi_files.network_file import NetworkFile, write_network
from transcription.training.kaldi_files.transition_model import write_transition_model
from transcription.training.kaldi_files.writing import KaldiWriter
from transcription.training.language_model.arcs import word_graph
from transcription.training.language_model.trigram import Trigram
from transcription.training.pronouncing.lexicon import Lexicon
from transcription.training.pronouncing.phones import phone_pdfs

README = """Small US English model for 8 kHz incident-bridge talk, trained on synthetic speech only.
It stands in for an official Vosk model in tests and in a demo without network; use an
official model for real calls.  How it is made, accuracy and licences: ../training/README.md
"""


def write_acoustic_model(model: Path, network: NetworkFile) -> None:
    """am/final.mdl"""
    path = model / "am" / "final.mdl"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        out = KaldiWriter(file)
        write_transition_model(out, phone_pdfs())
        write_network(out, network)


def write_language(model: Path, lexicon: Lexicon, language: Trigram, work: Path) -> None:
    """Everything but the network: needs OpenFst's programs, but no torch. Raises MissingNeed, FstFailed."""
    write_configuration(model / "conf")
    write_graph(lexicon, word_graph(language), model / "graph", work)
    (model / "README").write_text(README, encoding="utf-8")


def size_bytes(model: Path) -> int:
    """Of all files of the model."""
    return sum(path.stat().st_size for path in model.rglob("*") if path.is_file())
