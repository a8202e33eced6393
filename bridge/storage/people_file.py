"""Reads the people file: every mistake with its line and reason, nothing done by halves."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import yaml

from bridge.storage.phone_numbers import NotAPhoneNumber, e164
from bridge.storage.plan_entries import read_entries
from bridge.storage.yaml_nodes import ImportRefused, NodeReader, Problem, line_of, root_of
from roles.people import Role

__all__ = ["FilePerson", "ImportRefused", "PeopleFile", "Problem", "name_key", "read_people_file"]

TRAININGS = frozenset(Role) - {Role.OBSERVER}
KEYS = frozenset({"name", "phones", "pin", "teams", "trained", "backup", "chat", "language"})
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_PIN = re.compile(r"[0-9]{6,8}")


@dataclass(frozen=True, kw_only=True)
class FilePerson:
    """One entry. A key that is not in the file is None: what the directory has then stays."""

    line: int
    name: str
    phones: tuple[tuple[int, str], ...] | None = None  # (line, E.164)
    pin: tuple[int, str] | None = None
    teams: tuple[str, ...] | None = None
    trained: tuple[str, ...] | None = None
    backup: tuple[int, str] | None = None
    chat: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class PeopleFile:
    people: tuple[FilePerson, ...]
    plan: Mapping[str, Any] | None
    plan_names: tuple[tuple[int, str], ...] = ()
    """(line, name) of everybody whom the plan names."""


def name_key(name: str) -> str:
    """Names that look alike are one person: case, width and spaces do not tell people apart."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def read_people_file(text: str) -> PeopleFile:
    """The file as data. Raises ImportRefused with every problem that can be seen in the file alone."""
    reader = _Reader()
    found = reader.read(root_of(text, "people"))
    if reader.problems:
        raise ImportRefused(reader.problems)
    return found


class _Reader(NodeReader):
    def __init__(self) -> None:
        super().__init__()
        self._plan_names: tuple[tuple[int, str], ...] = ()

    def read(self, root: yaml.Node) -> PeopleFile:
        people: list[FilePerson] = []
        plan: Mapping[str, Any] | None = None
        seen = False
        for key, node in self.pairs(root, "the file must be a mapping with people:"):
            if key == "people":
                seen = True
                people = [person for item in self.items(node, "people") if (person := self._person(item))]
            elif key == "plan":
                plan = self._plan(node)
            else:
                self.problem(node, f"{key} is not known here; people and plan are")
        if not seen:
            self.problem(root, "people: is missing")
        self._look_for_doubles(people)
        return PeopleFile(tuple(people), plan, self._plan_names)

    def _person(self, node: yaml.Node) -> FilePerson | None:
        fields = dict(self.pairs(node, "a person must be a mapping with name and phones or pin"))
        for key, value in fields.items():
            if key not in KEYS:
                self.problem(value, f"{key} is not known here; known are {', '.join(sorted(KEYS))}")
        name = self.text(fields["name"], "name") if "name" in fields else ""
        if "name" not in fields:
            self.problem(node, "a person without a name")
        if "phones" not in fields and "pin" not in fields:
            self.problem(node, f"{name or 'this person'} has neither phones nor pin")
        backup, chat = fields.get("backup"), fields.get("chat")
        return FilePerson(
            line=line_of(node),
            name=" ".join(name.split()),
            phones=self._phones(fields["phones"]) if "phones" in fields else None,
            pin=self._pin(fields["pin"]) if "pin" in fields else None,
            teams=self.texts(fields["teams"], "teams") if "teams" in fields else None,
            trained=self._trained(fields["trained"]) if "trained" in fields else None,
            backup=(line_of(backup), self.text(backup, "backup")) if backup is not None else None,
            chat=self.text(chat, "chat") if chat is not None else None,
            language=self._language(fields["language"]) if "language" in fields else None,
        )

    def _phones(self, node: yaml.Node) -> tuple[tuple[int, str], ...]:
        numbers = []
        for item in self.items(node, "phones"):
            try:
                numbers.append((line_of(item), e164(self.text(item, "a phone"))))
            except NotAPhoneNumber as error:
                self.problem(item, str(error))
        return tuple(numbers)

    def _pin(self, node: yaml.Node) -> tuple[int, str] | None:
        if not isinstance(node, yaml.ScalarNode) or not _PIN.fullmatch(node.value):
            self.problem(node, "a PIN has 6 to 8 digits")
            return None
        return line_of(node), node.value

    def _language(self, node: yaml.Node) -> str | None:
        code = self.text(node, "language").strip().lower()
        if _LANGUAGE.fullmatch(code):
            return code
        self.problem(node, "language is a code of two or three letters, such as de or fr")
        return None

    def _trained(self, node: yaml.Node) -> tuple[str, ...]:
        roles = []
        for item, text in zip(self.items(node, "trained"), self.texts(node, "trained"), strict=False):
            role = "subject_matter_expert" if text == "sme" else text
            if role not in TRAININGS:
                self.problem(item, f"{text} is not a role; roles are {', '.join(sorted(TRAININGS))}, sme")
            roles.append(role)
        return tuple(roles)

    def _plan(self, node: yaml.Node) -> Mapping[str, Any] | None:
        if not isinstance(node, yaml.MappingNode):
            self.problem(node, "plan must be a mapping")
            return None
        try:
            plan: Mapping[str, Any] = orjson.loads(orjson.dumps(yaml.safe_load(yaml.serialize(node))))
        except (yaml.YAMLError, ValueError, TypeError, RecursionError):
            self.problem(node, "plan cannot be read")
            return None
        keys = {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
        required = keys.get("required")
        entries = required.value if isinstance(required, yaml.SequenceNode) else []
        read = read_entries(plan)
        for mistake in read.mistakes:
            at = entries[mistake.where - 1] if isinstance(mistake.where, int) else keys.get(mistake.where, node)
            self.problem(at, mistake.reason)
        self._plan_names = tuple(
            (line_of(entries[entry.number - 1]), name) for entry in read.entries for name in entry.names
        )
        return plan

    def _look_for_doubles(self, people: Sequence[FilePerson]) -> None:
        names: dict[str, int] = {}
        numbers: dict[str, int] = {}
        pins: dict[str, int] = {}
        for person in people:
            self._once(names, name_key(person.name), person.line, "this name")
            for line, number in person.phones or ():
                self._once(numbers, number, line, "this number")
            if person.pin:
                self._once(pins, person.pin[1], person.pin[0], "this PIN")

    def _once(self, seen: dict[str, int], key: str, line: int, what: str) -> None:
        if key in seen and key:
            self.problems.append(Problem(line, f"{what} stands already at line {seen[key]}"))
        seen.setdefault(key, line)
