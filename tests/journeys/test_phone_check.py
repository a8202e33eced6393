"""A test call from end to end: a person speaks, hears themselves, and the directory shows that they have tested."""

from pathlib import Path

import pytest
from callers import NUMBERS, PEOPLE, Bridge

from bridge.demo.script import audio_path
from bridge.demo.stage import Stage
from bridge.simulator.driver import NumberConfig

TEST_NUMBER = "+12025550198"


@pytest.fixture
def bridge(tmp_path: Path):  # type: ignore[no-untyped-def]
    people = tmp_path / "people.yaml"
    people.write_text(PEOPLE, encoding="utf-8")
    stage = Stage(
        data_dir=tmp_path / "data",
        bridge_number="+12025550199",
        people_file=people,
        say_chars_per_s=200.0,
        settings_extra={"BRIDGE_TEST_NUMBER": TEST_NUMBER},
    )
    try:
        stage.set_up()
        stage.carrier.configure_number(
            TEST_NUMBER,
            NumberConfig(
                voice_url=f"{stage.base_url}/twilio/voice",
                status_callback=f"{stage.base_url}/twilio/call-status#rc=2&rp=all",
            ),
        )
        yield Bridge(stage)
    finally:
        stage.tear_down()


def test_who_speaks_hears_themselves_and_what_the_machine_wrote(bridge: Bridge) -> None:
    call = bridge.stage.carrier.dial(NUMBERS["ana"], to=TEST_NUMBER)
    call.wait_until_gathering(timeout_s=15)
    call.press("471101#")
    call.wait_for_text("Your PIN is right, Ana Ruiz")
    call.wait_until_streaming()
    call.speak(audio_path("l13"))
    call.wait_for_text("This is how you sound", timeout_s=20)
    call.wait_for_text("The machine wrote:", timeout_s=20)
    call.wait_until_over(timeout_s=20)
    assert any(heard.kind == "play" for heard in call.heard)
    assert "database" in next(heard.text for heard in call.heard if "The machine wrote" in heard.text)
    assert not call.errors
    node = bridge.stage.node
    ana = node.directory.by_name("Ana Ruiz")
    assert ana is not None
    assert node.phone_checks.newest()[ana.person_id].passed
    assert node.incidents.latest() is None
    folder = node.settings.phone_checks_dir
    bridge.stage.carrier.wait_for_request(url_part="call-status", event="", timeout_s=10)
    assert not list(folder.glob("*"))
