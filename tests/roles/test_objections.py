"""Strong objections: asked aloud, ten seconds, one key; the result in the guide's form and never as counts."""

import re

import pytest
from story import ANA, DEV, MAX, OMAR, Story, call_sid, with_command

from bridge.read_model.questions import questions
from roles import commands as c, events as e
from roles.incident import evolve
from roles.next_step import KeyMenu, next_step
from roles.people import CARRIER, Actor, Person
from roles.refusals import Refused
from roles.rounds.objections import result_words

SID = call_sid("omar")
QUESTION = "we roll back"


def polled(question: str = QUESTION) -> Story:
    story = with_command()
    story.on_the_line(MAX)
    story.do(c.AskObjections(question=question, executor="Omar"), DEV)
    asked_aloud(story)
    return story


def asked_aloud(story: Story) -> None:
    """Everything that waited was said to its end, the question last."""
    while found := [a for a in story.incident.announcements.waiting if a.call_sid == "" and a.sent_at is not None]:
        story.do(c.ReportAnnouncementEnd(number=found[0].number), CARRIER)


def result(story: Story) -> e.ObjectionsClosed:
    (closed,) = [event for event in story.events if isinstance(event, e.ObjectionsClosed)]
    return closed


def test_nobody_objects_and_who_asked_proceeds_which_the_commander_hears_privately() -> None:
    story = polled()
    assert story.said()[-1] == "Any strong objections to: we roll back? Press star, then 1 to object."
    story.ticks(9)
    assert not any(isinstance(event, e.ObjectionsClosed) for event in story.events)
    story.ticks(2)
    words = "Polled for strong objections for: we roll back. Hearing none, we are proceeding. Omar to execute."
    assert result_words(story.incident, result(story)) == words
    assert story.said(ANA)[-1] == words
    assert words not in story.said()
    assert story.said(OMAR) == []


@pytest.mark.parametrize("key", ["1", "9"])
def test_who_objects_by_key_is_named_and_no_number_is(key: str) -> None:
    story = polled()
    story.presses_star(SID)
    step = next_step(story.incident, story.leg(OMAR))
    assert isinstance(step, KeyMenu)
    assert step.question == "Any strong objections to: we roll back?"
    assert story.keys_in_menu(SID, key) == "Your objection is noted."
    story.do(c.AnswerObjections(objects=False), MAX)
    story.joined(SID)
    story.ticks(12)
    words = result_words(story.incident, result(story))
    assert words == "Polled for strong objections for: we roll back. Omar Haddad objects."
    assert not re.search(r"\d", words)


def test_somebody_who_has_the_question_before_them_is_waited_for_but_not_for_ever() -> None:
    story = polled()
    story.ticks(8)
    story.presses_star(SID)
    story.ticks(5)
    assert story.incident.poll is not None
    assert story.incident.poll.open
    story.keys_in_menu(SID, "1")
    story.joined(SID)
    story.ticks(1)
    assert result(story).objectors == ("omar",)


def test_a_key_after_the_window_is_told_what_to_do_instead() -> None:
    story = polled()
    story.keys(SID, "*")
    story.ticks(9)
    story.presses_star(SID, "m2")
    story.ticks(3)
    assert story.keys_in_menu(SID, "9") == "Nothing is polled now."


def test_a_key_for_one_poll_does_not_answer_the_next() -> None:
    story = polled()
    story.presses_star(SID)
    story.ticks(11)
    over = e.ObjectionsClosed(at=story.now, question=QUESTION, by="dev", objectors=())
    story.incident = evolve(story.incident, over)
    story.do(c.AskObjections(question="something else"), DEV)
    assert story.keys_in_menu(SID, "2") == "That poll is over."
    assert story.incident.poll is not None
    assert story.incident.poll.waits_for("omar")


def test_the_last_word_of_a_person_counts() -> None:
    story = polled()
    story.do(c.AnswerObjections(objects=True), OMAR)
    story.do(c.AnswerObjections(objects=False), OMAR)
    story.ticks(12)
    assert result(story).objectors == ()


def test_a_responder_may_not_ask_and_two_polls_are_never_open_at_once() -> None:
    story = polled()
    with pytest.raises(Refused, match="strong objections"):
        story.do(c.AskObjections(), OMAR)
    with pytest.raises(Refused, match="open already"):
        story.do(c.AskObjections(), ANA)


@pytest.mark.parametrize("person", [ANA, DEV])
def test_the_commander_or_the_deputy_asks_by_key_about_what_they_just_proposed(person: Person) -> None:
    story = with_command()
    assert story.keys(call_sid(person.person_id), "07") == "The poll is open."
    asked_aloud(story)
    story.presses_star(SID)
    step = next_step(story.incident, story.leg(OMAR))
    assert isinstance(step, KeyMenu)
    assert step.question == f"Any strong objections to what {person.name} proposed?"
    story.ticks(22)
    words = f"Polled for strong objections for what {person.name} just proposed. Hearing none, we are proceeding."
    assert result_words(story.incident, result(story)) == words
    assert story.said(person)[-1] == words


def test_the_window_opens_when_the_question_has_been_said_and_not_when_it_was_ordered() -> None:
    story = with_command()
    story.do(c.AskObjections(question=QUESTION), DEV)
    story.ticks(15)
    assert story.incident.poll is not None
    assert story.incident.poll.open
    asked_aloud(story)
    story.ticks(9)
    assert story.incident.poll.open
    story.do(c.AnswerObjections(objects=True), OMAR)
    story.ticks(1)
    assert result(story).objectors == ("omar",)


def test_a_question_whose_end_is_never_told_closes_all_the_same() -> None:
    story = with_command()
    story.do(c.AskObjections(question=QUESTION), DEV)
    story.ticks(61)
    assert result(story).objectors == ()


def test_an_old_log_counts_from_the_question_itself() -> None:
    story = with_command()
    asked = e.ObjectionsAsked(at=story.now, question=QUESTION, by="dev")
    story.incident = evolve(story.incident, asked)
    story.ticks(11)
    assert result(story).question == QUESTION


def test_the_end_of_the_call_closes_the_poll_and_the_log_says_that_it_was_cut_off() -> None:
    story = polled()
    story.do(c.EndCall(), ANA)
    assert result(story).cut_off
    words = "Polled for strong objections for: we roll back. The call ended before anybody could answer."
    assert result_words(story.incident, result(story)) == words


def test_an_observer_is_neither_asked_nor_heard() -> None:
    story = polled()
    story.do(c.SetObserver(person_id="omar", observer=True), DEV)
    with pytest.raises(Refused, match="You listen only"):
        story.do(c.AnswerObjections(objects=True), OMAR)
    assert questions(story.incident, Actor(person_id="omar")) == []
    story.presses_star(SID)
    step = next_step(story.incident, story.leg(OMAR))
    assert isinstance(step, KeyMenu)
    assert step.question == ""
    assert dict(step.options)["9"] == "raise hand"


def test_no_objection_by_key_is_an_answer_and_the_question_does_not_come_again() -> None:
    story = polled()
    assert story.keys(SID, "2") == "Noted: no objection."
    assert story.incident.poll is not None
    assert story.incident.poll.answers == {"omar": False}
    story.ticks(12)
    assert result(story).objectors == ()
