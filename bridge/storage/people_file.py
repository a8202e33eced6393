"""Reads the people file: every mistake with its line and reason, nothing done by halves."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import yaml

from bridge.storage.phone_numbers import NotAPhoneNumber, e164
from bridge.storage.plan_entries import read_entries
from roles.people import Role

LONGEST_FILE = 1_000_000
LONGEST_NAME = 200
TRAININGS = frozenset(Role) - {Role.OBSERVER}
KEYS = frozenset({"name", "phones", "pin", "teams", "trained", "backup", "chat"})
_PIN = re.compile(r"[0-9]{6,8}")


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong at a line (from 1) of the file."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


class ImportRefused(Exception):
    """The file was not imported, none of it. Its text has a line for each problem."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


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
    found = reader.read(_root(text))
    if reader.problems:
        raise ImportRefused(reader.problems)
    return found


def _root(text: str) -> yaml.Node:
    if len(text) > LONGEST_FILE:
        raise ImportRefused([Problem(1, f"the file is longer than {LONGEST_FILE} characters")])
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if isinstance(token, yaml.AliasToken | yaml.AnchorToken):
                raise ImportRefused([Problem(token.start_mark.line + 1, "anchors and aliases are not read")])
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ImportRefused([Problem(line, f"this is not YAML: {error.problem}")]) from None
    except (yaml.YAMLError, RecursionError):
        raise ImportRefused([Problem(1, "this is not YAML that can be read")]) from None
    if root is None:
        raise ImportRefused([Problem(1, "the file is empty; it must begin with people:")])
    return root


class _Reader:
    """Walks the nodes, because only they know their lines, and because a scalar's text keeps a PIN's zeros."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._plan_names: tuple[tuple[int, str], ...] = ()

    def read(self, root: yaml.Node) -> PeopleFile:
        people: list[FilePerson] = []
        plan: Mapping[str, Any] | None = None
        seen = False
        for key, node in self._pairs(root, "the file must be a mapping with people:"):
            if key == "people":
                seen = True
                people = [person for item in self._items(node, "people") if (person := self._person(item))]
            elif key == "plan":
                plan = self._plan(node)
            else:
                self._problem(node, f"{key} is not known here; people and plan are")
        if not seen:
            self._problem(root, "people: is missing")
        self._look_for_doubles(people)
        return PeopleFile(tuple(people), plan, self._plan_names)

    def _person(self, node: yaml.Node) -> FilePerson | None:
        fields = dict(self._pairs(node, "a person must be a mapping with name and phones or pin"))
        for key, value in fields.items():
            if key not in KEYS:
                self._problem(value, f"{key} is not known here; known are {', '.join(sorted(KEYS))}")
        name = self._text(fields["name"], "name") if "name" in fields else ""
        if "name" not in fields:
            self._problem(node, "a person without a name")
        if "phones" not in fields and "pin" not in fields:
            self._problem(node, f"{name or 'this person'} has neither phones nor pin")
        backup, chat = fields.get("backup"), fields.get("chat")
        return FilePerson(
            line=_line(node),
            name=" ".join(name.split()),
            phones=self._phones(fields["phones"]) if "phones" in fields else None,
            pin=self._pin(fields["pin"]) if "pin" in fields else None,
            teams=self._texts(fields["teams"], "teams") if "teams" in fields else None,
            trained=self._trained(fields["trained"]) if "trained" in fields else None,
            backup=(_line(backup), self._text(backup, "backup")) if backup is not None else None,
            chat=self._text(chat, "chat") if chat is not None else None,
        )

    def _phones(self, node: yaml.Node) -> tuple[tuple[int, str], ...]:
        numbers = []
        for item in self._items(node, "phones"):
            try:
                numbers.append((_line(item), e164(self._text(item, "a phone"))))
            except NotAPhoneNumber as error:
                self._problem(item, str(error))
        return tuple(numbers)

    def _pin(self, node: yaml.Node) -> tuple[int, str] | None:
        if not isinstance(node, yaml.ScalarNode) or not _PIN.fullmatch(node.value):
            self._problem(node, "a PIN has 6 to 8 digits")
            return None
        return _line(node), node.value

    def _trained(self, node: yaml.Node) -> tuple[str, ...]:
        roles = []
        for item, text in zip(self._items(node, "trained"), self._texts(node, "trained"), strict=False):
            role = "subject_matter_expert" if text == "sme" else text
            if role not in TRAININGS:
                self._problem(item, f"{text} is not a role; roles are {', '.join(sorted(TRAININGS))}, sme")
            roles.append(role)
        return tuple(roles)

    def _plan(self, node: yaml.Node) -> Mapping[str, Any] | None:
        if not isinstance(node, yaml.MappingNode):
            self._problem(node, "plan must be a mapping")
            return None
        try:
            plan: Mapping[str, Any] = orjson.loads(orjson.dumps(yaml.safe_load(yaml.serialize(node))))
        except (yaml.YAMLError, ValueError, TypeError, RecursionError):
            self._problem(node, "plan cannot be read")
            return None
        keys = {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
        required = keys.get("required")
        entries = required.value if isinstance(required, yaml.SequenceNode) else []
        read = read_entries(plan)
        for mistake in read.mistakes:
            at = entries[mistake.where - 1] if isinstance(mistake.where, int) else keys.get(mistake.where, node)
            self._problem(at, mistake.reason)
        self._plan_names = tuple(
            (_line(entries[entry.number - 1]), name) for entry in read.entries for name in entry.names
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

    def _pairs(self, node: yaml.Node, otherwise: str) -> Iterator[tuple[str, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            self._problem(node, otherwise)
            return
        seen = set()
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "a key that is not a word"
            if name in seen:
                self._problem(key, f"{name} stands twice")
            seen.add(name)
            yield name, value

    def _items(self, node: yaml.Node, what: str) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            self._problem(node, f"{what} must be a list")
            return []
        return list(node.value)

    def _texts(self, node: yaml.Node, what: str) -> tuple[str, ...]:
        return tuple(self._text(item, what) for item in self._items(node, what))

    def _text(self, node: yaml.Node, what: str) -> str:
        """A word or a number as it stands in the file."""
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip() or node.tag == "tag:yaml.org,2002:null":
            self._problem(node, f"{what} is empty or not a text")
            return ""
        value: str = unicodedata.normalize("NFC", node.value.strip())
        if len(value) > LONGEST_NAME or not value.isprintable():
            self._problem(node, f"{what} is too long or holds control characters")
            return ""
        return value

    def _problem(self, node: yaml.Node, reason: str) -> None:
        self.problems.append(Problem(_line(node), reason))


def _line(node: yaml.Node) -> int:
    line: int = node.start_mark.line
    return line + 1
