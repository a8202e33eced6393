"""The catalogue on the loopback."""

from collections.abc import Iterator

import pytest

from tests.bridge.speech_models.model_shop import Shop, ShopServer


@pytest.fixture
def shop() -> Iterator[Shop]:
    server = ShopServer(Shop())
    yield server.shop
    server.stop()
