"""After a real call: its kept sound read again by the running worker, and nothing that was private comes in."""

import pytest
from callers import TAKES_COMMAND, Bridge
from test_speech import COMMANDER, CUSTOMERS, heard, says

from roles import commands as c
from roles.people import Actor
from roles.refusals import Refused
from transcription.timeline import commands as t

SAID = "hello this is david i am the incident commander"


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
    service, order = bridge.stage.node.service, t.OrderSecondReading(reading_id="r1", model="built-in")
    with pytest.raises(Refused, match="still runs"):
        service.handle(bridge.incident_id, order, ana)
    bridge.order(c.EndCall(), by="ana")
    for who in ("ana", "dev"):
        bridge.callers[who].wait_until_over(timeout_s=30)
    service.handle(bridge.incident_id, order, ana)
    bridge.wait("it is read", lambda record: record.timeline.readings.all["r1"].how == "done", timeout_s=60)
    with service.reading(bridge.incident_id) as record:
        words = [line.words.text for line in record.timeline.readings.of("r1").values()]
        assert SAID in words
        assert not any("customer" in text for text in words), "Dev was muted"
        assert {found.call_sid for found in record.timeline.utterances()} == {bridge.callers["ana"].sid}
