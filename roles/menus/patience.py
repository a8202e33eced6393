"""Nobody is kept out of the room: a plain menu whose key never came, by whatever fault, is closed in time."""

from datetime import datetime, timedelta

from roles import events as e
from roles.incident import Incident
from roles.menus.levels import MAIN

LONGEST = timedelta(seconds=13)
"""The longest prompt and the wait after it take less; with the way back it is 15 s."""
OVERDUE = "overdue"


def due(incident: Incident, now: datetime) -> list[e.Event]:
    """As silence; whoever went deeper by a key is away because they asked for it."""
    return [
        e.KeyPressed(
            at=now,
            call_sid=leg.call_sid,
            menu_id=leg.menu.menu_id,
            keys="",
            effect=OVERDUE,
            spoken="No key heard.",
        )
        for leg in incident.legs.values()
        if leg.live and leg.menu is not None and leg.menu.level == MAIN and now >= leg.menu.opened_at + LONGEST
    ]
