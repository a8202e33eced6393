"""Keys that open a window of sound: a CAN report, a whisper, an announcement; any key or 20 s close it."""

from collections.abc import Callable

from roles.incident import Incident
from roles.menus.effects import Effect
from roles.menus.levels import SPEAK
from roles.menus.press import Deeper, Done, Outcome, Press
from roles.permissions import Capability, require
from roles.reach.take_orders import close_window, open_window
from roles.reach.takes import ANNOUNCE, CAN, WHISPER

NEEDS = {WHISPER: Capability.WHISPER, ANNOUNCE: Capability.ANNOUNCE}
DONE_WORDS = {CAN: "Your report is kept.", WHISPER: "It will be said to them.", ANNOUNCE: "It will be said to all."}


def _speak(purpose: str) -> Callable[[Incident, Press], Outcome]:
    def opens(incident: Incident, press: Press) -> Outcome:
        if purpose in NEEDS:
            require(incident, press.actor, NEEDS[purpose])
        found = open_window(incident, press.leg, purpose, press.subject, press.fresh_id, press.now)
        return Deeper(SPEAK, purpose, tuple(found))

    return opens


def spoken(incident: Incident, press: Press) -> Outcome:
    """Whatever key came, or none: the window closes."""
    return Done(DONE_WORDS.get(press.subject, "Kept."), tuple(close_window(incident, press.leg, press.now)))


SPEAK_KEYS: dict[Effect, Callable[[Incident, Press], Outcome]] = {
    Effect.CAN: _speak(CAN),
    Effect.WHISPER: _speak(WHISPER),
    Effect.ANNOUNCE: _speak(ANNOUNCE),
}
