"""Every measurement still runs: very short, and without a word about how fast."""

import pytest

from tests.bench import (
    bars,
    drafting_cost,
    early_finals,
    frame_cost,
    gate_quality,
    ingest,
    line_failures,
    line_latency,
    missed_speech,
    overload,
    recognizer_cost,
    recognizer_failure,
    second_reading,
    speech_cost,
    tone_cost,
    webhook_rate,
)
from tests.bench.__main__ import measurements


def test_frames_are_counted_at_the_product_and_at_the_baseline() -> None:
    found = frame_cost.measure(streams=(2,), seconds=0.4)
    streams = found["2_streams"]
    assert isinstance(streams, dict)
    assert streams["frames"] == 40


def test_no_frame_of_a_few_streams_is_lost_and_their_age_is_known() -> None:
    found = ingest.measure(streams=3, seconds=0.6)
    assert (found["frames"], found["frames_lost"]) == (90, 0)
    assert found["frame_age_ms_p99"]


def test_the_gate_is_judged_over_noises_and_on_idle_lines() -> None:
    found = gate_quality.measure(lines=2, idle_s=12, snr_db=(20,))
    assert found["lost_share"] == 0.0
    assert found["baseline_idle_recognized_share"] == 1.0


def test_early_finals_are_compared_with_patient_ones() -> None:
    assert early_finals.measure(lines=2)["changed"] == 0


def test_there_are_no_more_recognizers_than_people_who_talk() -> None:
    assert recognizer_cost.most_alive(talkers=2, silent=3) <= 4


@pytest.mark.timeout(240)
def test_overload_drops_nothing_silently() -> None:
    found = overload.measure(seconds=3, most=4)
    assert (found["talkers"], found["dropped_silently"], found["lost_otherwise"]) == (4, 0, 0)


@pytest.mark.timeout(180)
def test_a_recognizer_that_dies_or_hangs_changes_no_words() -> None:
    found = recognizer_failure.measure(moments=(0.6,))
    assert (found["lines_changed"], found["segments_lost"]) == (0, 0)


@pytest.mark.timeout(180)
def test_a_dropped_socket_and_a_killed_listener_are_measured() -> None:
    assert line_failures.dropped(drops=1)["drops"] == 1
    found = line_failures.restarted(lines=3)
    assert (found["lines"], found["streams_too_many"]) == (3, 0)


def test_every_bar_names_a_measurement_and_is_judged() -> None:
    names = set(measurements(1.0, full=False))
    assert {bar.figure.split(".")[0] for bar in bars.BARS} <= names
    (row,) = bars.as_json({"gate": {"lost_share": 0.002, "baseline_lost_share": 0.1}})
    assert (row["met"], row["baseline"]) == (False, 0.1)
    assert "| MISSED |" in bars.as_table({"gate": {"lost_share": 0.002}})


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


def test_live_lines_are_decoded_beside_a_second_transcript() -> None:
    assert second_reading.measure(rounds=1)["ratio"]


def test_missed_speech_is_looked_for() -> None:
    assert missed_speech.measure(lines=3)["stretches"] == 3


def test_the_corpus_is_drafted() -> None:
    assert drafting_cost.measure(every=50)["lines"] == 161


def test_no_key_is_heard_in_the_demos_speech() -> None:
    assert tone_cost.measure()["false_keys"] == 0
