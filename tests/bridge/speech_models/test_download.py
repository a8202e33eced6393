"""An archive over real HTTP: interrupted, gone on with, spoiled, refused; never half a file under its name."""

import hashlib
from pathlib import Path

import pytest

from bridge.speech_models.download import BLOCK_BYTES, DownloadError, download
from tests.bridge.speech_models.model_shop import NAME, Shop

DATA = bytes(range(256)) * 5000
MD5 = hashlib.md5(DATA).hexdigest()


def fetch(shop: Shop, target: Path, size: int = len(DATA), md5: str = MD5) -> list[int]:
    seen: list[int] = []
    download(f"{shop.url}/{NAME}.zip", target, size=size, md5=md5, on_progress=seen.append)
    return seen


@pytest.fixture
def target(tmp_path: Path, shop: Shop) -> Path:
    shop.offer(NAME, DATA)
    return tmp_path / "model.zip"


def test_it_is_fetched_whole_and_its_progress_is_told(shop: Shop, target: Path) -> None:
    seen = fetch(shop, target)
    assert target.read_bytes() == DATA
    assert seen == sorted(seen)
    assert seen[-1] == len(DATA)
    assert not target.with_name("model.zip.part").exists()


def test_a_connection_that_breaks_is_taken_up_where_it_stopped(shop: Shop, target: Path) -> None:
    shop.cut_after = [20 * BLOCK_BYTES + 100, 30 * BLOCK_BYTES]
    fetch(shop, target)
    assert target.read_bytes() == DATA
    assert shop.ranges == ["", f"bytes={20 * BLOCK_BYTES}-", f"bytes={50 * BLOCK_BYTES}-"]


def test_a_later_command_goes_on_from_what_was_kept(shop: Shop, target: Path) -> None:
    target.with_name("model.zip.part").write_bytes(DATA[:1000])
    seen = fetch(shop, target)
    assert shop.ranges == ["bytes=1000-"]
    assert seen[0] == 1000
    assert target.read_bytes() == DATA


def test_a_connection_that_brings_nothing_ends_with_what_is_kept(shop: Shop, target: Path) -> None:
    shop.cut_after = [30 * BLOCK_BYTES, 0]
    with pytest.raises(DownloadError, match=r"0\.5 of 1\.3 MB are kept; the same command goes on from there"):
        fetch(shop, target)
    assert not target.exists()
    fetch(shop, target)
    assert target.read_bytes() == DATA


def test_a_server_without_ranges_is_read_from_the_beginning(shop: Shop, target: Path) -> None:
    shop.takes_ranges = False
    target.with_name("model.zip.part").write_bytes(b"x" * 1000)
    fetch(shop, target)
    assert target.read_bytes() == DATA


@pytest.mark.parametrize(("size", "md5"), [(len(DATA), "0" * 32), (len(DATA) - 5, MD5)])
def test_an_archive_that_is_not_what_the_catalogue_says_is_thrown_away(
    shop: Shop, target: Path, size: int, md5: str
) -> None:
    with pytest.raises(DownloadError, match="thrown away"):
        fetch(shop, target, size, md5)
    assert list(target.parent.iterdir()) == []


def test_what_was_kept_of_another_archive_is_found_out_by_its_checksum(shop: Shop, target: Path) -> None:
    target.with_name("model.zip.part").write_bytes(b"x" * 1000)
    with pytest.raises(DownloadError, match="does not match its checksum"):
        fetch(shop, target)
    fetch(shop, target)
    assert target.read_bytes() == DATA


def test_a_refusal_is_said_with_its_number(shop: Shop, target: Path) -> None:
    shop.status = 503
    with pytest.raises(DownloadError, match="HTTP 503"):
        fetch(shop, target)


def test_an_archive_of_unknown_size_and_checksum_is_taken(shop: Shop, target: Path) -> None:
    fetch(shop, target, size=0, md5="")
    assert target.read_bytes() == DATA
