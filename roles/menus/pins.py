"""The PIN before a privileged role: a matched number names a person, only a PIN or a call-back authorizes."""

from roles.incident import Incident
from roles.menus.effects import Effect
from roles.menus.levels import PIN
from roles.menus.offers import offered_role
from roles.menus.press import Deeper, Done, Outcome, Press
from roles.people import BRIDGE, Role
from roles.reach.ring_orders import ring
from roles.refusals import Refused

CALLED_BACK = "The bridge calls you back now. Press 1 there."
"""To who has no PIN on file, and while too many wrong PINs are keyed."""
PRIVILEGED = frozenset({Role.INCIDENT_COMMANDER, Role.DEPUTY})


def asked_first(incident: Incident, press: Press, effect: Effect) -> Outcome | None:
    """What comes before a privileged effect on a leg that is not authorized; None: nothing."""
    if press.leg.authorized or not _privileged(incident, press, effect):
        return None
    person = incident.people.get(press.leg.person_id)
    if person is None or person.guest:
        raise Refused("Only somebody of the directory can do this.")
    if person.has_pin:
        return Deeper(PIN, f"{effect.value}|{press.subject}")
    calling = ring(incident, person.person_id, "call_back", BRIDGE.person_id, press.now)
    return Done(CALLED_BACK, tuple(calling))


def _privileged(incident: Incident, press: Press, effect: Effect) -> bool:
    """Taking or accepting command or the deputy role; and every power of whoever holds one of them already."""
    match effect:
        case Effect.TAKE_COMMAND:
            return True
        case Effect.COMMAND_MENU:
            return bool(incident.roster.roles_of(press.leg.person_id) & PRIVILEGED)
        case Effect.ACCEPT_ROLE:
            return offered_role(press.subject) in PRIVILEGED
        case Effect.GIVE_COMMANDER | Effect.GIVE_DEPUTY:
            return press.subject == press.leg.person_id
        case _:
            return False
