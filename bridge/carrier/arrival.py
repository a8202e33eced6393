"""From the first ring to an incident: who calls, by number or PIN, and which incident the call belongs to."""

import hashlib
import hmac
import logging
from dataclasses import dataclass
from datetime import timedelta

from bridge.guest_pin import bridge_pin
from bridge.opening import open_incident
from bridge.plan import person_of
from bridge.ports import Clock
from bridge.service import Service
from bridge.storage.calls import WRONG_PINS_A_CALL, Call, Calls
from bridge.storage.directory import Directory, DirectoryPerson
from bridge.storage.incidents import Incidents
from roles.commands import ArriveLeg, IntroducePerson
from roles.menus.name_keys import MOST_PEOPLE, meant
from roles.people import BRIDGE, CARRIER, Actor, IdentifiedBy

log = logging.getLogger(__name__)

MOST_CHOICES = 9
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
    call_limit_minutes: int = 240

    def first_contact(self, call_sid: str, caller_id: str | None) -> Call:
        """The call's row; a repeated webhook finds the same. A number of the directory names its person."""
        call = self.calls.arrive(call_sid, self.account_sid, caller_id, self.clock())
        person = None if call.withheld or call.person_id else self.directory.by_phone(call.number)
        if person is not None:
            self.calls.identify(call_sid, person.person_id, IdentifiedBy.NUMBER)
        return self.calls.get(call_sid) or call

    def asks_for_pin(self, call: Call) -> bool:
        """After ten wrong PINs in an hour no PIN is asked; strangers still reach the lobby."""
        return call.person_id is None and self.pins_are_taken()

    def pins_are_taken(self) -> bool:
        return self.calls.pins_are_asked(self.clock())

    def try_pin(self, call_sid: str, digits: str, delivery: str | None) -> bool:
        """Whether the PIN is somebody's or an open bridge's; a wrong one is counted, however often it is delivered.

        None is looked at after too many wrong ones, also of calls that were asked before: see `pins_are_taken`.
        """
        if not self.pins_are_taken():
            return False
        person = self.directory.by_pin(digits)
        bridge = self._bridge_of_pin(digits) if person is None else None
        if bridge is not None:
            self.calls.assign(call_sid, bridge)
            self.calls.set_state(call_sid, IdentifiedBy.BRIDGE_PIN.value)
            return True
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
            identified_by=self._identified_by(call),
            pin_given=call.identified_by == IdentifiedBy.PIN,
            ring_id=ring_id,
            number_key=self._number_key(call.number),
        )
        self.service.handle(incident_id, command, CARRIER)
        return incident_id

    def _identified_by(self, call: Call) -> IdentifiedBy:
        by_bridge = call.person_id is None and call.state == IdentifiedBy.BRIDGE_PIN.value
        return IdentifiedBy.BRIDGE_PIN if by_bridge else call.identified_by

    def introduce_meant(self, incident_id: str, digits: str) -> None:
        """The incident learns of those in the directory whose names begin with these keys, unless they are many."""
        found = meant((person_of(row, self.directory) for row in self.directory.all()), digits)
        if len(found) <= MOST_PEOPLE:
            for person in found:
                self.service.handle(incident_id, IntroducePerson(person=person), BRIDGE)

    def bridge_pin(self, incident_id: str) -> str:
        """The PIN that lets guests into this bridge; made from its id and the bridge's key, stored nowhere."""
        return bridge_pin(self.number_key, incident_id)

    def _bridge_of_pin(self, digits: str) -> str | None:
        open_now = [incident.id for incident in self.incidents.open()]
        return next((found for found in open_now if hmac.compare_digest(self.bridge_pin(found), digits)), None)

    def choices(self, call_sid: str) -> list[tuple[str, str]]:
        """(incident id, title) of the open bridges that this caller has to choose from, newest first; else empty."""
        call = self.calls.get(call_sid)
        if call is None or call.incident_id is not None or call.person_id is None:
            return []
        open_now = [(incident.id, incident.title) for incident in self.incidents.open()]
        if len(open_now) < 2 or self._last_one(call.person_id, [found for found, _ in open_now]):
            return []
        return open_now[:MOST_CHOICES]

    def choose(self, call_sid: str, digit: str, offered: list[str]) -> bool:
        """The bridge that this key had when the keys were read out; any other key and silence choose the first.

        False when it has ended meanwhile, or nothing was offered to this caller.
        """
        call = self.calls.get(call_sid)
        if call is None or call.person_id is None or not offered:
            return False
        if call.incident_id is not None:
            return True
        index = int(digit) - 1 if digit.isascii() and digit.isdigit() else 0
        chosen = offered[index if 0 <= index < len(offered) else 0]
        if all(incident.id != chosen for incident in self.incidents.open()):
            return False
        return self.calls.assign(call_sid, chosen)

    def title_to_say(self, call_sid: str) -> str:
        """The title of this caller's bridge while several are open: nobody joins the wrong one unawares."""
        call = self.calls.get(call_sid)
        if call is None or call.incident_id is None or len(self.incidents.open()) < 2:
            return ""
        return self.service.incident(call.incident_id).title

    def _last_one(self, person_id: str, open_now: list[str]) -> str | None:
        """The bridge whose room this person was in just now; a call that never got so far says nothing."""
        for call in self.calls.recent_of(person_id, self.clock() - STRAIGHT_BACK_WITHIN):
            if call.incident_id in open_now:
                leg = self.service.incident(call.incident_id).legs.get(call.call_sid)
                if leg is not None and leg.joined_at is not None:
                    return call.incident_id
        return None

    def _number_key(self, number: str | None) -> str:
        return hmac.new(self.number_key, number.encode(), hashlib.sha256).hexdigest()[:24] if number else ""

    def _incident_for(self, row: DirectoryPerson | None) -> str:
        """The one this person was on just now, else the newest that is open, else a new one."""
        open_now = [incident.id for incident in self.incidents.open()]
        now = self.clock()
        if row is not None and len(open_now) > 1:
            last = self._last_one(row.person_id, open_now)
            if last is not None:
                return last
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
            call_limit_minutes=self.call_limit_minutes,
        )
