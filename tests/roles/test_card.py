"""The card of the telephone: every row is a key that does what the row says, and every key is on the card."""

from dataclasses import replace

import pytest
from story import ANA, DEV, MAX, OMAR, Story, call_sid

from roles import commands as c
from roles.menus.card import CARD, CardRow
from roles.menus.effects import Effect
from roles.menus.levels import FREE_KEYS, ROLE_KEYS, ROOM_KEYS, TELL_KEYS
from roles.people import Role

SEATS = {"ana": "1", "dev": "2", "omar": "3"}
IN_SUBMENUS = (
    {Effect.BRING_BACK_TEAM, Effect.RING_CHOSEN, Effect.ABOUT_PERSON}
    | {
        Effect.NOT_HEALTHY,
        Effect.NEED_HELP,
        Effect.ACCEPT_ROLE,
        Effect.DECLINE_ROLE,
        Effect.NOT_NOW,
        Effect.NO_OBJECTION,
    }
    | {Effect.YES_COMMAND, Effect.NO_COMMAND, Effect.CONFIRM, Effect.BACK, Effect.DOOR, Effect.TIME, Effect.PERSON}
    | {Effect.REMOVE_FOR_NOISE, Effect.REMOVE_FOR_DISRUPTION}
    | {Effect.RECORDING_STATE, Effect.TRANSCRIPTION_OFF, Effect.TRANSCRIPTION_ON}
    | {effect for effect, _ in ROLE_KEYS.values()}
    | {Effect.UPDATES, Effect.CHOSEN_TASK, Effect.TASK_DONE, Effect.TASK_DROPPED, Effect.SNOOZE, Effect.TASK_LONGER}
    | {Effect.GOT_IT, Effect.OFFER_COMMAND, Effect.WARN, *FREE_KEYS.values()}
    | {effect for effect, _ in ROOM_KEYS.values()}
    | {effect for effect, _ in TELL_KEYS.values()}
)


def a_busy_call() -> Story:
    """Dev is deputy with a backup and a task, nobody commands, a roll call is open, Omar is on the line."""
    dev = replace(DEV, backup_id="max", backup_name=MAX.name)
    story = Story().opened()
    for person in (ANA, dev, OMAR, MAX):
        story.authorizes(story.on_the_line(person).call_sid)
    story.do(c.TakeCommand(), ANA)
    story.assign(Role.DEPUTY, DEV, ANA)
    story.do(c.StartTimeBox(box_id="b", task="x", owner="dev", minutes=5), ANA)
    story.do(c.AcknowledgeTimeBox(box_id="b"), dev)
    story.do(c.StartRollCall(roll_call_id="r"), ANA)
    story.do(c.AnswerRollCall(person_id="dev", answer="not_healthy"), DEV)
    story.do(c.VacateRole(role=Role.INCIDENT_COMMANDER, person_id="ana"), ANA)
    return story


@pytest.mark.parametrize("row", CARD, ids=lambda row: row.keys)
def test_every_row_of_the_card_is_a_key_with_that_effect(row: CardRow) -> None:
    story = a_busy_call()
    sid = call_sid("dev")
    if row.keys.endswith("SEAT# 1"):
        story.do(c.SetObserver(person_id="omar", observer=True), DEV)
    if row.keys.endswith("8 4"):
        story.do(c.MovePerson(person_id="max", team="alpha"), DEV)
        story.do(c.MovePerson(person_id="omar", team="alpha"), DEV)
    if row.keys.endswith("8 5"):
        story.do(c.RaiseHand(), OMAR)
    if row.keys in ("8 2", "0 9 5"):
        story.ticks(6)
    if row.keys.endswith("SEAT# 8"):
        story.call_over(call_sid("omar"))
    story.presses_star(sid)
    *way, last = row.keys.removesuffix(" N#").removesuffix(" NAME#").removesuffix(" SEAT#").split()
    for key in way:
        menu = story.incident.legs[sid].menu
        assert menu is not None
        story.presses(sid, SEATS["omar"] if key == "SEAT#" else key, menu.menu_id)
    menu = story.incident.legs[sid].menu
    assert menu is not None
    assert dict(menu.options).get(last) in {effect.value for effect in row.effects}


def test_every_effect_of_the_menus_is_on_the_card() -> None:
    on_the_card = {effect for row in CARD for effect in row.effects}
    assert set(Effect) - on_the_card - IN_SUBMENUS == set()
