"""Keys that open a window of sound: a CAN report, a whisper, an announcement; any key or 20 s close it."""

from collections.abc import Callable

from roles.incident import Incident
from roles.menus.effects import Effect
from roles.menus.levels import SPEAK, TELL_KEYS, TO_ROLE
from roles.menus.press import Deeper, Done, Outcome, Press
from roles.people import Role
from roles.permissions import Capability, require
from roles.reach.take_orders import close_window, open_window
from roles.reach.takes import ANNOUNCE, CAN, RENAME, TO_ROLE as TO_ROLE_SUBJECT, WHISPER
from roles.refusals import Refused

NEEDS = {WHISPER: Capability.WHISPER, ANNOUNCE: Capability.ANNOUNCE}
DONE_WORDS = {CAN: "Thank you.", WHISPER: "They will hear it.", ANNOUNCE: "All will hear it.", RENAME: "Noted."}
SPEAK_WORDS = {
    CAN: "Condition, actions, needs. Speak up to 20 seconds, then press any key.",
    WHISPER: "Speak to them now, then press any key.",
    ANNOUNCE: "Speak to everybody now, then press any key.",
    RENAME: "Say who it is, then press any key.",
}
SAID_PER_S = 13
"""Characters of a prompt that are spoken in a second, at the slow end."""


def prompt_s(purpose: str) -> float:
    """How long the prompt takes, at most; what is said while it runs is the bridge's own voice."""
    return len(SPEAK_WORDS[purpose]) / SAID_PER_S


def _speak(purpose: str) -> Callable[[Incident, Press], Outcome]:
    def opens(incident: Incident, press: Press) -> Outcome:
        if purpose in NEEDS:
            require(incident, press.actor, NEEDS[purpose])
        length_s = prompt_s(purpose)
        found = open_window(incident, press.leg, purpose, press.subject, press.fresh_id, press.now, length_s)
        return Deeper(SPEAK, purpose, tuple(found))

    return opens


def spoken(incident: Incident, press: Press) -> Outcome:
    """Whatever key came, or none: the window closes."""
    return Done(DONE_WORDS.get(press.subject, "Thank you."), tuple(close_window(incident, press.leg, press.now)))


def _to_role(role: Role) -> Callable[[Incident, Press], Outcome]:
    def opens(incident: Incident, press: Press) -> Outcome:
        if not [who for who in incident.roster.holders(role) if who != press.leg.person_id]:
            raise Refused(f"Nobody else is {role.spoken} now.")
        subject = f"{TO_ROLE_SUBJECT}{role.value}"
        length_s = prompt_s(WHISPER)
        found = open_window(incident, press.leg, WHISPER, subject, press.fresh_id, press.now, length_s)
        return Deeper(SPEAK, WHISPER, tuple(found))

    return opens


SPEAK_KEYS: dict[Effect, Callable[[Incident, Press], Outcome]] = {
    Effect.CAN: _speak(CAN),
    Effect.WHISPER: _speak(WHISPER),
    Effect.ANNOUNCE: _speak(ANNOUNCE),
    Effect.WHISPER_TO_ROLE: lambda incident, press: Deeper(TO_ROLE),
    **{effect: _to_role(role) for effect, role in TELL_KEYS.values()},
}
