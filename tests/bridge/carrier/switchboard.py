"""Twilio's side of the webhooks for tests: signed form posts into the real Flask app over a real SQLite file."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from flask import Flask
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from bridge.carrier.arrival import Arrivals
from bridge.carrier.phone_check import PhoneCheckCalls
from bridge.carrier.routes import blueprint
from bridge.carrier.signature import SignatureCheck
from bridge.carrier.urls import Urls
from bridge.carrier.webhooks import Webhooks
from bridge.node import Node, build_node
from bridge.settings import Settings
from roles.incident import Incident

PUBLIC_URL = "https://bridge.example.com"
TOKEN = "0123456789abcdef0123456789abcdef"
ACCOUNT = "AC" + "0" * 32
TEST_NUMBER = "+12025550198"
CONFERENCE = "CF" + "7" * 32
PEOPLE = """
people:
  - name: Ana Ruiz
    phones: ["+12025550101"]
    trained: [incident_commander, deputy]
  - name: Dev Rao
    phones: ["+12025550102"]
    trained: [deputy]
  - name: Kim Okoro
    pin: "471100"
"""


def sid(number: int) -> str:
    return f"CA{number:032d}"


@dataclass
class Switchboard:
    """`now` is the bridge's clock."""

    data_dir: Path
    now: datetime = datetime(2026, 11, 23, 3, tzinfo=UTC)
    unrecorded_guests: bool = False
    open_on_call: bool = True
    node: Node = field(init=False)
    client: FlaskClient = field(init=False)
    sequence: int = 0

    def __post_init__(self) -> None:
        settings = Settings(data_dir=self.data_dir, public_url=PUBLIC_URL)
        self.node = build_node(settings, lambda: self.now)
        self.node.directory.import_yaml(PEOPLE)
        self.urls = Urls(PUBLIC_URL, settings.media_base_url, settings.key("seal"))
        arrivals = Arrivals(
            service=self.node.service,
            directory=self.node.directory,
            incidents=self.node.incidents,
            calls=self.node.calls,
            clock=self.node.clock,
            account_sid=ACCOUNT,
            open_on_call=self.open_on_call,
        )
        webhooks = Webhooks(
            service=self.node.service,
            arrivals=arrivals,
            streams=self.node.streams,
            urls=self.urls,
            signature=SignatureCheck(TOKEN, PUBLIC_URL),
            clock=self.node.clock,
            takes=self.node.takes,
            phone_check=PhoneCheckCalls(
                directory=self.node.directory,
                calls=self.node.calls,
                checks=self.node.phone_checks,
                streams=self.node.streams,
                urls=self.urls,
                clock=self.node.clock,
                folder=settings.phone_checks_dir,
                number=TEST_NUMBER,
            ),
            unrecorded_guests=self.unrecorded_guests,
        )
        app = Flask(__name__)
        app.register_blueprint(blueprint(webhooks))
        self.client = app.test_client()

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def post(self, url: str, signature: str | None = None, **form: str) -> TestResponse:
        """Post as Twilio does: signed over the whole URL and all fields; the fragment is never sent."""
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        signed = signature or RequestValidator(TOKEN).compute_signature(PUBLIC_URL + path, form)
        return self.client.post(path, data=form, headers={"X-Twilio-Signature": signed})

    def fetch(self, url: str) -> tuple[int, bytes]:
        """A request for a sound: no parameters of the call, no signature."""
        parts = urlsplit(url)
        with self.client.get(f"{parts.path}?{parts.query}") as answer:
            return answer.status_code, answer.data

    def ask(self, url: str, call: int, **form: str) -> ElementTree.Element:
        """A request for TwiML about a call that is up; the document's root."""
        answer = self.post(url, CallSid=sid(call), AccountSid=ACCOUNT, CallStatus="in-progress", **form)
        assert answer.status_code == 200
        return ElementTree.fromstring(answer.text)

    def dial(self, call: int, caller: str, to: str = "+12025550199") -> ElementTree.Element:
        return self.ask("/twilio/voice", call, From=caller, To=to)

    def joined(self, call: int, caller: str) -> ElementTree.Element:
        """A known caller dials, hears the notice, is dialled into the room, and the carrier tells of it."""
        notice = self.dial(call, caller)
        room = self.ask(action(notice, "Gather"), call, Digits="")
        self.tell("participant-join", call, room)
        return room

    def tell(self, event: str, call: int, room: ElementTree.Element, **form: str) -> TestResponse:
        """A conference event about the seat that `room` dialled."""
        conference = room.find("Dial/Conference")
        assert conference is not None
        self.sequence += 1
        fields = {
            "ConferenceSid": CONFERENCE,
            "CallSid": sid(call),
            "ParticipantLabel": conference.attrib["participantLabel"],
            "SequenceNumber": str(self.sequence),
            "StatusCallbackEvent": event,
            "Muted": conference.attrib["muted"],
            "Hold": "false",
            "Timestamp": "Mon, 23 Nov 2026 03:00:00 +0000",
        }
        return self.post(conference.attrib["statusCallback"], **{**fields, **form})

    def incident(self) -> Incident:
        latest = self.node.incidents.latest()
        assert latest is not None
        return self.node.service.incident(latest.id)


def redirect(document: ElementTree.Element) -> str:
    found = document.find("Redirect")
    assert found is not None
    assert found.text is not None
    return found.text


def action(document: ElementTree.Element, verb: str) -> str:
    found = document.find(verb)
    assert found is not None
    return found.attrib["action"]


def said(document: ElementTree.Element) -> str:
    return " ".join(found.text or "" for found in document.iter("Say"))
