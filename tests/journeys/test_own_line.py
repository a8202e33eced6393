"""A room that is not recorded and one person's own line in its place: by key, with the carrier's pause refused."""

import pytest
from callers import Bridge
from canary import Canary, every_file, leaks

from bridge.demo.console_client import ConsoleClient
from bridge.record.record import Record
from roles import commands as c
from roles.incident import Incident
from roles.record.alarm_words import LINE_CONFIRMED
from roles.record.line_orders import KEPT
from roles.record.recording import OWN_LINE, Recording
from transcription import g711

SAID = Canary("said in the room, in a line", "l13", ("disk space",))
HEARD = Canary("heard in the room, in a line", "l27", ("better alerts",))
IN_THE_MENU = Canary("said in the key menu, in a line", "l10", ("phone keys",))
MUTED = Canary("said while muted, in a line", "l30", ("the money",))
REFUSES = r"/Calls/CA\w+/Recordings/"
BREATH = g711.SILENT_FRAME * 65
"""Longer than what is silenced beside every private moment."""
SHORT = 8000
"""Enough of a canary, in bytes: a second."""


def faults(record: Record) -> set[str]:
    return {alarm.fault for alarm in record.incident.recording.alarms.values()}


def line_of(incident: Incident) -> Recording:
    return next(found for found in incident.recording.recordings.values() if found.call_sid)


def line(bridge: Bridge) -> Recording:
    return line_of(bridge.incident())


def speaks(bridge: Bridge, who: str, sound: bytes) -> None:
    bridge.callers[who].speak(sound).wait(timeout_s=20)


def says(bridge: Bridge, who: str, canary: Canary) -> None:
    speaks(bridge, who, canary.mulaw[4000 : 4000 + SHORT])


@pytest.mark.timeout(120)
def test_what_is_said_in_the_room_is_in_the_line_and_what_is_said_in_the_key_menu_is_not(bridge: Bridge) -> None:
    bridge.stage.carrier.faults.withhold_recordings()
    bridge.join("ana", "omar")
    bridge.wait("no recording has started", lambda record: faults(record) == {"never_started"})
    omar = bridge.callers["omar"]
    bridge.presses("omar", "8", "2", "1")
    assert any(KEPT in heard.text for heard in omar.heard)
    omar.wait_for_text(LINE_CONFIRMED, timeout_s=20)
    bridge.wait("the grave alarm is over", lambda record: faults(record) == {OWN_LINE})
    speaks(bridge, "ana", BREATH)
    says(bridge, "omar", SAID)
    says(bridge, "ana", HEARD)
    speaks(bridge, "ana", BREATH)

    carrier = bridge.stage.carrier.faults
    carrier.answer_rest(REFUSES, 500, times=1000, method="POST")
    bridge.keys("omar", "6")
    says(bridge, "omar", IN_THE_MENU)
    assert line(bridge).status == "in-progress", "it ran on, as the carrier refused to pause it"
    bridge.goes_on("omar", "#")
    carrier.clear()
    carrier.withhold_recordings()
    bridge.presses("omar", "2")
    bridge.wait("Omar is muted", lambda record: record.incident.legs[omar.sid].muted)
    says(bridge, "omar", MUTED)

    bridge.order(c.EndCall(), by="ana")
    bridge.wait("it is judged", lambda record: line_of(record.incident).verdict is not None, timeout_s=40)
    bridge.wait("the carrier's file is gone", lambda record: line_of(record.incident).carrier_file_gone)
    verdict = line(bridge).verdict
    assert verdict is not None
    assert verdict.verdict == "verified", verdict.sentence
    kept = {
        name: sound for name, sound in every_file(bridge.stage.data_dir).items() if line(bridge).recording_sid in name
    }
    assert [leak for canary in (IN_THE_MENU, MUTED) for leak in leaks(canary, kept)] == []
    assert any("(left)" in place for place in leaks(SAID, kept))
    assert any("(right)" in place for place in leaks(HEARD, kept))
    assert not any("(right)" in place for place in leaks(SAID, kept))

    console = ConsoleClient(bridge.stage.base_url)
    console.sign_in_by_link(bridge.stage.sign_in_link("Dev Rao"))
    page = console.get(f"/incidents/{bridge.incident_id}/review").text
    assert "The line of Omar Haddad, recorded with their consent" in page
    assert f'data-sid="{line(bridge).recording_sid}"' in page
