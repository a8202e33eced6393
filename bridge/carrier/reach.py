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
from bridge.storage.incidents import Incidents
from roles.commands import ReportAnnouncementEnd, ReportRingFailed, ReportRingPlaced
from roles.people import BRIDGE, CARRIER
from roles.reach.telling import listening_conferences

log = logging.getLogger(__name__)
RING_FOR_S = 25


@dataclass
class Reach:
    service: Service
    carrier: Carrier
    urls: Urls
    clock: Clock
    dial_out: DialOut
    incidents: Incidents

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
            live = self.carrier.live_call_to(number)
            call_sid = (
                live
                if live is not None and self._is_free(live, incident_id)
                else self.carrier.call(
                    number,
                    url=self.urls.action("ringing", incident=incident_id, ring=ring.ring_id),
                    status_callback=self.urls.callback("call-status", incident=incident_id, ring=ring.ring_id),
                    ring_for_s=RING_FOR_S,
                )
            )
        except (DialOutRefused, CarrierRefused) as refused:
            why = str(refused) if isinstance(refused, DialOutRefused) else "failed"
            self.service.handle(incident_id, ReportRingFailed(ring_id=ring.ring_id, why=why), BRIDGE)
            return Outcome.DONE
        placed = ReportRingPlaced(ring_id=ring.ring_id, call_sid=call_sid)
        self.service.handle(incident_id, placed, CARRIER)
        return Outcome.DONE

    def _is_free(self, call_sid: str, incident_id: str) -> bool:
        """Whether a live call may be the one whose answer was lost: not when another incident made it."""
        others = (found.id for found in self.incidents.open() if found.id != incident_id)
        return all(self.service.incident(found).rings.of_call(call_sid) is None for found in others)

    def announce(self, incident_id: str, payload: Mapping[str, Any]) -> Outcome:
        """Ask the carrier to fetch the words; the news of their end sends the next ones.

        One order a conference: where one of them does not answer, the others do not hear the words again. Tried again
        while the log has listeners there and the carrier has none, until the words are overdue.
        """
        number = payload["number"]
        incident = self.service.incident(incident_id)
        announcement = incident.announcements.get(number)
        if announcement is None or announcement.sent_at is None:
            return Outcome.DONE
        url = self.urls.action("announcement", incident=incident_id, number=str(number))
        there = listening_conferences(incident, announcement.call_sid)
        concerned = sorted(announcement.conferences or there)
        conference_sid = payload.get("conference_sid") or next(iter(concerned), "")
        if conference_sid in concerned:
            try:
                self.carrier.announce(conference_sid, announcement.call_sid or None, url)
                return Outcome.DONE
            except AlreadyGone:
                log.info("nobody was there any more to hear an announcement")
        if conference_sid in there:
            # The news of their leaving is on its way; until then nobody knows whether they come back.
            return Outcome.AGAIN
        unheard = ReportAnnouncementEnd(number=number, conference_sid=conference_sid, heard=False)
        self.service.handle(incident_id, unheard, CARRIER)
        return Outcome.DONE
