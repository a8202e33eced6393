"""The eight faults of a recording with the running bridge: seen, told to scribe and deputy, repaired, and proved."""

import io
import wave

import numpy as np
import pytest
import requests
from callers import TAKES_COMMAND, Bridge

from bridge.demo.console_client import ConsoleClient
from bridge.demo.script import audio_path
from roles import commands as c
from roles.people import Role
from roles.record.alarm_words import WORDS
from roles.record.recording import Verdict
from transcription import g711

WITHIN_S = 30
"""From the fault to the private words."""


def with_keepers(bridge: Bridge) -> None:
    """Ana commands, Dev is deputy, Omar is scribe."""
    bridge.join("ana", "dev", "omar")
    bridge.presses("ana", *TAKES_COMMAND)
    for role, who in ((Role.DEPUTY, "dev"), (Role.SCRIBE, "omar")):
        bridge.order(c.AssignRole(role=role, person_id=bridge.leg(who).person_id), by="ana")
    bridge.wait("Omar is scribe", lambda record: record.incident.roster.holder(Role.SCRIBE))


def recorded(bridge: Bridge) -> None:
    bridge.wait("the recording runs", lambda record: record.incident.recording.state == "recording")


def told(bridge: Bridge, fault: str) -> None:
    """The alarm stands in the log, scribe and deputy hear it privately, and nobody else does."""
    for who in ("dev", "omar"):
        bridge.callers[who].wait_for_text(WORDS[fault], timeout_s=WITHIN_S)
    assert not any(WORDS[fault] in heard.text for heard in bridge.callers["ana"].heard)


def over(bridge: Bridge, fault: str, timeout_s: float = 40) -> None:
    bridge.wait(
        f"{fault} is over",
        lambda record: all(alarm.fault != fault for alarm in record.incident.recording.alarms.values()),
        timeout_s,
    )


def says(bridge: Bridge, who: str, line: str = "l01") -> None:
    sid = bridge.callers[who].sid
    bridge.callers[who].wait_until_streaming(timeout_s=20)
    bridge.wait(f"{who} may be heard", lambda record: record.incident.hearing.is_open(sid))
    bridge.callers[who].speak(audio_path(line)).wait(timeout_s=20)


def ended(bridge: Bridge) -> Verdict:
    """The call is ended; the verdict on its last recording."""
    bridge.order(c.EndCall(), by="ana")
    for caller in bridge.callers.values():
        caller.wait_until_over(timeout_s=30)
    return judged(bridge)


def judged(bridge: Bridge, verdict: str = "") -> Verdict:
    bridge.wait(
        f"the verdict {verdict}",
        lambda record: (
            record.incident.recording.recordings
            and all(
                found.verdict is not None and verdict in ("", found.verdict.verdict)
                for found in record.incident.recording.recordings.values()
            )
        ),
        timeout_s=60,
    )
    found = list(bridge.incident().recording.recordings.values())[-1].verdict
    assert found is not None
    return found


def reviewed(bridge: Bridge, path: str) -> requests.Response:
    """A page or file of the review, as Dev sees it."""
    console = ConsoleClient(bridge.stage.base_url)
    console.sign_in_by_link(bridge.stage.sign_in_link("Dev Rao"))
    return console.get(f"/incidents/{bridge.incident_id}/{path}")


def loudest(sound: bytes) -> int:
    with wave.open(io.BytesIO(sound)) as file:
        return int(np.abs(np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.int32)).max())


def plays_the_mix(bridge: Bridge) -> None:
    """Speech is heard in the review although the carrier's file has none of it, and the page says whose it is."""
    sid = next(iter(bridge.incident().recording.recordings))
    assert loudest(reviewed(bridge, f"recordings/{sid}.wav").content) > 1000
    assert "own mix" in reviewed(bridge, "review").text


def test_a_recording_that_never_started_is_replaced_by_our_own_mix_and_a_new_room_is_recorded(bridge: Bridge) -> None:
    bridge.stage.carrier.faults.withhold_recordings()
    with_keepers(bridge)
    told(bridge, "never_started")
    says(bridge, "ana")
    bridge.stage.carrier.faults.withhold_recordings(False)
    first = bridge.callers["ana"].conference_name
    bridge.order(c.RenewRoom(), by="dev")
    for who in ("ana", "dev", "omar"):
        bridge.wait(f"{who} sits in the new room", lambda record, who=who: bridge.callers[who].conference_name != first)
    recorded(bridge)
    over(bridge, "never_started")
    ended(bridge)
    judged(bridge)
    bridge.wait(
        "the mix of the first room",
        lambda record: any(
            found.verdict and found.verdict.verdict == "replaced"
            for found in record.incident.recording.recordings.values()
        ),
        timeout_s=60,
    )
    replaced = next(
        sid for sid, found in bridge.incident().recording.recordings.items() if found.verdict.verdict == "replaced"
    )
    assert loudest(reviewed(bridge, f"recordings/{replaced}.wav").content) > 1000


def test_a_recording_that_stops_in_the_middle_is_told_and_our_mix_has_the_rest(bridge: Bridge) -> None:
    with_keepers(bridge)
    recorded(bridge)
    bridge.stage.carrier.faults.stop_recordings()
    told(bridge, "stopped")
    says(bridge, "ana")
    ended(bridge)
    judged(bridge, "replaced")
    plays_the_mix(bridge)


def test_a_recording_that_hears_nothing_is_found_by_our_copy_and_replaced(bridge: Bridge) -> None:
    with_keepers(bridge)
    recorded(bridge)
    bridge.stage.carrier.faults.deafen_recordings()
    says(bridge, "ana")
    bridge.wait("our copy has sound", lambda record: record.incident.recording.sound_in)
    bridge.stage.carrier.faults.stop_recordings()
    told(bridge, "file_silent")
    ended(bridge)
    found = judged(bridge, "replaced")
    assert "although people spoke" in found.sentence
    plays_the_mix(bridge)


@pytest.mark.timeout(180)
def test_half_a_minute_in_which_nobody_makes_a_sound_is_told_and_the_first_word_ends_it(bridge: Bridge) -> None:
    with_keepers(bridge)
    recorded(bridge)
    for who in ("dev", "omar"):
        bridge.callers[who].wait_for_text(WORDS["silent"], timeout_s=2 * WITHIN_S)
    assert not any(WORDS["silent"] in heard.text for heard in bridge.callers["ana"].heard)
    says(bridge, "ana")
    over(bridge, "silent")


def test_a_lost_callback_is_found_by_rest_and_the_recording_is_still_verified(bridge: Bridge) -> None:
    bridge.stage.carrier.faults.drop_callbacks("recording-in-progress")
    bridge.join("ana", "dev")
    bridge.wait("REST told it", lambda record: record.incident.recording.alarms, timeout_s=WITHIN_S)
    assert [alarm.fault for alarm in bridge.incident().recording.alarms.values()] == ["callback_lost"]
    recorded(bridge)
    says(bridge, "ana")
    found = ended(bridge)
    assert found.verdict == "verified"
    assert 'id="play"' in reviewed(bridge, "review").text


def test_a_full_disk_ends_no_call_and_is_over_when_there_is_room(bridge: Bridge) -> None:
    with_keepers(bridge)
    recorded(bridge)
    sid = bridge.callers["ana"].sid
    copy = bridge.stage.node.copies.path(bridge.incident_id, sid)
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.symlink_to("/dev/full")
    says(bridge, "ana")
    told(bridge, "disk_full")
    assert bridge.callers["ana"].in_conference
    copy.unlink()
    for _ in range(3):
        says(bridge, "ana")
    over(bridge, "disk_full")


def test_a_carrier_that_answers_500_is_told_and_over_when_it_answers(bridge: Bridge) -> None:
    with_keepers(bridge)
    recorded(bridge)
    bridge.stage.carrier.faults.answer_rest("/Recordings", 500, times=1000, method="GET")
    told(bridge, "carrier_errors")
    bridge.stage.carrier.faults.clear()
    over(bridge, "carrier_errors")
    recorded(bridge)


def test_a_room_made_again_under_people_is_told_and_the_new_one_is_recorded(bridge: Bridge) -> None:
    with_keepers(bridge)
    recorded(bridge)
    first = bridge.incident().conferences
    bridge.stage.carrier.faults.end_conferences()
    told(bridge, "recreated")
    over(bridge, "recreated")
    assert bridge.incident().conferences != first
    for caller in bridge.callers.values():
        assert caller.in_conference
    recorded(bridge)


@pytest.mark.parametrize("fault", ["shortened", "trimmed"])
def test_a_short_file_is_fetched_again_and_then_replaced(bridge: Bridge, fault: str) -> None:
    with_keepers(bridge)
    recorded(bridge)
    bridge.callers["dev"].speak(g711.SILENT_FRAME * 300).wait(timeout_s=20)
    says(bridge, "ana")
    bridge.wait("our copy has sound", lambda record: record.incident.recording.sound_in)
    if fault == "shortened":
        bridge.stage.carrier.faults.shorten_recordings(by_s=6)
    else:
        bridge.stage.carrier.faults.trim_recordings()
    bridge.stage.carrier.faults.stop_recordings()
    told(bridge, "file_short")
    ended(bridge)
    found = judged(bridge, "replaced")
    assert "In its place" in found.sentence
    plays_the_mix(bridge)
