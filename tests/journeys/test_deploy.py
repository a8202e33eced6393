"""A new version takes over while people talk: calls are answered all the time, every word arrives once."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle

import pytest
import requests
from callers import Bridge

from bridge.demo.script import LINES, audio_path
from bridge.record.record import Record
from bridge.simulator.sound import read_sound
from tests.bench.line_failures import listening_process
from tests.bench.processes import descendants

ANAS = ("l01", "l08", "l26", "l24", "l14")
DEVS = "l11"
AFTERWARDS = "l20"
TEXTS = {line.id: line.text for line in LINES}
CHANGED_WITHIN_S = 90.0
SILENCE = b"\xff" * 16_000
"""Two seconds of mu-law."""


def words(record: Record, name: str) -> str:
    return " ".join(
        utterance.text
        for utterance in record.timeline.utterances()
        if record.incident.name_of(utterance.person_id) == name
    )


def heard(bridge: Bridge, *people: str) -> None:
    for who in people:
        sid = bridge.callers[who].sid
        bridge.wait(
            f"{who} is listened to",
            lambda record, sid=sid: record.incident.streams.running(sid) and record.incident.hearing.is_open(sid),
        )


@contextmanager
def asked_all_the_time(bridge: Bridge) -> Iterator[list[str]]:
    """What went wrong when the front door was asked, again and again, each time over a new connection."""
    wrong: list[str] = []
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            try:
                answer = requests.get(f"{bridge.stage.base_url}/healthz", timeout=10)
            except requests.RequestException as error:
                wrong.append(type(error).__name__)
            else:
                if answer.status_code != requests.codes.ok:
                    wrong.append(answer.text)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield wrong
    finally:
        over.set()
        thread.join()


@pytest.mark.timeout(300)
def test_a_new_version_takes_over_while_somebody_talks_and_every_word_arrives_once(bridge: Bridge) -> None:
    bridge.join("ana", "dev")
    heard(bridge, "ana", "dev")
    before = set(descendants(bridge.stage.server_pid)[1:])
    listens = listening_process(bridge.stage)
    spoken: list[str] = []
    deadline = time.monotonic() + CHANGED_WITHIN_S
    with asked_all_the_time(bridge) as wrong:
        os.kill(bridge.stage.server_pid, signal.SIGHUP)
        for line in cycle(ANAS):
            bridge.callers["ana"].speak(audio_path(line)).wait(timeout_s=30)
            spoken.append(TEXTS[line])
            if len(spoken) == 1:
                bridge.join("omar")
            if not before & set(descendants(bridge.stage.server_pid)):
                break
            assert time.monotonic() < deadline, "the old processes do not end"
        bridge.callers["dev"].speak(audio_path(DEVS)).wait(timeout_s=30)
        bridge.callers["omar"].speak(audio_path(AFTERWARDS)).wait(timeout_s=30)
    assert wrong == []
    assert listening_process(bridge.stage) not in (0, listens)
    bridge.wait("Ana's words", lambda record: words(record, "Ana Ruiz") == " ".join(spoken))
    bridge.wait("Dev's words", lambda record: words(record, "Dev Rao") == TEXTS[DEVS])
    bridge.wait("Omar's words", lambda record: words(record, "Omar Haddad") == TEXTS[AFTERWARDS])
    rows = bridge.stage.node.service.events_after(bridge.incident_id, 0)
    assert [row.data for row in rows if row.type in ("SoundMissed", "StreamLost")] == []
    handed_over = {row.data["call_sid"] for row in rows if row.type == "StreamHandedOver"}
    assert {bridge.callers["ana"].sid, bridge.callers["dev"].sid} <= handed_over
    for sid, stream in bridge.incident().streams.by_leg.items():
        assert (stream.state, stream.before, stream.count) == ("running", "", 1 + (sid in handed_over))


@pytest.mark.timeout(300)
def test_the_old_process_is_killed_while_it_hands_over_and_the_new_one_goes_on(bridge: Bridge) -> None:
    bridge.join("ana", "dev")
    heard(bridge, "ana", "dev")
    old = listening_process(bridge.stage)
    os.kill(bridge.stage.server_pid, signal.SIGHUP)
    sid = bridge.callers["ana"].sid

    def waits_for_her_to_pause(record: Record) -> bool:
        stream = record.incident.streams.by_leg[sid]
        return stream.state == "running" and bool(stream.before)

    talk = bridge.callers["ana"].speak(b"".join(read_sound(audio_path(line)) for line in (*ANAS, *ANAS)))
    bridge.wait("her successor is there", waits_for_her_to_pause, CHANGED_WITHIN_S)
    os.kill(old, signal.SIGKILL)
    bridge.wait("she is taken over", lambda record: not record.incident.streams.by_leg[sid].before, 20)
    talk.wait(timeout_s=60)
    bridge.callers["ana"].speak(SILENCE).wait(timeout_s=10)
    bridge.callers["ana"].speak(audio_path(AFTERWARDS)).wait(timeout_s=30)
    bridge.wait("her words go on", lambda record: words(record, "Ana Ruiz").endswith(TEXTS[AFTERWARDS]))
    with bridge.stage.node.service.reading(bridge.incident_id) as record:
        said = words(record, "Ana Ruiz")
    assert all(said.count(TEXTS[line]) <= 2 for line in ANAS)
    types = [row.type for row in bridge.stage.node.service.events_after(bridge.incident_id, 0)]
    assert types.count("SoundMissed") >= 1
