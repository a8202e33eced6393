"""One door for every command: catch up with the log, decide, append with the orders, evolve, tell the listeners."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection

from bridge.orders import orders_for
from bridge.ports import Clock, Listener
from bridge.record import codec
from bridge.record.record import Command, Record, decide
from bridge.storage.event_log import EventLog, LostRace, NewEvent, NewOrder, StoredEvent
from bridge.storage.incidents import AlreadyClaimed, Incidents, claim
from roles import commands as c, deciding
from roles.commands import OpenIncident
from roles.events import LogScrubbed
from roles.events.event import Event as IncidentEvent
from roles.incident import Incident, evolve
from roles.people import Actor

MOST_RECORDS = 32
"""Folded records held at once; the least used one is folded anew from the log when it is asked for again."""
RACES = 50
"""A writer that lost this often in a row is looking at a broken database, not at a busy one."""

Decide = Callable[[Record, datetime], list[codec.Event]]

SCRUBBED = LogScrubbed.__name__
"""After this event rows before it are not what they were: the record is folded anew."""


class UnknownIncident(Exception):
    """No incident of this id is in the log."""


class Service:
    """Thread-safe. Keeps folded records as a cache; `(incident, seq)` in the log decides who was first."""

    def __init__(self, event_log: EventLog, incidents: Incidents, clock: Clock) -> None:
        self._event_log = event_log
        self._incidents = incidents
        self._clock = clock
        self._records: OrderedDict[str, Record] = OrderedDict()
        self._told: dict[str, int] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()
        self._listeners: list[Listener] = []
        self._order_listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> None:
        """Tell this listener once of every event that this process learns of, its own and others'.

        What stood in the log when this process first read it is no news.
        """
        self._listeners.append(listener)

    def on_orders(self, listener: Listener) -> None:
        """Tell this listener of events committed by this process that put orders into the outbox."""
        self._order_listeners.append(listener)

    def open(self, command: OpenIncident, actor: Actor, claim_key: str | None = None) -> str:
        """Open an incident; its id, or with a `claim_key` the id of the one that already holds this claim.

        The claim is taken in the transaction of the first event: who dials in the same second meets in one incident.
        """
        try:
            self.handle(command.incident_id, command, actor, claim_key=claim_key)
        except AlreadyClaimed as held:
            return held.incident_id
        return command.incident_id

    def handle(
        self, incident_id: str, command: Command, actor: Actor, claim_key: str | None = None
    ) -> list[codec.Event]:
        """Carry out one command; the events it led to, possibly none. Raises Refused, DatabaseUnavailable."""
        return self._carry_out(incident_id, lambda record, now: decide(record, command, actor, now), actor, claim_key)

    def handle_together(self, incident_id: str, commands: Sequence[c.Command], actor: Actor) -> list[codec.Event]:
        """Carry out several of the incident's commands, in their order, in one commit. Raises as `handle`, for all."""

        def decide_all(record: Record, now: datetime) -> list[codec.Event]:
            incident, found = record.incident, list[codec.Event]()
            for command in commands:
                events = deciding.decide(incident, command, actor, now)
                for event in events:
                    incident = evolve(incident, event)
                found += events
            return found

        return self._carry_out(incident_id, decide_all, actor)

    def _carry_out(
        self, incident_id: str, decide_on: Decide, actor: Actor, claim_key: str | None = None
    ) -> list[codec.Event]:
        with self._locked(incident_id):
            for _ in range(RACES):
                record = self._caught_up(incident_id)
                events = decide_on(record, self._clock())
                if not events:
                    return []
                try:
                    ordered = self._append(record, events, actor, claim_key)
                except LostRace:
                    continue
                numbered = [(record.seq + 1 + index, event) for index, event in enumerate(events)]
                self._apply(record, numbered)
                if any(isinstance(event, LogScrubbed) for event in events):
                    record.start_anew()
                break
            else:
                raise LostRace(f"incident {incident_id}: lost {RACES} races in a row")
        if ordered:
            for listener in self._order_listeners:
                listener(incident_id, numbered)
        return events

    def forget(self, incident_id: str) -> None:
        """Drop what this process holds of an incident whose rows are gone."""
        with self._guard:
            self._records.pop(incident_id, None)
            self._told.pop(incident_id, None)

    def catch_up(self, incident_id: str) -> int:
        """Read on in the log (another process wrote); the last seq that is now known here."""
        with self._locked(incident_id):
            return self._caught_up(incident_id).seq

    def incident(self, incident_id: str) -> Incident:
        """The incident as the log has it now; immutable, so it may be kept. Raises UnknownIncident."""
        with self._locked(incident_id):
            record = self._caught_up(incident_id)
            if record.seq == 0:
                raise UnknownIncident(incident_id)
            return record.incident

    @contextmanager
    def reading(self, incident_id: str) -> Iterator[Record]:
        """The caught-up record for rendering; nobody writes to it while the block runs. Raises UnknownIncident."""
        with self._locked(incident_id):
            record = self._caught_up(incident_id)
            if record.seq == 0:
                raise UnknownIncident(incident_id)
            yield record

    def events_after(self, incident_id: str, seq: int, leave_out: frozenset[str] = frozenset()) -> list[StoredEvent]:
        """The log from there on; `leave_out` names types that the caller has no use for."""
        return self._event_log.read(incident_id, after_seq=seq, leave_out=leave_out)

    def _append(self, record: Record, events: Sequence[codec.Event], actor: Actor, claim_key: str | None) -> bool:
        after = record.incident
        for event in events:
            if isinstance(event, IncidentEvent):
                after = evolve(after, event)
        orders = [NewOrder(kind=kind, payload=payload) for kind, payload in orders_for(after, events)]
        rows = [
            NewEvent(at=event.at, actor=actor.person_id, type=codec.type_name(event), data=codec.to_data(event))
            for event in events
        ]
        last_seq = record.seq + len(events)
        project = self._incidents.projection(record.incident_id, after, last_seq)

        def also(connection: Connection) -> None:
            if claim_key is not None:
                claim(connection, claim_key, record.incident_id)
            project(connection)

        self._event_log.append(record.incident_id, record.seq, rows, orders, also=also)
        return bool(orders)

    def _caught_up(self, incident_id: str) -> Record:
        record = self._held(incident_id)
        stored = self._event_log.read(incident_id, after_seq=record.seq)
        if record.seq and any(row.type == SCRUBBED for row in stored):
            record.start_anew()
            stored = self._event_log.read(incident_id)
        numbered = [(row.seq, codec.from_data(row.type, row.at, row.data)) for row in stored]
        self._told.setdefault(incident_id, numbered[-1][0] if numbered else record.seq)
        self._apply(record, numbered)
        return record

    def _held(self, incident_id: str) -> Record:
        with self._guard:
            record = self._records.setdefault(incident_id, Record(incident_id=incident_id))
            self._records.move_to_end(incident_id)
            if len(self._records) > MOST_RECORDS:
                self._records.popitem(last=False)
        return record

    def _apply(self, record: Record, numbered: Sequence[tuple[int, codec.Event]]) -> None:
        for seq, event in numbered:
            record.apply(seq, event)
        told = self._told[record.incident_id]
        news = [(seq, event) for seq, event in numbered if seq > told]
        if news:
            self._told[record.incident_id] = record.seq
            for listener in self._listeners:
                listener(record.incident_id, news)

    @contextmanager
    def _locked(self, incident_id: str) -> Iterator[None]:
        with self._guard:
            lock = self._locks.setdefault(incident_id, threading.Lock())
        with lock:
            yield
