"""The parts of the acoustic training that need no torch: files, alignment, batches, the language of phones."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st

from transcription.training.acoustic import batches, engine_labels, feature_files
from transcription.training.acoustic.phone_trigram import log_priors, phone_sequence, phone_trigram
from transcription.training.acoustic.sentence_graph import SentenceGraph, best_path, sentence_graph
from transcription.training.acoustic.utterances import Utterances
from transcription.training.pronouncing.lexicon import Lexicon, Pronunciation
from transcription.training.pronouncing.phones import ALL, INDEX, PDFS, SILENCE, forward_pdf, loop_pdf
from transcription.training.voices.spoken import Spoken

LEXICON: Lexicon = {
    "the": [Pronunciation(("DH", "AH"), 0.0), Pronunciation(("DH", "IY"), 0.7)],
    "a": [Pronunciation(("AH",), 0.0)],
    "cat": [Pronunciation(("K", "AE", "T"), 0.0)],
}
phones = st.lists(st.tuples(st.sampled_from(ALL), st.integers(1, 4)), min_size=1, max_size=8)


def _frames(said: list[tuple[str, int]]) -> list[int]:
    return [pdf for phone, length in said for pdf in [forward_pdf(phone)] + [loop_pdf(phone)] * (length - 1)]


def _utterances(lengths: list[int], text: str = "the cat") -> Utterances:
    """With so many input frames each."""
    rng = np.random.default_rng(1)
    file = feature_files.FeatureFile(
        frames=rng.normal(size=(sum(lengths), 40)).astype(np.float16),
        offsets=np.cumsum([0, *lengths]),
        ids=[f"{number:05d}" for number in range(len(lengths))],
        speed=np.ones(len(lengths)),
        before_s=np.zeros(len(lengths)),
    )
    spoken = [Spoken(id=each, text=text, voice="flite rms", seconds=1.0) for each in file.ids]
    return Utterances([("first-1", file)], spoken)


def test_features_survive_their_file(tmp_path: Path) -> None:
    one, two = np.ones((3, 40), np.float32), np.full((5, 40), 2, np.float32)
    feature_files.write(tmp_path / "first-1.npz", ["00000", "00001"], [(one, 1.1, 0.2), (two, 0.9, 0.0)])
    read = feature_files.read(tmp_path / "first-1.npz")
    assert read.ids == ["00000", "00001"]
    assert read.offsets.tolist() == [0, 3, 8]
    assert read.speed.tolist() == [1.1, 0.9]
    assert np.array_equal(read.frames[3:], two)


def test_labels_survive_their_file_and_unknown_ones_stay_unknown(tmp_path: Path) -> None:
    utterances = _utterances([30, 31, 40])
    utterances.labels[0] = np.arange(10)
    utterances.labels[2] = np.arange(14)
    utterances.write_labels(tmp_path)
    again = _utterances([30, 31, 40])
    again.read_labels(tmp_path)
    assert again.labels[1] is None
    assert again.labels[0] is not None
    assert again.labels[2] is not None
    assert again.labels[0].tolist() == list(range(10))
    assert again.labels[2].tolist() == list(range(14))


def test_what_has_no_words_is_one_long_silence() -> None:
    utterances = _utterances([30], text="")
    utterances.label_silence()
    assert utterances.labels[0] is not None
    assert utterances.labels[0].tolist() == [forward_pdf(SILENCE)] + [loop_pdf(SILENCE)] * 9


@pytest.mark.parametrize(
    "said",
    [
        [("SIL", 3), ("DH", 2), ("AH", 1), ("K", 1), ("AE", 4), ("T", 2), ("SIL", 2)],
        [("DH", 1), ("IY", 3), ("SIL", 5), ("K", 2), ("AE", 1), ("T", 1)],
    ],
)
def test_the_best_path_finds_when_each_phone_was_said(said: list[tuple[str, int]]) -> None:
    wanted = _frames(said)
    log_likelihoods = np.full((len(wanted), PDFS), -5.0, dtype=np.float32)
    log_likelihoods[np.arange(len(wanted)), wanted] = -0.1
    graph = sentence_graph(["the", "cat"], LEXICON)
    path, score = best_path(log_likelihoods, graph)
    assert path is not None
    assert graph.pdfs[path].tolist() == wanted
    assert score == pytest.approx(-0.1 * len(wanted), abs=1e-4)


@given(seed=st.integers(0, 10**6), frames=st.integers(3, 6))
def test_no_path_is_better_than_the_best(seed: int, frames: int) -> None:
    log_likelihoods = np.random.default_rng(seed).normal(-2, 2, (frames, PDFS)).astype(np.float32)
    graph = sentence_graph(["the"], LEXICON)
    path, score = best_path(log_likelihoods, graph)
    assert path is not None
    assert score == pytest.approx(_best_of_all(log_likelihoods, graph), abs=1e-3)


def _best_of_all(log_likelihoods: np.ndarray, graph: SentenceGraph) -> float:
    paths = [[int(start)] for start in graph.starts]
    for _ in range(len(log_likelihoods) - 1):
        paths = [
            [*path, state]
            for path in paths
            for state in range(len(graph.pdfs))
            if path[-1] in graph.before[state][graph.before[state] >= 0]
        ]
    ends = set(graph.ends.tolist())
    return max(
        sum(float(log_likelihoods[frame, graph.pdfs[state]]) for frame, state in enumerate(path))
        for path in paths
        if path[-1] in ends
    )


def test_a_sentence_does_not_fit_into_too_few_frames() -> None:
    path, _ = best_path(np.zeros((3, PDFS), np.float32), sentence_graph(["the", "cat"], LEXICON))
    assert path is None


def test_the_phones_of_the_engine_become_labels() -> None:
    segments = (("pau", 0.06), ("k", 0.15), ("ae", 0.24))
    labels = engine_labels.engine_labels(segments, speed=1.0, before_s=0.0, outputs=10)
    assert labels.tolist() == _frames([("SIL", 2), ("K", 3), ("AE", 3)]) + [loop_pdf(SILENCE)] * 2
    later = engine_labels.engine_labels(segments, speed=1.0, before_s=0.3, outputs=20)
    assert phone_sequence(later) == [INDEX[phone] for phone in ("SIL", "SIL", "K", "AE")]
    assert later[14] == loop_pdf("K")


@given(lengths=st.lists(st.integers(30, 900), min_size=1, max_size=40), seed=st.integers(0, 99))
def test_every_utterance_with_labels_is_in_one_batch(lengths: list[int], seed: int) -> None:
    utterances = _utterances(lengths)
    for number in range(0, len(lengths), 2):
        utterances.labels[number] = np.zeros(utterances.outputs(number), np.int64)
    found = batches.shuffled(utterances, np.random.default_rng(seed))
    assert sorted(number for batch in found for number in batch) == list(range(0, len(lengths), 2))
    for batch in found:
        assert len(batch) == 1 or len(batch) * min(map(utterances.outputs, batch)) <= batches.FRAMES_OF_A_BATCH


def test_a_batch_has_context_on_both_sides_and_marks_what_has_no_label() -> None:
    utterances = _utterances([30, 60])
    utterances.labels[0] = np.arange(10)
    batch = batches.collate(utterances, [0, 1], context=27)
    assert batch.outputs == [10, 20]
    assert batch.features.shape == (2, 3 * 20 + 2 * 27 + 2, 40)
    assert np.array_equal(batch.features[0, :27], np.repeat(batch.features[0, 27:28], 27, 0))
    assert np.array_equal(batch.features[1, 27:87], utterances.features(1))
    assert batch.labels[0].tolist() == list(range(10)) + [batches.NO_LABEL] * 10
    assert (batch.labels[1] == batches.NO_LABEL).all()


def test_the_learning_rate_rises_then_falls() -> None:
    rates = [batches.learning_rate(step, 100, peak=2.0) for step in range(100)]
    assert max(rates) == rates[10] == 2.0
    assert all(before < after for before, after in pairwise(rates[:11]))
    assert all(before > after for before, after in pairwise(rates[10:]))
    assert rates[-1] < 0.1


@given(said=st.lists(phones, max_size=5))
def test_the_language_of_phones_sums_to_one(said: list[list[tuple[str, int]]]) -> None:
    labels = [np.array(_frames(each)) for each in said]
    trigram = phone_trigram([*labels, None])
    assert trigram.after_one.sum(1) == pytest.approx(1.0)
    assert trigram.after_two.sum(2) == pytest.approx(1.0)
    assert np.exp(log_priors(labels)).sum() == pytest.approx(1.0)


def test_phones_that_follow_each_other_often_are_expected() -> None:
    labels = np.array(_frames([("DH", 1), ("AH", 2), ("K", 1)]))
    trigram = phone_trigram([labels] * 50)
    assert trigram.after_two[INDEX["DH"], INDEX["AH"], INDEX["K"]] > 0.8
    assert trigram.after_one[INDEX["SIL"], INDEX["DH"]] > 0.8
