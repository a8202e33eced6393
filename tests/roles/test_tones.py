"""Keys heard as tones: the same effects as the plain menu names, for a leg that may be heard, and nothing deeper."""

from datetime import timedelta

import pytest
from story import DEV, OMAR, Story, call_sid, with_command

from roles import commands as c, events as e

SID = call_sid("omar")


def hears(story: Story, key: str, after_s: float = 5.0) -> list[e.Event]:
    story.later(after_s)
    return story.do(c.PressTone(call_sid=SID, key=key, pressed_at=story.now))


def test_a_tone_answers_the_roll_call_and_the_person_alone_hears_what_was_noted() -> None:
    story = with_command()
    story.do(c.StartRollCall(roll_call_id="r1"), DEV)
    hears(story, "3")
    assert story.incident.roll_calls[-1].answers["omar"].answer == "need_help"
    assert story.said(OMAR)[-1] == "Noted: here, and you need help."
    assert story.leg(OMAR).keys_seen


def test_a_tone_marks_and_raises_the_hand_like_the_key() -> None:
    story = with_command()
    hears(story, "3")
    hears(story, "9")
    assert len(story.incident.marks) == 1
    assert "omar" in story.incident.floor.hands


@pytest.mark.parametrize("key", ["8", "0", "6"])
def test_what_needs_a_second_key_asks_for_the_star(key: str) -> None:
    story = with_command()
    story.on_the_line(OMAR, number=2)
    story.do(c.PressTone(call_sid=call_sid("dev"), key=key, pressed_at=story.now + timedelta(seconds=9)))
    assert not any(isinstance(event, e.TonePressed) for event in story.events)
    assert story.said(DEV)[-1] == "Press star first for that."


def test_a_star_and_a_key_keyed_fast_act_once_however_late_the_news_of_the_leave_is() -> None:
    story = with_command()
    hears(story, "*")
    assert hears(story, "3", after_s=0.2) == []
    story.presses_star(SID)
    story.keys_in_menu(SID, "3")
    assert len(story.incident.marks) == 1
    story.joined(SID)
    hears(story, "3")
    assert len(story.incident.marks) == 2


def test_tones_of_a_muted_or_stepped_out_leg_and_just_after_its_return_do_nothing() -> None:
    story = with_command()
    assert hears(story, "3", after_s=-1) == []
    story.do(c.MuteLeg(call_sid=SID, muted=True), DEV)
    assert hears(story, "3") == []
    story.do(c.MuteLeg(call_sid=SID, muted=False), DEV)
    story.presses_star(SID)
    assert hears(story, "3") == []
    story.presses(SID, "")
    story.joined(SID)
    assert story.do(c.PressTone(call_sid=SID, key="3", pressed_at=story.now + timedelta(seconds=1))) == []


def test_a_tone_that_the_menu_does_not_name_does_nothing() -> None:
    story = with_command()
    assert hears(story, "1") == []
    assert hears(story, "#") == []
