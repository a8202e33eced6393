"""Timers in the log: each takes effect once, with two nodes that ask at the same second, and after a restart."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from story import ANA, CONFERENCE, DEV, call_sid

from bridge.node import Node, build_node
from bridge.orders import ANNOUNCE
from bridge.settings import Settings
from roles import commands as c, events as e
from roles.people import BRIDGE, CARRIER, Actor, IdentifiedBy, Person, Role

START = datetime(2026, 11, 23, 3, tzinfo=UTC)
DEPUTY = Actor(person_id="dev")


class Clock:
    """The same for all nodes of a test."""

    now = START

    def __call__(self) -> datetime:
        return self.now

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def another_node(database_url: str, tmp_path: Path, clock: Clock) -> Iterator[Callable[[], Node]]:
    """Makes nodes on one database, as processes of their own would."""
    made: list[Node] = []

    def make() -> Node:
        made.append(build_node(Settings(data_dir=tmp_path, database_url_given=database_url), clock))
        return made[-1]

    yield make
    for node in made:
        node.close()


def seated(node: Node, person: Person) -> None:
    sid = call_sid(person.person_id)
    handle = node.service.handle
    handle("i1", c.ArriveLeg(call_sid=sid, person=person, number_hint="", identified_by=IdentifiedBy.NUMBER), BRIDGE)
    handle("i1", c.AnswerConsent(call_sid=sid, given=True, wording="w"), BRIDGE)
    offer = next(event for event in handle("i1", c.OfferJoin(call_sid=sid), BRIDGE) if isinstance(event, e.JoinOffered))
    joined = c.ReportJoin(
        call_sid=sid,
        conference_sid=CONFERENCE,
        label=offer.label,
        sequence=1,
        muted=False,
        hold=False,
        occurred_at=START,
    )
    handle("i1", joined, CARRIER)


def with_a_task(node: Node) -> None:
    """Ana commands, Dev is deputy and has given himself five minutes; a status update is due every four."""
    node.service.open(c.OpenIncident(incident_id="i1", title="Checkout fails", severity=1, room="room"), BRIDGE)
    for person in (ANA, DEV):
        seated(node, person)
    recorded = c.ReportRecording(
        recording_sid="RE1",
        conference_sid=node.service.incident("i1").conferences[0],
        status="in-progress",
        started_at=node.clock(),
        witness="callback",
    )
    node.service.handle("i1", recorded, CARRIER)
    node.service.handle("i1", c.TakeCommand(), Actor(person_id="ana"))
    node.service.handle("i1", c.AssignRole(role=Role.DEPUTY, person_id="dev"), Actor(person_id="ana"))
    for number in range(1, 5):
        node.service.handle("i1", c.ReportAnnouncementEnd(number=number), BRIDGE)
    node.service.handle("i1", c.StartTimeBox(box_id="b1", task="x", owner="ana", minutes=5), Actor(person_id="ana"))


def logged(node: Node, kind: str) -> int:
    return sum(row.type == kind for row in node.service.events_after("i1", 0))


def said(node: Node) -> int:
    """Orders to say something that stand in the outbox."""
    return sum(row.kind == ANNOUNCE for row in node.outbox.of_incident("i1"))


def test_two_nodes_that_tick_at_the_same_second_remind_once(another_node: Callable[[], Node], clock: Clock) -> None:
    nodes = [another_node() for _ in range(2)]
    with_a_task(nodes[0])
    before = said(nodes[0])
    for seconds, events in ((250, {"TimeBoxReminded": 1}), (60, {"TimeBoxReminded": 1, "TimeBoxUp": 1})):
        clock.later(seconds)
        for _ in range(4):
            ready = threading.Barrier(2)

            def tick(node: Node, ready: threading.Barrier = ready) -> None:
                ready.wait()
                node.service.handle("i1", c.Tick(), BRIDGE)

            threads = [threading.Thread(target=tick, args=(node,)) for node in nodes]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        for kind, times in events.items():
            assert logged(nodes[1], kind) == times
        for number in range(1, 20):
            nodes[0].service.handle("i1", c.ReportAnnouncementEnd(number=number), BRIDGE)
    assert said(nodes[1]) - before == 2, "one order for the last minute, one for the time that is up"


def test_a_timer_outlives_the_process_that_started_it(another_node: Callable[[], Node], clock: Clock) -> None:
    first = another_node()
    with_a_task(first)
    first.service.handle("i1", c.SetCadence(minutes=4), DEPUTY)
    clock.later(100)
    first.service.handle("i1", c.Tick(), BRIDGE)
    clock.later(230)
    after = another_node()
    assert logged(after, "TimeBoxUp") == 0
    for _ in range(3):
        after.service.handle("i1", c.Tick(), BRIDGE)
    assert (logged(after, "TimeBoxUp"), logged(after, "StatusDue")) == (1, 1)
    first.service.handle("i1", c.Tick(), BRIDGE)
    assert (logged(first, "TimeBoxUp"), logged(first, "StatusDue")) == (1, 1)
