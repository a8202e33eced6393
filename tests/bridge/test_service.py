"""The one door for commands, on a real SQLite file: folds, races, claims, orders, rule 6."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from story import ANA, CONFERENCE, DEV, OMAR, call_sid

from bridge.node import Node, build_node
from bridge.orders import MUTE
from bridge.record import codec
from bridge.service import UnknownIncident
from bridge.settings import Settings
from roles import commands as c, events as e
from roles.people import BRIDGE, CARRIER, Actor, IdentifiedBy, Person
from roles.refusals import Refused
from transcription.timeline import commands as t
from transcription.timeline.events import SpokenWord

START = datetime(2026, 11, 23, 3, tzinfo=UTC)


class SettableClock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def node(tmp_path: Path, clock: SettableClock) -> Iterator[Node]:
    found = build_node(Settings(data_dir=tmp_path), clock)
    yield found
    found.close()


def opened(node: Node, incident_id: str = "i1") -> str:
    command = c.OpenIncident(incident_id=incident_id, title="Checkout fails", severity=1, room="room")
    return node.service.open(command, BRIDGE)


def seated(node: Node, person: Person) -> str:
    sid = call_sid(person.person_id)
    handle = node.service.handle
    handle("i1", c.ArriveLeg(call_sid=sid, person=person, number_hint="", identified_by=IdentifiedBy.NUMBER), BRIDGE)
    handle("i1", c.AnswerConsent(call_sid=sid, given=True, wording="w"), BRIDGE)
    (offer,) = handle("i1", c.OfferJoin(call_sid=sid), BRIDGE)
    assert isinstance(offer, e.JoinOffered)
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
    return sid


def piece(sid: str, second: float, word: str = "hello") -> t.HearPiece:
    start = START + timedelta(seconds=second)
    words = (SpokenWord(word=word, start=start, end=start + timedelta(seconds=0.4), confidence=1.0),)
    return t.HearPiece(
        utterance_id=f"u{second}",
        call_sid=sid,
        person_id="ana",
        start=start,
        end=words[0].end,
        text=word,
        words=words,
        confidence=1.0,
    )


def test_another_process_folds_the_same_state_from_the_log(node: Node, tmp_path: Path) -> None:
    opened(node)
    seated(node, ANA)
    node.service.handle("i1", c.TakeCommand(), Actor(person_id="ana"))
    other = build_node(Settings(data_dir=tmp_path))
    try:
        assert other.service.incident("i1") == node.service.incident("i1")
    finally:
        other.close()


def test_an_order_stands_in_the_outbox_with_its_event(node: Node) -> None:
    opened(node)
    sid = seated(node, OMAR)
    rung: list[str] = []
    node.service.on_orders(lambda incident_id, _: rung.append(incident_id))
    node.service.handle("i1", c.MuteLeg(call_sid=sid, muted=True), BRIDGE)
    assert [row.kind for row in node.outbox.of_incident("i1")] == [MUTE]
    assert rung == ["i1"]


def test_five_calls_in_the_same_second_open_one_incident(node: Node) -> None:
    ids: list[str] = []
    ready = threading.Barrier(5)

    def dial(number: int) -> None:
        command = c.OpenIncident(incident_id=f"i{number}", title="t", severity=None, room=f"r{number}")
        ready.wait()
        ids.append(node.service.open(command, BRIDGE, claim_key="opened-by-a-call"))

    threads = [threading.Thread(target=dial, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(ids)) == 1
    assert len(node.incidents.open()) == 1


def test_two_processes_that_write_at_once_both_get_through(node: Node, tmp_path: Path) -> None:
    opened(node)
    sid = seated(node, ANA)
    other = build_node(Settings(data_dir=tmp_path))
    services = (node.service, other.service)

    def write(index: int) -> None:
        for number in range(20):
            services[index].handle("i1", piece(sid, 10 + index * 100 + number), BRIDGE)

    threads = [threading.Thread(target=write, args=(index,)) for index in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    try:
        with other.service.reading("i1") as record:
            assert len(record.timeline.utterances()) == 40
    finally:
        other.close()


def test_words_from_a_closed_interval_are_dropped_whatever_the_listener_knew(node: Node, clock: SettableClock) -> None:
    opened(node)
    sid = seated(node, ANA)
    clock.now = START + timedelta(seconds=10)
    node.service.handle("i1", c.MuteLeg(call_sid=sid, muted=True), Actor(person_id="ana"))
    assert node.service.handle("i1", piece(sid, 5), BRIDGE)
    assert node.service.handle("i1", piece(sid, 9.8), BRIDGE) == [], "it would end after the mute"
    assert node.service.handle("i1", piece(sid, 12), BRIDGE) == []


def test_two_people_on_one_draft_the_second_hears_who_was_first(node: Node) -> None:
    opened(node)
    sid = seated(node, ANA)
    seated(node, DEV)
    for second, name in ((20, "ana"), (30, "dev")):
        node.service.handle("i1", piece(sid, second, name), BRIDGE)
    draft = t.Draft(entry_id="e1", type="callout", sources=("u20",), text="Note: x", confidence=0.9)
    node.service.handle("i1", t.DraftUtterance(utterance_id="u20", entries=(draft,)), BRIDGE)
    node.service.handle("i1", t.DropEntry(entry_id="e1"), Actor(person_id="dev", admin=True))
    with pytest.raises(Refused, match="Dev Rao dropped this line first"):
        node.service.handle("i1", t.KeepEntry(entry_id="e1"), Actor(person_id="ana", admin=True))


def test_an_incident_that_does_not_exist_is_said_to_be_unknown(node: Node) -> None:
    with pytest.raises(UnknownIncident):
        node.service.incident("nothing")


@given(st.integers(0, 10**6), st.booleans(), st.text(max_size=20))
def test_events_survive_the_way_into_the_log_and_back(micros: int, muted: bool, text: str) -> None:
    at = START + timedelta(microseconds=micros)
    heard = e.KeyPressed(at=at, call_sid="CA1", menu_id="m", keys=text, effect="x", spoken=text)
    joined = e.ParticipantJoined(
        at=at, call_sid="CA1", conference_sid="CF1", label="l", sequence=micros, muted=muted, hold=False, occurred_at=at
    )
    for event in (heard, joined, e.IncidentOpened(
        at=at, incident_id="i", title=text, severity=None, room="r", required=(ANA, OMAR), by="bridge"
    )):  # fmt: skip
        assert codec.from_data(codec.type_name(event), at, codec.to_data(event)) == event


def test_listeners_hear_each_event_once_and_nothing_of_what_was_there_before(
    node: Node, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.service.MOST_RECORDS", 2)
    opened(node, "i1")
    other = build_node(node.settings, clock)
    heard: list[tuple[str, int]] = []
    other.service.subscribe(lambda incident_id, numbered: heard.extend((incident_id, seq) for seq, _ in numbered))
    other.service.catch_up("i1")
    assert heard == []
    node.service.handle("i1", c.MarkMoment(), BRIDGE)
    for number in range(2, 6):
        opened(other, f"i{number}")
    node.service.handle("i1", c.MarkMoment(), BRIDGE)
    other.service.catch_up("i1")
    other.service.handle("i1", c.MarkMoment(), BRIDGE)
    of_the_first = [seq for incident_id, seq in heard if incident_id == "i1"]
    assert of_the_first == [2, 3, 4]
    assert len(other.service._records) <= 2
    other.close()
