"""The brief: at most twenty seconds, the most important first, whatever people write into titles, names and tasks."""

from hypothesis import given, strategies as st
from story import ANA, DEV, OMAR, Story, with_command

from roles import commands as c
from roles.brief import MOST_WORDS, brief
from roles.next_step import JoinRoom, KeyMenu, SayGoodbye, next_step

text = st.text(alphabet="ab c", min_size=1, max_size=120).filter(lambda found: found.split())


def test_a_brief_with_everything_names_state_commander_tasks_and_the_next_update() -> None:
    story = with_command()
    story.do(c.StartTimeBox(box_id="b", task="roll back the last deploy", owner="omar", minutes=5), ANA)
    story.do(c.SetCadence(minutes=30), ANA)
    story.later(120)
    words = brief(story.incident, story.now)
    assert words == (
        "Severity 1. Checkout fails. 2 minutes since it was opened. Ana Ruiz is in command. Dev Rao is deputy. "
        "Omar Haddad: roll back the last deploy. Next update in 28 minutes. 3 people are on the line."
    )


def test_when_everything_is_long_the_least_important_is_left_out() -> None:
    story = with_command()
    story.do(c.DescribeIncident(title=" ".join("abcdefghijklmnopqrstuvwxyzabcdefgh")), ANA)
    for person in (ANA, DEV, OMAR):
        story.do(c.RenamePerson(person_id=person.person_id, name="one two three four five six"), person)
    for number in range(3):
        task = "look at each of the disks of every database now"
        story.do(c.StartTimeBox(box_id=f"b{number}", task=task, owner="omar", minutes=5), ANA)
    story.do(c.SetCadence(minutes=30), ANA)
    words = brief(story.incident, story.now)
    assert words == (
        "Severity 1. a b c d e f g h i j k l m n. one two three four is in command. "
        "one two three four: look at each of the disks of. one two three four: look at each of the disks of. "
        "Next update in 30 minutes."
    )
    assert len(words.split()) == MOST_WORDS


@given(text, st.lists(text, max_size=4), text.map(lambda found: found[:60]).filter(lambda found: found.split()))
def test_no_title_task_or_name_makes_the_brief_longer_than_fifty_words(title: str, tasks: list[str], name: str) -> None:
    story = with_command()
    story.do(c.DescribeIncident(title=title), ANA)
    for person in (ANA, DEV, OMAR):
        story.do(c.RenamePerson(person_id=person.person_id, name=name), person)
    for number, task in enumerate(tasks):
        story.do(c.StartTimeBox(box_id=f"b{number}", task=task, owner="omar", minutes=5), ANA)
    story.do(c.SetCadence(minutes=30), ANA)
    words = brief(story.incident, story.now)
    assert len(words.split()) <= MOST_WORDS
    assert title.split()[0] in words
    assert "is in command." in words
    assert "Next update in" in words


def late(story: Story, consents: bool) -> str:
    """Omar comes ten minutes after the first."""
    leg = story.dials(OMAR, number=2)
    story.do(c.AnswerConsent(call_sid=leg.call_sid, given=consents, wording="recorded"))
    return leg.call_sid


def an_old_call() -> Story:
    story = Story().opened()
    for person in (ANA, DEV):
        story.on_the_line(person)
    story.later(600)
    return story


def test_any_key_ends_the_late_joiners_brief_and_none_switches_anything() -> None:
    for key in "0123456789*#":
        story = an_old_call()
        sid = late(story, consents=True)
        step = next_step(story.incident, story.incident.legs[sid])
        assert isinstance(step, KeyMenu)
        assert step.options == ()
        assert story.keys_in_menu(sid, key) == ""
        assert story.incident.legs[sid].transcribed
        assert isinstance(next_step(story.incident, story.incident.legs[sid]), JoinRoom)


def test_whoever_refused_the_recording_and_may_come_in_hears_the_brief_too() -> None:
    story = an_old_call()
    sid = late(story, consents=False)
    leg = story.incident.legs[sid]
    assert isinstance(next_step(story.incident, leg, unrecorded_guests=True), KeyMenu)
    assert isinstance(next_step(story.incident, leg), SayGoodbye), "who may not come in hears nothing of the incident"
