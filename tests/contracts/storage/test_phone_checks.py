"""Test calls on both databases: the first answer stands, the newest of each person is shown, words are forgotten."""

from datetime import datetime, timedelta

import pytest

from bridge.storage.database import Database
from bridge.storage.phone_checks import Keys, PhoneChecks


@pytest.fixture
def checks(database: Database) -> PhoneChecks:
    return PhoneChecks(database)


def test_the_first_keys_of_a_call_stand(checks: PhoneChecks, now: datetime) -> None:
    checks.begin("CA1", None, now)
    checks.keyed("CA1", Keys.PIN, "p-1")
    checks.keyed("CA1", Keys.NONE, None)
    checks.begin("CA1", None, now + timedelta(seconds=3))
    check = checks.get("CA1")
    assert check is not None
    assert (check.keys, check.person_id, check.at, check.passed) == (Keys.PIN, "p-1", now, False)


def test_the_newest_test_of_each_person_is_shown(checks: PhoneChecks, now: datetime) -> None:
    for call, person, minutes in (("CA1", "p-1", 0), ("CA2", "p-1", 5), ("CA3", "p-2", 1), ("CA4", None, 9)):
        checks.begin(call, person, now + timedelta(minutes=minutes))
    assert {person: check.call_sid for person, check in checks.newest().items()} == {"p-1": "CA2", "p-2": "CA3"}


def test_a_test_passes_with_a_person_keys_and_sound(checks: PhoneChecks, now: datetime) -> None:
    checks.begin("CA1", "p-1", now)
    checks.keyed("CA1", Keys.ARRIVE, "p-1")
    checks.sounded("CA1", 5000, -30)
    checks.understood("CA1", "hello")
    check = checks.get("CA1")
    assert check is not None
    assert (check.passed, check.words) == (True, "hello")
    checks.forget_words("CA1")
    check = checks.get("CA1")
    assert check is not None
    assert (check.passed, check.words) == (True, "")


def test_news_of_a_call_that_is_not_here_changes_nothing(checks: PhoneChecks) -> None:
    checks.sounded("CA9", 5000, -30)
    assert checks.get("CA9") is None
