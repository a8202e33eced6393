"""Twilio's webhooks of a test call: whom we take the caller for, keys, five seconds of sound played back."""

from dataclasses import dataclass
from pathlib import Path

from flask import request

from bridge.carrier import callbacks, phone_check_twiml as documents
from bridge.carrier.urls import Urls
from bridge.ports import Clock
from bridge.storage.calls import Call, Calls
from bridge.storage.directory import Directory, DirectoryPerson
from bridge.storage.phone_checks import PHONE_CHECK, Keys, PhoneCheck, PhoneChecks, sound_file
from bridge.storage.streams import Streams
from roles.people import IdentifiedBy

STAR = "*"
"""Begins a test call at the question for the PIN."""
MOST_ROUNDS = 4
"""A second each, in which sound that is on its way may still come."""


@dataclass
class PhoneCheckCalls:
    """`number`: the number for test calls, empty when there is none. `folder`: where their sound is."""

    directory: Directory
    calls: Calls
    checks: PhoneChecks
    streams: Streams
    urls: Urls
    clock: Clock
    folder: Path
    number: str = ""

    def concerns(self, call: Call, called: str) -> bool:
        """Whether this call is a test: by the number that was dialed, or by the star pressed before."""
        return call.state == PHONE_CHECK or (self.number != "" and called == self.number)

    def begin(self, call: Call) -> str:
        self.calls.set_state(call.call_sid, PHONE_CHECK)
        self.checks.begin(call.call_sid, call.person_id, self.clock())
        return documents.who_and_keys(self.urls, self._person(call.person_id), call.identified_by)

    def key(self) -> str:
        """The PIN or any key was pressed, or none came."""
        call_sid, digits = request.form.get("CallSid", ""), request.form.get("Digits", "")
        check = self.checks.get(call_sid)
        if check is None:
            return documents.over()
        if check.keys is Keys.NOT_YET:
            keys, person_id = self._keyed(check, digits)
            self.checks.keyed(call_sid, keys, person_id)
            check = self.checks.get(call_sid) or check
        name = f"{PHONE_CHECK}.{call_sid}"
        token = self.streams.issue(name, call_sid, PHONE_CHECK, self.clock())
        return documents.say_something(self.urls, check, self._person(check.person_id), name, token)

    def sound(self) -> str:
        """Five seconds are over: played back when they have come."""
        call_sid, number = request.form.get("CallSid", ""), callbacks.number(request.args.get("round"))
        check = self.checks.get(call_sid)
        if check is None:
            return documents.over()
        if check.sound_ms == 0 and number < MOST_ROUNDS:
            return documents.wait_for_sound(self.urls, number + 1)
        if not check.heard:
            return documents.nothing_heard(check)
        if not sound_file(self.folder, call_sid).is_file():
            return documents.verdict(check, played=False)
        return documents.play_back(self.urls, check)

    def words(self) -> str:
        check = self.checks.get(request.form.get("CallSid", ""))
        return documents.verdict(check) if check is not None else documents.over()

    def played(self) -> bytes | None:
        """The sound that the carrier plays; None when there is none."""
        try:
            return sound_file(self.folder, request.args.get("call", "")).read_bytes()
        except (ValueError, OSError):
            return None

    def forget(self, call_sid: str) -> None:
        """The test call is over: its sound and its words go."""
        if self.checks.get(call_sid) is not None:
            self.checks.forget_words(call_sid)
            sound_file(self.folder, call_sid).unlink(missing_ok=True)

    def _keyed(self, check: PhoneCheck, digits: str) -> tuple[Keys, str | None]:
        """What the keys show, and who it is then. A wrong PIN counts like one at the door."""
        if not digits:
            return Keys.NONE, check.person_id
        known = self._person(check.person_id)
        if known is not None and not known.has_pin:
            return Keys.ARRIVE, check.person_id
        if not self.calls.pins_are_asked(self.clock()):
            return Keys.ARRIVE, check.person_id
        owner = self.directory.by_pin(digits)
        if owner is None or (known is not None and owner.person_id != known.person_id):
            self.calls.wrong_pin(check.call_sid, self.clock(), PHONE_CHECK)
            return Keys.NOT_THEIR_PIN, check.person_id
        self.calls.identify(check.call_sid, owner.person_id, IdentifiedBy.PIN)
        return Keys.PIN, owner.person_id

    def _person(self, person_id: str | None) -> DirectoryPerson | None:
        return self.directory.get(person_id) if person_id else None
