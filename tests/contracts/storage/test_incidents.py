"""The list of incidents, and the one claim of five people who dial in the same second."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bridge.storage.database import Database
from bridge.storage.event_log import EventLog, NewEvent
from bridge.storage.incidents import OPENED_BY_A_CALL, AlreadyClaimed, Incidents, claim
from roles.incident import Incident


def opened(incident_id: str, at: datetime, title: str = "Checkout fails") -> Incident:
    return Incident(incident_id=incident_id, title=title, severity=1, room=f"room-{incident_id}", opened_at=at)


def store(event_log: EventLog, incidents: Incidents, incident: Incident, at: datetime) -> None:
    head = event_log.head(incident.incident_id)
    event = NewEvent(at=at, actor="p", type="T", data={})
    project = incidents.projection(incident.incident_id, incident, head + 1)
    event_log.append(incident.incident_id, head, [event], also=project)


@pytest.fixture
def incidents(database: Database) -> Incidents:
    return Incidents(database)


def test_the_list_follows_the_log(incidents: Incidents, event_log: EventLog, now: datetime) -> None:
    first, second = opened("i-1", now), opened("i-2", now + timedelta(minutes=1), "Search is slow")
    store(event_log, incidents, first, now)
    store(event_log, incidents, second, now)
    assert [row.id for row in incidents.open()] == ["i-2", "i-1"]
    ended = replace(second, title="Search was slow", ended_at=now + timedelta(hours=1))
    store(event_log, incidents, ended, now)
    assert [row.id for row in incidents.open()] == ["i-1"]
    assert [(row.id, row.state) for row in incidents.all()] == [("i-2", "ended"), ("i-1", "open")]
    latest = incidents.latest()
    assert latest is not None
    assert (latest.id, latest.title, latest.last_seq) == ("i-2", "Search was slow", 2)
    assert incidents.get("i-1") == incidents.open()[0]
    assert incidents.get("i-9") is None


def test_five_who_dial_in_the_same_second_open_one_incident(incidents: Incidents, now: datetime) -> None:
    with ThreadPoolExecutor(5) as pool:
        winners = set(pool.map(lambda n: incidents.claim(OPENED_BY_A_CALL, f"i-{n}"), range(5)))
    assert len(winners) == 1
    assert incidents.claimed_by(OPENED_BY_A_CALL) in winners


def test_a_lost_claim_takes_the_first_event_back_and_names_the_winner(
    incidents: Incidents, event_log: EventLog, now: datetime
) -> None:
    event = NewEvent(at=now, actor="p", type="T", data={})
    event_log.append("i-1", 0, [event], also=lambda connection: claim(connection, OPENED_BY_A_CALL, "i-1"))
    with pytest.raises(AlreadyClaimed) as lost:
        event_log.append("i-2", 0, [event], also=lambda connection: claim(connection, OPENED_BY_A_CALL, "i-2"))
    assert lost.value.incident_id == "i-1"
    assert event_log.head("i-2") == 0


def test_the_end_of_an_incident_releases_its_claim(incidents: Incidents, event_log: EventLog, now: datetime) -> None:
    incident = opened("i-1", now)
    assert incidents.claim(OPENED_BY_A_CALL, "i-1") == "i-1"
    store(event_log, incidents, incident, now)
    assert incidents.claim(OPENED_BY_A_CALL, "i-2") == "i-1"
    store(event_log, incidents, replace(incident, ended_at=now + timedelta(hours=1)), now)
    assert incidents.claim(OPENED_BY_A_CALL, "i-2") == "i-2"
