"""Twilio's webhooks: signature, translation, one command, and the TwiML of the next step. Nothing is decided here."""

import logging
import secrets
from dataclasses import dataclass

from flask import request

from bridge.carrier import callbacks, twiml, twiml_at_the_door as door
from bridge.carrier.arrival import Arrivals, NoIncident
from bridge.carrier.phone_check import STAR, PhoneCheckCalls
from bridge.carrier.signature import SignatureCheck
from bridge.carrier.unlogged_words import with_unlogged_words
from bridge.carrier.urls import Admitted, Urls
from bridge.files.sound_files import SoundFiles
from bridge.ports import Clock
from bridge.service import Service, UnknownIncident
from bridge.storage.streams import Streams
from roles import commands as c
from roles.events import JoinOffered
from roles.menus.levels import NAMES, PIN
from roles.menus.visit import BACK_KEYS
from roles.next_step import AskConsent, JoinRoom, SayName, next_step
from roles.people import CARRIER
from roles.reach.lobby import stream_to_start
from roles.refusals import Refused
from roles.work.sub_teams import room_name

log = logging.getLogger(__name__)

REFUSE_KEY = "9"


@dataclass
class Webhooks:
    """What the webhooks need. `unrecorded_guests`: whoever refuses the recording may come in unheard.

    `dial_limit_s`: how long a Dial may last, None for Twilio's own limit.
    """

    service: Service
    arrivals: Arrivals
    streams: Streams
    urls: Urls
    signature: SignatureCheck
    clock: Clock
    takes: SoundFiles
    phone_check: PhoneCheckCalls
    unrecorded_guests: bool = False
    dial_limit_s: int | None = None

    def voice(self) -> str:
        """First contact of a call."""
        call_sid = request.form.get("CallSid", "")
        call = self.arrivals.first_contact(call_sid, request.form.get("From"))
        if self.phone_check.concerns(call, request.form.get("To", "")):
            return self.phone_check.begin(call)
        if self.arrivals.asks_for_pin(call):
            return door.ask_pin(self.urls)
        return self._choose_or_enter(call_sid)

    def pin(self) -> str:
        call_sid, digits = request.form.get("CallSid", ""), request.form.get("Digits", "")
        delivery = request.headers.get("I-Twilio-Idempotency-Token")
        call = self.arrivals.calls.get(call_sid)
        if call is not None and digits.startswith(STAR):
            return self.phone_check.begin(call)
        if digits and not self.arrivals.pins_are_taken():
            return door.no_pins_now(self.urls)
        if digits and not self.arrivals.try_pin(call_sid, digits, delivery):
            if self.arrivals.out_of_tries(call_sid):
                return door.goodbye("That was the third wrong PIN. Goodbye.")
            return door.ask_pin(self.urls, again=True)
        return self._choose_or_enter(call_sid)

    def choose(self) -> str:
        """Several bridges are open: the key names one of those that were read out."""
        call_sid = request.form.get("CallSid", "")
        offered = [found for found in request.args.get("of", "").split(",") if found]
        if not self.arrivals.choose(call_sid, request.form.get("Digits", ""), offered):
            return self._choose_or_enter(call_sid)
        return self._enter(call_sid)

    def consent(self) -> str:
        call_sid, incident_id = self._leg()
        given = request.form.get("Digits", "") != REFUSE_KEY
        wording = request.args.get("words", "")
        self.quietly(incident_id, c.AnswerConsent(call_sid=call_sid, given=given, wording=wording))
        return self.next_document(incident_id, call_sid)

    def name(self) -> str:
        """A stranger has heard the question: what they say now is kept."""
        call_sid, incident_id = self._leg()
        self.quietly(incident_id, c.ListenForName(call_sid=call_sid, take_id=secrets.token_hex(8)))
        if self.service.incident(incident_id).takes.window(call_sid) is None:
            return self.next_document(incident_id, call_sid, first=True)
        return twiml.listen_for_name(self.urls, incident_id)

    def named(self) -> str:
        """A stranger has said name and system, or nothing."""
        call_sid, incident_id = self._leg()
        self.quietly(incident_id, c.NameSaid(call_sid=call_sid))
        return self.next_document(incident_id, call_sid, first=True)

    def alone(self) -> str:
        """The only caller was asked whether they stay."""
        call_sid, incident_id = self._leg()
        stays = bool(request.form.get("Digits", ""))
        self.quietly(incident_id, c.AnswerAlone(call_sid=call_sid, stays=stays))
        return self.next_document(incident_id, call_sid)

    def step(self) -> str:
        call_sid, incident_id = self._leg()
        return self.next_document(incident_id, call_sid)

    def dial_end(self) -> str:
        """The leg is out of its room and its call lives: the log says why."""
        call_sid, incident_id = self._leg()
        label = request.args.get("label", "")
        bridged = callbacks.truth(request.form.get("DialBridged")) if "DialBridged" in request.form else None
        command = c.ReturnFromDial(call_sid=call_sid, label=label, menu_id=secrets.token_hex(6), bridged=bridged)
        self.quietly(incident_id, command)
        return self.next_document(incident_id, call_sid)

    def key(self) -> str:
        call_sid, incident_id = self._leg()
        menu_id, digits = request.args.get("menu", ""), request.form.get("Digits", "")
        asked = self._asked_for(incident_id, call_sid, menu_id)
        if asked == NAMES:
            self.arrivals.introduce_meant(incident_id, digits)
        if asked == PIN:
            if digits and digits[0] not in BACK_KEYS:
                self._key_pin(incident_id, call_sid, menu_id, digits)
                return self.next_document(incident_id, call_sid)
            digits = digits[:1]
        command = c.PressKey(
            call_sid=call_sid,
            menu_id=menu_id,
            keys=digits,
            next_menu_id=secrets.token_hex(6),
            fresh_id=secrets.token_hex(6),
        )
        self.quietly(incident_id, command)
        return self.next_document(incident_id, call_sid)

    def _asked_for(self, incident_id: str, call_sid: str, menu_id: str) -> str:
        """The level of the menu that this key is for, empty when it is not open: a late delivery is no wrong PIN."""
        leg = self.service.incident(incident_id).legs.get(call_sid)
        menu = leg.menu if leg is not None else None
        return menu.level if menu is not None and menu.menu_id == menu_id else ""

    def _key_pin(self, incident_id: str, call_sid: str, menu_id: str, digits: str) -> None:
        """The digits stay here: the incident learns only whose PIN it was."""
        owner = self.arrivals.owner_of_pin(call_sid, digits, menu_id)
        command = c.KeyPin(
            call_sid=call_sid,
            menu_id=menu_id,
            person_id=owner,
            next_menu_id=secrets.token_hex(6),
            fresh_id=secrets.token_hex(6),
            blocked=not self.arrivals.calls.pins_are_asked(self.clock()),
        )
        self.quietly(incident_id, command)

    def fallback(self) -> str:
        """Twilio could not get or run our document: look again at what is next."""
        call_sid = request.form.get("CallSid", "")
        log.warning("the carrier could not use a document (error %s)", request.form.get("ErrorCode", "?")[:6])
        call = self.arrivals.calls.get(call_sid)
        if call is None or call.incident_id is None:
            return self.voice()
        if call_sid not in self.service.incident(call.incident_id).legs:
            return self._enter(call_sid)
        return self.next_document(call.incident_id, call_sid)

    def conference(self) -> None:
        self._report(callbacks.conference(request.form, self.clock()))

    def recording(self) -> None:
        line = request.args.get("line", "")
        self._report(callbacks.line_recording(request.form, line) if line else callbacks.recording(request.form))

    def stream(self) -> None:
        self._report(callbacks.stream(request.form))

    def call_status(self) -> None:
        """The end of a call, whether or not it ever reached an incident."""
        over = callbacks.call_over(request.form, self.clock())
        if over is None:
            return
        if ring_id := request.args.get("ring"):
            why = over.status if over.status != "completed" else "no_key"
            self.quietly(request.args.get("incident", ""), c.ReportRingFailed(ring_id=ring_id, why=why))
        self.arrivals.calls.end(over.call_sid, over.status, over.occurred_at)
        self.phone_check.forget(over.call_sid)
        call = self.arrivals.calls.get(over.call_sid)
        if call is not None and call.incident_id:
            self.quietly(call.incident_id, over)

    def _choose_or_enter(self, call_sid: str) -> str:
        choices = self.arrivals.choices(call_sid)
        if choices:
            return door.choose(self.urls, choices)
        return self._enter(call_sid)

    def _enter(self, call_sid: str) -> str:
        try:
            incident_id = self.arrivals.enter(call_sid)
        except NoIncident:
            return door.goodbye("No incident call is open now. Goodbye.")
        return self.next_document(incident_id, call_sid, first=True)

    def _leg(self) -> tuple[str, str]:
        """CallSid and incident of this request; the end of the call in it is news that may come nowhere else."""
        call_sid, incident_id = request.form.get("CallSid", ""), request.args.get("incident", "")
        over = callbacks.call_over(request.form, self.clock())
        if over is not None:
            self.quietly(incident_id, over)
        return call_sid, incident_id

    def next_document(self, incident_id: str, call_sid: str, first: bool = False) -> str:
        """The one document of an admitted leg, whatever URL asked for it."""
        incident = self.service.incident(incident_id)
        leg = incident.legs.get(call_sid)
        if leg is None:
            return door.goodbye("")
        step = next_step(incident, leg, unrecorded_guests=self.unrecorded_guests)
        offer, token = None, ""
        if isinstance(step, JoinRoom):
            step = with_unlogged_words(step, incident_id, self.arrivals)
            offered = self.service.handle(incident_id, c.OfferJoin(call_sid=call_sid), CARRIER)
            offer = next((event for event in offered if isinstance(event, JoinOffered)), None)
            if offer is not None and offer.stream_name:
                token = self.streams.issue(offer.stream_name, call_sid, incident_id, self.clock())
        stream_name = ""
        if isinstance(step, SayName):
            self.service.handle(incident_id, c.AskName(call_sid=call_sid), CARRIER)
            stream_name = stream_to_start(self.service.incident(incident_id), leg)
            if stream_name:
                token = self.streams.issue(stream_name, call_sid, incident_id, self.clock())
        muted = leg.wanted_muted or leg.wanted_hold
        admitted = (
            Admitted(incident_id=incident_id, room=room_name(incident.room, leg.room), muted=muted)
            if leg.joined_at
            else None
        )
        listener = twiml.Listener(
            call_sid=call_sid,
            incident_id=incident_id,
            admitted=admitted,
            first=first,
            token=token,
            stream_name=stream_name,
            waited=callbacks.number(request.args.get("waited")),
            dial_limit_s=self.dial_limit_s,
            bridge_title=self.arrivals.title_to_say(call_sid) if isinstance(step, AskConsent) else "",
        )
        return twiml.render(self.urls, listener, step, offer)

    def _report(self, command: c.Command | None) -> None:
        if command is not None:
            self.quietly(request.args.get("incident", ""), command)

    def quietly(self, incident_id: str, command: c.Command) -> None:
        """News of what we do not know, and keys that are refused, change nothing; the next step is told anyway."""
        try:
            self.service.handle(incident_id, command, CARRIER)
        except UnknownIncident:
            log.info("news for an incident that is not here")
        except Refused as refused:
            log.info("refused: %s", refused.reason)
