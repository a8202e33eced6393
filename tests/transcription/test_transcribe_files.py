"""WAV files of all accepted kinds, and the transcribe command."""

import json
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st

from transcription import g711, wav
from transcription.__main__ import main

SPEECH = Path(__file__).parents[1] / "data" / "speech"


def wav_bytes(samples: wav.Samples, rate_hz: int = 8000, channels: int = 1, coding: int = 1) -> bytes:
    data = g711.encode(samples) if coding == wav.MU_LAW else samples.astype("<i2").tobytes()
    width = 1 if coding == wav.MU_LAW else 2
    layout = struct.pack("<HHIIHH", coding, channels, rate_hz, rate_hz * channels * width, channels * width, width * 8)
    body = b"WAVEfmt " + struct.pack("<I", 16) + layout + b"LIST" + struct.pack("<I", 3) + b"abc\x00"
    return b"RIFF" + struct.pack("<I", 0) + body + b"data" + struct.pack("<I", len(data)) + data


def tone(rate_hz: int, frequency_hz: float, seconds: float = 1.0) -> wav.Samples:
    return (8000 * np.sin(2 * np.pi * frequency_hz * np.arange(int(rate_hz * seconds)) / rate_hz)).astype(np.int16)


@pytest.mark.parametrize("rate_hz", [8000, 11_025, 16_000, 22_050, 44_100, 48_000])
def test_every_rate_comes_out_at_8_khz_with_the_same_tone(rate_hz: int) -> None:
    (samples,) = wav.read(wav_bytes(tone(rate_hz, 440.0), rate_hz))
    assert abs(len(samples) - 8000) <= 1
    expected = tone(8000, 440.0)[: len(samples)]
    assert np.abs(samples.astype(int) - expected)[100:-100].max() < 200


def test_what_lies_above_4_khz_is_filtered_and_not_folded_down() -> None:
    (samples,) = wav.read(wav_bytes(tone(48_000, 7_000.0), 48_000))
    assert np.abs(samples[200:-200]).max() < 80


def test_channels_are_told_apart() -> None:
    both = np.column_stack([tone(8000, 300.0), np.zeros(8000, dtype=np.int16)]).reshape(-1)
    left, right = wav.read(wav_bytes(both, channels=2))
    assert np.abs(left).max() > 7000
    assert not right.any()


def test_mu_law_is_read() -> None:
    (samples,) = wav.read(wav_bytes(tone(8000, 300.0), coding=wav.MU_LAW))
    assert np.abs(samples.astype(int) - tone(8000, 300.0)).max() < 300


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a WAV file"),
        (b"RIFF\x00\x00\x00\x00WAVE", "holds no sound"),
        (wav_bytes(tone(8000, 300.0), rate_hz=96_000), "96000 Hz"),
        (wav_bytes(tone(8000, 300.0), coding=3), "format 3"),
        (wav_bytes(tone(8000, 300.0), channels=0), "0 channels"),
    ],
)
def test_other_files_are_refused_in_words(data: bytes, reason: str) -> None:
    with pytest.raises(wav.WavError, match=reason):
        wav.read(data)


@given(st.binary(max_size=80))
def test_no_bytes_raise_anything_but_a_wav_error(tail: bytes) -> None:
    for data in (tail, b"RIFF\x00\x00\x00\x00WAVE" + tail, wav_bytes(tone(8000, 300.0, 0.01))[:20] + tail):
        try:
            wav.read(data)
        except wav.WavError:
            continue


def test_the_command_prints_utterances(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["transcribe", str(SPEECH / "two-sentences.wav")]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["text"] for line in lines] == ["the database is failing over the error rate is coming down"]
    (line,) = lines
    assert line["speaker"] == "two-sentences"
    assert 0.3 < line["t"] < 0.6
    assert 3.7 < line["end"] < 4.4
    assert line["text"] == line["shown"] == " ".join(word["word"] for word in line["words"])
    assert set(line["words"][0]) == {"word", "start", "end", "conf"}


def test_each_channel_is_a_speaker(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (left,) = wav.read((SPEECH / "page-the-team.wav").read_bytes())
    both = np.column_stack([left, np.roll(left, 4000)]).reshape(-1)
    file = tmp_path / "room.wav"
    file.write_bytes(wav_bytes(both, channels=2))
    assert main(["transcribe", str(file)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["speaker"] for line in lines] == ["room-1", "room-2"]
    assert lines[0]["text"] == "please page the database team"


def test_keyboard_noise_has_no_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["transcribe", str(SPEECH / "keyboard.wav")]) == 0
    assert capsys.readouterr().out == ""


def test_a_wrong_file_and_a_wrong_model_are_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["transcribe", str(tmp_path / "none.wav")]) == 2
    assert main(["transcribe", str(SPEECH / "README.md")]) == 2
    assert main(["transcribe", str(SPEECH / "page-the-team.wav"), "--model", str(tmp_path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 3
