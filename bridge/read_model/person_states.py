"""What stands beside a name: what is ordered and not confirmed, where they are, muted or held, what to know of them."""

from bridge.read_model.away import away_words
from bridge.read_model.own_lines import line_states
from bridge.read_model.reached import State, roll_call_state
from bridge.read_model.words import order_words
from roles.incident import Incident
from roles.people import IdentifiedBy
from roles.presence import Leg, Where
from roles.reach.announcements import Announcement, spoken_for
from roles.upkeep import HEARS_WHY
from roles.work.sub_teams import room_words

GOODBYE_S = HEARS_WHY.total_seconds()
NOTICE_S = 20.0
"""So long after they were let in, somebody has heard the notice and joins."""
FETCHED_S = 5.0
"""How long the carrier may take to begin with words."""


def states_of(incident: Incident, leg: Leg) -> list[State]:
    """In the order of reading; orders that wait for the carrier first."""
    removing = leg.removed_reason is not None and leg.live
    found = _removal(leg) if removing else _ordered(leg)
    if leg.live and leg.room and leg.move_ordered_at is None:
        found.append(State(text=f"in {room_words(leg.room)}"))
    if leg.live:
        found += _on_the_way(leg)
        found += _words(incident, leg)
    found += line_states(incident, leg)
    if leg.live and leg.listens_only:
        of = incident.shadows.get(leg.person_id)
        found.append(State(text=f"listens only, shadows {incident.name_of(of)}" if of else "listens only"))
    if leg.order_failed and leg.live:
        found.append(State(text=f"{order_words(leg, leg.order_failed)} failed: try again", tone="alarm"))
    if not removing:
        found += _where(leg)
    hand = incident.floor.hands.get(leg.person_id)
    if hand is not None and leg.where in (Where.ON_THE_LINE, Where.STEPPED_OUT):
        found.append(State(text="asks to speak" if hand.to_speak else "hand is up", tone="warn"))
    if leg.hold:
        found.append(State(text="on hold", tone="warn"))
    elif leg.muted:
        found.append(State(text="muted"))
    if leg.where not in (Where.LEFT, Where.LOBBY):
        found += roll_call_state(incident, leg.person_id)
    return found


def _removal(leg: Leg) -> list[State]:
    if leg.seat is None:
        return [State(text="leaving, hears the reason")]
    late = "removal not confirmed: try again"
    return [State(text="removal ordered", since=leg.removal_ordered_at, late=late)]


def _ordered(leg: Leg) -> list[State]:
    """What the carrier has still to confirm; away from the room it is put in place with the return."""
    if leg.seat is None:
        if leg.where is not Where.STEPPED_OUT:
            return []
        back = [("on hold", leg.wanted_hold), ("muted", leg.wanted_muted)]
        return [State(text=f"{what} when back") for what, wanted in back if wanted][:1]
    if leg.mute_ordered_at is not None:
        what = "mute" if leg.wanted_muted else "unmute"
        return [State(text=f"{what} ordered", since=leg.mute_ordered_at, late=f"{what} not confirmed: try again")]
    if leg.hold_ordered_at is not None:
        what = "hold" if leg.wanted_hold else "taking off hold"
        return [State(text=f"{what} ordered", since=leg.hold_ordered_at, late=f"{what} not confirmed: try again")]
    if leg.move_ordered_at is not None:
        where = room_words(leg.room)
        return [State(text=f"move to {where} ordered", since=leg.move_ordered_at, late="not moved: try again")]
    return []


def _on_the_way(leg: Leg) -> list[State]:
    """Let in, turned away or released: the call is asked to come and hear so."""
    if leg.turned_away_at is not None:
        late = "still there: the bridge ends the call"
        return [State(text="being turned away", since=leg.turned_away_at, late=late, late_after_s=GOODBYE_S)]
    if leg.released_at is not None:
        late = "still there: the bridge ends the call"
        words = "being thanked and released"
        return [State(text=words, since=leg.released_at, late=late, late_after_s=GOODBYE_S)]
    if leg.admitted_at is not None and leg.consent is None and leg.removed_reason is None:
        late = "let in, but does not come: ask them to dial again"
        return [State(text="being let in", since=leg.admitted_at, late=late, late_after_s=NOTICE_S)]
    return []


def _words(incident: Incident, leg: Leg) -> list[State]:
    """Words of a person to this one alone, until the carrier says that they were said."""
    mine = [found for found in incident.announcements.waiting if found.call_sid == leg.call_sid]
    return [words_state(found, "whisper") for found in mine if found.ordered_by_a_person]


def words_state(words: Announcement, what: str) -> State:
    """Late when they could have been said by now."""
    if words.sent_at is None:
        return State(text=f"a {what} waits")
    late_after_s = FETCHED_S + spoken_for(words).total_seconds()
    return State(text=f"{what} ordered", since=words.sent_at, late=f"{what} not confirmed", late_after_s=late_after_s)


def _where(leg: Leg) -> list[State]:
    match leg.where:
        case Where.STEPPED_OUT:
            return [State(text=away_words(leg))]
        case Where.GREETING if leg.admitted_at is None:
            return [State(text="hears the notice")]
        case Where.JOINING:
            return [State(text="joining")]
        case Where.LEFT:
            return [State(text=(leg.leave_reason or "left").replace("_", " "))]
        case _:
            return []


def more_about(incident: Incident, leg: Leg, place: str, lets_in: bool) -> str:
    """The line below the name; what a stranger said is for who lets people in."""
    person = incident.people[leg.person_id]
    if place == "waiting":
        number = f"number ends in {leg.number_hint}" if leg.number_hint else "number withheld"
        take = incident.takes.name_of(leg.call_sid)
        said = f" · said: {take.text}" if lets_in and take is not None and take.text else ""
        return number + _why_waiting(incident, leg) + said
    if place == "left":
        return _removed(incident, leg)
    parts = [", ".join(person.teams)] if person.teams else []
    if leg.identified_by is IdentifiedBy.NOBODY and leg.number_hint:
        parts.append(f"number ends in {leg.number_hint}")
    elif leg.identified_by is IdentifiedBy.PIN:
        parts.append("known by PIN")
    if len(incident.live_legs(leg.person_id)) > 1:
        parts.append(f"on {len(incident.live_legs(leg.person_id))} phones")
    new_name = incident.takes.new_name_of(leg.call_sid)
    if new_name is not None and new_name.kept and not new_name.text:
        parts.append("a name was said for them")
    if leg.is_room:
        parts.append("a room")
    if not leg.transcribed:
        parts.append("not transcribed, as they wish")
    if leg.identified_by is IdentifiedBy.BRIDGE_PIN:
        parts.append("guest with the bridge's PIN")
    if leg.consent is False:
        parts.append("not recorded, not transcribed")
    if leg.removed_reason is not None:
        parts.append(_removed(incident, leg))
    return " · ".join(parts)


def _why_waiting(incident: Incident, leg: Leg) -> str:
    match leg.lobby_reason:
        case "removed":
            removed = [found for found in incident.legs.values() if found.person_id == leg.person_id]
            words = next((_removed(incident, found) for found in reversed(removed) if found.removed_by), "")
            return f" · was {words or 'removed from this call'}"
        case "locked":
            return " · the bridge is locked"
        case "banned":
            return " · banned"
        case _:
            return ", not known"


def _removed(incident: Incident, leg: Leg) -> str:
    if leg.removed_reason is None:
        return ""
    by = f" by {incident.name_of(leg.removed_by)}" if leg.removed_by else ""
    return f"removed{by}: {leg.removed_reason}"
