"""A database with calls in it, made by the product's own commands, without a telephone."""

from datetime import UTC, datetime
from pathlib import Path

from bridge.node import Node, build_node
from bridge.settings import Settings
from roles import commands as c
from roles.people import BRIDGE, CARRIER, IdentifiedBy, Person

AUTH_TOKEN = "0123456789abcdef0123456789abcdef"
ACCOUNT_SID = "AC" + "0" * 32


def environment(data_dir: Path, port: int) -> dict[str, str]:
    """Settings of a bridge that is measured."""
    return {
        "BRIDGE_DATA_DIR": str(data_dir),
        "BRIDGE_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "BRIDGE_HOST": "127.0.0.1",
        "BRIDGE_PORT": str(port),
        "BRIDGE_PHONE_NUMBER": "+12025550199",
        "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
        "TWILIO_API_BASE_URL": "http://127.0.0.1:9",
    }


def node(data_dir: Path, port: int) -> Node:
    return build_node(Settings.from_environ(environment(data_dir, port)))


def conference(incident_id: str) -> str:
    return "CF" + incident_id.rjust(32, "0")


def open_call(on: Node, incident_id: str, legs: int) -> list[str]:
    """An incident with this many legs in its room; their CallSids."""
    opening = c.OpenIncident(incident_id=incident_id, title="Bench", severity=None, room=f"room-{incident_id}")
    on.service.open(opening, BRIDGE)
    return [_join(on, incident_id, number) for number in range(1, legs + 1)]


def label_of(on: Node, incident_id: str, call_sid: str) -> str:
    offer = on.service.incident(incident_id).legs[call_sid].offer
    assert offer is not None
    return offer.label


def _join(on: Node, incident_id: str, number: int) -> str:
    call_sid = "CA" + f"{incident_id}{number:06d}".rjust(32, "0")
    person = Person(person_id=f"{incident_id}-{number}", name=f"Speaker {number}")

    def do(command: c.Command) -> None:
        on.service.handle(incident_id, command, BRIDGE)

    do(c.ArriveLeg(call_sid=call_sid, person=person, number_hint="", identified_by=IdentifiedBy.NUMBER))
    do(c.AnswerConsent(call_sid=call_sid, given=True, wording="recorded"))
    do(c.OfferJoin(call_sid=call_sid))
    joined = c.ReportJoin(
        call_sid=call_sid,
        conference_sid=conference(incident_id),
        label=label_of(on, incident_id, call_sid),
        sequence=number,
        muted=False,
        hold=False,
        occurred_at=datetime.now(UTC),
    )
    on.service.handle(incident_id, joined, CARRIER)
    return call_sid
