"""The access log: one line a visit, the newest first, on both databases."""

from datetime import UTC, datetime, timedelta

from bridge.storage.accesses import Access, Accesses
from bridge.storage.database import Database

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def look(minutes: float = 0, who: str = "Dev Rao", incident_id: str = "i1", subject: str = "RE1") -> Access:
    return Access(
        at=NOON + timedelta(minutes=minutes),
        who=who,
        person_id="dev",
        incident_id=incident_id,
        what="recording",
        subject=subject,
    )


def test_the_ranges_of_one_visit_are_one_line(database: Database) -> None:
    accesses = Accesses(database)
    for minutes in (0, 1, 9, 11, 30):
        accesses.note(look(minutes))
    accesses.note(look(0, who="Ana Ruiz"))
    accesses.note(look(0, subject="RE2"))
    assert [(found.who, found.subject) for found in accesses.latest()].count(("Dev Rao", "RE1")) == 3
    assert len(accesses.latest()) == 5
    assert accesses.latest()[0].at == NOON + timedelta(minutes=30)


def test_of_one_incident_and_of_all(database: Database) -> None:
    accesses = Accesses(database)
    accesses.note(look())
    accesses.note(look(incident_id="i2"))
    assert [found.incident_id for found in accesses.latest("i2")] == ["i2"]
    assert len(accesses.latest(most=1)) == 1


def test_old_lines_are_forgotten(database: Database) -> None:
    accesses = Accesses(database)
    accesses.note(look(0))
    accesses.note(look(60))
    assert accesses.forget_before(NOON + timedelta(minutes=30)) == 1
    assert [found.at for found in accesses.latest()] == [NOON + timedelta(minutes=60)]
