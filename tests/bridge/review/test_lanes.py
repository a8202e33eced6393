"""The picture: moments keep their order, speech is joined, closed times never overlap the open ones."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, strategies as st

from bridge.review.lanes import JOINED_WITHIN, LEAST_CLOSED, Scale, closed_between, joined
from roles.record.hearing import Interval

START = datetime(2026, 11, 23, 3, tzinfo=UTC)
END = START + timedelta(minutes=10)
moments = st.integers(-60, 900).map(lambda seconds: START + timedelta(seconds=seconds))
spans = st.lists(st.tuples(moments, st.integers(0, 40).map(lambda seconds: timedelta(seconds=seconds))), max_size=30)


@given(found=st.lists(moments, min_size=2))
def test_moments_keep_their_order_and_stay_on_the_picture(found: list[datetime]) -> None:
    scale = Scale(START, END)
    places = [scale.x(moment) for moment in sorted(found)]
    assert places == sorted(places)
    assert all(0 <= x <= 100 for x in places)


@given(start=moments, length_s=st.integers(0, 900))
def test_a_block_is_seen_and_ends_on_the_picture(start: datetime, length_s: int) -> None:
    block = Scale(START, END).block(start, start + timedelta(seconds=length_s))
    assert block.width > 0
    assert block.x >= 0
    assert block.x + block.width <= 100.001


def test_a_call_of_no_length_has_a_picture() -> None:
    assert Scale(START, START).x(START) == 0


@given(said=spans)
def test_joined_speech_keeps_every_word_and_leaves_only_real_pauses(
    said: list[tuple[datetime, timedelta]],
) -> None:
    ordered = sorted((start, start + length) for start, length in said)
    found = joined(ordered, JOINED_WITHIN)
    assert all(any(since <= start and end <= until for since, until in found) for start, end in ordered)
    assert all(after[0] - before[1] >= JOINED_WITHIN for before, after in pairwise(found))


@given(edges=st.lists(moments, unique=True, max_size=12), open_at_the_end=st.booleans())
def test_closed_times_lie_between_the_open_ones(edges: list[datetime], open_at_the_end: bool) -> None:
    ordered = sorted(edges)
    intervals = [Interval(*pair) for pair in zip(ordered[::2], ordered[1::2], strict=False)]
    if open_at_the_end and len(ordered) % 2:
        intervals.append(Interval(ordered[-1]))
    closed = closed_between(intervals, START, END)
    for since, until in closed:
        assert START <= since < until <= END
        assert until - since >= LEAST_CLOSED
        assert all(
            (interval.end is not None and interval.end <= since) or until <= interval.start for interval in intervals
        )
    covered = sum((until - since for since, until in closed), timedelta())
    heard = sum(
        (max(min(i.end or END, END) - max(i.start, START), timedelta()) for i in intervals),
        timedelta(),
    )
    assert END - START - heard - covered < LEAST_CLOSED * (len(intervals) + 1)
