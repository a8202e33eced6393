"""Twilio's webhooks of calls that the bridge made, and of words that it says into the conference."""

from pathlib import Path
from typing import Protocol

from flask import request

from bridge.carrier import callbacks, twiml
from bridge.carrier.arrival import Arrivals
from bridge.carrier.urls import Urls
from bridge.service import Service
from roles import commands as c

JOIN_KEY, DECLINE_KEY = "1", "2"


class Steps(Protocol):
    """What the webhooks of admitted legs give."""

    service: Service
    arrivals: Arrivals
    urls: Urls

    def next_document(self, incident_id: str, call_sid: str, first: bool = False) -> str: ...
    def quietly(self, incident_id: str, command: c.Command) -> None: ...


class Answered:
    """`takes_dir`: where kept sound is."""

    def __init__(self, webhooks: Steps, takes_dir: Path) -> None:
        self._webhooks = webhooks
        self._takes_dir = takes_dir

    def ringing(self) -> str:
        """A call that the bridge made was answered: nothing confidential before the key."""
        incident_id, ring_id = request.args.get("incident", ""), request.args.get("ring", "")
        ring = self._webhooks.service.incident(incident_id).rings.by_id.get(ring_id)
        if ring is None or ring.outcome == "declined":
            return twiml.goodbye("")
        return twiml.press_one(self._webhooks.urls, incident_id, ring_id, again="again" in request.args)

    def ringing_key(self) -> str:
        call_sid, digits = request.form.get("CallSid", ""), request.form.get("Digits", "")
        incident_id, ring_id = request.args.get("incident", ""), request.args.get("ring", "")
        ring = self._webhooks.service.incident(incident_id).rings.by_id.get(ring_id)
        if ring is None:
            return twiml.goodbye("")
        if digits == JOIN_KEY:
            self._webhooks.arrivals.called_back(call_sid, request.form.get("To"), ring.person_id, incident_id)
            self._webhooks.arrivals.enter(call_sid, ring_id)
            return self._webhooks.next_document(incident_id, call_sid, first=True)
        if digits == DECLINE_KEY:
            self._webhooks.quietly(incident_id, c.AnswerRing(ring_id=ring_id, joins=False))
            return twiml.goodbye("All right. Goodbye.")
        if "again" in request.args:
            return twiml.goodbye("No key was pressed. Goodbye.")
        return twiml.press_one(self._webhooks.urls, incident_id, ring_id, again=True)

    def announcement(self) -> str:
        """Words for the conference; empty when they are over."""
        number = callbacks.number(request.args.get("number"))
        found = self._webhooks.service.incident(request.args.get("incident", "")).announcements.get(number)
        if found is None:
            return twiml.say("")
        sound_url = ""
        if found.take_id:
            sound_url = self._webhooks.urls.sound("take", incident=request.args["incident"], take=found.take_id)
        return twiml.say(found.text, sound_url, self._webhooks.urls.sound("tone") if found.tone else "")

    def take(self) -> Path | None:
        """The file of kept sound that an announcement plays; None when there is none."""
        incident = self._webhooks.service.incident(request.args.get("incident", ""))
        take = incident.takes.by_id.get(request.args.get("take", ""))
        return self._takes_dir / take.file if take is not None and take.kept else None
