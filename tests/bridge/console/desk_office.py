"""A console for tests: the real Flask app over a real database, browsers with cookies, a call that is told by hand."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bridge.node import Node, build_node
from bridge.plan import person_of
from bridge.settings import Settings
from bridge.telephony import Telephony
from bridge.web import create_app
from roles import commands as c
from roles.people import BRIDGE, CARRIER, Actor, IdentifiedBy

PEOPLE = """
people:
  - name: Ana Ruiz
    phones: ["+12025550101"]
    trained: [incident_commander, deputy]
    teams: [payments]
  - name: Dev Rao
    phones: ["+12025550102"]
    trained: [deputy]
  - name: Omar Haddad
    phones: ["+12025550103"]
"""
CONFERENCE = "CF" + "7" * 32


@dataclass
class Browser:
    """One signed-in (or not) browser; `act` is the click of a page with its token."""

    client: FlaskClient
    csrf: str = ""

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers=headers)

    def token(self, path: str = "/sign-in") -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get(path).text)
        assert found is not None
        return found.group(1)

    def act(self, incident_id: str, action: str, json: bool = True, **fields: str) -> TestResponse:
        page = f"/incidents/{incident_id}"
        return self.client.post(
            f"{page}/actions",
            data={"action": action, "csrf_token": self.token(page), **fields},
            headers={"Accept": "application/json" if json else "text/html"},
        )


@dataclass
class Office:
    """`now` is the bridge's clock."""

    data_dir: Path
    now: datetime = datetime(2026, 11, 23, 3, tzinfo=UTC)
    public_url: str = "http://localhost"
    node: Node = field(init=False)
    app: Flask = field(init=False)
    sequence: int = 0

    def __post_init__(self) -> None:
        settings = Settings(data_dir=self.data_dir, public_url=self.public_url, phone_number="+12025550199")
        self.node = build_node(settings, lambda: self.now)
        self.node.directory.import_yaml(PEOPLE)
        self.app = create_app(self.node, Telephony(self.node))
        self.app.testing = True

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def browser(self) -> Browser:
        return Browser(self.app.test_client())

    def signed_in(self, name: str, admin: bool = False) -> Browser:
        browser = self.browser()
        path = f"/sign-in/{self.node.accounts.invite(self.id_of(name), admin, self.now)}"
        answer = browser.client.post(path, data={"csrf_token": browser.token(path)})
        assert answer.status_code == 303
        return browser

    def id_of(self, name: str) -> str:
        person = self.node.directory.by_name(name)
        assert person is not None
        return person.person_id

    def opened(self, title: str = "Checkout fails") -> str:
        opening = c.OpenIncident(incident_id="i1", title=title, severity=1, room="room-1")
        return self.node.service.open(opening, BRIDGE)

    def do(self, command: c.Command, by: str = "") -> None:
        actor = Actor(person_id=self.id_of(by)) if by else BRIDGE
        self.node.service.handle("i1", command, actor)

    def joins(self, name: str, phone: int = 1) -> str:
        """Dialed, consented, seated by the carrier's news; the CallSid."""
        row = self.node.directory.by_name(name)
        sid = f"CA{abs(hash(name)) % 10**12:032d}" if row is None else f"CA{row.person_id.replace('-', '')[:32]:0>32}"
        sid = sid if phone == 1 else f"{sid[:-1]}{phone}"
        person = person_of(row) if row else None
        how = IdentifiedBy.NUMBER if person else IdentifiedBy.NOBODY
        self.do(c.ArriveLeg(call_sid=sid, person=person, number_hint="77", identified_by=how))
        if person is None:
            return sid
        self.do(c.AnswerConsent(call_sid=sid, given=True, wording="recorded"))
        self.do(c.OfferJoin(call_sid=sid))
        offer = self.node.service.incident("i1").legs[sid].offer
        assert offer is not None
        self.sequence += 1
        joined = c.ReportJoin(
            call_sid=sid,
            conference_sid=CONFERENCE,
            label=offer.label,
            sequence=self.sequence,
            muted=False,
            hold=False,
            occurred_at=self.now,
        )
        self.node.service.handle("i1", joined, CARRIER)
        return sid
