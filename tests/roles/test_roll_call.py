"""The roll call: who is asked, who answered, who is missing."""

import pytest
from story import ANA, DEV, MAX, OMAR, Story, with_command

from roles import commands as c, events as e
from roles.refusals import Refused


def start(story: Story) -> None:
    story.do(c.StartRollCall(roll_call_id="r1"), DEV)


def test_everybody_who_was_on_the_call_and_the_required_are_asked_but_not_the_caller_of_the_roll() -> None:
    story = Story().opened(MAX)
    for person in (ANA, DEV, OMAR):
        story.on_the_line(person)
    start(story)
    assert story.incident.roll_call is not None
    assert set(story.incident.roll_call.asked) == {"max", "ana", "omar"}


def test_star_and_a_key_answer_the_roll_call() -> None:
    story = with_command()
    start(story)
    sid = story.leg(OMAR).call_sid
    story.presses_star(sid)
    found = story.presses(sid, "3")
    assert [event.spoken for event in found if isinstance(event, e.KeyPressed)] == ["Noted: here, and you need help."]
    assert story.incident.roll_calls[-1].answers["omar"].answer == "need_help"


def test_whoever_does_not_answer_is_listed_once_when_the_time_is_up() -> None:
    story = with_command()
    start(story)
    story.do(c.AnswerRollCall(person_id="omar", answer="healthy"), OMAR)
    assert not [event for event in story.later(19).do(c.Tick()) if isinstance(event, e.RollCallGapsFound)]
    gaps = [event for event in story.later(1).do(c.Tick()) if isinstance(event, e.RollCallGapsFound)]
    assert [event.missing for event in gaps] == [("ana",)]
    assert not [event for event in story.later(5).do(c.Tick()) if isinstance(event, e.RollCallGapsFound)]


def test_the_deputy_marks_somebody_present_and_the_log_says_who_did() -> None:
    story = with_command()
    start(story)
    story.do(c.AnswerRollCall(person_id="omar", answer="healthy"), DEV)
    assert story.incident.roll_calls[-1].answers["omar"].by == "dev"


def test_a_responder_does_not_answer_for_somebody_else() -> None:
    story = with_command()
    start(story)
    with pytest.raises(Refused, match="answer the roll call for others"):
        story.do(c.AnswerRollCall(person_id="ana", answer="healthy"), OMAR)


def test_the_roll_call_closes_itself_when_everybody_answered() -> None:
    story = with_command()
    start(story)
    story.do(c.AnswerRollCall(person_id="omar", answer="healthy"), OMAR)
    story.do(c.AnswerRollCall(person_id="ana", answer="not_healthy"), ANA)
    assert story.incident.roll_call is None
    assert story.incident.roll_calls[-1].closed_at == story.now


def test_the_same_answer_twice_is_one_and_another_answer_counts() -> None:
    story = with_command()
    start(story)
    story.do(c.AnswerRollCall(person_id="omar", answer="healthy"), OMAR)
    assert story.do(c.AnswerRollCall(person_id="omar", answer="healthy"), OMAR) == []
    story.do(c.AnswerRollCall(person_id="omar", answer="need_help"), OMAR)
    assert story.incident.roll_calls[-1].answers["omar"].answer == "need_help"


def test_a_new_roll_call_closes_the_one_before() -> None:
    story = with_command()
    start(story)
    story.do(c.StartRollCall(roll_call_id="r2"), DEV)
    assert [roll_call.open for roll_call in story.incident.roll_calls] == [False, True]


def test_an_answer_that_is_no_answer_is_refused_with_the_answers_that_exist() -> None:
    story = with_command()
    start(story)
    with pytest.raises(Refused, match="healthy, not_healthy or need_help"):
        story.do(c.AnswerRollCall(person_id="omar", answer="fine"), OMAR)
