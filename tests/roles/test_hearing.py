"""Rule 6: when a leg may be heard, and that no word from a closed interval passes."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, strategies as st
from story import CONFERENCE, DEV, OMAR, START, Story, call_sid, with_command

from roles import commands as c
from roles.record.hearing import MARGIN, Hearing

SID = call_sid("omar")


def heard(story: Story) -> bool:
    return story.incident.hearing.is_open(SID)


def mute(story: Story) -> None:
    story.do(c.MuteLeg(call_sid=SID, muted=True), DEV)


def hold(story: Story) -> None:
    story.do(c.HoldLeg(call_sid=SID, hold=True), DEV)


def remove(story: Story) -> None:
    story.do(c.RemoveLeg(call_sid=SID, reason="x"), DEV)


def star(story: Story) -> None:
    story.presses_star(SID)


def leave(story: Story) -> None:
    story.leaves(SID)


def end(story: Story) -> None:
    story.do(c.EndCall(), DEV)


def room_ends(story: Story) -> None:
    story.do(c.ReportConferenceEnd(conference_sid=CONFERENCE, reason="x", occurred_at=story.now))


@pytest.mark.parametrize("closing", [mute, hold, remove, star, leave, end, room_ends])
def test_the_gate_closes_with_the_order_or_the_news(closing: object) -> None:
    story = with_command()
    assert heard(story)
    closing(story)  # type: ignore[operator]
    assert not heard(story)


def test_the_gate_opens_only_when_the_carrier_confirms() -> None:
    story = with_command()
    mute(story)
    story.muted_news(SID, muted=True)
    story.do(c.MuteLeg(call_sid=SID, muted=False), DEV)
    assert not heard(story), "ordered is not confirmed"
    story.muted_news(SID, muted=False)
    assert heard(story)


def test_a_leg_without_consent_and_a_leg_in_the_lobby_are_never_heard() -> None:
    story = with_command()
    leg = story.dials(None)
    assert not story.incident.hearing.is_open(leg.call_sid)
    story.do(c.AdmitLeg(call_sid=leg.call_sid), DEV)
    story.do(c.AnswerConsent(call_sid=leg.call_sid, given=False, wording="w"))
    assert not story.incident.hearing.is_open(leg.call_sid)


def test_after_the_menu_the_gate_opens_with_the_join_and_not_before() -> None:
    story = with_command()
    star(story)
    story.presses(SID, "")
    assert not heard(story)
    story.joined(SID)
    assert heard(story)
    assert story.leg(OMAR).may_be_heard


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


@given(
    changes=st.lists(st.integers(0, 1000), unique=True, min_size=1, max_size=12).map(sorted),
    start=st.integers(-100, 1200),
    length=st.integers(0, 60),
)
def test_sound_is_allowed_exactly_inside_an_open_interval_narrowed_on_both_sides(
    changes: list[int], start: int, length: int
) -> None:
    hearing = Hearing()
    for index, second in enumerate(changes):
        hearing = hearing.changed(SID, index % 2 == 0, at(second))
    intervals = [(a, changes[i + 1] if i + 1 < len(changes) else 10**6) for i, a in enumerate(changes) if i % 2 == 0]
    margin = MARGIN.total_seconds()
    expected = any(a + margin <= start and start + length <= b - margin for a, b in intervals)
    assert hearing.allows(SID, at(start), at(start + length)) == expected
