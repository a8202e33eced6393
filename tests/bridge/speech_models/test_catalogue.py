"""The catalogue: what it may say, and what is made of a mistake."""

import json

import pytest
from hypothesis import given, strategies as st

from bridge.speech_models.catalogue import CatalogueError, model_named, parse_catalogue, read_catalogue
from tests.bridge.speech_models.model_shop import NAME, Shop


def test_models_for_speech_are_read_with_size_and_checksum(shop: Shop) -> None:
    shop.offer(NAME, b"abc")
    shop.offer("vosk-model-de-0.21", b"large", lang="de", lang_text="German", type="big", obsolete="true")
    shop.offer("vosk-model-spk-0.4", b"who speaks", lang="all", type="spk")
    german, english = read_catalogue(shop.url)
    assert (german.name, german.obsolete, german.small, german.language) == ("vosk-model-de-0.21", True, False, "de")
    assert (english.size, english.md5) == (3, "900150983cd24fb0d6963f7d28e17f72")
    assert model_named([english], NAME) == english


@pytest.mark.parametrize(
    "name", ["../vosk-model-x", "vosk-model-../x", "vosk-model-a/b", "vosk-model-", "x", "vosk-model-.x"]
)
def test_a_name_that_is_no_plain_folder_is_left_out(name: str) -> None:
    assert parse_catalogue(json.dumps([{"name": name, "size": 1}]).encode()) == []


def test_an_unknown_name_brings_the_ones_that_come_close(shop: Shop) -> None:
    shop.offer("vosk-model-small-en-us-0.15", b"a")
    shop.offer("vosk-model-en-us-0.22", b"b")
    with pytest.raises(CatalogueError, match=r"no model 'vosk-model-en-us-0.21'.*mean vosk-model-en-us-0.22"):
        model_named(read_catalogue(shop.url), "vosk-model-en-us-0.21")


def test_a_catalogue_that_is_away_or_strange_is_said_in_words(shop: Shop) -> None:
    with pytest.raises(CatalogueError, match=r"cannot be fetched .*HTTPError.*models use FOLDER"):
        read_catalogue(f"{shop.url}/nowhere")
    with pytest.raises(CatalogueError, match="a form that this version does not know"):
        parse_catalogue(b'{"models": []}')


@given(
    st.binary(max_size=60)
    | st.recursive(st.none() | st.booleans() | st.text(max_size=9) | st.integers(), st.lists).map(
        lambda value: json.dumps([{"name": NAME, "size": value, "md5": value}]).encode()
    )
)
def test_no_list_makes_it_stumble(data: bytes) -> None:
    try:
        found = parse_catalogue(data)
    except CatalogueError:
        return
    assert all(model.size >= 0 for model in found)
