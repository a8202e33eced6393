"""Sound on purpose: only the window that a key opened, at most 20 s, with consent; then the board, or the listener."""

import pytest
from story import ANA, DEV, OMAR, Story, call_sid, with_command

from roles import commands as c, events as e
from roles.next_step import JoinRoom, KeyMenu, WaitInLobby, next_step
from roles.people import Role

SID = call_sid("omar")


def streaming() -> Story:
    story = with_command()
    for sid in story.incident.legs:
        stream = story.incident.streams.by_leg[sid]
        story.do(c.ReportStreamStarted(call_sid=sid, stream_name=stream.name, stream_sid=f"MZ{sid}"))
    return story


def take(story: Story) -> str:
    return list(story.incident.takes.by_id)[-1]


def keeps(story: Story, seconds: float = 4.0) -> None:
    story.do(c.KeepTake(take_id=take(story), seconds=seconds, file=f"i1/{take(story)}.wav"))


def test_key_four_opens_the_window_and_any_key_closes_it() -> None:
    story = streaming()
    story.presses_star(SID)
    story.keys_in_menu(SID, "4")
    step = next_step(story.incident, story.leg(OMAR))
    assert isinstance(step, KeyMenu)
    assert (step.patience_s, step.options) == (20, ())
    assert story.incident.takes.window(SID) is not None
    assert not story.leg(OMAR).may_be_heard
    assert story.keys_in_menu(SID, "5") == "Thank you."
    assert story.incident.takes.window(SID) is None
    assert isinstance(next_step(story.incident, story.leg(OMAR)), JoinRoom)


def test_a_window_closes_by_itself_20_s_after_its_prompt_and_the_person_hears_when_no_sound_came() -> None:
    story = streaming()
    story.presses_star(SID)
    story.keys_in_menu(SID, "4")
    story.ticks(25)
    assert story.incident.takes.window(SID) is not None, "the prompt takes five seconds, which are not the person's"
    story.ticks(1)
    assert story.incident.takes.window(SID) is None
    story.joined(SID)
    story.ticks(21)
    assert story.incident.takes.by_id[take(story)].lost
    assert story.said(OMAR)[-1] == "Your report could not be kept. Say it on the call."


def test_without_consent_or_without_a_stream_no_window_opens_and_the_person_hears_why() -> None:
    story = with_command()
    assert story.keys(SID, "4") == "It has no sound of yours. Say it on the call."
    unrecorded = Story().opened()
    leg = unrecorded.dials(OMAR)
    unrecorded.do(c.AnswerConsent(call_sid=leg.call_sid, given=False, wording="recorded"))
    unrecorded.joined(leg.call_sid)
    assert "did not agree" in unrecorded.keys(leg.call_sid, "4")
    assert not any(isinstance(event, e.TakeOpened) for event in [*story.events, *unrecorded.events])


def test_a_report_stands_on_the_board_its_text_comes_later_and_the_commander_hears_of_it() -> None:
    story = streaming()
    story.keys(SID, "4#")
    keeps(story)
    assert [(found.person_id, found.text) for found in story.incident.takes.can_reports()] == [("omar", "")]
    story.do(c.TextTake(take_id=take(story), text="the disk is full"))
    assert story.incident.takes.can_reports()[0].text == "the disk is full"
    assert story.said(ANA)[-1] == "Omar Haddad left a CAN report."


def test_a_whisper_by_phone_is_played_to_one_person_and_an_announcement_to_all() -> None:
    story = streaming()
    story.keys(call_sid("dev"), "00351")
    keeps(story)
    made = [event for event in story.events if isinstance(event, e.AnnouncementMade)][-1]
    assert (made.call_sid, made.take_id) == (SID, take(story))
    story.keys(call_sid("dev"), "0341", "m2")
    keeps(story)
    made = [event for event in story.events if isinstance(event, e.AnnouncementMade)][-1]
    assert (made.call_sid, made.take_id) == ("", take(story))


@pytest.mark.parametrize(("way", "last", "what"), [("003", "5", "say something to one"), ("03", "4", "announce")])
def test_who_lost_the_role_while_the_menu_was_open_speaks_to_nobody(way: str, last: str, what: str) -> None:
    story = streaming()
    story.presses_star(call_sid("dev"))
    story.keys_in_menu(call_sid("dev"), way)
    story.do(c.VacateRole(role=Role.DEPUTY, person_id="dev"), ANA)
    assert f"You may not {what}" in story.keys_in_menu(call_sid("dev"), last)
    assert not story.incident.takes.by_id


def test_off_the_record_no_window_opens() -> None:
    story = streaming()
    story.do(c.SetRecord(on=False), DEV)
    assert "off the record" in story.keys(SID, "4")
    stranger = story.dials(None)
    assert isinstance(next_step(story.incident, stranger), WaitInLobby)
