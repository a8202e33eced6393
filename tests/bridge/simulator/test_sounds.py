"""Mu-law, WAV files, the mix and the recording as plain functions."""

import io
import struct
import wave

import numpy as np
import pytest
from hypothesis import given, strategies as st

from bridge.simulator import g711
from bridge.simulator.mixer import SILENT_FRAME, mix_minus
from bridge.simulator.recording import Recording
from bridge.simulator.sound import UnreadableSound, read_sound, wav_bytes


def test_the_known_codes_of_mu_law():
    assert g711.decode(bytes([0xFF, 0x7F, 0x00, 0x80])).tolist() == [0, 0, -32124, 32124]


def test_every_code_survives_decoding_and_encoding_but_negative_zero():
    codes = bytes(code for code in range(256) if code != 0x7F)
    assert g711.encode(g711.decode(codes)) == codes


@given(st.lists(st.integers(-32768, 32767), min_size=1))
def test_encoding_is_off_by_less_than_a_thirtieth(samples):
    original = np.array(samples, dtype=np.int16)
    error = np.abs(g711.decode(g711.encode(original)).astype(int) - original)
    assert np.all(error <= np.maximum(np.abs(original.astype(int)) / 30, 644 / 30 + 2) + 4)


def _wav(code: int, rate: int, bits: int, body: bytes, channels: int = 1) -> bytes:
    header = struct.pack("<HHIIHH", code, channels, rate, rate * bits // 8, bits // 8, bits)
    chunks = b"fmt " + struct.pack("<I", len(header)) + header + b"data" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def test_mu_law_and_16_bit_files_are_spoken_alike(tmp_path):
    mulaw = g711.encode((8000 * np.sin(np.arange(800) / 5)).astype(np.int16))
    assert read_sound(_wav(7, 8000, 8, mulaw)) == mulaw
    path = tmp_path / "line.wav"
    path.write_bytes(_wav(1, 8000, 16, g711.decode(mulaw).tobytes()))
    assert read_sound(path) == mulaw
    assert read_sound(mulaw) == mulaw
    assert len(read_sound(_wav(1, 16000, 16, bytes(3200)))) == 800


@pytest.mark.parametrize(
    "data",
    [b"RIFF", _wav(3, 8000, 32, b""), _wav(1, 44100, 16, b""), _wav(1, 8000, 16, b"", channels=2), b"RIFF1234WAVEfmt "],
)
def test_other_files_are_refused(data):
    with pytest.raises(UnreadableSound):
        read_sound(data)


frames = st.integers(-32768, 32767).map(lambda value: np.full(160, value, dtype=np.int16))


@given(st.dictionaries(st.sampled_from("abcde"), frames))
def test_each_listener_hears_exactly_the_others_clipped(speaking):
    heard = mix_minus(speaking, "abcdef")
    for listener, frame in heard.items():
        wanted = sum(int(other[0]) for key, other in speaking.items() if key != listener)
        assert frame[0] == max(-32768, min(32767, wanted))


def _recording(trim=False):
    return Recording(
        conference_sid="CF1",
        call_sid="a",
        trim=trim,
        channels=2,
        callback_url="",
        callback_method="POST",
        callback_events=frozenset(),
    )


LOUD = np.full(160, 5000, dtype=np.int16)


@pytest.mark.parametrize(("trim", "seconds"), [(False, 0.06), (True, 0.02)])
def test_silence_at_the_ends_is_cut_only_when_asked(trim, seconds):
    recording = _recording(trim)
    for speaking in ({}, {"b": LOUD}, {"a": SILENT_FRAME}):
        recording.hear(speaking)
    recording.end()
    assert recording.status == "processing"
    assert recording.duration_s == pytest.approx(seconds)
    with wave.open(io.BytesIO(recording.wav(2))) as file:
        assert (file.getnchannels(), file.getnframes()) == (2, round(seconds * 8000))


def test_nothing_but_silence_is_absent_when_trimmed():
    recording = _recording(trim=True)
    recording.hear({})
    recording.end()
    assert (recording.status, recording.error_code) == ("absent", 16102)


def test_wav_files_interleave_their_channels():
    data = wav_bytes([np.array([1, 2], dtype="<i2").tobytes(), np.array([3, 4], dtype="<i2").tobytes()])
    with wave.open(io.BytesIO(data)) as file:
        assert np.frombuffer(file.readframes(2), dtype="<i2").tolist() == [1, 3, 2, 4]
