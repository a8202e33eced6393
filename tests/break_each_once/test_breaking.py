"""What is broken does nothing, finds its way through the menus all the same, and everything else goes on."""

from pathlib import Path

from story import START, Story, call_sid, with_command

from bridge.record.codec import Event
from bridge.record.record import Record, decide
from roles import commands as c, events as e
from roles.menus.effects import Effect
from roles.people import BRIDGE, Actor
from tests.break_each_once.breaking import Switch, breakable, nothing_but_the_way


def decided(story: Story, switch: Switch, command: c.Command, by: str) -> list[Event]:
    record = Record(incident_id="i", incident=story.incident)
    return list(breakable(decide, switch)(record, command, Actor(person_id=by), START))


def test_a_broken_command_does_nothing_until_it_is_mended_and_what_was_to_happen_is_noted(tmp_path: Path) -> None:
    story, switch = with_command(), Switch(tmp_path / "broken.json")
    lock = c.LockBridge(locked=True)
    switch.set({"command": "LockBridge"})
    assert decided(story, switch, lock, "ana") == []
    assert switch.left_out() == ["LockBridge: BridgeLocked"]
    assert decided(story, switch, c.RaiseHand(), "omar") != []
    switch.set({})
    assert [type(event) for event in decided(story, switch, lock, "ana")] == [e.BridgeLocked]
    assert switch.left_out() == []


def test_what_the_bridge_itself_does_is_not_broken(tmp_path: Path) -> None:
    story, switch = Story(), Switch(tmp_path / "broken.json")
    switch.set({"command": "IntroducePerson"})
    introduce = c.IntroducePerson(person=with_command().incident.people["omar"])
    assert decided(story, switch, introduce, BRIDGE.person_id) != []


def test_of_a_broken_key_only_the_way_through_the_menus_is_left() -> None:
    at, sid = START, call_sid("omar")
    deeper = e.MenuWentDeeper(at=at, call_sid=sid, menu_id="m", next_menu_id="n", level="door")
    opened = e.TakeOpened(at=at, take_id="t", call_sid=sid, person_id="omar", purpose="can", subject="")
    pressed = e.KeyPressed(
        at=at, call_sid=sid, menu_id="n", keys="1", effect=Effect.LOCK, spoken="The bridge is locked."
    )
    assert nothing_but_the_way([deeper, opened]) == [deeper]
    (closed,) = nothing_but_the_way([pressed, e.BridgeLocked(at=at, by="ana")])
    assert isinstance(closed, e.KeyPressed)
    assert closed.spoken == ""
    (shut,) = nothing_but_the_way([deeper], menus_too=True)
    assert isinstance(shut, e.KeyPressed)
