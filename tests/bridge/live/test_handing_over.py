"""Until when the old process takes a leg's sound: in a pause, not in a word; and what the new one keeps meanwhile."""

from dataclasses import dataclass, field

import pytest

from bridge.live.handing_over import BREATH_AFTER_S, LOOK_BACK_S, NOT_LATER_S, QUIET_S, end_of
from bridge.live.held_sound import AT_MOST_S, MOST, Held

SINCE = 1000.0


@dataclass
class HeardUntil:
    until_s: float


@dataclass
class Said:
    """A session as the decision sees it."""

    until_s: float
    quiet_since_s: float | None
    frames_in: int = 1
    track: HeardUntil = field(init=False)

    def __post_init__(self) -> None:
        self.track = HeardUntil(self.until_s)


@dataclass
class Leg:
    session: Said
    window: object = None


def end(now_s: float, quiet_since_s: float | None, window: object = None, behind_s: float = 0.0) -> float | None:
    leg = Leg(Said(now_s - behind_s, quiet_since_s), window)
    return end_of(leg, SINCE, now_s)  # type: ignore[arg-type]


def test_a_leg_that_is_silent_is_handed_over_as_soon_as_the_new_stream_covers_the_look_back() -> None:
    assert end(SINCE + LOOK_BACK_S - 0.02, quiet_since_s=0.0) is None
    assert end(SINCE + LOOK_BACK_S + 0.02, quiet_since_s=0.0) == pytest.approx(SINCE + 0.02)


def test_who_speaks_keeps_the_old_process() -> None:
    assert end(SINCE + BREATH_AFTER_S + 3, quiet_since_s=None) is None


def test_a_short_pause_is_no_moment_to_hand_over_at_first() -> None:
    now = SINCE + 3
    assert end(now, quiet_since_s=now - QUIET_S + 0.1) is None
    assert end(now, quiet_since_s=now - QUIET_S - 0.1) == now - LOOK_BACK_S


def test_who_makes_no_pause_is_cut_where_they_breathe() -> None:
    now = SINCE + BREATH_AFTER_S + 1
    assert end(now, quiet_since_s=now - 0.2) == pytest.approx(now - 0.1)


def test_who_never_breathes_is_cut_at_last() -> None:
    now = SINCE + NOT_LATER_S
    assert end(now, quiet_since_s=None) == now


def test_sound_that_is_left_on_purpose_is_taken_to_its_end_first() -> None:
    assert end(SINCE + 5, quiet_since_s=0.0, window=object()) is None


def test_a_line_whose_carrier_sends_nothing_in_silence_is_handed_over_too() -> None:
    assert end(SINCE + 2.5, quiet_since_s=0.0, behind_s=30.0) == SINCE


def test_what_is_kept_has_a_bound_and_never_loses_the_start_of_the_stream() -> None:
    held = Held("tap-1", SINCE)
    held.take("start", SINCE)
    for number in range(MOST + 200):
        held.take(str(number), SINCE)
    assert len(held.messages) <= MOST
    assert held.messages[0][0] == "start"
    assert held.messages[-1][0] == str(MOST + 199)


def test_a_process_that_does_not_hand_over_is_given_up_once() -> None:
    held = Held("tap-1", SINCE)
    assert not held.is_too_old(SINCE + AT_MOST_S)
    assert held.is_too_old(SINCE + AT_MOST_S + 1)
    held.given_up = True
    assert not held.is_too_old(SINCE + AT_MOST_S + 2)
