"""Words that are said to one person and stand in no log: the guests' PIN, a telephone number."""

import re
from dataclasses import replace

from bridge.carrier.arrival import Arrivals
from roles.menus.effects import GUEST_PIN_HERE, number_here
from roles.next_step import JoinRoom

_NUMBER_HERE = re.compile(re.escape(number_here("SID")).replace("SID", "(CA[0-9a-f]{32})"))
WITHHELD = "The number is withheld."


def with_unlogged_words(step: JoinRoom, incident_id: str, arrivals: Arrivals) -> JoinRoom:
    """What the menu left a mark for, digit by digit."""
    said = step.say
    if GUEST_PIN_HERE in said:
        said = said.replace(GUEST_PIN_HERE, " ".join(arrivals.bridge_pin(incident_id)))
    said = _NUMBER_HERE.sub(lambda found: _number(arrivals, incident_id, found[1]), said)
    return replace(step, say=said)


def _number(arrivals: Arrivals, incident_id: str, call_sid: str) -> str:
    call = arrivals.calls.get(call_sid)
    if call is None or call.incident_id != incident_id or not call.number:
        return WITHHELD
    return f"plus {' '.join(call.number.lstrip('+'))}."
