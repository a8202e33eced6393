"""A CAN report and a whisper by key: real sound through the media stream, kept as a file, heard by the right person."""

import wave

from callers import TAKES_COMMAND, Bridge

from bridge.demo.script import audio_path
from roles.presence import Where


def test_a_can_report_by_key_is_kept_with_its_sound_and_gets_its_text(bridge: Bridge) -> None:
    bridge.join("ana", "omar")
    omar = bridge.callers["omar"]
    bridge.wait("Omar's sound comes", lambda record: record.incident.streams.running(omar.sid) is not None)
    omar.press("*")
    omar.wait_until_gathering(timeout_s=10)
    omar.press("4")
    bridge.wait("the window is open", lambda record: record.incident.takes.window(omar.sid) is not None)
    omar.wait_for_text("Condition, actions, needs")
    omar.speak(audio_path("l13")).wait(timeout_s=20)
    omar.wait_until_gathering(timeout_s=10)
    omar.press("1")
    bridge.wait("the report is kept", lambda record: record.incident.takes.can_reports())
    bridge.wait("it has its text", lambda record: "database" in record.incident.takes.can_reports()[0].text)
    kept = bridge.incident().takes.can_reports()[0]
    with wave.open(str(bridge.stage.data_dir / "takes" / kept.file)) as sound:
        assert 1.0 < sound.getnframes() / sound.getframerate() <= 20.0
    omar.wait_until_in_conference(timeout_s=20)


def test_a_whisper_by_phone_is_played_to_that_person_alone(bridge: Bridge) -> None:
    bridge.join("ana", "dev", "omar")
    bridge.presses("ana", *TAKES_COMMAND)
    ana = bridge.callers["ana"]
    bridge.wait("Ana's sound comes", lambda record: record.incident.streams.running(ana.sid) is not None)
    ana.press("*")
    for key in ("0", "0", "3#", "5"):
        ana.wait_until_gathering(timeout_s=10)
        before = bridge.leg("ana").menu
        ana.press(key)
        bridge.wait(
            f"the next menu after {key}", lambda record, b=before: record.incident.legs[ana.sid].menu not in (None, b)
        )
    ana.speak(audio_path("l03")).wait(timeout_s=20)
    ana.wait_until_gathering(timeout_s=10)
    bridge.callers["omar"].press("*")
    bridge.callers["omar"].wait_until_gathering(timeout_s=10)
    ana.press("1")
    bridge.wait(
        "it is kept while Omar is in the menu",
        lambda record: any(take.kept for take in record.incident.takes.by_id.values()),
    )
    assert bridge.leg("omar").where is Where.STEPPED_OUT
    bridge.callers["omar"].press("#")
    bridge.callers["omar"].wait_for_text("Ana Ruiz says to you alone", timeout_s=20)
    assert not any("says to you alone" in heard.text for heard in bridge.callers["dev"].heard)
    bridge.callers["omar"].wait_for_text("/twilio/take?")
    assert not any("/twilio/take?" in heard.text for heard in bridge.callers["dev"].heard)
    assert not bridge.callers["omar"].errors


def test_a_name_said_by_phone_is_the_name_of_that_call_and_of_what_is_said_on_it(bridge: Bridge) -> None:
    bridge.join("ana", "dev", "omar")
    bridge.presses("ana", *TAKES_COMMAND)
    ana = bridge.callers["ana"]
    bridge.wait("Ana's sound comes", lambda record: record.incident.streams.running(ana.sid) is not None)
    bridge.keys("ana", "0", "0", "3#", "8", "1")
    bridge.wait("the window is open", lambda record: record.incident.takes.window(ana.sid) is not None)
    ana.wait_for_text("Say who it is")
    ana.speak(audio_path("l25")).wait(timeout_s=20)
    ana.wait_until_gathering(timeout_s=10)
    ana.press("1")
    omar = bridge.callers["omar"].sid
    bridge.wait("it is understood", lambda record: record.incident.takes.new_name_of(omar).text)
    said = bridge.incident().takes.new_name_of(omar).text
    assert bridge.incident().name_of(bridge.leg("omar").person_id).lower() == said
    ana.wait_for_text("Omar Haddad is now", timeout_s=20)
    assert "omar" not in bridge.incident().people[bridge.leg("omar").person_id].name.lower()


def test_a_stranger_says_name_and_system_which_the_deputy_hears_and_the_page_keeps(bridge: Bridge) -> None:
    bridge.join("ana", "dev")
    bridge.presses("ana", *TAKES_COMMAND)
    eve = bridge.dial("eve")
    eve.wait_for_text("PIN")
    eve.press("#")
    eve.wait_for_text("say your name and your system")
    bridge.wait("the window is open", lambda record: record.incident.takes.window(eve.sid) is not None)
    bridge.wait("her sound comes", lambda record: record.incident.streams.running(eve.sid) is not None)
    eve.speak(audio_path("l05")).wait(timeout_s=20)
    eve.wait_for_text("You are number 1 in the lobby", timeout_s=20)
    bridge.wait("it is kept", lambda record: record.incident.takes.name_of(eve.sid).kept)
    bridge.callers["ana"].wait_for_text("is in the lobby", timeout_s=20)
    bridge.callers["ana"].wait_for_text("In the lobby:", timeout_s=20)
    with wave.open(str(bridge.stage.data_dir / "takes" / bridge.incident().takes.name_of(eve.sid).file)) as sound:
        assert sound.getnframes() / sound.getframerate() <= 4.0
    assert not bridge.callers["ana"].errors
    assert not bridge.incident().hearing.is_open(eve.sid)
    with bridge.stage.node.service.reading(bridge.incident_id) as record:
        assert not any(said.call_sid == eve.sid for said in record.timeline.utterances())
