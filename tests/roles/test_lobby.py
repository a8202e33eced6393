"""The lobby: who hears of those who wait, what is kept of what they say, what they hear meanwhile."""

from story import ANA, CONFERENCE, DEV, MAX, OMAR, Story, call_sid, with_command

from roles import commands as c, events as e
from roles.next_step import SayName, WaitInLobby, next_step
from roles.people import Person, Role
from roles.presence import Leg


def made(story: Story, person: Person) -> list[e.AnnouncementMade]:
    """Private words of the bridge for this person."""
    mine = {sid for sid, leg in story.incident.legs.items() if leg.person_id == person.person_id}
    return [event for event in story.events if isinstance(event, e.AnnouncementMade) and event.call_sid in mine]


def sent_to(story: Story, sid: str) -> list[str]:
    """What the carrier was asked to say to this leg."""
    words = [event for event in story.events if isinstance(event, e.AnnouncementMade)]
    numbers = [event.number for event in story.events if isinstance(event, e.AnnouncementSent)]
    return [words[number - 1].text for number in numbers if words[number - 1].call_sid == sid]


def hears(story: Story, leg: Leg) -> WaitInLobby:
    step = next_step(story.incident, story.incident.legs[leg.call_sid])
    assert isinstance(step, WaitInLobby)
    return step


def asked(story: Story, leg: Leg) -> None:
    """The question and its window, without an answer."""
    story.do(c.AskName(call_sid=leg.call_sid))
    story.do(c.ListenForName(call_sid=leg.call_sid, take_id=f"t-{leg.call_sid}"))
    story.do(c.NameSaid(call_sid=leg.call_sid))


def test_the_deputy_hears_of_a_stranger_after_a_tone_and_nobody_else_does() -> None:
    story = with_command()
    leg = story.dials(None)
    (told,) = made(story, DEV)
    assert told.text == f"{story.incident.name_of(leg.person_id)} is in the lobby."
    assert told.tone
    assert not made(story, ANA)
    assert not made(story, OMAR)
    asked(story, leg)
    assert hears(story, leg).told


def test_while_the_deputy_is_off_the_call_the_commander_hears_it_and_the_sound_too() -> None:
    story = with_command()
    story.call_over(call_sid("dev"))
    leg = story.dials(None)
    assert [event.text for event in made(story, ANA)] == [f"{story.incident.name_of(leg.person_id)} is in the lobby."]
    asked(story, leg)
    take_id = f"t-{leg.call_sid}"
    story.do(c.KeepTake(take_id=take_id, seconds=3, file="x.wav"))
    assert [event.take_id for event in made(story, ANA) if event.text == "In the lobby:"] == [take_id]
    assert not [event for event in made(story, DEV) if event.take_id]


def test_without_commander_and_deputy_whoever_may_let_people_in_hears_it() -> None:
    story = Story().opened()
    for person in (DEV, OMAR):
        story.on_the_line(person)
    story.dials(None)
    assert len(made(story, DEV)) == 1
    assert not made(story, OMAR)


def test_whoever_becomes_the_one_who_lets_people_in_hears_how_many_wait() -> None:
    story = Story().opened()
    for person in (OMAR, MAX):
        story.on_the_line(person)
    for person in (OMAR, MAX):
        story.do(c.SetObserver(person_id=person.person_id, observer=True))
    story.on_the_line(ANA)
    story.do(c.TakeCommand(), ANA)
    story.call_over(call_sid("ana"))
    leg = story.dials(None)
    assert not made(story, ANA), "she is off the call"
    asked(story, leg)
    assert not hears(story, leg).told
    story.dials(None, caller="another")
    story.on_the_line(ANA, number=2)
    (told,) = [event for event in made(story, ANA) if "lobby" in event.text]
    assert (told.text, told.tone) == ("2 people wait in the lobby.", True)
    assert hears(story, leg).told
    story.on_the_line(DEV)
    story.assign(Role.DEPUTY, DEV, ANA)
    assert made(story, DEV)[-1].text == "2 people wait in the lobby."
    story.keys(call_sid("dev"), "3")
    assert len(made(story, DEV)) == 1, "a trip to the menu tells nobody again"


def test_when_the_deputy_drops_the_commander_hears_who_waits() -> None:
    story = with_command()
    leg = story.dials(None)
    story.call_over(call_sid("dev"))
    assert made(story, ANA)[-1].text == f"{story.incident.name_of(leg.person_id)} waits in the lobby."


def test_a_lone_caller_hears_private_words_when_a_second_person_is_in() -> None:
    story = Story().opened()
    story.on_the_line(ANA)
    story.do(c.TakeCommand(), ANA)
    story.do(c.Announce(text="hello"), ANA)
    leg = story.dials(None)
    story.ticks(200)
    assert not [event for event in story.events if isinstance(event, e.AnnouncementSent)]
    asked(story, leg)
    assert not hears(story, leg).told, "nobody was told, so nobody says so"
    story.on_the_line(DEV)
    assert sent_to(story, call_sid("ana")) == [f"{story.incident.name_of(leg.person_id)} is in the lobby."]


def test_a_lone_caller_hears_private_words_with_the_menu() -> None:
    story = Story().opened()
    story.on_the_line(ANA)
    leg = story.dials(None)
    story.presses_star(call_sid("ana"))
    story.presses(call_sid("ana"), "3")
    story.joined(call_sid("ana"), conference="CF" + "2" * 32)
    offer = [event for event in story.events if isinstance(event, e.JoinOffered)][-1]
    assert offer.say == f"{story.incident.name_of(leg.person_id)} is in the lobby."
    assert not [event for event in story.events if isinstance(event, e.AnnouncementSent)]


def test_who_stays_alone_in_a_room_that_has_started_still_hears() -> None:
    story = with_command()
    story.call_over(call_sid("ana"))
    story.call_over(call_sid("omar"))
    story.dials(None)
    seat = story.leg(DEV).seat
    assert seat is not None
    assert seat.conference_sid == CONFERENCE
    story.ticks(45)
    assert any("is in the lobby" in text for text in sent_to(story, call_sid("dev")))


def test_nothing_a_stranger_says_is_kept_before_the_question_was_said() -> None:
    story = with_command()
    leg = story.dials(None)
    (offered,) = story.do(c.AskName(call_sid=leg.call_sid))
    assert isinstance(offered, e.StreamOffered)
    assert story.incident.takes.window(leg.call_sid) is None
    assert isinstance(next_step(story.incident, story.incident.legs[leg.call_sid]), SayName), "asked until it was heard"
    assert story.do(c.AskName(call_sid=leg.call_sid)) == []
    listen = c.ListenForName(call_sid=leg.call_sid, take_id="t1")
    assert [type(event) for event in story.do(listen)] == [e.TakeOpened]
    assert story.do(listen) == [], "a repeated webhook opens no second window"
