"""The outbox: no order is performed by two, none is forgotten."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from bridge.storage.database import Database
from bridge.storage.event_log import EventLog, NewEvent, NewOrder
from bridge.storage.outbox import Outbox


def order(event_log: EventLog, now: datetime, *, incident_id: str = "i-1", count: int = 1, delay_s: float = 0) -> None:
    event = NewEvent(at=now, actor="bridge", type="T", data={})
    later = now + timedelta(seconds=delay_s)
    new = [NewOrder(kind="call.end", payload={"n": n}, not_before=later) for n in range(count)]
    event_log.append(incident_id, event_log.head(incident_id), [event], new)


@pytest.fixture
def outbox(database: Database) -> Outbox:
    return Outbox(database)


def test_a_claim_is_exclusive_until_its_lease_runs_out(outbox: Outbox, event_log: EventLog, now: datetime) -> None:
    order(event_log, now)
    (mine,) = outbox.claim_due(now, "web-1", limit=10, lease_s=30)
    assert (mine.state, mine.attempts, mine.claimed_by) == ("claimed", 1, "web-1")
    assert outbox.claim_due(now + timedelta(seconds=29), "worker", limit=10, lease_s=30) == []
    (theirs,) = outbox.claim_due(now + timedelta(seconds=31), "worker", limit=10, lease_s=30)
    assert (theirs.id, theirs.attempts, theirs.claimed_by) == (mine.id, 2, "worker")


def test_who_lost_the_lease_cannot_spoil_the_others_claim(outbox: Outbox, event_log: EventLog, now: datetime) -> None:
    order(event_log, now)
    (row,) = outbox.claim_due(now, "web-1", limit=10, lease_s=1)
    outbox.claim_due(now + timedelta(seconds=2), "worker", limit=10, lease_s=30)
    assert not outbox.retry(row.id, now, "late", owner="web-1")
    found = outbox.get(row.id)
    assert found is not None
    assert (found.state, found.claimed_by) == ("claimed", "worker")


def test_each_end_is_kept_and_is_the_end(outbox: Outbox, event_log: EventLog, now: datetime) -> None:
    order(event_log, now, count=4)
    done, failed, expired, released = outbox.claim_due(now, "w", limit=10, lease_s=30)
    assert outbox.done([done.id]) == 1
    assert outbox.fail(failed.id, "no such call")
    assert outbox.expire(expired.id, "the call is over")
    assert outbox.release(released.id)
    states = {row.id: (row.state, row.last_error, row.claimed_by) for row in outbox.of_incident("i-1")}
    assert states[done.id] == ("done", None, None)
    assert states[failed.id] == ("failed", "no such call", None)
    assert states[expired.id] == ("expired", "the call is over", None)
    again = outbox.claim_due(now + timedelta(hours=1), "w", limit=10, lease_s=30)
    assert [(row.id, row.attempts) for row in again] == [(released.id, 1)]
    assert outbox.done([done.id]) == 0


def test_a_retry_waits_for_its_time(outbox: Outbox, event_log: EventLog, now: datetime) -> None:
    order(event_log, now)
    (row,) = outbox.claim_due(now, "w", limit=10, lease_s=30)
    assert outbox.retry(row.id, now + timedelta(seconds=4), "429")
    assert outbox.claim_due(now + timedelta(seconds=3), "w", limit=10, lease_s=30) == []
    (again,) = outbox.claim_due(now + timedelta(seconds=4), "w", limit=10, lease_s=30)
    assert (again.attempts, again.last_error) == (2, "429")


def test_only_what_is_due_and_asked_for_is_claimed(outbox: Outbox, event_log: EventLog, now: datetime) -> None:
    order(event_log, now, incident_id="i-1")
    order(event_log, now, incident_id="i-2", delay_s=60)
    order(event_log, now, incident_id="i-3", count=3)
    assert outbox.claim_due(now, "w", limit=10, lease_s=1, incident_ids=["i-2"]) == []
    assert outbox.claim_due(now, "w", limit=10, lease_s=1, incident_ids=[]) == []
    assert outbox.claim_due(now + timedelta(seconds=1), "w", limit=10, lease_s=1, older_than_s=2) == []
    first = outbox.claim_due(now, "w", limit=2, lease_s=1, incident_ids=["i-3"])
    assert [row.payload["n"] for row in first] == [0, 1]
    rest = outbox.claim_due(now, "w", limit=10, lease_s=1)
    assert [(row.incident_id, row.payload["n"]) for row in rest] == [("i-1", 0), ("i-3", 2)]


def test_owners_who_claim_at_once_never_get_the_same_row(
    outbox: Outbox, event_log: EventLog, database_url: str, now: datetime
) -> None:
    order(event_log, now, count=120)
    others = [Database(database_url) for _ in range(4)]
    together = threading.Barrier(4)

    def claim_all(number: int) -> list[int]:
        mine: list[int] = []
        together.wait(30)
        while got := Outbox(others[number]).claim_due(now, f"owner-{number}", limit=7, lease_s=60):
            mine += [row.id for row in got]
        return mine

    with ThreadPoolExecutor(4) as pool:
        claimed = [order_id for ids in pool.map(claim_all, range(4)) for order_id in ids]
    # SKIP LOCKED lets an owner stop early while another still holds rows; those are then claimed, not lost.
    claimed += [row.id for row in outbox.claim_due(now, "last", limit=200, lease_s=60)]
    assert len(claimed) == 120
    assert len(set(claimed)) == 120
    for other in others:
        other.close()


def test_long_work_is_seen_by_all_claimed_by_none_and_finished_once(
    outbox: Outbox, event_log: EventLog, now: datetime
) -> None:
    event = NewEvent(at=now, actor="bridge", type="T", data={})
    for incident_id in ("i-1", "i-2"):
        event_log.append(incident_id, 0, [event], [NewOrder(kind="long", payload={"n": incident_id})])
    order(event_log, now, incident_id="i-3")
    assert [row.kind for row in outbox.claim_due(now, "web-1", limit=10, lease_s=30, leave={"long"})] == ["call.end"]
    first, second = outbox.long_work({"long"})
    assert [row.payload["n"] for row in (first, second)] == ["i-1", "i-2"]
    assert outbox.finished(first.id)
    assert not outbox.finished(first.id)
    assert outbox.long_work({"long"}) == [second]


def test_a_claim_may_be_of_some_kinds_only(outbox: Outbox, event_log: EventLog, now: datetime) -> None:
    order(event_log, now)
    assert outbox.kinds_due(now) == {"call.end"}
    assert outbox.claim_due(now, "w", limit=10, lease_s=30, only={"stream.start"}) == []
    assert len(outbox.claim_due(now, "w", limit=10, lease_s=30, only={"call.end"})) == 1
    assert outbox.kinds_due(now) == frozenset()
