"""What `live` tells Prometheus: its own counters behind those of `web`, and only to whoever may ask."""

import asyncio

import numpy as np
import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from prometheus_client.parser import text_string_to_metric_families

from bridge.live.metrics import Figures, Heard, Metrics, exposition
from transcription.session import Session
from transcription.whole_files import messages


def figures(heard: Heard) -> Figures:
    return Figures(heard=heard, streams=2, lag_s=0.5, segments=1, held_bytes=10, restarts=3, lost_segments=4)


def values(text: bytes) -> dict[str, float]:
    return {
        sample.name + sample.labels.get("le", ""): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }


def test_frames_and_their_ages_are_summed_over_streams() -> None:
    heard = Heard()
    for late_s in (0.0, 0.1):
        session = Session("CA1")
        for number, (text, at) in enumerate(list(messages(np.zeros(1600, dtype=np.int16)))[:-1]):
            session.feed(text, 100.0 + at + (late_s if number == 5 else 0.0))
        heard.add(session)
    found = values(exposition(figures(heard)))
    assert found["bridge_media_frames_total"] == 20
    assert found["bridge_media_frame_age_seconds_bucket0.01"] == 19
    assert found["bridge_media_frame_age_seconds_count"] == 20
    assert found["bridge_recognizer_restarts_total"] == 3


@pytest.mark.parametrize(
    ("token", "host", "given", "status"),
    [
        ("", "127.0.0.1", "", 200),
        ("", "0.0.0.0", "", 401),
        ("secret", "127.0.0.1", "", 401),
        ("secret", "0.0.0.0", "Bearer secret", 200),
        ("secret", "0.0.0.0", "Bearer s\u00e9cret", 401),
    ],
)
def test_only_the_machine_itself_or_the_bearer_of_the_token_is_told(
    token: str, host: str, given: str, status: int
) -> None:
    metrics = Metrics("", token, host, lambda: figures(Heard()))
    request = make_mocked_request("GET", "/metrics", headers={"Authorization": given})

    async def ask() -> web.Response:
        return await metrics.handle(request)

    assert asyncio.run(ask()).status == status
