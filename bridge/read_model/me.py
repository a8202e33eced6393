"""The keys of the telephone menu as buttons: the same digits, the same words, the same commands."""

from dataclasses import dataclass

from bridge.read_model.controls import do
from roles.incident import Incident
from roles.menus.levels import asks_to_speak
from roles.people import Actor
from roles.presence import Leg, Where


@dataclass(frozen=True, kw_only=True)
class Key:
    digit: str
    label: str
    hint: str
    do: str = ""
    asked: bool = False


@dataclass(frozen=True, kw_only=True)
class MeView:
    """`on_the_call` False: the page says how to dial in instead of showing keys."""

    on_the_call: bool
    state: str
    keys: tuple[Key, ...]


def me_view(incident: Incident, viewer: Actor) -> MeView:
    legs = incident.live_legs(viewer.person_id)
    leg = max(legs, key=lambda found: (found.where is Where.ON_THE_LINE, found.arrived_at), default=None)
    if leg is None or not incident.open:
        return MeView(on_the_call=False, state="", keys=())
    return MeView(on_the_call=True, state=_state(leg), keys=_keys(incident, leg))


def _state(leg: Leg) -> str:
    if leg.where is Where.LOBBY:
        return "You wait to be let in"
    if leg.hold:
        return "You are on hold"
    return "You are muted" if leg.muted or leg.wanted_muted else ""


def _keys(incident: Incident, leg: Leg) -> tuple[Key, ...]:
    roll_call = incident.roll_call
    if roll_call is not None and roll_call.waits_for(leg.person_id):
        answers = (
            ("1", "Here, healthy", "healthy"),
            ("2", "Not healthy", "not_healthy"),
            ("3", "Need help", "need_help"),
        )
        return tuple(
            Key(
                digit=digit,
                label=label,
                hint="answers roll call",
                do=do("answer_roll_call", person_id=leg.person_id, answer=answer),
                asked=True,
            )
            for digit, label, answer in answers
        )
    unmute = leg.wanted_muted
    hand_is_up = leg.person_id in incident.floor.hands
    if asks_to_speak(incident, leg):
        hint = "you asked" if hand_is_up else "you were muted"
        second = Key(digit="2", label="Ask to speak", hint=hint, do="" if hand_is_up else "raise_hand")
    else:
        second = Key(
            digit="2",
            label="Unmute me" if unmute else "Mute me",
            hint="muted by you" if unmute and leg.muted_by == leg.person_id else "",
            do=do("unmute" if unmute else "mute", call_sid=leg.call_sid),
        )
    return (
        Key(digit="1", label="Roll call", hint="none is open"),
        second,
        Key(digit="3", label="Mark", hint="this moment", do="mark"),
        Key(
            digit="9",
            label="Lower hand" if hand_is_up else "Raise hand",
            hint="it is up" if hand_is_up else "",
            do=do("lower_hand", person_id=leg.person_id) if hand_is_up else "raise_hand",
        ),
    )
