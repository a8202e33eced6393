"""The PIN before a privileged role: a matched number names a person, only a PIN or a call-back authorizes."""

from roles.incident import Incident
from roles.menus.effects import Effect
from roles.menus.levels import PIN
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
    if effect is Effect.TAKE_COMMAND:
        return True
    proposal = incident.roster.proposal_for(press.leg.person_id)
    return effect is Effect.ACCEPT_ROLE and proposal is not None and proposal.role in PRIVILEGED
