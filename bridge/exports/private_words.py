"""The log without what was said to one person alone: an export is read by people who were not meant to hear it."""

from typing import Any

from bridge.storage.event_log import StoredEvent
from roles.incident import Incident
from roles.reach.takes import NAME, WHISPER

LEFT_OUT = "(said to one person alone)"


def without_private_words(incident: Incident, event: StoredEvent) -> dict[str, Any]:
    """The event's data; that something was said privately, when and by whom stays."""
    data = dict(event.data)
    match event.type:
        case "AnnouncementMade" if data.get("call_sid"):
            data["text"] = LEFT_OUT
        case "JoinOffered" if data.get("say"):
            data["say"] = LEFT_OUT
        case "TakeTexted":
            take = incident.takes.by_id.get(str(data.get("take_id")))
            if take is None or take.purpose in (WHISPER, NAME):
                data["text"] = LEFT_OUT
    return data
