"""A log of an earlier version folds: fields that came later take their defaults."""

from datetime import UTC, datetime

from bridge.record import codec
from roles import events as e
from roles.events.event import Event
from roles.incident import Incident, evolve
from roles.people import Role

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
ROWS: tuple[tuple[str, dict[str, object]], ...] = (
    (
        "IncidentOpened",
        {"incident_id": "i", "title": "t", "severity": 1, "room": "r", "required": [], "by": "bridge"},
    ),
    ("PersonIntroduced", {"person": {"person_id": "ana", "name": "Ana Ruiz"}}),
    ("RoleProposed", {"role": "incident_commander", "person_id": "ana", "by": "bridge"}),
    ("RoleTaken", {"role": "incident_commander", "person_id": "ana", "replaced": None, "by": "ana"}),
    ("TimeBoxStarted", {"box_id": "b", "task": "x", "owner": "ana", "minutes": 5, "by": "dev"}),
    ("TimeBoxAcknowledged", {"box_id": "b"}),
    ("TimeBoxUp", {"box_id": "b"}),
    ("CadenceSet", {"minutes": 5, "by": "dev"}),
    ("StatusDue", {}),
    ("ObserverSet", {"person_id": "omar", "observer": True, "by": "ana"}),
    ("ObjectionsAsked", {"question": "q", "by": "ana"}),
    ("ObjectionsClosed", {"question": "q", "by": "ana", "objectors": []}),
    ("AnnouncementMade", {"call_sid": "", "text": "hello", "expires_at": AT.isoformat()}),
    ("CommanderDropped", {"person_id": "ana"}),
    ("CommandAsked", {}),
    ("DisruptorAnswered", {"person_id": "omar", "wishes_command": True}),
)


def test_rows_without_the_fields_of_today_fold_into_a_state_that_makes_sense() -> None:
    incident = Incident()
    for name, data in ROWS:
        event = codec.from_data(name, AT, data)
        assert isinstance(event, Event)
        incident = evolve(incident, event)
    assert incident.roster.holder(Role.INCIDENT_COMMANDER) == "ana"
    assert incident.vacancy.asked_at == AT
    assert not incident.vacancy.open_to_all
    assert incident.commanders_trained is None
    assert incident.timers.boxes["b"].acknowledged
    assert incident.poll is not None
    assert not incident.poll.open
    assert incident.shadows == {}
    assert isinstance(codec.from_data("TimeBoxAcknowledged", AT, {"box_id": "b"}), e.TimeBoxAcknowledged)
