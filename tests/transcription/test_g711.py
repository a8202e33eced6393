"""The mu-law table against the standard's own landmarks and against itself."""

import numpy as np

from transcription import g711


def test_the_landmarks_of_the_standard() -> None:
    assert g711.LINEAR[[0xFF, 0x7F, 0x00, 0x80]].tolist() == [0, 0, -32_124, 32_124]


def test_every_byte_survives_a_round_trip_except_negative_zero() -> None:
    codes = bytes(range(256))
    again = g711.encode(np.frombuffer(g711.decode(codes), dtype="<i2"))
    assert [code for code in range(256) if again[code] != code] == [0x7F]
    assert again[0x7F] == 0xFF


def test_every_sample_comes_back_within_half_a_step() -> None:
    samples = np.arange(-32_124, 32_125, dtype=np.int16)
    back = np.frombuffer(g711.decode(g711.encode(samples)), dtype="<i2").astype(int)
    error = np.abs(back - samples)
    assert (error <= np.maximum(2, (np.abs(samples.astype(int)) + 132) / 32)).all()


def test_samples_beyond_the_range_are_clipped() -> None:
    assert g711.encode(np.array([32_767, -32_768], dtype=np.int16)) == b"\x80\x00"


def test_loud_samples_are_counted_without_decoding() -> None:
    frame = g711.encode(np.array([0, 100, -100, 500, -500, 3000], dtype=np.int16))
    assert g711.loud_samples(frame, g711.quieter_than(400)) == 3
