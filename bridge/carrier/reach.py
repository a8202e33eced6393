"""How people are reached: a call that asks for a key before it joins, and words said into the conference."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bridge.carrier.dial_out import DialOut, DialOutRefused
from bridge.carrier.rest import AlreadyGone, Carrier, CarrierRefused
from bridge.carrier.urls import Urls
from bridge.dispatcher import Outcome
from bridge.ports import Clock
from bridge.service import Service
from roles.commands import ReportAnnouncementEnd, ReportRingFailed, ReportRingPlaced
from roles.people import BRIDGE, CARRIER
from roles.reach.announcements import ROOM
from roles.reach.telling import can_be_told

log = logging.getLogger(__name__)
RING_FOR_S = 25


@dataclass
class Reach:
    service: Service
    carrier: Carrier
    urls: Urls
    clock: Clock
    dial_out: DialOut

    def ring(self, incident_id: str, payload: Mapping[str, Any]) -> Outcome:
        """Call a person once for each ring: a live call to the same number is taken for it after a lost answer."""
        rings = self.service.incident(incident_id).rings
        ring = rings.by_id.get(payload["ring_id"])
        if ring is None or not ring.going_on or ring.call_sid:
            return Outcome.DONE
        earlier = [found for found in rings.by_id.values() if found.person_id == ring.person_id and found != ring]
        try:
            key = f"{incident_id}/{ring.ring_id}"
            number = self.dial_out.number_for(ring.person_id, len(earlier), key, self.clock())
            call_sid = self.carrier.live_call_to(number) or self.carrier.call(
                number,
                url=self.urls.action("ringing", incident=incident_id, ring=ring.ring_id),
                status_callback=self.urls.callback("call-status", incident=incident_id, ring=ring.ring_id),
                ring_for_s=RING_FOR_S,
            )
        except (DialOutRefused, CarrierRefused) as refused:
            why = str(refused) if isinstance(refused, DialOutRefused) else "failed"
            self.service.handle(incident_id, ReportRingFailed(ring_id=ring.ring_id, why=why), BRIDGE)
            return Outcome.DONE
        placed = ReportRingPlaced(ring_id=ring.ring_id, call_sid=call_sid)
        self.service.handle(incident_id, placed, CARRIER)
        return Outcome.DONE

    def announce(self, incident_id: str, payload: Mapping[str, Any]) -> Outcome:
        """Ask the carrier to fetch the words; the news of their end sends the next ones."""
        number = payload["number"]
        incident = self.service.incident(incident_id)
        announcement = incident.announcements.get(number)
        if announcement is None:
            return Outcome.DONE
        url = self.urls.action("announcement", incident=incident_id, number=str(number))
        asked = 0
        legs = [
            leg
            for leg in incident.on_the_line()
            if announcement.call_sid in (ROOM, leg.call_sid) and can_be_told(incident, leg)
        ]
        for conference_sid in dict.fromkeys(leg.seat.conference_sid for leg in legs if leg.seat is not None):
            try:
                self.carrier.announce(conference_sid, announcement.call_sid or None, url)
                asked += 1
            except AlreadyGone:
                log.info("nobody was there any more to hear an announcement")
        if not asked:
            self.service.handle(incident_id, ReportAnnouncementEnd(number=number), CARRIER)
        return Outcome.DONE
