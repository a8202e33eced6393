"""The worker's drafting over a real log: once for each utterance, the same after a restart, with names and roles."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bridge.drafting import Drafting
from bridge.node import Node, build_node
from bridge.settings import Settings
from roles import commands as c
from roles.people import BRIDGE, Actor, IdentifiedBy, Person, Role
from transcription.timeline import commands as t
from transcription.timeline.events import SpokenWord

START = datetime(2026, 11, 23, 3, tzinfo=UTC)
ANA, BOB = Person(person_id="ana", name="Ana Ruiz"), Person(person_id="bob", name="Bob Baker")


class Call:
    """`say` is an utterance that closed; it is heard because both are in the room and consented."""

    def __init__(self, folder: Path) -> None:
        self.now = START
        self.node: Node = build_node(Settings(data_dir=folder), lambda: self.now)
        self.spoken = 0
        opening = c.OpenIncident(incident_id="i1", title="x", severity=None, room="room", required=())
        self.node.service.open(opening, BRIDGE)
        for person in (ANA, BOB):
            self._join(person)
        self.do(c.TakeCommand(), by=ANA)

    def do(self, command: c.Command | t.Command, by: Person | None = None) -> None:
        actor = Actor(person_id=by.person_id) if by else BRIDGE
        self.node.service.handle("i1", command, actor)

    def _join(self, person: Person) -> None:
        sid = f"CA-{person.person_id}"
        self.do(c.ArriveLeg(call_sid=sid, person=person, number_hint="", identified_by=IdentifiedBy.NUMBER))
        self.do(c.AnswerConsent(call_sid=sid, given=True, wording="recorded"))
        self.do(c.OfferJoin(call_sid=sid))
        offer = self.node.service.incident("i1").legs[sid].offer
        assert offer is not None
        self.do(
            c.ReportJoin(
                call_sid=sid,
                conference_sid="CF1",
                label=offer.label,
                sequence=1,
                muted=False,
                hold=False,
                occurred_at=self.now,
            )
        )

    def say(self, person: Person, text: str, echo: bool = False, language: str = "") -> None:
        self.now += timedelta(seconds=5)
        self.spoken += 1
        words = tuple(SpokenWord(word=word, start=self.now, end=self.now, confidence=1.0) for word in text.split())
        self.do(
            t.HearPiece(
                utterance_id=f"u{self.spoken}",
                call_sid=f"CA-{person.person_id}",
                person_id=person.person_id,
                start=self.now,
                end=self.now,
                text=text,
                words=words,
                confidence=1.0,
                echo=echo,
                language=language,
            )
        )
        self.do(t.CloseUtterance(utterance_id=f"u{self.spoken}"))

    def entries(self) -> list[tuple[str, str]]:
        with self.node.service.reading("i1") as record:
            return [(entry.type, entry.text) for entry in record.timeline.entries()]


@pytest.fixture
def call(tmp_path: Path) -> Iterator[Call]:
    found = Call(tmp_path)
    yield found
    found.node.close()


def test_a_closed_utterance_is_drafted_once_with_the_names_and_roles_of_the_call(call: Call) -> None:
    call.say(ANA, "bob please check the logs and report back in five minutes")
    drafting = Drafting(call.node.service)
    assert drafting.run("i1") == 1
    assert drafting.run("i1") == 0
    assert call.entries() == [("task", "TODO: Check the logs. Bob Baker, 5 min")]


def test_a_process_that_was_just_started_knows_what_was_polled_for(call: Call) -> None:
    call.say(ANA, "the proposal is to fail over the database are there any strong objections")
    Drafting(call.node.service).run("i1")
    call.say(ANA, "hearing no strong objections we are proceeding")
    Drafting(call.node.service).run("i1")
    assert call.entries() == [("decision", "Polled for: fail over the database. We are proceeding.")]


def test_two_processes_draft_an_utterance_once(call: Call) -> None:
    call.say(BOB, "note we should have better alerts")
    first, second = Drafting(call.node.service), Drafting(call.node.service)
    first.run("i1")
    second.run("i1")
    assert len(call.entries()) == 1


def test_the_bridges_own_voice_is_not_drafted(call: Call) -> None:
    call.say(BOB, "note we should have better alerts", echo=True)
    Drafting(call.node.service).run("i1")
    assert call.entries() == []
    with call.node.service.reading("i1") as record:
        assert record.timeline.undrafted() == []


def test_what_is_said_in_another_language_is_not_drafted_by_english_rules(call: Call) -> None:
    call.say(BOB, "note we should have better alerts", language="de")
    call.say(BOB, "note we should have better alerts", language="en")
    assert Drafting(call.node.service).run("i1") == 2
    assert len(call.entries()) == 1


def test_the_deputy_is_heard_as_the_deputy(call: Call) -> None:
    call.say(BOB, "ana please check the logs")
    Drafting(call.node.service).run("i1")
    assert call.entries() == []
    call.do(c.AssignRole(role=Role.DEPUTY, person_id="bob"), by=ANA)
    call.say(BOB, "ana please check the logs")
    Drafting(call.node.service).run("i1")
    assert [kind for kind, _ in call.entries()] == ["task"]
