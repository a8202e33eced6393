"""A log that was written before fields were added still folds; what was not known then has a plain default."""

from datetime import UTC, datetime

from bridge.record import codec
from roles.incident import Incident, evolve

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
MAX = {"person_id": "max", "name": "Max Behr", "backup_id": "bea", "backup_name": "Bea"}
ROWS = (
    (
        "IncidentOpened",
        {
            "incident_id": "i1",
            "title": "x",
            "severity": 1,
            "room": "r",
            "required": [MAX],
            "by": "ana",
            "escalation": {"ring_after_s": 45, "backup_after_s": 120, "tell_after_s": 180},
        },
    ),
    ("PersonIntroduced", {"person": {"person_id": "bea", "name": "Bea"}}),
    ("RollCallStarted", {"roll_call_id": "r1", "asked": ["max"], "by": "ana"}),
    ("RollCallGapsFound", {"roll_call_id": "r1", "missing": ["max"]}),
    ("RollCallBackupCalled", {"roll_call_id": "r1", "person_id": "max", "backup": "bea"}),
    ("CanRoundStarted", {"order": ["max"], "by": "ana"}),
    ("TakeOpened", {"take_id": "t", "call_sid": "CA1", "person_id": "max", "purpose": "can", "subject": ""}),
    ("CanTurnPassed", {}),
)


def test_rows_without_the_newer_fields_are_read_and_folded() -> None:
    incident = Incident()
    for name, data in ROWS:
        incident = evolve(incident, codec.from_data(name, AT, data))
    assert incident.seat_numbers == {}
    assert incident.escalation.answer_within_s == 20
    assert incident.roll_calls[0].missing == ("max", "bea")
    assert incident.roll_calls[0].open_gaps == ("max",)
    assert incident.takes.by_id["t"].longest.total_seconds() == 20
    assert incident.can_round is not None
    assert not incident.can_round.open
