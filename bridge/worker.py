"""The `worker` process: an in-memory ticker that asks each second what is due, and each 15 s what the carrier says."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from bridge.carrier.rest import WORKER_AT_ONCE
from bridge.drafting import Drafting
from bridge.keeping.retention import Retention
from bridge.logs import configure
from bridge.node import Node, build_node
from bridge.second_reading.reader import ModelReader
from bridge.second_reading.reading import SecondReadings
from bridge.settings import Settings
from bridge.speech_models.chosen import found_model
from bridge.stopping import stop_on_signal
from bridge.telephony import Telephony
from roles.commands import Tick
from roles.people import BRIDGE

log = logging.getLogger(__name__)

TICK_S = 1
LOOK_AGAIN_S = 0.25
DRAFT_EVERY_S = 0.5
COMPARE_S = 15
READ_AGAIN_EVERY_S = 2
FORGET_TEST_CALLS_AFTER_S = 600
PURGE_EVERY_H = 24
PURGE_FIRST = timedelta(minutes=5)
SWEEP_OLDER_THAN_S = 2.0
ENDED_WITHIN = timedelta(minutes=10)


class Worker:
    """Each job may be called at any time by any process: the log lets one of them write."""

    def __init__(self, node: Node, telephony: Telephony) -> None:
        self._node = node
        self._telephony = telephony
        self._drafting = Drafting(node.service)
        self._retention = Retention(node)
        self._second_readings = SecondReadings(
            node.service,
            node.outbox,
            node.incidents,
            node.copies,
            lambda model, give_way: ModelReader(found_model(node.settings, model).path, give_way),
        )
        self._scheduler = BackgroundScheduler(timezone="UTC")

    def tick(self) -> None:
        for incident_id in self._concerned():
            self._node.service.handle(incident_id, Tick(), BRIDGE)

    def sweep(self) -> None:
        """Orders that the process which committed them left behind."""
        self._telephony.dispatcher.sweep(SWEEP_OLDER_THAN_S)

    def compare(self) -> None:
        for incident_id in self._concerned():
            self._telephony.comparison.compare(incident_id)

    def draft(self) -> None:
        """Draft entries for utterances that closed."""
        concerned = self._concerned()
        self._drafting.keep_only(concerned)
        for incident_id in concerned:
            self._drafting.run(incident_id)

    def read_again(self) -> None:
        """Second transcripts that were ordered, while nobody is on a call."""
        self._second_readings.run()

    def forget_test_calls(self) -> None:
        """Their sound goes with the call; what a lost callback left goes here."""
        forgotten_before = self._node.clock().timestamp() - FORGET_TEST_CALLS_AFTER_S
        for path in self._node.settings.phone_checks_dir.glob("*"):
            if path.stat().st_mtime < forgotten_before:
                path.unlink(missing_ok=True)

    def purge(self) -> None:
        """What is older than its term."""
        for line in self._retention.run():
            log.info("purged: %s", line)

    def start(self) -> None:
        """Run the jobs on threads of their own until `close`."""
        jobs = (
            (self.tick, TICK_S),
            (self.sweep, TICK_S),
            (self.draft, DRAFT_EVERY_S),
            (self.compare, COMPARE_S),
            (self.read_again, READ_AGAIN_EVERY_S),
            (self.forget_test_calls, FORGET_TEST_CALLS_AFTER_S),
        )
        for job, every_s in jobs:
            self._scheduler.add_job(
                survives(job), "interval", seconds=every_s, max_instances=1, coalesce=True, misfire_grace_time=None
            )
        # Soon after the start too: a process that is restarted every day would never come to it.
        first = self._node.clock() + PURGE_FIRST
        self._scheduler.add_job(
            survives(self.purge), "interval", hours=PURGE_EVERY_H, next_run_time=first, max_instances=1, coalesce=True
        )
        self._scheduler.start()

    def close(self) -> None:
        self._second_readings.stop()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def _concerned(self) -> list[str]:
        """Incidents that are open, or ended a short while ago."""
        return [row.id for row in self._node.incidents.open_since(self._node.clock() - ENDED_WITHIN)]


def survives(job: Callable[[], None]) -> Callable[[], None]:
    """The job, whose failure is logged and does not stop the next time."""

    def run() -> None:
        try:
            job()
        except Exception:
            log.exception("the job %s failed; it runs again", job.__name__)

    return run


def run_worker(node: Node, stop: threading.Event) -> int:
    """Tick until `stop` is set."""
    telephony = Telephony(node, at_once=WORKER_AT_ONCE, look_again_s=LOOK_AGAIN_S)
    telephony.start()
    worker = Worker(node, telephony)
    worker.start()
    stop.wait()
    worker.close()
    telephony.close()
    return 0


def serve_worker(settings: Settings) -> int:
    configure(secrets=settings.secrets)
    node = build_node(settings)
    try:
        return run_worker(node, stop_on_signal())
    finally:
        node.close()
