"""Calls and streams: repeated webhooks change nothing, wrong PINs are counted, a token opens its stream once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from bridge.storage.calls import Calls
from bridge.storage.database import Database
from bridge.storage.streams import Streams
from roles.people import IdentifiedBy


@pytest.fixture
def calls(database: Database) -> Calls:
    return Calls(database)


@pytest.fixture
def streams(database: Database) -> Streams:
    return Streams(database, b"s" * 32)


def test_a_call_that_arrives_twice_is_one_call(calls: Calls, now: datetime) -> None:
    first = calls.arrive("CA1", "AC1", "+12025550101", now)
    calls.identify("CA1", "p-1", IdentifiedBy.NUMBER)
    again = calls.arrive("CA1", "AC1", "+12025550101", now + timedelta(seconds=1))
    assert (first.number, first.withheld, first.identified_by) == ("+12025550101", False, IdentifiedBy.NOBODY)
    assert (again.person_id, again.identified_by, again.arrived_at) == ("p-1", IdentifiedBy.NUMBER, now)
    assert calls.get("CA2") is None


@pytest.mark.parametrize("caller_id", [None, "", "anonymous", "+266696687", "sip:someone@example.com", "\x00"])
def test_a_withheld_number_is_not_stored(calls: Calls, now: datetime, caller_id: str | None) -> None:
    call = calls.arrive("CA1", "AC1", caller_id, now)
    assert (call.number, call.withheld) == (None, True)


def test_a_call_goes_its_way_to_the_end(calls: Calls, now: datetime) -> None:
    calls.arrive("CA1", "AC1", "+12025550101", now)
    assert calls.assign("CA1", "i-1")
    assert calls.set_state("CA1", "lobby")
    assert [call.call_sid for call in calls.live()] == ["CA1"]
    assert calls.end("CA1", "completed", now + timedelta(minutes=5))
    assert not calls.end("CA1", "failed", now + timedelta(minutes=6))
    (call,) = calls.of_incident("i-1")
    assert (call.state, call.status, call.ended_at) == ("lobby", "completed", now + timedelta(minutes=5))
    assert calls.live() == []


def test_news_of_an_unknown_call_changes_nothing(calls: Calls, now: datetime) -> None:
    assert not calls.assign("CA9", "i-1")
    assert not calls.set_state("CA9", "lobby")
    assert not calls.identify("CA9", "p-1", IdentifiedBy.PIN)
    assert not calls.end("CA9", "completed", now)


def test_wrong_pins_count_for_the_call_and_for_the_hour(calls: Calls, now: datetime) -> None:
    for sid in ("CA1", "CA2"):
        calls.arrive(sid, "AC1", None, now)
    assert [calls.wrong_pin("CA1", now, key=f"t{n}") for n in range(3)] == [1, 2, 3]
    assert calls.wrong_pin("CA1", now, key="t2") == 3
    assert calls.wrong_pin("CA2", now) == 1
    stored = calls.get("CA1")
    assert stored is not None
    assert stored.wrong_pins == 3
    assert calls.wrong_pins_in_last_hour(now) == 4
    for _ in range(6):
        assert calls.pins_are_asked(now)
        calls.wrong_pin("CA2", now + timedelta(minutes=10))
    assert not calls.pins_are_asked(now + timedelta(minutes=30))
    assert calls.pins_are_asked(now + timedelta(minutes=61))
    assert calls.wrong_pins_in_last_hour(now + timedelta(hours=2)) == 0


def test_who_was_on_an_incident_lately_is_led_back_to_it(calls: Calls, now: datetime) -> None:
    for sid, incident, minutes in (("CA1", "i-1", 0), ("CA2", "i-2", 10)):
        calls.arrive(sid, "AC1", "+12025550101", now + timedelta(minutes=minutes))
        calls.identify(sid, "p-1", IdentifiedBy.NUMBER)
        calls.assign(sid, incident)
        calls.end(sid, "completed", now + timedelta(minutes=minutes + 5))
    calls.arrive("CA3", "AC1", "+12025550101", now + timedelta(minutes=20))
    calls.identify("CA3", "p-1", IdentifiedBy.NUMBER)
    assert [call.incident_id for call in calls.recent_of("p-1", now)] == ["i-2", "i-1"]
    assert calls.recent_of("p-1", now + timedelta(minutes=16)) == []
    assert calls.recent_of("p-2", now) == []


def test_a_token_opens_its_stream_once(streams: Streams, now: datetime) -> None:
    token = streams.issue("s-1", "CA1", "i-1", now)
    assert streams.issue("s-1", "CA1", "i-1", now + timedelta(seconds=1)) == token
    assert streams.issue("s-2", "CA1", "i-1", now + timedelta(seconds=2)) != token
    with ThreadPoolExecutor(8) as pool:
        used = [stream for stream in pool.map(lambda n: streams.use(token, f"MZ{n}", now), range(8)) if stream]
    assert [(stream.name, stream.call_sid, stream.incident_id) for stream in used] == [("s-1", "CA1", "i-1")]
    found = streams.get("s-1")
    assert found == used[0]
    assert found.used_at == now
    assert streams.use("wrong", "MZ9", now) is None
    assert streams.use("\udcff", "MZ9", now) is None


def test_streams_that_are_opened_together_open_once_each(streams: Streams, now: datetime) -> None:
    tokens = [streams.issue(f"s-{number}", "CA1", "i-1", now) for number in range(3)]
    shown = [(tokens[0], "MZ0"), (tokens[0], "MZ1"), ("wrong", "MZ2"), (tokens[2], "MZ3")]
    assert [found and found.name for found in streams.use_all(shown, now)] == ["s-0", None, None, "s-2"]
    assert [found and found.name for found in streams.use_all([(tokens[1], "MZ4")], now)] == ["s-1"]


def test_a_stream_that_is_over_cannot_be_opened(streams: Streams, now: datetime) -> None:
    token = streams.issue("s-1", "CA1", "i-1", now)
    streams.issue("s-2", "CA1", "i-1", now + timedelta(seconds=1))
    assert streams.end("s-1", now)
    assert not streams.end("s-1", now)
    assert streams.use(token, "MZ1", now) is None
    assert [stream.name for stream in streams.open_of_incident("i-1")] == ["s-2"]
    assert [stream.name for stream in streams.of_call("CA1")] == ["s-1", "s-2"]
