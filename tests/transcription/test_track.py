"""Frames on the stream's clock: gaps, repeats, disorder, odd sizes, and the way to UTC."""

from hypothesis import given, strategies as st

from transcription.g711 import SILENT_FRAME
from transcription.media_stream import Media
from transcription.track import MAX_GAP_MS, REANCHOR_AFTER, Track


def sound(number: int) -> bytes:
    return bytes([number % 251]) * 160


def message(number: int, timestamp_ms: int | None = None) -> Media:
    return Media("inbound", number + 1, number * 20 if timestamp_ms is None else timestamp_ms, sound(number))


def placed(track: Track, messages: list[Media]) -> list[tuple[int, bytes]]:
    return [(frame.start_ms, frame.mulaw) for each in messages for frame in track.place(each)]


def test_frames_in_order_pass_at_once() -> None:
    assert placed(Track(), [message(n) for n in range(4)]) == [(n * 20, sound(n)) for n in range(4)]


def test_a_repeated_message_is_dropped() -> None:
    track = Track()
    assert placed(track, [message(0), message(1), message(1), message(0), message(2)]) == [
        (n * 20, sound(n)) for n in range(3)
    ]
    assert track.dropped == 2


def test_two_messages_in_the_wrong_order_are_put_right() -> None:
    order = [0, 2, 1, 3, 5, 4, 6]
    assert placed(Track(), [message(n) for n in order]) == [(n * 20, sound(n)) for n in range(7)]


def test_a_gap_becomes_silence() -> None:
    track = Track()
    messages = [message(0), Media("inbound", 2, 100, sound(5)), Media("inbound", 3, 120, sound(6))]
    assert placed(track, messages) == [
        (0, sound(0)),
        *((ms, SILENT_FRAME) for ms in (20, 40, 60, 80)),
        (100, sound(5)),
        (120, sound(6)),
    ]
    assert track.filled_ms == 80


def test_a_lost_message_becomes_silence_once_three_later_ones_are_there() -> None:
    assert placed(Track(), [message(n) for n in (0, 2, 3, 4, 5, 6)]) == [
        (n * 20, SILENT_FRAME if n == 1 else sound(n)) for n in range(7)
    ]


def test_a_gap_of_minutes_is_a_discontinuity_and_not_minutes_of_zeros() -> None:
    track = Track()
    track.place(message(0))
    frames = track.place(Media("inbound", 2, 20 + MAX_GAP_MS + 3_600_000, sound(1)))
    assert [(frame.start_ms, frame.follows) for frame in frames] == [(20 + MAX_GAP_MS + 3_600_000, False)]


def test_a_clock_that_was_set_back_is_followed_after_half_a_second() -> None:
    track = Track()
    track.place(message(0, 500_000))
    frames = [frame for n in range(REANCHOR_AFTER + 3) for frame in track.place(message(n))]
    assert frames[0].start_ms == (REANCHOR_AFTER - 1) * 20
    assert not frames[0].follows
    assert [frame.follows for frame in frames[1:]] == [True] * 3


def test_payloads_of_other_sizes_are_cut_into_frames() -> None:
    track = Track()
    data = bytes(range(250)) * 4
    messages = [Media("inbound", n + 1, n * 12, data[n * 96 : n * 96 + 96]) for n in range(10)]
    frames = [frame for each in messages for frame in track.place(each)]
    assert b"".join(frame.mulaw for frame in frames) == data[:960]
    assert [frame.start_ms for frame in frames] == [n * 20 for n in range(6)]


def test_utc_follows_the_quickest_message() -> None:
    track = Track()
    for number, delay_s in enumerate((0.25, 0.08, 0.3, 0.05, 0.4)):
        track.observe(message(number), 1_000.0 + number * 0.02 + delay_s)
    assert abs(track.epoch_s(40) - 1_000.09) < 1e-6


def test_the_way_to_utc_is_certain_once_no_message_has_come_quicker_for_a_while() -> None:
    track = Track()
    for number in range(100):
        late_s = 0.3 if number < 60 else 0.002
        track.observe(message(number), 1000.0 + number * 0.02 + late_s)
        assert track.certain_for_ms == (number if number < 60 else number - 60) * 20
    assert abs(track.first_s - 1000.002) < 0.001


def test_utc_forgets_an_old_estimate_when_clocks_drift_apart() -> None:
    track = Track()
    for second in range(600):
        track.observe(message(second, second * 1000), 1_000.0 + second * 1.0001)
    assert abs(track.epoch_s(599_000) - (1_000.0 + 599 * 1.0001)) < 0.013


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 400)), max_size=60), st.data())
def test_frames_always_go_forward_and_stay_on_the_grid_of_twenty(
    pairs: list[tuple[int, int]], data: st.DataObject
) -> None:
    track = Track()
    last_ms = -20
    for number, (step, size) in enumerate(pairs):
        timestamp_ms = data.draw(st.integers(0, 3_000)) if step % 7 == 0 else number * 20 + step
        for frame in track.place(Media("inbound", number, timestamp_ms, b"\x01" * size)):
            assert len(frame.mulaw) == 160
            if frame.follows:
                assert frame.start_ms > last_ms
            last_ms = frame.start_ms
