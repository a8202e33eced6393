"""Off the record: nothing is written from the order on, the recording pauses, and it is said when it is so."""

import pytest
from story import CONFERENCE, DEV, MAX, OMAR, Story, call_sid, with_command

from bridge.orders import MUTE, orders_for
from roles import commands as c, events as e
from roles.record.recording import Mode
from roles.refusals import Refused

SID = call_sid("omar")


def recorded() -> Story:
    story = with_command()
    seen(story, "in-progress")
    story.ticks(1)
    return story


def seen(story: Story, status: str, sid: str = "RE1", conference: str = CONFERENCE) -> None:
    story.do(c.ReportRecording(recording_sid=sid, conference_sid=conference, status=status))


def test_the_gate_closes_with_the_order_and_opens_when_the_carrier_confirms_that_it_records() -> None:
    story = recorded()
    assert story.incident.hearing.is_open(SID)
    story.do(c.SetRecord(on=False), DEV)
    assert not story.incident.hearing.is_open(SID)
    assert "Off the record. Nothing is recorded or written down." not in story.said()
    seen(story, "paused")
    assert story.said()[-1] == "Off the record. Nothing is recorded or written down."
    story.do(c.SetRecord(on=True), DEV)
    assert not story.incident.hearing.is_open(SID)
    seen(story, "in-progress")
    assert story.incident.hearing.is_open(SID)
    assert story.said()[-1] == "On the record again."


def test_no_alarm_is_raised_and_no_repair_ordered_while_it_is_off() -> None:
    story = recorded()
    story.do(c.SetRecord(on=False), DEV)
    seen(story, "paused")
    story.ticks(60)
    assert not any(isinstance(event, e.RecordingAlarmRaised | e.RecordingRepairOrdered) for event in story.events)


def test_a_pause_that_does_not_come_is_ordered_again_and_a_new_room_is_paused_too() -> None:
    story = recorded()
    story.do(c.SetRecord(on=False), DEV)
    story.ticks(12)
    assert sum(isinstance(event, e.RecordingPauseOrdered) for event in story.events) == 2
    seen(story, "paused")
    seen(story, "in-progress", "RE2", "CF" + "b" * 32)
    story.ticks(11)
    ordered = [event.recording_sid for event in story.events if isinstance(event, e.RecordingPauseOrdered)]
    assert ordered[-1] == "RE2"


def test_who_joins_meanwhile_is_not_written_down_either() -> None:
    story = recorded()
    story.do(c.SetRecord(on=False), DEV)
    story.on_the_line(MAX)
    assert not story.incident.hearing.is_open(call_sid("max"))


def test_by_key_and_back() -> None:
    story = recorded()
    assert story.keys(call_sid("dev"), "093") == "Off the record, once the carrier confirms."
    assert story.incident.recording.mode is Mode.OFF_ORDERED
    seen(story, "paused")
    assert story.keys(call_sid("dev"), "091", "m2") == "The call is off the record."
    assert story.keys(call_sid("dev"), "093", "m3") == "On the record, once the carrier confirms."


def test_a_responder_cannot_take_the_call_off_the_record() -> None:
    story = recorded()
    story.presses_star(SID)
    assert "0" not in dict(story.leg(OMAR).menu.options)  # type: ignore[union-attr]


def test_who_refused_the_recording_joins_muted_and_speaks_only_while_the_pause_is_confirmed() -> None:
    story = recorded()
    leg = story.dials(MAX)
    story.do(c.AnswerConsent(call_sid=leg.call_sid, given=False, wording="recorded"))
    story.joined(leg.call_sid)
    assert story.leg(MAX).wanted_muted
    with pytest.raises(Refused, match="only off the record"):
        story.do(c.MuteLeg(call_sid=leg.call_sid, muted=False), DEV)
    story.do(c.SetRecord(on=False), DEV)
    assert story.leg(MAX).wanted_muted
    found = story.do(c.ReportRecording(recording_sid="RE1", conference_sid=CONFERENCE, status="paused"))
    assert not story.leg(MAX).wanted_muted
    assert not story.leg(MAX).may_be_heard
    assert (MUTE, {"call_sid": leg.call_sid}) in orders_for(story.incident, found)
    story.muted_news(leg.call_sid, False)
    found = story.do(c.SetRecord(on=True), DEV)
    assert story.leg(MAX).wanted_muted
    assert (MUTE, {"call_sid": leg.call_sid}) in orders_for(story.incident, found)


def test_a_recording_that_does_not_go_on_is_an_alarm_and_words_stay_unwritten() -> None:
    story = recorded()
    story.do(c.SetRecord(on=False), DEV)
    seen(story, "paused")
    story.do(c.SetRecord(on=True), DEV)
    story.ticks(8)
    assert not any(isinstance(event, e.RecordingAlarmRaised) for event in story.events)
    story.ticks(5)
    assert any(isinstance(event, e.RecordingAlarmRaised) for event in story.events)
    assert not story.incident.hearing.is_open(SID)
    seen(story, "in-progress")
    story.ticks(1)
    assert story.incident.hearing.is_open(SID)
    assert not story.incident.recording.alarms
