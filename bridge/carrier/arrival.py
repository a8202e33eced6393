"""From the first ring to an incident: who calls, by number or PIN, and which incident the call belongs to."""

import hashlib
import hmac
import logging
from dataclasses import dataclass
from datetime import timedelta

from bridge.opening import open_incident
from bridge.plan import person_of
from bridge.ports import Clock
from bridge.service import Service
from bridge.storage.calls import WRONG_PINS_A_CALL, Call, Calls
from bridge.storage.directory import Directory, DirectoryPerson
from bridge.storage.incidents import Incidents
from roles.commands import ArriveLeg
from roles.people import CARRIER, Actor, IdentifiedBy

log = logging.getLogger(__name__)

STRAIGHT_BACK_WITHIN = timedelta(minutes=30)


class NoIncident(Exception):
    """No incident is open, and this caller may not open one."""


@dataclass
class Arrivals:
    """`account_sid`: the account that calls are counted under. `number_key` hides numbers in the log."""

    service: Service
    directory: Directory
    incidents: Incidents
    calls: Calls
    clock: Clock
    account_sid: str
    open_on_call: bool
    number_key: bytes = b""

    def first_contact(self, call_sid: str, caller_id: str | None) -> Call:
        """The call's row; a repeated webhook finds the same. A number of the directory names its person."""
        call = self.calls.arrive(call_sid, self.account_sid, caller_id, self.clock())
        person = None if call.withheld or call.person_id else self.directory.by_phone(call.number)
        if person is not None:
            self.calls.identify(call_sid, person.person_id, IdentifiedBy.NUMBER)
        return self.calls.get(call_sid) or call

    def asks_for_pin(self, call: Call) -> bool:
        """After ten wrong PINs in an hour no PIN is asked; strangers still reach the lobby."""
        return call.person_id is None and self.calls.pins_are_asked(self.clock())

    def try_pin(self, call_sid: str, digits: str, delivery: str | None) -> bool:
        """Whether the PIN is somebody's; a wrong one is counted, once however often it is delivered."""
        person = self.directory.by_pin(digits)
        if person is None:
            self.calls.wrong_pin(call_sid, self.clock(), delivery)
            log.info("a wrong PIN was keyed")
            return False
        self.calls.identify(call_sid, person.person_id, IdentifiedBy.PIN)
        return True

    def owner_of_pin(self, call_sid: str, digits: str, delivery: str) -> str:
        """Whose PIN was keyed during the call; empty for nobody's, which is counted, and after too many wrong ones."""
        if not self.calls.pins_are_asked(self.clock()):
            return ""
        person = self.directory.by_pin(digits)
        call = self.calls.get(call_sid)
        if person is None or call is None or person.person_id != call.person_id:
            self.calls.wrong_pin(call_sid, self.clock(), delivery)
            return ""
        return person.person_id

    def out_of_tries(self, call_sid: str) -> bool:
        call = self.calls.get(call_sid)
        return call is not None and call.wrong_pins >= WRONG_PINS_A_CALL

    def called_back(self, call_sid: str, number: str | None, person_id: str, incident_id: str) -> Call | None:
        """A call that the bridge made was answered with 1: it is this person's, on this incident."""
        self.calls.arrive(call_sid, self.account_sid, number, self.clock())
        self.calls.identify(call_sid, person_id, IdentifiedBy.CALL_BACK)
        self.calls.assign(call_sid, incident_id)
        return self.calls.get(call_sid)

    def enter(self, call_sid: str, ring_id: str = "") -> str:
        """The incident of this call; the leg has arrived in it. Raises NoIncident."""
        call = self.calls.get(call_sid)
        if call is None:
            raise NoIncident
        row = self.directory.get(call.person_id) if call.person_id else None
        incident_id = call.incident_id or self._incident_for(row)
        self.calls.assign(call_sid, incident_id)
        command = ArriveLeg(
            call_sid=call_sid,
            person=person_of(row, self.directory) if row else None,
            number_hint=call.number[-2:] if call.number else "",
            identified_by=IdentifiedBy(call.identified_by),
            pin_given=call.identified_by == IdentifiedBy.PIN,
            ring_id=ring_id,
            number_key=self._number_key(call.number),
        )
        self.service.handle(incident_id, command, CARRIER)
        return incident_id

    def _number_key(self, number: str | None) -> str:
        return hmac.new(self.number_key, number.encode(), hashlib.sha256).hexdigest()[:24] if number else ""

    def _incident_for(self, row: DirectoryPerson | None) -> str:
        """The one this person was on just now, else the newest that is open, else a new one."""
        open_now = [incident.id for incident in self.incidents.open()]
        now = self.clock()
        if row is not None and len(open_now) > 1:
            last = self.calls.last_incident_of(row.person_id, now - STRAIGHT_BACK_WITHIN)
            if last in open_now:
                return str(last)
        if open_now:
            return open_now[0]
        if row is None or not self.open_on_call:
            raise NoIncident
        return open_incident(
            self.service,
            self.directory,
            title=f"Incident opened by {row.name}",
            severity=None,
            actor=Actor(person_id=row.person_id),
            now=now,
            by_call=True,
        )
