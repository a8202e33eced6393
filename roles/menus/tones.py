"""Keys heard as tones in the room: the plain menu without its star, for what needs no second key."""

from datetime import datetime, timedelta

from roles import commands as c, events as e
from roles.arrivals import live_leg
from roles.incident import Incident
from roles.menus.effects import Effect
from roles.menus.levels import MAIN
from roles.menus.offers import offered_first
from roles.menus.options import options
from roles.menus.pins import asked_first
from roles.menus.press import Deeper, Press
from roles.menus.visit import DOES
from roles.reach.telling import tell
from roles.refusals import Refused

OFF_AFTER_JOIN = timedelta(seconds=2)
"""A key of the menu may still sound when its leg is back in the room."""
OFF_AFTER_STAR = timedelta(seconds=5)
"""The keys of the menu follow the star faster than the news that the leg has left."""
NEEDS_STAR = "Press star first for that."


def press_tone(incident: Incident, command: c.PressTone, now: datetime) -> list[e.Event]:
    """Only of a leg that may be heard; the effect is the one that the plain menu, or its offer, names now."""
    leg = live_leg(incident, command.call_sid)
    seat = leg.seat
    if not incident.open or not incident.hearing.is_open(leg.call_sid) or seat is None or seat.joined_at is None:
        return []
    if command.pressed_at < seat.joined_at + OFF_AFTER_JOIN:
        return []
    if leg.star_tone_at is not None and command.pressed_at < leg.star_tone_at + OFF_AFTER_STAR:
        return []
    if command.key == "*":
        return [e.TonePressed(at=now, call_sid=leg.call_sid, key=command.key, effect="star")]
    offer = offered_first(incident, leg)
    effect = dict(options(incident, leg, MAIN, offer)).get(command.key)
    if effect is None:
        return []
    pressed = Press(leg=leg, keys=command.key, subject=offer, fresh_id="", now=now)
    try:
        outcome = asked_first(incident, pressed, Effect(effect)) or DOES[Effect(effect)](incident, pressed)
    except Refused as refused:
        return tell(incident, leg.person_id, refused.reason, now)
    if isinstance(outcome, Deeper):
        return tell(incident, leg.person_id, NEEDS_STAR, now)
    heard = e.TonePressed(at=now, call_sid=leg.call_sid, key=command.key, effect=effect)
    return [heard, *outcome.events, *tell(incident, leg.person_id, outcome.spoken, now)]
