"""How a person of the list can be reached: the answer to the roll call, what is missing, whether they are rung."""

from dataclasses import dataclass
from datetime import datetime

from bridge.read_model.words import ANSWER_WORDS
from roles.incident import Incident
from roles.rounds.asked import no_key_ever
from roles.rounds.roll_call import RollCall
from roles.rounds.standing import Next, State as Reached, next_for, ring_words, state_of


@dataclass(frozen=True, kw_only=True)
class State:
    """A word and its tone (empty, good, warn, alarm). `since`: an order that waits for the carrier from then on;
    `late` is what to say when `late_after_s` have passed."""

    text: str
    tone: str = ""
    since: datetime | None = None
    late: str = ""
    late_after_s: float = 5.0


def ringing(incident: Incident, person_id: str) -> list[State]:
    ring = incident.rings.going_on(person_id)
    if ring is not None:
        if ring.call_sid:
            return [State(text="ringing", tone="warn")]
        return [State(text="ring ordered", since=ring.ordered_at, late="ring not confirmed by the carrier")]
    last = incident.rings.last(person_id, incident.opened_at) if incident.opened_at else None
    if last is None or incident.roll_call is not None or last.outcome == "joined":
        return []
    return [State(text=f"rung: {ring_words(last)}", tone="alarm")]


def roll_call_state(incident: Incident, person_id: str) -> list[State]:
    if not incident.roll_calls:
        return []
    last = incident.roll_calls[-1]
    answered = last.answers.get(person_id)
    if answered is not None:
        text, tone = ANSWER_WORDS[answered.answer.value]
        return [State(text=text, tone=tone)]
    if person_id not in last.asked:
        return []
    if last.gaps_found_at is None and last.open:
        return [State(text="asked")]
    return _missing(incident, last, person_id)


def _missing(incident: Incident, last: RollCall, person_id: str) -> list[State]:
    """How somebody who did not answer stands, and what the bridge does about it by when."""
    if not last.open:
        return [State(text="– no answer", tone="alarm")]
    words = {
        Reached.SILENT: "– no answer",
        Reached.RINGING: "ringing",
        Reached.JOINING: "hears the notice",
        Reached.LOBBY: "waits to be let in",
        Reached.DROPPED: "– dropped",
        Reached.DECLINED: "– declined",
        Reached.UNREACHABLE: "– not here",
    }
    state = state_of(incident, last, person_id)
    if state not in words:
        return []
    on_the_way = state in (Reached.RINGING, Reached.JOINING, Reached.LOBBY)
    found = [State(text=words[state], tone="warn" if on_the_way else "alarm")]
    if state is Reached.SILENT and no_key_ever(incident, person_id):
        found.append(State(text="no key ever came from this phone", tone="alarm"))
    step = step_words(next_for(incident, last, person_id))
    return [*found, State(text=step)] if step else found


def step_words(step: Next) -> str:
    """What happens next and when: "is rung at 03:00:45", "the deputy decides by 03:03:00"."""
    return f"{step.what} {step.kind} {step.at:%H:%M:%S}" if step.at else step.what
