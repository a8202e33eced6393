"""The files of a model directory: what is written is read back, and the shipped model is written as these write."""

import io

import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra import numpy as arrays
from kaldi_reader import KaldiReader, Matrix, read_network

from transcription.models import BUILT_IN_PATH
from transcription.training.kaldi_files.configuration import MFCC_CONFIGURATION, Decoding, model_configuration
from transcription.training.kaldi_files.decoding_graph import word_boundaries
from transcription.training.kaldi_files.model_directory import README, size_bytes
from transcription.training.kaldi_files.network_file import Affine, NetworkFile, Rectifier, Sum, write_network
from transcription.training.kaldi_files.transition_model import write_transition_model
from transcription.training.kaldi_files.writing import KaldiWriter
from transcription.training.pronouncing import phones

SHIPPED = BUILT_IN_PATH / "am" / "final.mdl"
matrices = arrays.arrays(
    np.float32, arrays.array_shapes(min_dims=2, max_dims=2, max_side=9), elements=st.floats(-100, 100, width=32)
)


def test_the_shipped_model_begins_with_the_transition_model_that_is_written() -> None:
    out = io.BytesIO()
    write_transition_model(KaldiWriter(out), phones.phone_pdfs())
    assert SHIPPED.read_bytes().startswith(out.getvalue())


def test_the_shipped_configuration_is_the_one_that_is_written() -> None:
    assert (BUILT_IN_PATH / "conf" / "mfcc.conf").read_text() == MFCC_CONFIGURATION
    assert (BUILT_IN_PATH / "conf" / "model.conf").read_text() == model_configuration(Decoding())
    assert (BUILT_IN_PATH / "README").read_text() == README
    boundaries = (BUILT_IN_PATH / "graph" / "phones" / "word_boundary.int").read_text()
    assert boundaries.splitlines() == word_boundaries()


def test_the_shipped_model_is_small() -> None:
    assert 1e6 < size_bytes(BUILT_IN_PATH) < 12e6


@given(values=matrices)
def test_a_compressed_matrix_is_off_by_half_a_step_at_most(values: Matrix) -> None:
    out = io.BytesIO()
    KaldiWriter(out).compressed_matrix(values)
    read = KaldiReader(out.getvalue()).matrix()
    step = (float(values.max()) - float(values.min())) / 65_535
    assert read.shape == values.shape
    assert np.abs(read - values).max() <= 0.5 * step + 1e-4


@given(values=matrices)
def test_a_plain_matrix_is_exact(values: Matrix) -> None:
    out = io.BytesIO()
    KaldiWriter(out).matrix(values)
    assert np.array_equal(KaldiReader(out.getvalue()).matrix(), values)


def test_a_network_survives_its_file() -> None:
    rng = np.random.default_rng(1)
    layer = Affine("first.affine", rng.normal(size=(3, 4)), rng.normal(size=3))
    network = NetworkFile(
        ["input-node name=input dim=4", "component-node name=first.affine component=first.affine input=input"],
        [layer, Rectifier("first.relu", 3), Sum("first.sum", 3)],
        context=5,
    )
    out = io.BytesIO()
    write_network(KaldiWriter(out), network)
    read = read_network(KaldiReader(out.getvalue()))
    assert read.lines == network.configuration
    assert [(name, kind) for name, kind, *_ in read.components] == [
        ("first.affine", "FixedAffineComponent"),
        ("first.relu", "RectifiedLinearComponent"),
        ("first.sum", "NoOpComponent"),
    ]
    assert read.components[0][2] == pytest.approx(layer.weight, abs=1e-4)
    assert read.components[0][3] == pytest.approx(layer.bias, abs=1e-6)
    assert (read.left, read.right) == (5, 5)


def test_the_shipped_network_is_written_again_byte_for_byte_but_for_rounding() -> None:
    data = SHIPPED.read_bytes()
    begin = data.index(b"<Nnet3>")
    reader = KaldiReader(data)
    reader.at = begin
    read = read_network(reader)
    assert reader.at == len(data)
    made: list[Affine | Rectifier | Sum] = []
    for name, kind, weight, bias in read.components:
        match kind:
            case "FixedAffineComponent":
                made.append(Affine(name, weight, bias))
            case "RectifiedLinearComponent":
                made.append(Rectifier(name, int(weight[0, 0])))
            case _:
                made.append(Sum(name, int(weight[0, 0])))
    out = io.BytesIO()
    write_network(KaldiWriter(out), NetworkFile(read.lines, made, read.left))
    again = read_network(KaldiReader(out.getvalue()))
    assert len(out.getvalue()) - 2 == len(data) - begin
    assert again.lines == read.lines
    for (_, _, before, bias), (_, _, after, bias_after) in zip(read.components, again.components, strict=True):
        assert after == pytest.approx(before, abs=1e-4)
        assert np.array_equal(bias, bias_after)
    assert read.components[-1][2].shape[0] == phones.PDFS


def test_phones_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="in order"):
        write_transition_model(KaldiWriter(io.BytesIO()), [(2, 0, 1), (1, 2, 3)])
