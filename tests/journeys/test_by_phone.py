"""Journeys by phone against the running bridge: real processes, real signed HTTP, the local carrier."""

import json
import subprocess
import sys

from callers import TAKES_COMMAND, Bridge

from roles import commands as c
from roles.people import Role
from roles.presence import Where


def test_a_call_runs_from_the_first_ring_to_the_verified_recording(bridge: Bridge) -> None:
    bridge.join("ana", "dev", "omar")
    assert "recorded" in " ".join(heard.text for heard in bridge.callers["omar"].heard)
    bridge.wait("the recording runs", lambda record: record.incident.recording.state == "recording")

    bridge.presses("ana", *TAKES_COMMAND)
    bridge.wait("Ana is in command", lambda record: record.incident.roster.holder(Role.INCIDENT_COMMANDER))
    bridge.order(c.AssignRole(role=Role.DEPUTY, person_id=bridge.leg("dev").person_id), by="ana")

    bridge.presses("dev", "0", "471102#", "1")
    bridge.wait("the roll call is open", lambda record: record.incident.roll_call)
    bridge.presses("omar", "3")
    omar = bridge.leg("omar").person_id
    assert bridge.incident().roll_calls[0].answers[omar].answer == "need_help"
    assert bridge.leg("omar").where is Where.ON_THE_LINE

    bridge.order(c.MuteLeg(call_sid=bridge.callers["omar"].sid, muted=True), by="dev")
    bridge.callers["omar"].wait_until_muted()
    bridge.wait("the log has the carrier's news", lambda record: record.incident.legs[bridge.callers["omar"].sid].muted)

    bridge.order(c.EndCall(), by="ana")
    for caller in bridge.callers.values():
        caller.wait_until_over(timeout_s=30)
    bridge.wait(
        "the recordings are judged",
        lambda record: (
            record.incident.recording.recordings
            and all(found.verdict for found in record.incident.recording.recordings.values())
        ),
        timeout_s=30,
    )
    exported = subprocess.run(
        [sys.executable, "-m", "bridge", "export", "latest"],
        env=bridge.stage.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(exported.stdout)
    assert {person["name"] for person in found["participants"]} == {"Ana Ruiz", "Dev Rao", "Omar Haddad"}
    assert [recording["sentence"] != "" for recording in found["recordings"]] == [True]


def test_a_stranger_waits_in_the_lobby_is_let_in_removed_and_waits_again(bridge: Bridge) -> None:
    bridge.join("ana", "dev")
    eve = bridge.dial("eve")
    eve.wait_for_text("PIN")
    eve.press("#")
    eve.wait_for_text("lobby")
    bridge.wait("Eve waits", lambda record: record.incident.legs[eve.sid].where is Where.LOBBY)
    assert not eve.in_conference

    bridge.order(c.AdmitLeg(call_sid=eve.sid, name="Eve Stone"), by="ana")
    eve.wait_until_in_conference(timeout_s=20)
    bridge.wait("Eve is on the line", lambda record: record.incident.legs[eve.sid].where is Where.ON_THE_LINE)

    bridge.order(c.RemoveLeg(call_sid=eve.sid, reason="please use the support channel"), by="ana")
    eve.wait_until_over(timeout_s=20)
    assert "please use the support channel" in " ".join(heard.text for heard in eve.heard)
    bridge.wait("the log knows", lambda record: record.incident.legs[eve.sid].leave_reason == "removed")

    again = bridge.dial("eve")
    again.wait_for_text("PIN")
    again.press("#")
    again.wait_for_text("lobby")
    assert not again.in_conference
    bridge.wait("the log knows why", lambda record: record.incident.legs[again.sid].lobby_reason == "removed")


def test_somebody_of_the_directory_who_was_removed_waits_in_the_lobby_when_they_dial_again(bridge: Bridge) -> None:
    bridge.join("ana", "dev")
    bridge.order(c.RemoveLeg(call_sid=bridge.callers["dev"].sid, reason=""), by="ana")
    bridge.callers["dev"].wait_until_over(timeout_s=20)
    again = bridge.dial("dev")
    again.wait_for_text("lobby")
    bridge.waits("dev")
    assert not again.in_conference


def test_a_recording_that_is_interrupted_is_noticed_and_runs_again(bridge: Bridge) -> None:
    bridge.join("ana", "dev")
    bridge.wait("the recording runs", lambda record: record.incident.recording.state == "recording")
    bridge.stage.carrier.faults.pause_recordings()
    bridge.wait("the alarm is raised", lambda record: record.incident.recording.alarms, timeout_s=30)
    bridge.wait("the alarm is cleared", lambda record: not record.incident.recording.alarms, timeout_s=30)
    assert {recording.status for recording in bridge.stage.carrier.recordings()} == {"in-progress"}


def test_the_call_goes_on_when_every_process_of_the_bridge_is_killed(bridge: Bridge) -> None:
    bridge.join("ana", "dev")
    bridge.presses("ana", *TAKES_COMMAND)
    before = bridge.stage.node.event_log.head(bridge.incident_id)
    bridge.stage.kill_bridge()
    assert bridge.callers["ana"].in_conference
    assert bridge.callers["dev"].in_conference
    bridge.stage.start_bridge()
    assert bridge.stage.node.event_log.head(bridge.incident_id) >= before
    bridge.presses("dev", "3")
    bridge.wait("the mark is in the log", lambda record: record.incident.marks)
    bridge.join("omar")
    assert bridge.incident().roster.holder(Role.INCIDENT_COMMANDER) == bridge.leg("ana").person_id


def test_lost_doubled_and_late_callbacks_leave_the_truth(bridge: Bridge) -> None:
    bridge.join("ana", "dev")
    bridge.stage.carrier.faults.drop_callbacks("participant-leave", times=1)
    bridge.callers["dev"].hang_up()
    bridge.wait("Dev has left", lambda record: record.incident.legs[bridge.callers["dev"].sid].where is Where.LEFT)
    assert bridge.leg("ana").where is Where.ON_THE_LINE
