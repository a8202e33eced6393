"""All conferences of the account: a name joins its live one or makes a new one, a SID only a live one."""

import re

from bridge.simulator.call import Call
from bridge.simulator.conference import Conference, JoinRefused
from bridge.simulator.recording import Recording
from bridge.simulator.seat import Seat
from bridge.simulator.services import Services
from bridge.simulator.twiml_document import ConferenceNoun

_CONFERENCE_SID = re.compile(r"^CF[0-9a-f]{32}$")
_CALL_SID = re.compile(r"^CA[0-9a-f]{32}$")
DEAD_SID, BAD_LABEL = 13236, 16023


class Rooms:
    """By SID, oldest first; ended ones are kept."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.conferences: dict[str, Conference] = {}

    def live(self, name_or_sid: str) -> Conference | None:
        """The live conference of this name or SID."""
        found = self.conferences.get(name_or_sid)
        if found is None:
            found = next((room for room in self.conferences.values() if room.live and room.name == name_or_sid), None)
        return found if found is not None and found.live else None

    def open(self, noun: ConferenceNoun) -> Conference:
        """The live conference of the noun's name, made if there is none. Raises JoinRefused for a dead SID."""
        room = self.live(noun.name)
        if room is None:
            if _CONFERENCE_SID.match(noun.name):
                raise JoinRefused(DEAD_SID)
            room = Conference(self._services, noun)
            self.conferences[room.sid] = room
        return room

    def join(self, call: Call, noun: ConferenceNoun) -> tuple[Conference, Seat]:
        """Raises JoinRefused: the leg goes on with the verb after its Dial."""
        if len(noun.label) > 128 or "/" in noun.label or "%2F" in noun.label.upper() or _CALL_SID.match(noun.label):
            raise JoinRefused(BAD_LABEL)
        room = self.open(noun)
        return room, room.join(call, noun)

    def recordings(self) -> list[Recording]:
        """Of all conferences, oldest first."""
        return [recording for room in self.conferences.values() for recording in room.recordings]
