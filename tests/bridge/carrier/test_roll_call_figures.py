"""With twelve expected and three missing the roll call acts in time, without a word of the commander; printed."""

import json

from tests.bench.roll_call import LIMITS_S, MISSING, measure


def test_gaps_rings_and_backups_come_in_time() -> None:
    found = measure()
    print(json.dumps(found))
    assert found["missing"] == MISSING
    for name, limit in LIMITS_S.items():
        assert float(str(found[name])) <= limit, name
