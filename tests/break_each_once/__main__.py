"""Breaks every row of the telephone's card and every button of the page once, and looks whether its check fails.

Runs the journeys of tests/journeys on bridges of their own. Each step is first done with its decision doing nothing:
the check has to fail. Then it is done for real and has to pass. `--only telephone` or `--only page` runs one of them,
`--wait-s` says how long a check may wait while its step is broken. Exits 1 when a check cannot fail.
"""

import argparse
import logging
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

import requests

from bridge.demo.console_client import ConsoleRefused
from bridge.demo.stage import StageError
from tests.break_each_once.breaking import Switch

WAIT_S = 3.0
HEAD = f"{'row or button':22} {'what did nothing':80} fails when broken"


def main() -> int:
    sys.path.insert(0, str(Path(__file__).parents[1] / "journeys"))
    import test_every_click as page
    import test_every_key as telephone
    from callers import PEOPLE_WITH_BACKUP, Bridge
    from running_bridge import WITH_EVERYTHING, running

    from tests.break_each_once.tries import FAILS, Tries

    rows = telephone.ROWS - telephone.ELSEWHERE
    journeys: dict[str, tuple[Callable[[Bridge, Tries], None], set[str]]] = {
        "telephone": (lambda bridge, tries: telephone.every_row(telephone.Keys(bridge, tries)), rows),
        "page": (lambda bridge, tries: page.every_action(page.Clicks(bridge, tries)), set(page.ACTIONS)),
    }
    parser = argparse.ArgumentParser(prog="python -m tests.break_each_once", description=__doc__)
    parser.add_argument("--only", choices=sorted(journeys))
    parser.add_argument("--wait-s", type=float, default=WAIT_S)
    wanted = parser.parse_args()
    logging.basicConfig(level=logging.CRITICAL)  # Of the local carrier, whose calls are cut off at the end.
    wrong = []
    for name, (journey, names) in journeys.items():
        if wanted.only not in (None, name):
            continue
        print(f"\n{name}\n{HEAD}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            switch = Switch(Path(folder) / "broken.json")
            tries = Tries(switch, wanted.wait_s, lambda line: print(line, flush=True))
            try:
                with running(Path(folder), PEOPLE_WITH_BACKUP, **WITH_EVERYTHING, **switch.environ()) as bridge:
                    journey(bridge, tries)
            except (*FAILS, ConsoleRefused, StageError, requests.RequestException):
                traceback.print_exc()
                last = tries.tried[-1].name if tries.tried else "none"
                wrong.append(f"{name}: the journey stopped; the last step that was done is {last}")
        if name == "telephone":
            print(
                "".join(f"{row:22} not tried: another journey keys it\n" for row in sorted(telephone.ELSEWHERE)), end=""
            )
        wrong += [f"{name}: {tried.line}" for tried in tries.tried if tried.verdict != "yes"]
        wrong += [f"{name}: {missed} was not tried" for missed in sorted(names - {one.name for one in tries.tried})]
    print("\n".join(["", "What is wrong:", *wrong] if wrong else ["", "Every check fails when its feature is broken."]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
