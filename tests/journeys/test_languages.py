"""A leg whose person speaks another language: heard by the model of that language, or told where there is none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from callers import PEOPLE, Bridge
from running_bridge import running
from test_speech import COMMANDER, heard, says

from bridge.record import codec
from roles import events as e
from transcription.models import BUILT_IN_PATH

SAID = "hello this is david i am the incident commander"
SPEAK = PEOPLE.replace("  - name: Dev Rao", "  - name: Dev Rao\n    language: de").replace(
    "  - name: Omar Haddad", "  - name: Omar Haddad\n    language: fr"
)


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    """German is installed (the demonstration model under another name), French is not."""
    models = tmp_path / "data" / "models"
    models.mkdir(parents=True)
    (models / "vosk-model-small-de-test").symlink_to(BUILT_IN_PATH)
    with running(tmp_path, SPEAK) as found:
        yield found


def test_each_leg_is_heard_in_its_persons_language_and_a_missing_model_is_told(bridge: Bridge) -> None:
    bridge.join("ana", "dev", "omar")
    for who, language in (("dev", "de"), ("omar", "en"), ("ana", "en")):
        heard(bridge, who)
        says(bridge, who, COMMANDER)
        sid = bridge.callers[who].sid
        bridge.wait(
            f"the words of {who}",
            lambda record, sid=sid, language=language: any(
                found.call_sid == sid and found.language == language and "incident commander" in found.text
                for found in record.timeline.utterances()
            ),
        )
    stored = bridge.stage.node.service.events_after(bridge.incident_id, 0)
    told = [
        event
        for event in (codec.from_data(row.type, row.at, row.data) for row in stored)
        if isinstance(event, e.LanguageChosen)
    ]
    assert {(event.call_sid, event.wanted, event.heard) for event in told} == {
        (bridge.callers["dev"].sid, "de", "de"),
        (bridge.callers["omar"].sid, "fr", "en"),
    }
