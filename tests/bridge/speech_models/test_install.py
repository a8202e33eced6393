"""Installing: safe unpacking, room on the disk, the test before the name; and which model is chosen."""

import shutil
import stat
import zipfile
from pathlib import Path

import pytest

from bridge.settings import Settings
from bridge.speech_models import install as installing
from bridge.speech_models.catalogue import model_named, read_catalogue
from bridge.speech_models.chosen import choose, chosen_model, installed, models_dir
from bridge.speech_models.install import BadArchive, InstallError, unpack
from bridge.speech_models.self_test import sample, self_test
from tests.bridge.speech_models.model_shop import NAME, Shop, zipped
from transcription.models import BUILT_IN_PATH, ModelError


def install(shop: Shop, folder: Path) -> Path:
    model = model_named(read_catalogue(shop.url), NAME)
    return installing.install(model, shop.url, folder, on_progress=lambda _have: None, tell=lambda _words: None)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".lock"))


def test_a_model_is_installed_tested_and_used(shop: Shop, tmp_path: Path) -> None:
    shop.offer_the_built_in_model(tmp_path)
    settings = Settings(data_dir=tmp_path / "data", model_catalogue_url=shop.url)
    path = install(shop, models_dir(settings))
    assert left_in(path.parent) == [NAME]
    heard = self_test(path, sample(), 8_000).heard
    assert heard is not None
    assert heard.text == "hello this is david i am the incident commander"
    assert [model.path for model in installed(settings)] == [BUILT_IN_PATH, path]
    assert chosen_model(settings).is_demonstration
    choose(settings, NAME)
    assert chosen_model(settings).path == path
    assert not chosen_model(settings).is_demonstration
    assert chosen_model(Settings(data_dir=settings.data_dir, vosk_model="/other")).path == Path("/other")
    choose(settings, "built-in")
    assert chosen_model(settings).is_demonstration


def test_installing_what_is_there_fetches_nothing(shop: Shop, tmp_path: Path) -> None:
    shop.offer(NAME, b"never fetched")
    (tmp_path / NAME).mkdir()
    assert install(shop, tmp_path) == tmp_path / NAME
    assert shop.ranges == []


def test_a_model_that_cannot_hear_a_telephone_gets_no_name(shop: Shop, tmp_path: Path) -> None:
    spoiled = tmp_path / "spoiled"
    shutil.copytree(BUILT_IN_PATH, spoiled)
    (spoiled / "am" / "final.mdl").write_bytes(b"\x00" * 100)
    shop.offer(NAME, zipped(spoiled, tmp_path / "a.zip"))
    with pytest.raises(ModelError, match="cannot decode 8 kHz"):
        install(shop, tmp_path / "models")
    assert not (tmp_path / "models" / NAME).exists()
    assert left_in(tmp_path / "models") == [f"{NAME}.zip"]


@pytest.mark.parametrize(
    "member",
    [f"{NAME}/../../out", "/etc/out", "out", f"{NAME}\\..\\out", f"{NAME}/../out"],
)
def test_an_archive_that_reaches_outside_of_its_folder_is_not_unpacked(tmp_path: Path, member: str) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr(f"{NAME}/am/final.mdl", "x")
        opened.writestr(member, "x")
    with pytest.raises(BadArchive, match="outside of its folder"):
        unpack(archive, NAME, tmp_path / "into")
    assert left_in(tmp_path) == ["a.zip"]


def test_a_link_in_an_archive_is_not_made(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    link = zipfile.ZipInfo(f"{NAME}/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr(link, "/etc/passwd")
    with pytest.raises(BadArchive):
        unpack(archive, NAME, tmp_path / "into")


def test_an_archive_that_is_none_is_thrown_away_so_that_the_next_try_fetches_it(shop: Shop, tmp_path: Path) -> None:
    shop.offer(NAME, b"this is no archive")
    with pytest.raises(BadArchive, match="cannot be unpacked"):
        install(shop, tmp_path)
    assert left_in(tmp_path) == []


def test_a_disk_without_room_is_said_before_anything_is_fetched(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.offer(NAME, b"x", size=4_000_000_000)
    monkeypatch.setattr(installing, "LEFT_FREE_BYTES", 2**60)
    with pytest.raises(InstallError, match=r"GiB are needed .* are free\. Make room"):
        install(shop, tmp_path)
    assert shop.ranges == []


def test_a_rate_that_a_model_does_not_take_is_told_and_not_fatal(tmp_path: Path) -> None:
    spoiled = tmp_path / "model"
    shutil.copytree(BUILT_IN_PATH, spoiled)
    settings = (spoiled / "conf" / "mfcc.conf").read_text()
    wide = settings.replace("frequency=8000", "frequency=16000").replace("high-freq=3700", "high-freq=7600")
    (spoiled / "conf" / "mfcc.conf").write_text(wide)
    narrow = self_test(spoiled, sample(), 8_000)
    assert narrow.heard is None
    assert "expected 16000, got 8000" in narrow.why
    assert self_test(spoiled, sample(), 16_000).heard is not None
