"""Every measurement still runs: very short, and without a word about how fast."""

import pytest

from tests.bench import drafting_cost, frame_cost, line_latency, speech_cost, tone_cost, webhook_rate


def test_frames_are_counted_at_the_product_and_at_the_baseline() -> None:
    found = frame_cost.measure(streams=(2,), seconds=0.4)
    streams = found["2_streams"]
    assert isinstance(streams, dict)
    assert streams["frames"] == 40


def test_the_gate_feeds_less_than_everything_and_loses_no_words() -> None:
    found = speech_cost.measure(lines=2, pause_s=3.0)
    assert found["words"] == found["baseline_words"]


def test_webhooks_are_answered_by_the_product_and_by_the_baseline() -> None:
    found = webhook_rate.measure(requests=16)
    assert found["requests_per_s"]
    assert found["baseline_requests_per_s"]


@pytest.mark.timeout(180)
def test_a_line_arrives_at_an_open_page() -> None:
    assert line_latency.measure(lines=("l13", "l12"))["lines"] == 2


def test_the_corpus_is_drafted() -> None:
    assert drafting_cost.measure(every=40)["lines"] == 171


def test_no_key_is_heard_in_the_demos_speech() -> None:
    assert tone_cost.measure()["false_keys"] == 0
