"""How much of the sound that is left on purpose is kept: of a name four seconds, of anything else twenty."""

import base64
import json
from datetime import UTC, datetime

import pytest

from bridge.live.taking import Window
from roles.reach.takes import CAN, NAME, Take

SECOND = 8000


def media(frame: bytes) -> str:
    payload = base64.b64encode(frame).decode()
    inbound = {"track": "inbound", "chunk": "1", "timestamp": "0", "payload": payload}
    return json.dumps({"event": "media", "sequenceNumber": "2", "streamSid": "MZ1", "media": inbound})


@pytest.mark.parametrize(("purpose", "seconds"), [(NAME, 4), (CAN, 20)])
def test_a_window_keeps_no_more_than_its_purpose_allows(purpose: str, seconds: int) -> None:
    take = Take(
        take_id="t",
        call_sid="CA1",
        person_id="p",
        purpose=purpose,
        subject="",
        opened_at=datetime(2026, 11, 23, tzinfo=UTC),
    )
    window = Window("i1", take)
    for _ in range(25 * 50):
        window.feed(media(bytes(160)))
    assert len(window.mulaw) == seconds * SECOND
