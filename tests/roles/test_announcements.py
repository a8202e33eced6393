"""Words of the bridge: one at a time a listener, never lost while somebody is away, never said twice."""

import pytest
from hypothesis import given, strategies as st
from story import ANA, DEV, OMAR, Story, call_sid, with_command

from roles import commands as c, events as e
from roles.people import Role
from roles.refusals import Refused

SID = call_sid("omar")


def whisper(story: Story, text: str) -> list[e.Event]:
    return story.do(c.Whisper(text=text, person_id="omar"), DEV)


def sent(story: Story) -> list[int]:
    return [event.number for event in story.events if isinstance(event, e.AnnouncementSent)]


def ends(story: Story, number: int) -> None:
    story.do(c.ReportAnnouncementEnd(number=number))


def test_a_second_whisper_waits_for_the_end_of_the_first() -> None:
    story = with_command()
    before = story.incident.announcements.made
    whisper(story, "one")
    whisper(story, "two")
    assert sent(story)[-1] == before + 1
    ends(story, before + 1)
    assert sent(story)[-1] == before + 2
    ends(story, before + 2)
    assert not [found for found in story.incident.announcements.waiting if found.call_sid == SID]


def test_news_of_the_end_that_never_comes_does_not_stop_the_next_words() -> None:
    story = with_command()
    before = story.incident.announcements.made
    whisper(story, "one")
    whisper(story, "two")
    story.ticks(21)
    assert sent(story)[-1] == before + 2


def test_words_for_somebody_in_the_menu_are_said_on_return_and_only_then() -> None:
    story = with_command()
    story.presses_star(SID)
    whisper(story, "the database is yours")
    number = story.incident.announcements.made
    story.presses(SID, "")
    story.joined(SID)
    offer = next(event for event in reversed(story.events) if isinstance(event, e.JoinOffered))
    assert offer.say == "the database is yours"
    assert number not in sent(story)
    story.ticks(3)
    assert number not in sent(story)
    assert story.incident.announcements.get(number) is None


def test_many_words_for_somebody_in_the_menu_do_not_keep_them_out_of_the_room() -> None:
    story = with_command()
    story.presses_star(SID)
    for words in (
        "the database is yours",
        "then the search, which is slow since three",
        "and then call the vendor, please",
    ):
        whisper(story, words)
    last = story.incident.announcements.made
    story.presses(SID, "")
    story.joined(SID)
    offer = next(event for event in reversed(story.events) if isinstance(event, e.JoinOffered))
    assert offer.say == "the database is yours then the search, which is slow since three"
    story.ticks(3)
    assert last in sent(story)


def test_words_for_somebody_on_hold_wait_and_expire_when_it_takes_too_long() -> None:
    story = with_command()
    story.do(c.HoldLeg(call_sid=SID, hold=True), DEV)
    whisper(story, "one moment")
    number = story.incident.announcements.made
    found = story.ticks(91)
    assert number not in sent(story)
    assert any(isinstance(event, e.AnnouncementEnded) and event.how == "expired" for event in found)


def test_a_whisper_to_a_role_reaches_its_holders_only() -> None:
    story = with_command()
    story.do(c.Whisper(text="call the vendor", role=Role.DEPUTY), ANA)
    assert story.said(DEV)[-1] == "call the vendor"
    assert story.said(OMAR) == []


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (c.Whisper(text="hello", person_id="ana"), "You may not say something to one person"),
        (c.Announce(text="hello"), "You may not announce"),
    ],
)
def test_a_responder_may_neither_whisper_nor_announce(command: c.Command, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        with_command().do(command, OMAR)


@pytest.mark.parametrize("text", ["", "  ", "x" * 201])
def test_words_have_a_length(text: str) -> None:
    with pytest.raises(Refused, match="1 to 200"):
        with_command().do(c.Announce(text=text), ANA)


@given(st.lists(st.sampled_from(["whisper", "announce", "end", "tick", "star", "back", "hold"]), max_size=25))
def test_nobody_is_ever_told_two_things_at_once_and_nothing_waits_for_ever(steps: list[str]) -> None:
    story = with_command()
    held = False
    for number, step in enumerate(steps):
        leg = story.leg(OMAR)
        match step:
            case "whisper":
                whisper(story, f"word {number}")
            case "announce":
                story.do(c.Announce(text=f"all {number}"), ANA)
            case "end":
                open_ones = [found.number for found in story.incident.announcements.waiting if found.sent_at]
                for found in open_ones[:1]:
                    ends(story, found)
            case "tick":
                story.ticks(2)
            case "star" if leg.seat is not None:
                story.presses_star(SID, f"m{number}")
            case "back" if leg.menu is not None:
                story.presses(SID, "", leg.menu.menu_id)
                story.joined(SID)
            case "hold":
                held = not held
                story.do(c.HoldLeg(call_sid=SID, hold=held), DEV)
        active = [found.call_sid for found in story.incident.announcements.waiting if found.sent_at is not None]
        assert len(active) == len(set(active))
    story.ticks(25)
    story.later(120)
    for _ in range(len(steps) + 5):
        story.ticks(1)
        story.later(21)
    assert not [found for found in story.incident.announcements.waiting if found.call_sid in ("", SID)]
