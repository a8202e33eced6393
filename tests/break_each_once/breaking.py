"""What is broken in the processes of a bridge: a key or a click whose decision does nothing, as a small file says."""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bridge.record.codec import Event
from bridge.record.record import Command, Record
from roles import commands as c, events as e
from roles.menus.levels import BRIEF
from roles.people import BRIDGE, Actor

VARIABLE = "BREAK_EACH_ONCE"
Decide = Callable[[Record, Command, Actor, datetime], Sequence[Event]]
Broken = Mapping[str, str]
"""`keys_of`: a CallSid, whose keys find their way through the menus and do nothing; with `menu` they open none either.
`command`: the name of a command that does nothing, whoever but the bridge gives it. Empty: nothing is broken."""


@dataclass(frozen=True)
class Switch:
    """`path`: what is broken now; beside it stands what was to happen and did not, a line for each decision."""

    path: Path

    @property
    def _left_out(self) -> Path:
        return self.path.with_suffix(".left-out")

    def environ(self) -> dict[str, str]:
        """For the processes of the bridge: this file, and the hook on their path."""
        here = Path(__file__).parent
        return {VARIABLE: str(self.path), "PYTHONPATH": f"{here / 'on_path'}{os.pathsep}{here.parents[1]}"}

    def set(self, broken: Broken) -> None:
        """Whole or not at all: other processes read it at every decision."""
        self._left_out.unlink(missing_ok=True)
        fresh = self.path.with_suffix(".fresh")
        fresh.write_text(json.dumps(dict(broken)), encoding="utf-8")
        fresh.replace(self.path)

    def read(self) -> dict[str, str]:
        with suppress(FileNotFoundError):
            found: dict[str, str] = json.loads(self.path.read_text(encoding="utf-8"))
            return found
        return {}

    def left_out(self) -> list[str]:
        """Each once, in the order in which it was."""
        with suppress(FileNotFoundError):
            return list(dict.fromkeys(self._left_out.read_text(encoding="utf-8").splitlines()))
        return []

    def note(self, what: str) -> None:
        with self._left_out.open("a", encoding="utf-8") as file:
            file.write(f"{what}\n")


def breakable(decide: Decide, switch: Switch) -> Decide:
    """`decide`, of which nothing is left for what the switch names. What is refused stays refused."""

    def decided(record: Record, command: Command, actor: Actor, now: datetime) -> Sequence[Event]:
        found = decide(record, command, actor, now)
        broken = switch.read()
        if isinstance(command, c.PressKey | c.KeyPin) and command.call_sid == broken.get("keys_of"):
            kept = nothing_but_the_way(found, "menu" in broken)
        elif type(command).__name__ == broken.get("command") and actor.person_id != BRIDGE.person_id:
            kept = []
        else:
            return found
        left_out = [_words(event) for event in found if event not in kept]
        if left_out:
            effects = [event.effect for event in found if isinstance(event, e.KeyPressed)]
            switch.note(f"{' '.join(effects) or type(command).__name__}: {', '.join(dict.fromkeys(left_out))}")
        return kept

    return decided


def nothing_but_the_way(found: Sequence[Event], menus_too: bool = False) -> list[Event]:
    """Of what a key does, only that the visit of the menu goes on or ends, with nothing said."""
    kept: list[Event] = []
    for event in found:
        match event:
            case e.KeyPressed():
                kept.append(replace(event, spoken=""))
            case e.MenuWentDeeper() if menus_too:
                closed = e.KeyPressed(
                    at=event.at, call_sid=event.call_sid, menu_id=event.menu_id, keys="", effect="broken", spoken=""
                )
                kept.append(closed)
            case e.MenuWentDeeper(level=level):
                kept.append(replace(event, subject="") if level == BRIEF else event)
    return kept


def _words(event: Event) -> str:
    match event:
        case e.KeyPressed() | e.MenuWentDeeper(level="brief"):
            return "what is said"
        case e.MenuWentDeeper(level=level):
            return f"the menu {level}"
        case _:
            return type(event).__name__
