"""The log: no gap, no lost fact, one winner of every race, orders and events together or not at all."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection

from bridge.storage.database import Database
from bridge.storage.event_log import EventLog, LostRace, NewEvent, NewOrder
from bridge.storage.outbox import Outbox


def fact(now: datetime, text: str = "x") -> NewEvent:
    return NewEvent(at=now, actor="p-1", type="NoteTaken", data={"text": text})


def test_what_was_appended_is_read_back_in_order(event_log: EventLog, now: datetime) -> None:
    first = event_log.append("i-1", 0, [fact(now, "one"), fact(now, "two")])
    second = event_log.append("i-1", 2, [fact(now, "three")])
    assert event_log.read("i-1") == first + second
    assert event_log.read("i-1", after_seq=2) == second
    assert [event.seq for event in first + second] == [1, 2, 3]
    assert (event_log.head("i-1"), event_log.head("i-2")) == (3, 0)


def test_times_come_back_exact_and_in_utc(event_log: EventLog, now: datetime) -> None:
    elsewhere = now.astimezone(timezone(timedelta(hours=5, minutes=30)))
    event_log.append("i-1", 0, [fact(elsewhere)])
    (event,) = event_log.read("i-1")
    assert event.at == now
    assert event.at.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_refused(event_log: EventLog, now: datetime) -> None:
    with pytest.raises(Exception, match="without a time zone"):
        event_log.append("i-1", 0, [fact(now.replace(tzinfo=None))])
    assert event_log.head("i-1") == 0


def test_text_of_any_script_and_a_nul_survive(event_log: EventLog, now: datetime) -> None:
    data = {"text": "caf\u00e9 \U0001f525 \u0000 \u05d0", "list": [1, 2.5, None, True]}
    event_log.append("i-1", 0, [NewEvent(at=now, actor="p-1", type="NoteTaken", data=data)])
    assert event_log.read("i-1")[0].data == data


def test_the_second_writer_of_a_place_loses_the_race(event_log: EventLog, now: datetime) -> None:
    event_log.append("i-1", 0, [fact(now, "winner")])
    with pytest.raises(LostRace):
        event_log.append("i-1", 0, [fact(now, "loser")], [NewOrder(kind="call.end", payload={})])
    assert [event.data["text"] for event in event_log.read("i-1")] == ["winner"]


def test_a_place_beyond_the_end_of_the_log_is_refused(event_log: EventLog, now: datetime) -> None:
    with pytest.raises(ValueError, match="never stored"):
        event_log.append("i-1", 5, [fact(now)])


def test_orders_are_written_with_the_events_or_not_at_all(
    database: Database, event_log: EventLog, now: datetime
) -> None:
    class Broken(Exception):
        pass

    def breaks(connection: Connection) -> None:
        raise Broken

    order = NewOrder(kind="call.end", payload={"call_sid": "CA1"}, not_before=now + timedelta(seconds=3))
    with pytest.raises(Broken):
        event_log.append("i-1", 0, [fact(now)], [order], also=breaks)
    assert (event_log.head("i-1"), Outbox(database).of_incident("i-1")) == (0, [])
    event_log.append("i-1", 0, [fact(now), fact(now)], [order])
    (row,) = Outbox(database).of_incident("i-1")
    assert (row.kind, row.payload, row.seq, row.state) == ("call.end", {"call_sid": "CA1"}, 2, "waiting")
    assert row.not_before == now + timedelta(seconds=3)


def test_an_order_with_a_key_that_was_used_is_not_given_twice(
    database: Database, event_log: EventLog, now: datetime
) -> None:
    order = NewOrder(kind="sms", payload={}, key="reminder-7")
    event_log.append("i-1", 0, [fact(now)], [order])
    event_log.append("i-1", 1, [fact(now)], [order])
    assert len(Outbox(database).of_incident("i-1")) == 1


def test_sixteen_writers_leave_no_gap_and_lose_nothing(event_log: EventLog, now: datetime) -> None:
    writers, each = 16, 8
    together = threading.Barrier(writers)

    def write(writer: int) -> None:
        together.wait(30)
        for number in range(each):
            while True:
                try:
                    event_log.append("i-1", event_log.head("i-1"), [fact(now, f"{writer}/{number}")])
                    break
                except LostRace:
                    continue

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))
    stored = event_log.read("i-1")
    assert [event.seq for event in stored] == list(range(1, writers * each + 1))
    texts = [event.data["text"] for event in stored]
    assert sorted(texts) == sorted(f"{writer}/{number}" for writer in range(writers) for number in range(each))
    for writer in range(writers):
        mine = [text for text in texts if text.startswith(f"{writer}/")]
        assert mine == [f"{writer}/{number}" for number in range(each)]


def test_two_processes_worth_of_connections_share_one_log(
    database_url: str, event_log: EventLog, now: datetime
) -> None:
    other = Database(database_url)
    event_log.append("i-1", 0, [fact(now, "mine")])
    EventLog(other).append("i-1", 1, [fact(now, "theirs")])
    with pytest.raises(LostRace):
        event_log.append("i-1", 1, [fact(now, "late")])
    assert [event.data["text"] for event in event_log.read("i-1")] == ["mine", "theirs"]
    other.close()
