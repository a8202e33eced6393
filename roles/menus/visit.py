"""Decisions of the star menu: one visit, one key after the other, one effect, one spoken line, back to the bridge."""

from collections.abc import Callable
from datetime import datetime

from roles import commands as c, events as e
from roles.arrivals import live_leg
from roles.incident import Incident
from roles.menus.about_keys import ABOUT_KEYS
from roles.menus.command_keys import COMMAND_KEYS, seat_keyed, stay_keyed
from roles.menus.effects import Effect
from roles.menus.levels import BRIEF, CADENCE, MAIN, MINUTES, NAMES, PIN, REPORTS, SEAT, SEVERITY, SPEAK, STAY
from roles.menus.line_keys import LINE_KEYS
from roles.menus.main_keys import MAIN_KEYS, reports_keyed
from roles.menus.many_keys import MANY_KEYS, name_keyed
from roles.menus.offers import offered_first
from roles.menus.options import options
from roles.menus.person_keys import PERSON_KEYS
from roles.menus.pins import CALLED_BACK, asked_first
from roles.menus.press import Deeper, Done, Outcome, Press
from roles.menus.speak_keys import SPEAK_KEYS, spoken
from roles.menus.time_keys import TIME_KEYS, cadence_keyed, minutes_keyed, severity_keyed
from roles.people import BRIDGE
from roles.presence import Leg, Menu
from roles.reach.ring_orders import ring
from roles.refusals import Refused

BACK_KEYS = frozenset({"*", "#"})
NOTHING_THERE = {
    "1": "No roll call is open.",
    "5": "The directory names no backup of yours.",
    "7": "You have no task with a time box.",
}
"""Why a key of the plain menu has nothing to do now."""
DOES: dict[Effect, Callable[[Incident, Press], Outcome]] = {
    **MAIN_KEYS,
    **COMMAND_KEYS,
    **PERSON_KEYS,
    **ABOUT_KEYS,
    **MANY_KEYS,
    **TIME_KEYS,
    **SPEAK_KEYS,
    **LINE_KEYS,
}
_NUMBERS: dict[str, Callable[[Incident, Press], Outcome]] = {
    SEAT: seat_keyed,
    MINUTES: minutes_keyed,
    SEVERITY: severity_keyed,
    STAY: stay_keyed,
    REPORTS: reports_keyed,
    CADENCE: cadence_keyed,
    NAMES: name_keyed,
}


def return_from_dial(incident: Incident, command: c.ReturnFromDial, now: datetime) -> list[e.Event]:
    """The Dial is over and the call lives: the menu opens, unless the leg never got into the room."""
    leg = live_leg(incident, command.call_sid)
    if not incident.open or leg.removed_reason or leg.released_by or leg.end_ordered or leg.menu is not None:
        return []
    if leg.offer is None or leg.offer.label != command.label:
        return []
    joined = any(seat.label == command.label and seat.joined_at for seat in leg.seats.values())
    ended = any(seat.label == command.label and seat.conference_ended for seat in leg.seats.values())
    if ended or not (joined or command.bridged):
        return []
    if leg.offered_rooms.get(command.label, "") != leg.room:
        return []
    offer = offered_first(incident, leg)
    return [
        e.MenuOpened(
            at=now,
            call_sid=leg.call_sid,
            menu_id=command.menu_id,
            level=MAIN,
            options=options(incident, leg, MAIN, offer),
            subject=offer,
        )
    ]


def press(incident: Incident, command: c.PressKey, now: datetime) -> list[e.Event]:
    """Each menu number works once; a doubled or late key changes nothing and leads back to the bridge."""
    leg = live_leg(incident, command.call_sid)
    menu = leg.menu
    if menu is None or menu.menu_id != command.menu_id:
        return []
    pressed = Press(leg=leg, keys=command.keys, subject=menu.subject, fresh_id=command.fresh_id, now=now)
    try:
        effect, outcome = _outcome(incident, menu, pressed)
    except Refused as refused:
        effect, outcome = "refused", Done(refused.spoken)
    return _answered(incident, leg, command, effect, outcome, now, command.keys)


def key_pin(incident: Incident, command: c.KeyPin, now: datetime) -> list[e.Event]:
    """The person's own PIN carries out what it was asked for; the digits are in no event."""
    leg = live_leg(incident, command.call_sid)
    menu = leg.menu
    if menu is None or menu.menu_id != command.menu_id or menu.level != PIN:
        return []
    if command.blocked:
        calling = ring(incident, leg.person_id, "call_back", BRIDGE.person_id, now)
        return _answered(incident, leg, command, "pins_blocked", Done(CALLED_BACK, tuple(calling)), now)
    if command.person_id != leg.person_id:
        wrong = Done("That PIN is not yours. Nothing was changed.")
        return _answered(incident, leg, command, "wrong_pin", wrong, now)
    wanted, _, subject = menu.subject.partition("|")
    pressed = Press(leg=leg, keys="", subject=subject, fresh_id=command.fresh_id, now=now)
    try:
        effect, outcome = wanted, DOES[Effect(wanted)](incident, pressed)
    except Refused as refused:
        effect, outcome = "refused", Done(refused.spoken)
    accepted = e.PinAccepted(at=now, call_sid=leg.call_sid)
    return [accepted, *_answered(incident, leg, command, effect, outcome, now)]


def _answered(
    incident: Incident,
    leg: Leg,
    command: c.PressKey | c.KeyPin,
    effect: str,
    outcome: Outcome,
    now: datetime,
    keys: str = "",
) -> list[e.Event]:
    """The visit goes on one level deeper, or it ends with a spoken line."""
    if isinstance(outcome, Deeper):
        deeper = e.MenuWentDeeper(
            at=now,
            call_sid=leg.call_sid,
            menu_id=command.menu_id,
            next_menu_id=command.next_menu_id,
            level=outcome.level,
            options=options(incident, leg, outcome.level, outcome.subject),
            subject=outcome.subject,
        )
        return [deeper, *outcome.events]
    closed = e.KeyPressed(
        at=now,
        call_sid=leg.call_sid,
        menu_id=command.menu_id,
        keys=keys,
        effect=effect,
        spoken=outcome.spoken,
    )
    return [closed, *outcome.events]


def _outcome(incident: Incident, menu: Menu, pressed: Press) -> tuple[str, Outcome]:
    if menu.level == SPEAK:
        return "spoken", spoken(incident, pressed)
    if menu.level == BRIEF and pressed.keys[:1] not in dict(menu.options):
        return "back", Done("")
    if not pressed.keys:
        return "silence", Done("No key heard.")
    if pressed.keys[:1] in BACK_KEYS:
        return "back", Done("")
    if menu.level in _NUMBERS:
        return menu.level, _NUMBERS[menu.level](incident, pressed)
    effect = dict(menu.options).get(pressed.keys[:1])
    if effect is None:
        why = NOTHING_THERE if menu.level == MAIN else {}
        return "unknown", Done(why.get(pressed.keys[:1], "That key does nothing here."))
    first = asked_first(incident, pressed, Effect(effect))
    return effect, first or DOES[Effect(effect)](incident, pressed)
