"""Files at rest: any range reads back, nothing of the sound lies open, and what was changed or moved does not open."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from bridge.files.copies import Copies
from bridge.files.sealed_file import CHUNK_BYTES, CannotOpen, is_sealed, open_file, write
from bridge.files.sealing import Seal
from bridge.files.sound_files import SoundFiles
from transcription.leg_copy import Block

KEY = bytes(range(32))
SOUND = bytes(range(256)) * 1000


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 3 * CHUNK_BYTES + 5), st.lists(st.tuples(st.integers(0, 4 * CHUNK_BYTES), st.integers(0, 9999))))
def test_every_range_of_a_sealed_file_reads_as_it_was_written(
    tmp_path: Path, size: int, ranges: list[tuple[int, int]]
) -> None:
    content = (SOUND * (size // len(SOUND) + 1))[:size]
    path = tmp_path / "a.wav"
    assert write(path, [content[:7], content[7:]], Seal(KEY)) == size
    with open_file(path, Seal(KEY)) as file:
        assert file.read() == content
        assert file.seek(0, 2) == size
        for start, length in ranges:
            file.seek(start)
            assert file.read(length) == content[start : start + length]


def sealed(tmp_path: Path, content: bytes = SOUND) -> Path:
    path = tmp_path / "a.wav"
    write(path, [content], Seal(KEY))
    return path


def test_nothing_of_the_sound_lies_open(tmp_path: Path) -> None:
    path = sealed(tmp_path)
    assert is_sealed(path)
    assert bytes(range(64)) not in path.read_bytes()
    assert list(tmp_path.iterdir()) == [path], "no copy is left beside it"


def test_without_the_key_with_another_one_or_under_another_name_it_does_not_open(tmp_path: Path) -> None:
    path = sealed(tmp_path)
    for seal in (Seal(None), Seal(bytes(32))):
        with open_file(path, seal) as file, pytest.raises(CannotOpen, match="BRIDGE_FILE_KEY"):
            file.read(1)
    moved = path.rename(tmp_path / "b.wav")
    with open_file(moved, Seal(KEY)) as file, pytest.raises(CannotOpen):
        file.read(1)


def test_a_file_that_was_cut_or_changed_does_not_open(tmp_path: Path) -> None:
    path = sealed(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: 8 + 2 * (CHUNK_BYTES + 28)])
    with open_file(path, Seal(KEY)) as file, pytest.raises(CannotOpen):
        file.read()
    path.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
    with open_file(path, Seal(KEY)) as file, pytest.raises(CannotOpen):
        file.read()


def test_files_from_before_the_key_still_open(tmp_path: Path) -> None:
    SoundFiles(tmp_path, Seal(None)).write("i1/a.wav", [SOUND])
    assert SoundFiles(tmp_path, Seal(KEY)).read("i1/a.wav") == SOUND
    assert SoundFiles(tmp_path, Seal(KEY)).open("../i1/a.wav") is None


@pytest.mark.parametrize("key", [None, KEY])
def test_a_leg_is_appended_read_and_survives_a_torn_end(tmp_path: Path, key: bytes | None) -> None:
    copies = Copies(tmp_path, Seal(key))
    blocks = [Block(1_000 * index, bytes([index]) * 500) for index in range(4)]
    with_crash = copies.open("i1", "CA1")
    for block in blocks[:2]:
        with_crash.append(block)
    with_crash.close()
    path = copies.path("i1", "CA1")
    path.write_bytes(path.read_bytes()[:-3])
    again = copies.open("i1", "CA1")
    for block in blocks[2:]:
        again.append(block)
    again.sync()
    again.close()
    assert list(copies.blocks("i1", "CA1")) == [blocks[0], *blocks[2:]]
    assert copies.legs("i1") == ["CA1"]
    assert (bytes([2]) * 100 in path.read_bytes()) is (key is None)


def test_a_leg_of_another_call_does_not_open_and_a_name_with_a_path_is_refused(tmp_path: Path) -> None:
    copies = Copies(tmp_path, Seal(KEY))
    leg = copies.open("i1", "CA1")
    leg.append(Block(5, b"sound"))
    leg.close()
    copies.path("i1", "CA1").rename(copies.path("i1", "CA2"))
    with pytest.raises(CannotOpen):
        list(copies.blocks("i1", "CA2"))
    with pytest.raises(ValueError):
        copies.path("..", "CA1")
