"""The last repair of a room that is not recorded: one person's own line, by their own order alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from own_line_story import (
    ANA,
    CONFERENCE,
    DEV,
    MAX,
    OMAR,
    OMARS,
    RE,
    changes,
    faults,
    ordered,
    recorded,
    tells,
    unrecorded,
)
from story import Story, call_sid

from bridge.orders import CHANGE_LINE, CHECK_LINE, FETCH_RECORDING, START_LINE, orders_for
from bridge.read_model.alarms import alarms
from bridge.read_model.facts import fact_line
from bridge.read_model.head import lamp
from bridge.read_model.own_lines import RECORD
from bridge.read_model.people import people_view
from roles import commands as c, events as e
from roles.brief import recording_words
from roles.incident import evolve
from roles.menus.prompts import question
from roles.people import CARRIER, Actor, Person
from roles.record.alarm_words import LINE_CONFIRMED, OVER, WORDS
from roles.record.line_orders import AGAIN_AFTER, KEPT, MOST_STARTS
from roles.record.line_room import AWAY_FOR, private_spans
from roles.record.recording import OWN_LINE
from roles.refusals import Refused


def orders(story: Story, found: list[e.Event]) -> list[str]:
    return [kind for kind, _ in orders_for(story.incident, found)]


def states(story: Story, person: Person) -> list[str]:
    view = people_view(story.incident, Actor(person_id="dev"))
    return [state.text for row in view.here if row.name == person.name for state in row.states]


def controls(story: Story, person: Person) -> list[str]:
    return [
        control.label
        for alarm in alarms(story.incident, Actor(person_id=person.person_id))
        for control in alarm.controls
    ]


def test_ones_own_order_is_the_consent_and_starts_the_recording_at_once() -> None:
    story = unrecorded()
    found = ordered(story)
    assert [type(event) for event in found] == [e.LineRecordingOrdered, e.LineStartOrdered]
    assert orders(story, found) == [START_LINE]
    assert ordered(story) == []


def test_nobody_orders_it_for_somebody_else_whatever_their_role() -> None:
    story = unrecorded()
    for by in (ANA, DEV, MAX):
        with pytest.raises(Refused, match="Only Omar Haddad can have that line recorded"):
            story.do(c.RecordLine(call_sid=OMARS), by)
    with pytest.raises(Refused, match="Only Omar Haddad"):
        story.do(c.RecordLine(call_sid=OMARS), Actor(person_id="root", admin=True))


def test_it_is_refused_where_it_would_fill_no_gap_or_is_not_theirs_to_give() -> None:
    story = Story().opened()
    for person in (ANA, OMAR):
        story.on_the_line(person)
    story.records()
    with pytest.raises(Refused, match="only while an alarm says"):
        ordered(story)
    story = unrecorded()
    with pytest.raises(Refused, match="not on the call"):
        story.do(c.RecordLine(), Person(person_id="eve", name="Eve"))
    leg = story.incident.legs[OMARS]
    for changed, words in (
        ({"consent": False}, "did not agree to be recorded"),
        ({"is_room": True}, "Several people share this phone"),
        ({"listens_only": True}, "You listen only"),
        ({"wanted_hold": True}, "You are on hold"),
    ):
        other = replace(story.incident, legs={**story.incident.legs, OMARS: replace(leg, **changed)})
        with pytest.raises(Refused, match=words):
            Story(incident=other, now=story.now).do(c.RecordLine(), OMAR)
    story.do(c.SetRecord(on=False), ANA)
    with pytest.raises(Refused, match="off the record"):
        ordered(story)


def test_one_line_is_enough_and_the_refusal_says_whose_it_is() -> None:
    story = recorded()
    with pytest.raises(Refused, match="The line of Omar Haddad is recorded already"):
        story.do(c.RecordLine(), DEV)


def test_an_answer_is_no_confirmation_and_the_page_says_so_until_the_callback_comes() -> None:
    story = unrecorded()
    ordered(story)
    tells(story, "in-progress", "answer")
    story.ticks(1)
    assert faults(story) == ["never_started"]
    assert states(story, OMAR) == ["line ordered, not confirmed"]
    (alarm,) = [found for found in alarms(story.incident, Actor(person_id="dev")) if "not recorded" in found.fact]
    assert alarm.state is not None
    assert alarm.state.text == "the line of Omar Haddad is ordered, not confirmed"
    tells(story, "in-progress")
    story.ticks(1)
    assert faults(story) == [OWN_LINE]
    assert states(story, OMAR) == ["line recorded"]


def test_without_a_callback_the_carrier_is_asked_and_its_rest_confirms() -> None:
    story = unrecorded()
    ordered(story)
    tells(story, "in-progress", "answer")
    found = story.ticks(4)
    assert orders(story, found).count(CHECK_LINE) == 1
    tells(story, "in-progress", "comparison")
    story.ticks(1)
    assert faults(story) == [OWN_LINE]


def test_a_doubled_or_late_callback_changes_nothing_that_our_orders_did() -> None:
    story = recorded()
    assert tells(story, "in-progress") == []
    story.presses_star(OMARS)
    tells(story, "paused", "answer")
    assert tells(story, "in-progress") == []
    assert story.incident.recording.recordings[RE].status == "paused"


def test_an_answer_that_never_comes_is_ordered_again_and_given_up_with_words() -> None:
    story = unrecorded()
    ordered(story)
    found = story.ticks(int(AGAIN_AFTER.total_seconds()) * MOST_STARTS + 12)
    assert orders(story, found).count(START_LINE) == MOST_STARTS
    assert "Your line could not be recorded: the carrier does not do it." in story.said(OMAR)
    assert faults(story) == ["never_started"]


def test_a_carrier_that_refuses_ends_it_and_the_alarm_says_so() -> None:
    story = unrecorded()
    ordered(story)
    story.do(c.ReportLineFailed(call_sid=OMARS, reason="HTTP 400"), CARRIER)
    assert story.do(c.ReportLineFailed(call_sid=OMARS, reason="HTTP 400"), CARRIER) == []
    found = [alarm.state for alarm in alarms(story.incident, Actor(person_id="dev")) if alarm.state]
    assert [state.text for state in found] == ["the line of Omar Haddad could not be recorded"]
    assert type(ordered(story)[0]) is e.LineRecordingOrdered


def test_a_second_recording_of_one_order_is_stopped() -> None:
    story = recorded()
    found = tells(story, "in-progress", sid="RE" + "8" * 32)
    assert [(event.recording_sid, event.wanted) for event in found if isinstance(event, e.LineChangeOrdered)] == [
        ("RE" + "8" * 32, "stopped")
    ]


def test_a_recording_of_a_leg_that_nobody_ordered_here_is_no_news() -> None:
    story = unrecorded()
    assert tells(story, "in-progress") == []


def test_the_alarm_changes_and_scribe_deputy_and_the_person_hear_it_privately() -> None:
    story = recorded()
    words = "The room is not recorded. The line of Omar Haddad is recorded in its place."
    assert [words in story.said(person) for person in (DEV, MAX, ANA)] == [True, True, False]
    assert LINE_CONFIRMED in story.said(OMAR)
    assert OVER not in story.said(DEV)
    assert recording_words(story.incident) == "The room is not recorded. The line of Omar Haddad is, in its place."
    assert (lamp(story.incident).tone, lamp(story.incident).text) == ("warn", "One line recorded")


def test_the_button_stands_on_the_alarm_of_everybody_for_their_own_line_and_then_stops_it() -> None:
    story = unrecorded()
    assert RECORD in controls(story, OMAR)
    ordered(story)
    assert RECORD not in controls(story, DEV)
    story = recorded()
    assert "Stop recording my line" in controls(story, OMAR)
    assert "Stop recording their line" in controls(story, DEV)
    assert "Stop recording their line" not in controls(story, MAX)


def test_it_is_stopped_by_oneself_or_by_deputy_and_commander_and_the_grave_alarm_is_back() -> None:
    for by in (OMAR, DEV, ANA):
        story = recorded()
        found = story.do(c.StopLine(call_sid=OMARS), by)
        assert changes(story)[-1] == "stopped"
        assert CHANGE_LINE in orders(story, found)
        story.ticks(1)
        assert faults(story) == ["never_started"]
        told = f"{by.name} stopped the recording of your line."
        assert (told in story.said(OMAR)) is (by is not OMAR)
    story = recorded()
    with pytest.raises(Refused, match="You may not stop the recording of another line"):
        story.do(c.StopLine(call_sid=OMARS), MAX)


def test_a_stop_that_the_carrier_does_not_confirm_is_said_and_ordered_again() -> None:
    story = recorded()
    story.do(c.StopLine(), OMAR)
    assert "line: stop ordered" in states(story, OMAR)
    assert orders(story, story.ticks(11)).count(CHANGE_LINE) == 1
    tells(story, "stopped", "answer")
    assert states(story, OMAR) == []
    assert orders(story, story.ticks(20)).count(CHANGE_LINE) == 0
    assert FETCH_RECORDING in orders(story, tells(story, "completed"))


def test_when_the_person_leaves_the_alarm_comes_back_and_is_told_again() -> None:
    story = recorded()
    story.leaves(OMARS)
    story.call_over(OMARS)
    story.ticks(1)
    assert faults(story) == ["never_started"]
    assert story.said(DEV).count(WORDS["never_started"]) == 2
    assert story.incident.lines.by_call[OMARS].why == "left"


def test_a_visit_of_the_key_menu_pauses_it_without_an_alarm_and_a_long_one_brings_the_alarm_back() -> None:
    story = recorded()
    story.presses_star(OMARS)
    assert changes(story) == ["paused"]
    story.ticks(5)
    assert faults(story) == [OWN_LINE]
    story.ticks(int(AWAY_FOR.total_seconds()))
    assert faults(story) == ["never_started"]
    tells(story, "paused", "answer")
    story.presses(OMARS, "")
    story.joined(OMARS)
    assert changes(story)[-1] == "in-progress"
    story.ticks(1)
    assert faults(story) == [OWN_LINE]


@pytest.mark.parametrize(
    "private",
    [
        lambda story: story.do(c.HoldLeg(call_sid=OMARS, hold=True), DEV),
        lambda story: story.do(c.MovePerson(person_id="omar", team="alpha"), DEV),
        lambda story: story.do(c.SetRecord(on=False), DEV),
        lambda story: story.do(c.RemoveLeg(call_sid=OMARS, reason="x"), DEV),
        lambda story: story.do(c.EndCall(), ANA),
        lambda story: story.leaves(OMARS),
        lambda story: story.do(c.MarkRoom(call_sid=OMARS, room=True), OMAR),
        lambda story: story.do(c.RenameLeg(call_sid=OMARS, name="Sam Bell"), DEV),
    ],
)
def test_what_is_private_closes_it_with_the_order_and_the_carrier_is_ordered_in_the_same_decision(private) -> None:  # type: ignore[no-untyped-def]
    story = recorded()
    private(story)
    assert not story.incident.lines.kept.is_open(OMARS)
    assert not story.incident.lines.voice.is_open(OMARS)
    assert changes(story)[-1] in ("paused", "stopped")


def test_off_the_record_is_not_said_before_the_line_is_paused_too() -> None:
    story = recorded()
    story.do(c.SetRecord(on=False), DEV)
    story.ticks(1)
    assert not any("Off the record." in words for words in story.said())
    tells(story, "paused", "answer")
    story.ticks(1)
    assert any("Off the record." in words for words in story.said())
    story.do(c.SetRecord(on=True), DEV)
    story.ticks(1)
    assert story.incident.lines.kept.is_open(OMARS)
    assert changes(story)[-1] == "in-progress"
    assert faults(story) in ([], [OWN_LINE])


def test_while_somebody_who_refused_the_recording_is_not_muted_for_certain_nothing_is_kept() -> None:
    story = recorded()
    eve = story.dials(None)
    story.do(c.AdmitLeg(call_sid=eve.call_sid, name="Eve Stone"), DEV)
    story.do(c.AnswerConsent(call_sid=eve.call_sid, given=False, wording="recorded"))
    story.joined(eve.call_sid, muted=False)
    assert not story.incident.lines.kept.is_open(OMARS)
    assert changes(story)[-1] == "paused"
    story.muted_news(eve.call_sid, True)
    assert story.incident.lines.kept.is_open(OMARS)


def test_while_muted_only_the_own_voice_is_private() -> None:
    story = recorded()
    began = story.now
    story.later(10).do(c.MuteLeg(call_sid=OMARS, muted=True), OMAR)
    story.muted_news(OMARS, True)
    assert story.incident.lines.kept.is_open(OMARS)
    assert not story.incident.lines.voice.is_open(OMARS)
    story.later(10).do(c.StopLine(), OMAR)
    both, own = private_spans(story.incident, story.incident.recording.recordings[RE], story.now + timedelta(seconds=5))
    assert both[-1] == (story.now, story.now + timedelta(seconds=5))
    assert own[-1][0] == began + timedelta(seconds=10)


def test_by_key_it_starts_only_when_the_leg_is_back_in_the_room() -> None:
    story = unrecorded()
    story.presses_star(OMARS)
    story.keys_in_menu(OMARS, "8 2")
    menu = story.incident.legs[OMARS].menu
    assert menu is not None
    found = story.presses(OMARS, "1", menu.menu_id)
    assert [type(event) for event in found] == [e.KeyPressed, e.LineRecordingOrdered]
    assert states(story, OMAR)[0] == "line ordered, starts in the room"
    story.joined(OMARS)
    assert any(isinstance(event, e.LineStartOrdered) for event in story.events)


def test_the_key_says_what_is_kept_before_it_is_confirmed_and_the_same_key_stops_it() -> None:
    story = unrecorded()
    story.presses_star(OMARS)
    story.keys_in_menu(OMARS, "8 2")
    leg = story.incident.legs[OMARS]
    assert leg.menu is not None
    assert KEPT in question(story.incident, leg, leg.menu)
    story.presses(OMARS, "1", leg.menu.menu_id)
    story.joined(OMARS)
    assert story.keys(OMARS, "82", "m2") == "Your line is not recorded any more."
    assert not story.incident.lines.wanted


def test_the_deputy_stops_anothers_line_by_key() -> None:
    story = recorded()
    assert story.keys(call_sid("dev"), "095", "m3") == "The line of Omar Haddad is stopped."
    assert story.incident.lines.by_call[OMARS].why == "staff"


def test_two_people_of_whom_one_is_in_the_key_menu_can_still_have_a_line() -> None:
    story = Story().opened()
    for person in (ANA, OMAR):
        story.on_the_line(person)
    story.ticks(7)
    story.presses_star(OMARS)
    story.ticks(2)
    assert faults(story) == []
    story.keys_in_menu(OMARS, "8 2")
    menu = story.incident.legs[OMARS].menu
    assert menu is not None
    story.presses(OMARS, "1", menu.menu_id)
    story.joined(OMARS)
    assert story.incident.lines.by_call[OMARS].start_ordered_at is not None


def test_once_the_room_is_recorded_again_the_line_is_stopped_and_everybody_concerned_hears_it() -> None:
    story = recorded()
    story.records()
    assert changes(story)[-1] == "stopped"
    story.ticks(1)
    assert faults(story) == []
    assert OVER in story.said(DEV)
    assert any("The room is recorded again" in words for words in story.said(OMAR))


def test_a_line_that_the_carrier_stops_by_itself_is_an_alarm_again() -> None:
    story = recorded()
    tells(story, "completed")
    story.ticks(1)
    assert faults(story) == ["never_started"]
    assert "The carrier stopped the recording of your line." in story.said(OMAR)


def test_a_paused_recording_of_the_room_is_still_ordered_to_go_on_under_a_line() -> None:
    story = Story().opened()
    for person in (ANA, DEV, OMAR):
        story.on_the_line(person)
    story.records()
    room = "RE" + CONFERENCE[2:]
    story.do(c.ReportRecording(recording_sid=room, conference_sid=CONFERENCE, status="paused"), CARRIER)
    story.ticks(1)
    ordered(story)
    tells(story, "in-progress")
    found = story.ticks(21)
    resumed = [event for event in found if isinstance(event, e.RecordingRepairOrdered) and event.repair == "resume"]
    assert 2 <= len(resumed) <= 3
    assert story.incident.recording.recordings[room].gaps[-1].until is None


def test_the_facts_say_who_agreed_and_how_it_ended_without_a_word_of_recorded_again() -> None:
    story = recorded()
    story.do(c.StopLine(call_sid=OMARS), DEV)
    found = [line.text for seq, event in enumerate(story.events) if (line := fact_line(story.incident, seq, event))]
    assert "Omar Haddad agrees to have their own line recorded, because the room is not" in found
    assert "the line of Omar Haddad is recorded no longer: stopped by Dev Rao" in found
    assert not any(text.startswith("recorded again") for text in found)


def test_an_old_log_without_lines_is_folded_as_before() -> None:
    story = unrecorded()
    seen = e.RecordingSeen(
        at=story.now,
        recording_sid=RE,
        conference_sid=CONFERENCE,
        status="in-progress",
        started_at=story.now,
        duration_s=None,
        channels=None,
        witness="callback",
    )
    assert evolve(story.incident, seen).recording.of_conference(CONFERENCE) is not None
