"""Why somebody is out of the room for a moment, and since when."""

from roles.menus.levels import BRIEF, MAIN, PIN, ROLL_CALL, SPEAK
from roles.presence import Leg

SPEAKS = {
    "can": "is leaving a report",
    "whisper": "is whispering",
    "announce": "speaks an announcement",
    "rename": "says who somebody is",
}
OFFERED = {
    "roll_call": "is asked in the roll call",
    "role": "is offered a role",
    "takeover": "is offered command",
    "command": "is offered command",
    "objections": "is asked for objections",
    "ladder": "is asked to take command or stop",
}
LEVELS = {BRIEF: "hears the brief", PIN: "keys a PIN", ROLL_CALL: "answers the roll call"}


def away_words(leg: Leg) -> str:
    """ "is asked in the roll call since 03:04:05" """
    left = [seat.left_at for seat in leg.seats.values() if seat.left_at is not None]
    since = max(left, default=leg.menu.opened_at if leg.menu is not None else None)
    return f"{_why(leg)} since {since:%H:%M:%S}" if since is not None else _why(leg)


def _why(leg: Leg) -> str:
    if leg.menu is None:
        return "stepped out"
    if leg.menu.level == SPEAK:
        return SPEAKS.get(leg.menu.subject, "is leaving a report")
    offered = OFFERED.get(leg.menu.subject.partition(":")[0], "") if leg.menu.level == MAIN else ""
    return LEVELS.get(leg.menu.level, offered or "in key menu")
