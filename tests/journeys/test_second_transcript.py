"""After a real call: its kept sound read again by the running worker, with what a crash took from the live words.

Nothing that was private comes in.
"""

from datetime import UTC, datetime

import pytest
from callers import TAKES_COMMAND, Bridge
from test_own_copy import kept
from test_speech import COMMANDER, CUSTOMERS, heard, says, until_missed

from bridge.demo.script import audio_path
from roles import commands as c
from roles.people import Actor
from roles.refusals import Refused
from transcription.timeline import commands as t

SAID = "hello this is david i am the incident commander"
STATUS = "l32"
"""Seven seconds without a pause."""
STATUS_BEGINS = "status report the database"


def kept_s(bridge: Bridge, who: str, since: datetime) -> float:
    """Seconds of this voice in the bridge's own copy."""
    return sum((end - start).total_seconds() for start, end in kept(bridge, who) if start >= since)


def test_the_worker_reads_the_kept_sound_again_once_the_call_is_over(bridge: Bridge) -> None:
    bridge.join("ana", "dev")
    heard(bridge, "ana")
    says(bridge, "ana", COMMANDER)
    bridge.wait("Ana's words", lambda record: SAID in [found.text for found in record.timeline.utterances()])
    bridge.presses("ana", *TAKES_COMMAND)
    dev = bridge.callers["dev"]
    bridge.order(c.MuteLeg(call_sid=dev.sid, muted=True), by="ana")
    bridge.wait("Dev is muted", lambda record: not record.incident.hearing.is_open(dev.sid))
    says(bridge, "dev", CUSTOMERS)

    ana = Actor(person_id=bridge.leg("ana").person_id)
    began = datetime.now(UTC)
    bridge.callers["ana"].speak(audio_path(STATUS))
    bridge.wait("two seconds of it are kept", lambda _: kept_s(bridge, "ana", began) >= 2)
    bridge.stage.kill_bridge()
    bridge.stage.start_bridge()
    heard(bridge, "ana")
    gap = until_missed(bridge, "ana")
    service, order = bridge.stage.node.service, t.OrderSecondReading(reading_id="r1", model="built-in")
    with pytest.raises(Refused, match="still runs"):
        service.handle(bridge.incident_id, order, ana)
    bridge.order(c.EndCall(), by="ana")
    for who in ("ana", "dev"):
        bridge.callers[who].wait_until_over(timeout_s=30)
    service.handle(bridge.incident_id, order, ana)
    bridge.wait("it is read", lambda record: record.timeline.readings.all["r1"].how == "done", timeout_s=60)
    with service.reading(bridge.incident_id) as record:
        readings, stands = record.timeline.readings, [line.text for line in record.timeline.utterances()]
        words = [line.words.text for line in readings.of("r1").values()]
        assert SAID in words
        assert not any("customer" in text for text in words), "Dev was muted"
        assert not any(STATUS_BEGINS in text for text in stands), "the crash took it from the live transcript"
        (found,) = (key for key in readings.found if STATUS_BEGINS in readings.lines[key]["r1"].words.text)
        assert readings.found[found].end <= gap.start, "what nobody received stays missing, and says so"
        assert readings.found[found].person_id == ana.person_id
        assert {line.call_sid for line in record.timeline.with_found()} == {bridge.callers["ana"].sid}
    service.handle(bridge.incident_id, t.AcceptReadings(reading_id="r1", utterance_ids=(found,)), ana)
    with service.reading(bridge.incident_id) as record:
        assert STATUS_BEGINS in record.timeline.by_id[found].text
