"""The directory of people: who is behind a number or a PIN, and the import of the people file."""

import hashlib
import hmac
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select, text, update

from bridge.storage.database import Database
from bridge.storage.inserts import insert_if_new, insert_or_update
from bridge.storage.people_file import FilePerson, ImportRefused, PeopleFile, Problem, name_key, read_people_file
from bridge.storage.phone_numbers import caller_number
from bridge.storage.tables import people, person_phones, pins, plans

_PLAN = "default"


@dataclass(frozen=True, kw_only=True)
class DirectoryPerson:
    """`phones` in E.164; `trained` role ids; `backup` another person's id; `chat` the id in the chat system;
    `language` a code such as "de", empty for the bridge's own."""

    person_id: str
    name: str
    phones: tuple[str, ...] = ()
    has_pin: bool = False
    teams: tuple[str, ...] = ()
    trained: tuple[str, ...] = ()
    backup: str | None = None
    chat: str | None = None
    language: str = ""


@dataclass(frozen=True)
class Imported:
    """How many people the file added and how many it brought up to date."""

    added: int
    updated: int


class Directory:
    """`pin_key` is the key of the PINs' HMAC-SHA256: the digits themselves are stored nowhere."""

    def __init__(self, database: Database, pin_key: bytes) -> None:
        self._database = database
        self._pin_key = pin_key

    def import_yaml(self, yaml_text: str) -> Imported:
        """All of the file or nothing; removes nobody, and a key that an entry lacks stays as it was.

        Raises ImportRefused (each problem with its line), DatabaseUnavailable.
        """
        file = read_people_file(yaml_text)
        return self._database.write(lambda connection: _Import(connection, file, self._digest).run())

    def create(self, name: str) -> DirectoryPerson:
        """The person of this name, made without phone or PIN when unknown. Raises ValueError for an empty name."""
        if not name_key(name) or not name.isprintable():
            raise ValueError("a person needs a name")
        shown = " ".join(name.split())
        self._database.write(lambda connection: insert_if_new(connection, people, _new_row(shown)))
        return self._one(people.c.name_key == name_key(name)) or _unreachable()

    def by_phone(self, caller_id: str | None) -> DirectoryPerson | None:
        """Whose number this is. A withheld or garbled caller id is nobody's."""
        number = caller_number(caller_id)
        if number is None:
            return None
        owner = select(person_phones.c.person_id).where(person_phones.c.number == number)
        return self._one(people.c.id.in_(owner))

    def by_pin(self, digits: str) -> DirectoryPerson | None:
        """Whose PIN this is."""
        owner = select(pins.c.person_id).where(pins.c.digest == self._digest(digits))
        return self._one(people.c.id.in_(owner))

    def by_name(self, name: str) -> DirectoryPerson | None:
        """Whose name this is, whatever its case and spaces."""
        return self._one(people.c.name_key == name_key(name))

    def get(self, person_id: str) -> DirectoryPerson | None:
        return self._one(people.c.id == person_id)

    def all(self) -> list[DirectoryPerson]:
        """Everybody, by name."""
        return self._select(None)

    def plan(self) -> Mapping[str, Any] | None:
        """The `plan:` of the file imported last that had one, or of the page, as its JSON."""
        query = select(plans.c.plan).where(plans.c.name == _PLAN)
        found: Mapping[str, Any] | None = self._database.read(lambda connection: connection.scalar(query))
        return found

    def set_plan(self, plan: Mapping[str, Any]) -> None:
        """Replaces the plan; what it names is checked by the caller. Raises DatabaseUnavailable."""
        row = {"name": _PLAN, "plan": dict(plan)}
        self._database.write(lambda connection: insert_or_update(connection, plans, row))

    def _digest(self, digits: str) -> bytes:
        return hmac.new(self._pin_key, digits.encode(), hashlib.sha256).digest()

    def _one(self, condition: ColumnElement[bool]) -> DirectoryPerson | None:
        found = self._select(condition)
        return found[0] if found else None

    def _select(self, condition: ColumnElement[bool] | None) -> list[DirectoryPerson]:
        return self._database.read(lambda connection: _people(connection, condition))


def _people(connection: Connection, condition: ColumnElement[bool] | None) -> list[DirectoryPerson]:
    chosen = select(people).order_by(people.c.name_key)
    numbers = select(person_phones).order_by(person_phones.c.number)
    with_pin = select(pins.c.person_id)
    if condition is not None:
        ids = select(people.c.id).where(condition)
        chosen = chosen.where(condition)
        numbers = numbers.where(person_phones.c.person_id.in_(ids))
        with_pin = with_pin.where(pins.c.person_id.in_(ids))
    phones: dict[str, list[str]] = {}
    for number in connection.execute(numbers):
        phones.setdefault(number.person_id, []).append(number.number)
    pinned = set(connection.scalars(with_pin))
    return [
        DirectoryPerson(
            person_id=row.id,
            name=row.name,
            phones=tuple(phones.get(row.id, ())),
            has_pin=row.id in pinned,
            teams=tuple(row.teams),
            trained=tuple(row.trained),
            backup=row.backup,
            chat=row.chat,
            language=row.language or "",
        )
        for row in connection.execute(chosen)
    ]


def _new_row(name: str) -> dict[str, Any]:
    return {"id": f"p-{uuid.uuid4().hex[:12]}", "name": name, "name_key": name_key(name), "teams": [], "trained": []}


def _unreachable() -> DirectoryPerson:
    raise AssertionError("a row that was just written is not there")


class _Import:
    """One import inside one transaction: looks for conflicts with the directory first, then writes."""

    def __init__(self, connection: Connection, file: PeopleFile, digest: Any) -> None:
        self._connection = connection
        self._file = file
        self._digest = digest
        if connection.dialect.name == "postgresql":
            # Two imports at once would each find no conflict and then meet at a unique key.
            connection.execute(text("LOCK TABLE people IN SHARE ROW EXCLUSIVE MODE"))
        self._ids: dict[str, str] = {row.name_key: row.id for row in connection.execute(select(people))}

    def run(self) -> Imported:
        known = set(self._ids)
        fresh = [_new_row(person.name) for person in self._file.people if name_key(person.name) not in known]
        self._ids |= {row["name_key"]: row["id"] for row in fresh}
        self._refuse_conflicts()
        if fresh:
            self._connection.execute(insert(people), fresh)
        self._clear()
        for person in self._file.people:
            self._write(person)
        if self._file.plan is not None:
            insert_or_update(self._connection, plans, {"name": _PLAN, "plan": self._file.plan})
        return Imported(added=len(fresh), updated=len(self._file.people) - len(fresh))

    def _refuse_conflicts(self) -> None:
        """A number or PIN of somebody whom this file leaves as they are; a backup whom nobody knows."""
        keeps_phones = self._owners(person_phones.c.number, person_phones.c.person_id, "phones")
        keeps_pin = self._owners(pins.c.digest, pins.c.person_id, "pin")
        problems: list[Problem] = []
        for person in self._file.people:
            me = self._ids[name_key(person.name)]
            for line, number in person.phones or ():
                if keeps_phones.get(number, me) != me:
                    problems.append(Problem(line, "this number already belongs to somebody else in the directory"))
            if person.pin and keeps_pin.get(self._digest(person.pin[1]), me) != me:
                problems.append(Problem(person.pin[0], "this PIN is already in use"))
            if person.backup and name_key(person.backup[1]) not in self._ids:
                problems.append(Problem(person.backup[0], f"the backup {person.backup[1]} is nobody's name"))
        for line, name in self._file.plan_names:
            if name_key(name) not in self._ids:
                problems.append(Problem(line, f"the plan requires {name}, who is nobody's name"))
        if problems:
            raise ImportRefused(problems)

    def _owners(self, key: ColumnElement[Any], owner: ColumnElement[str], field: str) -> dict[Any, str]:
        replaced = set(self._replaced(field))
        return {row[0]: row[1] for row in self._connection.execute(select(key, owner)) if row[1] not in replaced}

    def _replaced(self, field: str) -> Sequence[str]:
        return [self._ids[name_key(person.name)] for person in self._file.people if getattr(person, field) is not None]

    def _clear(self) -> None:
        """First take away, then give: two people may swap numbers in one file."""
        self._connection.execute(delete(person_phones).where(person_phones.c.person_id.in_(self._replaced("phones"))))
        self._connection.execute(delete(pins).where(pins.c.person_id.in_(self._replaced("pin"))))

    def _write(self, person: FilePerson) -> None:
        person_id = self._ids[name_key(person.name)]
        given = {
            "teams": person.teams,
            "trained": person.trained,
            "chat": person.chat,
            "language": person.language,
        }
        values: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        if person.backup:
            values["backup"] = self._ids[name_key(person.backup[1])]
        statement = update(people).where(people.c.id == person_id).values(name=person.name, **values)
        self._connection.execute(statement)
        for _, number in person.phones or ():
            self._connection.execute(insert(person_phones).values(number=number, person_id=person_id))
        if person.pin:
            row = {"digest": self._digest(person.pin[1]), "person_id": person_id}
            self._connection.execute(insert(pins).values(row))
