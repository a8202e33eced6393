"""Twilio's webhooks of calls that the bridge made, and of words that it says into the conference."""

from typing import Protocol

from flask import request

from bridge.carrier import callbacks, twiml_at_the_door as door
from bridge.carrier.arrival import Arrivals
from bridge.carrier.urls import Urls
from bridge.files.sound_files import SoundFiles
from bridge.service import Service
from roles import commands as c

JOIN_KEY, DECLINE_KEY = "1", "2"
OVER = "This is the incident bridge. The call that you were needed on has ended. Goodbye."


class Steps(Protocol):
    """What the webhooks of admitted legs give."""

    service: Service
    arrivals: Arrivals
    urls: Urls

    def next_document(self, incident_id: str, call_sid: str, first: bool = False) -> str: ...
    def quietly(self, incident_id: str, command: c.Command) -> None: ...


class Answered:
    """`takes`: where kept sound is."""

    def __init__(self, webhooks: Steps, takes: SoundFiles) -> None:
        self._webhooks = webhooks
        self._takes = takes

    def ringing(self) -> str:
        """A call that the bridge made was answered: nothing confidential before the key."""
        incident_id, ring_id = request.args.get("incident", ""), request.args.get("ring", "")
        incident = self._webhooks.service.incident(incident_id)
        ring = incident.rings.by_id.get(ring_id)
        if ring is None or ring.outcome == "declined":
            return door.goodbye("")
        if not incident.open:
            return door.goodbye(OVER)
        return door.press_one(self._webhooks.urls, incident_id, ring_id, again="again" in request.args)

    def ringing_key(self) -> str:
        call_sid, digits = request.form.get("CallSid", ""), request.form.get("Digits", "")
        incident_id, ring_id = request.args.get("incident", ""), request.args.get("ring", "")
        incident = self._webhooks.service.incident(incident_id)
        ring = incident.rings.by_id.get(ring_id)
        if ring is None:
            return door.goodbye("")
        if not incident.open:
            return door.goodbye(OVER)
        if digits == JOIN_KEY:
            self._webhooks.arrivals.called_back(call_sid, request.form.get("To"), ring.person_id, incident_id)
            self._webhooks.arrivals.enter(call_sid, ring_id)
            return self._webhooks.next_document(incident_id, call_sid, first=True)
        if digits == DECLINE_KEY:
            self._webhooks.quietly(incident_id, c.AnswerRing(ring_id=ring_id, joins=False))
            return door.goodbye("All right. Goodbye.")
        if "again" in request.args:
            return door.goodbye("No key was pressed. Goodbye.")
        return door.press_one(self._webhooks.urls, incident_id, ring_id, again=True)

    def announcement(self) -> str:
        """Words for the conference; empty when they are over."""
        number = callbacks.number(request.args.get("number"))
        found = self._webhooks.service.incident(request.args.get("incident", "")).announcements.get(number)
        if found is None:
            return door.say("")
        sound_url = ""
        if found.take_id:
            sound_url = self._webhooks.urls.sound("take", incident=request.args["incident"], take=found.take_id)
        return door.say(found.text, sound_url, self._webhooks.urls.sound("tone") if found.tone else "")

    def held(self) -> str:
        """What somebody on hold hears, over and over: by whom, and that they are not forgotten."""
        incident = self._webhooks.service.incident(request.args.get("incident", ""))
        leg = incident.legs.get(request.args.get("call", ""))
        by = incident.name_of(leg.held_by) if leg is not None and leg.held_by else "somebody on the call"
        return door.on_hold(by)

    def take(self) -> bytes | None:
        """The kept sound that an announcement plays now; None when there is none."""
        incident_id, take_id = request.args.get("incident", ""), request.args.get("take", "")
        incident = self._webhooks.service.incident(incident_id)
        if not any(found.take_id == take_id for found in incident.announcements.waiting):
            return None
        take = incident.takes.by_id.get(take_id)
        return self._takes.read(take.file) if take is not None and take.kept else None
