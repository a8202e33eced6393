"""The eight faults of a recording in the core: alarmed, told to scribe and deputy alone, repaired as far as can be."""

from datetime import timedelta

import pytest
from story import ANA, CONFERENCE, DEV, MAX, OMAR, START, Story, call_sid, with_command

from bridge.orders import CHECK_RECORDING, FETCH_RECORDING, MIX_COPIES, NEXT_STEP, orders_for
from bridge.read_model.alarms import alarms
from bridge.read_model.facts import fact_line
from bridge.read_model.head import lamp
from roles import commands as c, events as e
from roles.brief import recording_words
from roles.people import CARRIER, Actor, Role
from roles.record.alarm_words import WORDS
from roles.record.recording import own_id
from roles.refusals import Refused

RE = "RE" + "3" * 32
NEXT = "CF" + "2" * 32


def with_scribe() -> Story:
    """Ana commands, Dev is deputy, Omar keeps the record, Max listens."""
    story = with_command()
    story.assign(Role.SCRIBE, OMAR, ANA)
    story.on_the_line(MAX)
    return story


def seen(story: Story, status: str = "in-progress", witness: str = "callback", conference: str = CONFERENCE) -> None:
    story.do(
        c.ReportRecording(
            recording_sid=RE, conference_sid=conference, status=status, started_at=story.now, witness=witness
        ),
        CARRIER,
    )


def recorded() -> Story:
    story = with_scribe()
    seen(story)
    story.do(c.ReportSound(conference_sid=CONFERENCE))
    return story


def faults(story: Story) -> list[str]:
    return [alarm.fault for alarm in story.incident.recording.alarms.values()]


def lines(story: Story) -> list[str]:
    found = (fact_line(story.incident, seq, event) for seq, event in enumerate(story.events))
    return [line.text for line in found if line is not None]


def orders(story: Story, found: list[e.Event]) -> list[str]:
    return [kind for kind, _ in orders_for(story.incident, found)]


def told(story: Story, fault: str) -> None:
    """Scribe and deputy heard it, nobody else did."""
    assert WORDS[fault] in story.said(OMAR)
    assert WORDS[fault] in story.said(DEV)
    assert WORDS[fault] not in [*story.said(ANA), *story.said(MAX), *story.said()]


def finished(story: Story) -> None:
    """Everybody has left the room, and the carrier has finished the file."""
    for leg in list(story.incident.on_the_line()):
        story.leaves(leg.call_sid)
    story.do(c.ReportConferenceEnd(conference_sid=CONFERENCE, reason="last", occurred_at=story.now), CARRIER)
    seen(story, "completed")


def measured(story: Story, duration_s: float, loudness_dbfs: float = -20, own_s: float | None = 5.0) -> list[e.Event]:
    return story.do(
        c.ReportRecordingMeasured(
            recording_sid=RE,
            duration_s=duration_s,
            size_bytes=1,
            channels=2,
            loudness_dbfs=loudness_dbfs,
            sha256="ab" * 32,
            file="i1/RE.wav",
            own_heard_s=own_s,
        ),
        CARRIER,
    )


def verdict(story: Story, recording_sid: str = RE) -> tuple[str, str]:
    found = story.incident.recording.recordings[recording_sid].verdict
    assert found is not None
    return found.verdict, found.sentence


def test_never_started_the_carrier_is_asked_after_three_seconds_and_our_own_copy_stands_in_after_five() -> None:
    story = with_scribe()
    story.later(3)
    assert CHECK_RECORDING in orders(story, story.do(c.Tick()))
    story.ticks(2)
    assert faults(story) == ["never_started"]
    assert story.incident.recording.alarms[CONFERENCE].repair == "own_copy"
    told(story, "never_started")
    assert lamp(story.incident).text == "Not recorded"
    shown = alarms(story.incident, Actor(person_id=DEV.person_id))
    assert any(found.fact.startswith("This call is not recorded") and found.controls for found in shown)
    assert "not recorded: no recording has started" in lines(story)
    story.ticks(60)
    assert story.said(DEV).count(WORDS["never_started"]) == 1


def test_a_recording_that_ends_while_people_talk_is_a_fault_that_cannot_be_resumed() -> None:
    story = recorded()
    seen(story, "completed")
    story.ticks(4)
    assert faults(story) == []
    story.ticks(2)
    assert faults(story) == ["stopped"]
    told(story, "stopped")
    assert not any(isinstance(event, e.RecordingRepairOrdered) and event.repair == "resume" for event in story.events)


def test_a_pause_in_the_middle_is_told_and_its_end_too() -> None:
    story = recorded()
    seen(story, "paused")
    story.ticks(1)
    told(story, "paused")
    seen(story)
    story.ticks(1)
    assert story.said(DEV)[-1] == "The call is recorded again."
    assert "The call is recorded again." not in story.said(ANA)


def listened_to(story: Story) -> None:
    for leg in list(story.incident.legs.values()):
        stream = story.incident.streams.by_leg[leg.call_sid]
        story.do(
            c.ReportStreamStarted(call_sid=leg.call_sid, stream_name=stream.name, stream_sid=leg.call_sid), CARRIER
        )


def test_no_sound_from_anybody_in_half_a_minute_is_alarmed_and_the_first_sound_ends_it() -> None:
    story = with_scribe()
    seen(story)
    listened_to(story)
    story.ticks(28)
    assert faults(story) == []
    story.ticks(4)
    assert faults(story) == ["silent"]
    told(story, "silent")
    assert recording_words(story.incident) == f"The recording runs. {WORDS['silent']}"
    story.do(c.ReportSound(conference_sid=CONFERENCE))
    story.ticks(1)
    assert faults(story) == []
    story.ticks(600)
    assert faults(story) == [], "people who say nothing later are no fault"


def test_a_file_that_is_silent_though_our_copy_has_sound_is_fetched_again_then_replaced_by_our_mix() -> None:
    story = recorded()
    story.later(60)
    finished(story)
    assert FETCH_RECORDING not in orders(story, measured(story, 60, loudness_dbfs=-90))
    assert faults(story) == ["file_silent"]
    told(story, "file_silent")
    again = story.ticks(10)
    assert FETCH_RECORDING in orders(story, again)
    measured(story, 60, loudness_dbfs=-90)
    assert verdict(story)[0] == "missing"
    assert MIX_COPIES in orders(story, story.ticks(1))
    mixed(story, RE)
    assert verdict(story)[0] == "replaced"
    assert "although people spoke" in verdict(story)[1]
    assert "the bridge's own mix of 2 people, 1 min 00 s" in verdict(story)[1]
    assert "file_silent" not in faults(story)


def mixed(story: Story, recording_sid: str) -> None:
    story.do(
        c.ReportOwnMix(
            recording_sid=recording_sid,
            started_at=START,
            duration_s=60.0,
            size_bytes=10,
            people=2,
            sha256="cd" * 32,
            file="i1/own.wav",
        )
    )


def test_a_silent_file_of_a_call_in_which_nobody_spoke_is_verified() -> None:
    story = recorded()
    story.later(30)
    finished(story)
    measured(story, 30, loudness_dbfs=-90, own_s=0.0)
    assert verdict(story) == ("verified", "Verified, 30 s: nobody spoke, here and in the bridge's own copy.")


def test_a_short_file_says_what_it_covers_and_a_second_whole_one_is_verified() -> None:
    story = recorded()
    story.later(60)
    finished(story)
    measured(story, 20)
    assert faults(story) == ["file_short"]
    told(story, "file_short")
    story.ticks(10)
    measured(story, 75)
    assert verdict(story)[0] == "verified"
    assert "file_short" not in faults(story)


def test_a_piece_that_ended_under_people_is_judged_when_they_are_apart() -> None:
    story = recorded()
    story.later(60)
    seen(story, "completed")
    measured(story, 70)
    story.ticks(60)
    assert story.incident.recording.recordings[RE].verdict is None
    for leg in list(story.incident.on_the_line()):
        story.leaves(leg.call_sid)
    assert FETCH_RECORDING in orders(story, story.ticks(1))
    measured(story, 70)
    assert verdict(story)[0] == "partial"


def test_a_file_that_stays_short_is_partial_with_its_times() -> None:
    story = recorded()
    story.later(60)
    finished(story)
    measured(story, 20)
    story.ticks(10)
    measured(story, 20)
    assert verdict(story)[0] == "partial"
    assert "It covers 03:00:03 to 03:00:23." in verdict(story)[1]


def test_where_people_spoke_and_the_file_holds_nothing_is_named_with_its_times() -> None:
    story = recorded()
    story.later(60)
    finished(story)
    hole = ((START + timedelta(seconds=20), START + timedelta(seconds=30)),)
    for _ in range(2):
        command = c.ReportRecordingMeasured(
            recording_sid=RE,
            duration_s=70,
            size_bytes=1,
            channels=1,
            loudness_dbfs=-20,
            sha256="",
            file="f",
            own_heard_s=30.0,
            unheard=hole,
        )
        story.do(command, CARRIER)
        story.ticks(10)
    assert verdict(story) == ("partial", "The recording has no sound where people spoke: 03:00:20 to 03:00:30.")


def test_a_lost_callback_is_found_by_rest_alarmed_mildly_and_over_after_half_a_minute() -> None:
    story = with_scribe()
    story.later(3).do(c.Tick())
    seen(story, witness="comparison")
    story.do(c.Tick())
    assert faults(story) == ["callback_lost"]
    assert story.incident.recording.state == "recording"
    told(story, "callback_lost")
    story.ticks(30)
    assert faults(story) == []


@pytest.mark.parametrize("trouble", ["full", "failing"])
def test_our_own_disk_is_an_alarm_beside_a_recording_that_goes_on(trouble: str) -> None:
    story = recorded()
    story.do(c.ReportDisk(trouble=trouble))
    story.do(c.ReportDisk(trouble=trouble))
    assert faults(story) == [f"disk_{trouble}"]
    told(story, f"disk_{trouble}")
    assert lamp(story.incident).text == "Recorded"
    story.do(c.ReportDisk(trouble=""))
    assert faults(story) == []


def test_a_carrier_that_answers_with_errors_is_alarmed_until_it_answers() -> None:
    story = recorded()
    story.do(c.ReportCarrierAsked(answered=False))
    story.do(c.ReportCarrierAsked(answered=False))
    assert faults(story) == ["carrier_errors"]
    told(story, "carrier_errors")
    story.do(c.ReportCarrierAsked(answered=True))
    assert faults(story) == []


def ended_by_the_carrier(story: Story) -> list[e.Event]:
    for leg in list(story.incident.on_the_line()):
        story.leaves(leg.call_sid, reason="conference_ended_via_api")
    return story.do(c.ReportConferenceEnd(conference_sid=CONFERENCE, reason="ended", occurred_at=story.now), CARRIER)


def test_a_room_that_the_carrier_makes_again_is_alarmed_and_over_when_the_new_one_is_recorded() -> None:
    story = recorded()
    ended_by_the_carrier(story)
    assert faults(story) == ["recreated"]
    told(story, "recreated")
    assert NEXT_STEP in orders(story, story.ticks(6)), "who does not come back by itself is asked to"
    for person in (ANA, DEV, OMAR):
        story.joined(call_sid(person.person_id), NEXT)
    story.do(
        c.ReportRecording(recording_sid="RE9", conference_sid=NEXT, status="in-progress", started_at=story.now), CARRIER
    )
    story.ticks(1)
    assert faults(story) == []


def test_the_end_of_the_call_and_a_room_emptied_by_star_are_no_new_room() -> None:
    story = recorded()
    for leg in list(story.incident.on_the_line()):
        story.presses_star(leg.call_sid, menu_id=leg.call_sid)
    story.do(c.ReportConferenceEnd(conference_sid=CONFERENCE, reason="last", occurred_at=story.now), CARRIER)
    assert faults(story) == []
    ended = recorded()
    ended.do(c.EndCall(), ANA)
    ended_by_the_carrier(ended)
    assert faults(ended) == []


def test_a_call_that_was_never_recorded_gets_our_own_mix_after_the_carrier_was_asked_once_more() -> None:
    story = with_scribe()
    story.ticks(40)
    story.do(c.EndCall(), ANA)
    ended_by_the_carrier(story)
    asked = story.ticks(1)
    assert CHECK_RECORDING in orders(story, asked)
    ordered = story.ticks(21)
    assert MIX_COPIES in orders(story, ordered)
    mixed(story, own_id(CONFERENCE))
    assert verdict(story, own_id(CONFERENCE))[0] == "replaced"
    story.ticks(60)
    assert sum(isinstance(event, e.OwnMixOrdered) for event in story.events) == 1


def test_a_mix_names_who_is_not_in_it() -> None:
    story = with_scribe()
    story.keys(call_sid("max"), "81")
    assert not story.leg(MAX).transcribed
    story.ticks(40)
    story.do(c.EndCall(), ANA)
    ended_by_the_carrier(story)
    story.ticks(23)
    mixed(story, own_id(CONFERENCE))
    assert "Without Max Behr" in verdict(story, own_id(CONFERENCE))[1]


def test_the_deputy_moves_all_to_a_new_room_command_staff_last() -> None:
    story = recorded()
    found = story.do(c.RenewRoom(), DEV)
    assert story.incident.room == "inc-1-r2"
    moved = [payload["call_sid"] for kind, payload in orders_for(story.incident, found) if kind == NEXT_STEP]
    assert moved[0] == call_sid("max")
    assert set(moved) == {leg.call_sid for leg in story.incident.on_the_line()}
    with pytest.raises(Refused, match="move people to sub-teams"):
        story.do(c.RenewRoom(), MAX)


def test_while_nobody_is_scribe_or_deputy_the_commander_hears_it() -> None:
    story = Story().opened()
    for person in (ANA, MAX):
        story.on_the_line(person)
    story.do(c.TakeCommand(), ANA)
    story.ticks(6)
    assert WORDS["never_started"] in story.said(ANA)
    assert WORDS["never_started"] not in story.said(MAX)
