"""`incident-bridge transcribe-again`: orders, tells how far it is, and says what to do when it cannot."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk_office import Office

from roles import commands as c
from roles.people import BRIDGE
from tests.bridge.second_reading.ended_call import ended_call, missed_at_the_end, order, readings
from transcription.models import BUILT_IN_PATH
from transcription.timeline import commands as t

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The ended call on the database that the command opens."""
    monkeypatch.setenv("BRIDGE_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("BRIDGE_REVIEW_MODEL", raising=False)
    found = Office(tmp_path)
    ended_call(found)
    yield found
    found.node.close()


def test_it_orders_and_follows_the_worker_to_the_end(office: Office, command: Run) -> None:
    _, omar = office.node.service.incident("i1").legs
    missed_at_the_end(office, omar)
    jobs, over = readings(office), threading.Event()

    def worker() -> None:
        while not over.wait(0.1):
            jobs.run()

    thread = threading.Thread(target=worker)
    thread.start()
    try:
        code, out, err = command("transcribe-again", "latest", BRIDGE_REVIEW_MODEL=str(BUILT_IN_PATH))
    finally:
        over.set()
        thread.join()
    assert (code, err) == (0, err)
    assert "Ordered: a second transcript by vosk-model-incident-en." in out
    assert "2 of 3 lines differ. 1 more was not in the live transcript. Of 1 no sound is kept. Compare" in out
    assert "decide: /incidents/i1/review" in out
    assert ("reading", "by vosk-model-incident-en") in [
        (found.what, found.subject) for found in office.node.accesses.latest("i1")
    ]


def test_a_failed_one_is_told_with_its_reason(office: Office, command: Run) -> None:
    order(office)
    failed = t.EndSecondReading(reading_id="r1", how="failed", reason="the model could not be loaded")
    timer = threading.Timer(0.3, lambda: office.node.service.handle("i1", failed, BRIDGE))
    timer.start()
    code, out, err = command("transcribe-again", "i1", "--model", "built-in")
    timer.join()
    assert code == 1
    assert "under way already" in err
    assert "It was not made: the model could not be loaded" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("i1",), "BRIDGE_REVIEW_MODEL"),
        (("i1", "--model", "vosk-model-none"), "incident-bridge models install vosk-model-none"),
        (("i1", "--model", "/nowhere/at/all"), "There is no speech model /nowhere/at/all"),
        (("i9", "--model", "built-in"), "No incident 'i9'"),
    ],
)
def test_what_is_missing_is_one_line_that_says_what_to_do(
    office: Office, command: Run, arguments: tuple[str, ...], says: str
) -> None:
    code, _, err = command("transcribe-again", *arguments)
    assert code == 2
    assert says in err
    assert "Traceback" not in err


def test_a_call_that_still_runs_is_not_transcribed_again(office: Office, command: Run) -> None:
    office.do(c.ReopenIncident())
    code, _, err = command("transcribe-again", "i1", "--model", "built-in", "--no-wait")
    assert code == 2
    assert "still runs" in err


def test_without_waiting_it_comes_back_and_the_order_stays(office: Office, command: Run) -> None:
    code, out, _ = command("transcribe-again", "i1", "--model", "built-in", "--no-wait")
    assert code == 0
    assert "the built-in demonstration model" in out
    assert readings(office).run() == 3
