"""The lobby: strangers say name and system, hear where they stand, and nothing of the call."""

from datetime import datetime

from roles import commands as c, events as e
from roles.arrivals import live_leg
from roles.incident import Incident
from roles.presence import Leg, Where
from roles.reach.take_orders import close_window
from roles.reach.takes import NAME
from roles.record.recording import Mode
from roles.record.streams import next_name
from roles.refusals import Refused


def name_is_asked(incident: Incident, leg: Leg) -> bool:
    """Once for each call, of callers nobody knows."""
    off_record = incident.recording.mode is not Mode.ON
    if leg.lobby_reason != "unknown" or leg.turned_away_by is not None or off_record:
        return False
    return not any(take.call_sid == leg.call_sid for take in incident.takes.by_id.values())


def place_of(incident: Incident, leg: Leg) -> int:
    """1 for whoever waits longest."""
    waiting = [found for found in incident.legs.values() if found.where is Where.LOBBY and not found.turned_away_by]
    return 1 + sum(found.arrived_at < leg.arrived_at for found in waiting)


def ask_name(incident: Incident, command: c.AskName, now: datetime) -> list[e.Event]:
    """The stream is named before it is started; nothing is kept before the question was said to its end."""
    leg = live_leg(incident, command.call_sid)
    if not name_is_asked(incident, leg):
        raise Refused("The name was asked already.")
    if leg.call_sid in incident.streams.by_leg:
        return []
    name = next_name(incident.streams, leg.call_sid)
    return [e.StreamOffered(at=now, call_sid=leg.call_sid, stream_name=name)]


def stream_to_start(incident: Incident, leg: Leg) -> str:
    """The name of the stream that the question starts; empty when it runs already."""
    stream = incident.streams.by_leg.get(leg.call_sid)
    return stream.name if stream is not None and stream.state == "offered" else ""


def listen_for_name(incident: Incident, command: c.ListenForName, now: datetime) -> list[e.Event]:
    """Only the window of the answer is kept, told so beforehand; again while it is open changes nothing."""
    leg = live_leg(incident, command.call_sid)
    if incident.takes.window(leg.call_sid) is not None:
        return []
    if not name_is_asked(incident, leg):
        raise Refused("The name was asked already.")
    return [
        e.TakeOpened(
            at=now, take_id=command.take_id, call_sid=leg.call_sid, person_id=leg.person_id, purpose=NAME, subject=""
        )
    ]


def name_said(incident: Incident, command: c.NameSaid, now: datetime) -> list[e.Event]:
    return close_window(incident, live_leg(incident, command.call_sid), now)
