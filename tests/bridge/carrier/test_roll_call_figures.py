"""With twelve expected and three missing the roll call acts in time, without a word of the commander; printed."""

import json

import pytest

from tests.bench.roll_call import LIMITS_S, MISSING, measure


def test_gaps_rings_and_backups_come_in_time(capsys: pytest.CaptureFixture[str]) -> None:
    found = measure()
    with capsys.disabled():
        print("\nroll call:", json.dumps(found))
    assert found["missing"] == MISSING
    for name, limit in LIMITS_S.items():
        assert float(str(found[name])) <= limit, name
