"""Off the record by key, with the carrier's real pause; what is said meanwhile is written nowhere."""

from callers import TAKES_COMMAND, Bridge

from bridge.demo.script import audio_path


def test_off_the_record_pauses_the_recording_says_so_and_writes_nothing_down(bridge: Bridge) -> None:
    bridge.join("ana", "omar")
    bridge.wait("the recording runs", lambda record: record.incident.recording.state == "recording")
    bridge.presses("ana", *TAKES_COMMAND)
    omar = bridge.callers["omar"]
    bridge.wait("Omar's sound comes", lambda record: record.incident.streams.running(omar.sid) is not None)

    bridge.presses("ana", "0", "9", "3")
    omar.wait_for_text("Off the record. Nothing is recorded or written down.", timeout_s=40)
    omar.speak(audio_path("l13")).wait(timeout_s=20)
    bridge.presses("ana", "0", "9", "3")
    omar.wait_for_text("On the record again.", timeout_s=40)
    bridge.wait("Omar may be heard again", lambda record: record.incident.hearing.is_open(omar.sid))
    omar.speak(audio_path("l15")).wait(timeout_s=20)
    bridge.wait(
        "what is said now is written down",
        lambda record: any("cache" in said.text for said in record.timeline.utterances()),
    )
    with bridge.stage.node.service.reading(bridge.incident_id) as record:
        assert not any("database" in said.text for said in record.timeline.utterances())
