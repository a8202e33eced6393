"""The same bridge on PostgreSQL: calls, orders of another process, speech and drafts, a crash in the middle."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from callers import Bridge
from running_bridge import running

from bridge.demo.script import audio_path
from roles import commands as c


@pytest.fixture
def bridge(tmp_path: Path, postgres_url: str) -> Iterator[Bridge]:
    with running(tmp_path, database_url=postgres_url) as found:
        yield found


@pytest.mark.postgres
def test_a_call_on_postgresql_is_heard_drafted_muted_and_outlives_a_crash(bridge: Bridge) -> None:
    bridge.join("ana", "dev")
    ana, dev = bridge.callers["ana"], bridge.callers["dev"]
    bridge.wait("Ana is listened to", lambda record: record.incident.streams.running(ana.sid))
    bridge.wait("Ana may be heard", lambda record: record.incident.hearing.is_open(ana.sid))
    ana.speak(audio_path("l01")).wait(timeout_s=20)
    bridge.wait("the draft", lambda record: record.timeline.entry_by_id)
    bridge.order(c.MuteLeg(call_sid=dev.sid, muted=True), by="ana")
    dev.wait_until_muted()
    bridge.stage.kill_bridge()
    bridge.stage.start_bridge()
    bridge.order(c.MuteLeg(call_sid=dev.sid, muted=False), by="ana")
    dev.wait_until_muted(False)
    bridge.wait("the carrier's news", lambda record: not record.incident.legs[dev.sid].muted)
    assert ana.in_conference
    assert dev.in_conference
