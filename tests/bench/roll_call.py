"""The roll call that acts, in accelerated time: real webhooks, log, ticks and outbox before a carrier at the port."""

import tempfile
from datetime import datetime
from pathlib import Path

from bridge.carrier.dial_out import DialOut
from bridge.carrier.performers import Performers
from bridge.carrier.reach import Reach
from bridge.carrier.recordings import RecordingOrders
from bridge.dispatcher import Dispatcher
from roles import commands as c
from roles.people import BRIDGE, Actor, Role
from tests.bridge.carrier.fake_carrier import FakeCarrier
from tests.bridge.carrier.switchboard import Switchboard, sid

EXPECTED, MISSING = 12, 3
COMMANDER = "+12025550101"
LIMITS_S = {"gap_list_s": 45.0, "last_missing_rung_s": 60.0, "last_backup_rung_s": 180.0}


def number(person: int) -> str:
    return f"+1202555{1000 + person:04d}"


def directory() -> str:
    """Twelve responders, each with a backup of their own."""
    rows = ["people:"]
    for person in range(EXPECTED):
        rows.append(f"  - {{name: Backup {person}, phones: ['{number(100 + person)}']}}")
        rows.append(f"  - {{name: Responder {person}, phones: ['{number(person)}'], backup: Backup {person}}}")
    rows.append("plan: {required: [" + ", ".join(f"{{person: Responder {p}}}" for p in range(EXPECTED)) + "]}")
    return "\n".join(rows)


class Accelerated:
    """A second of the bridge's clock at a time: what is due, then the orders; nobody says a word."""

    def __init__(self, folder: Path) -> None:
        self.twilio = Switchboard(folder)
        self.carrier = FakeCarrier()
        node = self.twilio.node
        node.directory.import_yaml(directory())
        dial_out = DialOut(node.directory, node.calls, "+12025550199", frozenset(), per_hour=120)
        reach = Reach(node.service, self.carrier, self.twilio.urls, node.clock, dial_out, node.incidents)
        recordings = RecordingOrders(node.service, self.carrier, node.recordings, node.copies)
        performers = Performers(
            node.service, self.carrier, node.streams, self.twilio.urls, node.clock, recordings, reach
        )
        self.dispatcher = Dispatcher(node.outbox, performers.table(), performers.gave_up, node.clock)
        self.rung_at: dict[str, datetime] = {}

    def second(self) -> None:
        self.twilio.later(1)
        incident_id = self.twilio.incident().incident_id
        self.twilio.node.service.handle(incident_id, c.Tick(), BRIDGE)
        known = len(self.carrier.asked)
        self.dispatcher.sweep()
        for asked in self.carrier.asked[known:]:
            if asked[0] == "call":
                self.rung_at.setdefault(asked[1], self.twilio.now)
        for ring in self.twilio.incident().rings.by_id.values():
            if ring.going_on and ring.call_sid and (self.twilio.now - ring.ordered_at).total_seconds() >= 25:
                no_answer = c.ReportRingFailed(ring_id=ring.ring_id, why="no-answer")
                self.twilio.node.service.handle(incident_id, no_answer, BRIDGE)


def measure() -> dict[str, object]:
    """Seconds from the start of the roll call; three of twelve are missing and never answer."""
    with tempfile.TemporaryDirectory() as folder:
        call = Accelerated(Path(folder))
        try:
            return _measured(call)
        finally:
            call.dispatcher.close()
            call.twilio.node.close()


def _measured(call: Accelerated) -> dict[str, object]:
    twilio = call.twilio
    here = range(MISSING, EXPECTED)
    twilio.joined(1, COMMANDER)
    for person in here:
        twilio.joined(10 + person, number(person))
    incident = twilio.incident()
    commander = Actor(person_id=incident.legs[sid(1)].person_id)
    handle = twilio.node.service.handle
    handle(incident.incident_id, c.TakeCommand(), commander)
    handle(incident.incident_id, c.AssignRole(role=Role.DEPUTY, person_id=commander.person_id), commander)
    handle(incident.incident_id, c.StartRollCall(roll_call_id="r1"), commander)
    started = twilio.now
    for person in here:
        responder = incident.legs[sid(10 + person)].person_id
        answer = c.AnswerRollCall(person_id=responder, answer="healthy")
        handle(incident.incident_id, answer, Actor(person_id=responder))
    for _ in range(200):
        call.second()
    roll_call = twilio.incident().roll_calls[-1]
    assert roll_call.gaps_found_at is not None
    missing = [call.rung_at[number(person)] for person in range(MISSING)]
    backups = [call.rung_at[number(100 + person)] for person in range(MISSING)]
    return {
        "expected": EXPECTED,
        "missing": len(roll_call.open_gaps),
        "gap_list_s": (roll_call.gaps_found_at - started).total_seconds(),
        "last_missing_rung_s": (max(missing) - started).total_seconds(),
        "last_backup_rung_s": (max(backups) - started).total_seconds(),
        "limits_s": LIMITS_S,
    }
