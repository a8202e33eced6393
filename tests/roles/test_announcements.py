"""Words of the bridge: one at a time a listener, never lost while somebody is away, never said twice."""

import pytest
from hypothesis import given, strategies as st
from story import ANA, CONFERENCE, DEV, OMAR, Story, call_sid, with_command

from roles import commands as c, events as e
from roles.arrivals import SAID_BEFORE_ROOM
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
    quiet(story)
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
    quiet(story)
    before = story.incident.announcements.made
    whisper(story, "one")
    whisper(story, "two")
    story.ticks(21)
    assert before + 2 in sent(story)


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


def test_a_spoken_whisper_to_somebody_in_the_menu_is_played_with_its_sound_once_they_are_back() -> None:
    story = with_command()
    quiet(story)
    story.do(c.ReportStreamStarted(call_sid=call_sid("dev"), stream_name=streams(story, "dev"), stream_sid="MZ1"))
    story.presses_star(call_sid("dev"))
    story.keys_in_menu(call_sid("dev"), "0 0 3 5")
    take = story.incident.takes.window(call_sid("dev"))
    assert take is not None
    story.presses_star(SID, "m-omar")
    story.do(c.KeepTake(take_id=take.take_id, seconds=3.0, file="x.wav"))
    number = story.incident.announcements.made
    assert number not in sent(story)
    story.presses(SID, "", "m-omar")
    story.joined(SID)
    offer = next(event for event in reversed(story.events) if isinstance(event, e.JoinOffered))
    assert offer.say == ""
    assert sent(story)[-1] == number
    waiting = story.incident.announcements.get(number)
    assert waiting is not None
    assert (waiting.text, waiting.take_id) == ("Dev Rao says to you alone:", take.take_id)


def streams(story: Story, who: str) -> str:
    return story.incident.streams.by_leg[call_sid(who)].name


def test_many_words_for_somebody_in_the_menu_do_not_keep_them_out_of_the_room() -> None:
    story = with_command()
    quiet(story)
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


def room_words(story: Story) -> list[str]:
    return [found.text for found in story.incident.announcements.waiting if found.call_sid == "" and found.sent_at]


def test_words_to_all_and_private_ones_are_never_said_at_once() -> None:
    story = with_command()
    quiet(story)
    whisper(story, "one")
    story.do(c.Announce(text="all"), ANA)
    whisper(story, "two")
    assert room_words(story) == []
    first = sent(story)[-1]
    ends(story, first)
    assert room_words(story) == ["all"]
    assert sent(story)[-1] == first + 1
    ends(story, first + 1)
    assert sent(story)[-1] == first + 2


def quiet(story: Story) -> None:
    """Everything that was said so far is over."""
    while story.incident.announcements.waiting:
        ends(story, story.incident.announcements.waiting[0].number)


@pytest.mark.parametrize("how", ["menu", "hold"])
def test_whoever_is_away_or_on_hold_hears_words_to_all_when_they_are_back(how: str) -> None:
    story = with_command()
    quiet(story)
    if how == "menu":
        story.presses_star(SID)
    else:
        story.do(c.HoldLeg(call_sid=SID, hold=True), DEV)
    story.do(c.Announce(text="we roll back"), ANA)
    assert story.said(OMAR)[-1] == "While you were away: we roll back"
    assert "While you were away: we roll back" not in story.said(ANA) + story.said(DEV)
    number = story.incident.announcements.made
    if how == "menu":
        story.presses(SID, "")
        story.joined(SID)
        offer = next(event for event in reversed(story.events) if isinstance(event, e.JoinOffered))
        assert offer.say == "While you were away: we roll back"
    else:
        story.ticks(95)
        assert number not in sent(story)
        story.do(c.HoldLeg(call_sid=SID, hold=False), DEV)
        assert number in sent(story)


def test_whoever_goes_back_on_hold_is_told_on_the_way_all_that_waits_because_the_room_is_silent() -> None:
    story = with_command()
    quiet(story)
    story.do(c.HoldLeg(call_sid=SID, hold=True), DEV)
    quiet(story)
    words = ["You can be heard again, by the way.", "The storage bridge is looking for you now.", "It is quarter past."]
    story.presses_star(SID)
    for text in words:
        whisper(story, text)
    story.presses(SID, "")
    story.joined(SID)
    offer = next(event for event in reversed(story.events) if isinstance(event, e.JoinOffered))
    assert sum(map(len, words)) > SAID_BEFORE_ROOM
    assert all(text in offer.say for text in words)


def test_who_said_it_and_who_hears_it_on_another_phone_are_not_told_again() -> None:
    story = with_command()
    quiet(story)
    story.on_the_line(OMAR, number=2)
    story.presses_star(SID)
    story.presses_star(call_sid("ana"), "m-ana")
    story.do(c.Announce(text="we roll back"), ANA)
    assert not [text for who in (OMAR, ANA) for text in story.said(who) if "away" in text]


def test_words_to_all_end_when_every_room_has_heard_them() -> None:
    story = with_command()
    quiet(story)
    story.on_the_line(OMAR, number=2)
    story.do(c.MovePerson(person_id="omar", team="alpha"), DEV)
    for sid in (SID, call_sid("omar", 2)):
        story.leaves(sid)
        story.joined(sid, "CF" + "a" * 32)
    quiet(story)
    story.do(c.Announce(text="one"), ANA)
    story.do(c.Announce(text="two"), ANA)
    number = sent(story)[-1]
    for _ in range(2):
        story.do(c.ReportAnnouncementEnd(number=number, conference_sid=CONFERENCE))
        assert room_words(story) == ["one"]
    story.do(c.ReportAnnouncementEnd(number=number, conference_sid="CF" + "a" * 32))
    assert room_words(story) == ["two"]


def test_a_whisper_that_found_nobody_in_the_room_is_said_on_return() -> None:
    story = with_command()
    quiet(story)
    whisper(story, "the vendor is on line two")
    number = sent(story)[-1]
    story.presses_star(SID)
    story.do(c.ReportAnnouncementEnd(number=number, heard=False))
    story.presses(SID, "")
    story.joined(SID)
    offer = next(event for event in reversed(story.events) if isinstance(event, e.JoinOffered))
    assert offer.say == "the vendor is on line two"


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        ("gone", "Omar Haddad did not hear your words."),
        ("unconfirmed", "It was not confirmed that Omar Haddad heard your words."),
        ("expired", "Omar Haddad did not hear your words, it took too long."),
    ],
)
def test_who_whispered_is_told_when_it_may_not_have_been_heard(happens: str, said: str) -> None:
    story = with_command()
    quiet(story)
    if happens == "expired":
        story.do(c.HoldLeg(call_sid=SID, hold=True), DEV)
    whisper(story, "one")
    number = story.incident.announcements.made
    if happens == "gone":
        story.leaves(SID)
        story.call_over(SID)
        story.do(c.ReportAnnouncementEnd(number=number, heard=False))
    else:
        story.ticks(95)
    assert said in story.said(DEV)


def test_a_whisper_to_a_role_that_nobody_else_holds_is_refused() -> None:
    with pytest.raises(Refused, match="Nobody else is scribe now"):
        with_command().do(c.Whisper(text="hello", role=Role.SCRIBE), ANA)


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
        stayed = not {"star", "hold"} & set(steps[: number + 1])
        assert not stayed or "" not in active or len(active) == 1, "words to the room and private ones at once"
    story.ticks(25)
    story.later(700)
    for _ in range(len(steps) + 5):
        story.ticks(1)
        story.later(21)
    assert not [found for found in story.incident.announcements.waiting if found.call_sid in ("", SID)]


def test_the_news_of_a_drop_goes_first_and_cuts_in_on_words_whose_end_is_not_told() -> None:
    story = with_command()
    quiet(story)
    for text in ("the vendor is on line two", "and has a question", "about the disk"):
        story.do(c.Whisper(text=text, person_id="dev"), ANA)
    story.later(1)
    story.call_over(call_sid("ana"))
    drop = story.incident.announcements.made
    assert drop not in sent(story)
    dropped_at = story.now
    story.ticks(3)
    heard = next(event for event in story.events if isinstance(event, e.AnnouncementSent) and event.number == drop)
    assert (heard.at - dropped_at).total_seconds() <= 3
    mine = [found for found in story.incident.announcements.waiting if found.call_sid == call_sid("dev")]
    assert [found.number for found in mine if found.sent_at is not None] == [drop]
    ends(story, drop)
    assert len(sent(story)) > sent(story).index(drop) + 1, "what waited is said afterwards"


def test_a_second_urgent_sentence_does_not_cut_in_on_the_first() -> None:
    story = with_command()
    story.records()
    story.call_over(call_sid("ana"))
    ring = story.incident.rings.going_on("ana")
    assert ring is not None
    story.do(c.ReportRingFailed(ring_id=ring.ring_id, why="busy"))
    story.ticks(10)
    assert sent(story)[-1] == story.incident.announcements.made - 1
