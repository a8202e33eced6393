"""The team's vocabulary in the database: imported from a file, changed on a page, one meaning for each spoken form."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, text

from bridge.storage.database import Database
from bridge.storage.inserts import insert_or_update
from bridge.storage.tables import vocabulary
from bridge.storage.vocabulary_file import FileTerm, read_vocabulary_file, written_key
from bridge.storage.yaml_nodes import ImportRefused, Problem
from transcription.vocabulary import Term


@dataclass(frozen=True)
class StoredTerm:
    """A term, and who changed it last."""

    term: Term
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True)
class ImportedTerms:
    """How many terms the file added and how many it brought up to date."""

    added: int
    updated: int


class TermRefused(ValueError):
    """The term was not stored; the text says why, a line for each reason."""


class TeamVocabulary:
    """Raises DatabaseUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[StoredTerm]:
        """By kind, then by written form."""
        query = select(vocabulary).order_by(vocabulary.c.kind, vocabulary.c.key)
        rows = self._database.read(lambda connection: connection.execute(query).all())
        return [
            StoredTerm(Term(row.written, tuple(row.spoken), row.kind), row.changed_at, row.changed_by) for row in rows
        ]

    def import_yaml(self, yaml_text: str, by: str, now: datetime) -> ImportedTerms:
        """All of the file or nothing; adds and updates, removes no term. Raises ImportRefused."""
        entries = read_vocabulary_file(yaml_text)
        return self._database.write(lambda connection: _import(connection, entries, by, now))

    def put(self, term: Term, by: str, now: datetime, replaces: str = "") -> None:
        """Add a term, or change the one of its written form or that `replaces` names. Raises TermRefused."""

        def unit(connection: Connection) -> None:
            _lock(connection)
            left = {written_key(term.written), written_key(replaces)}
            taken = _conflicts([term], _spoken_by(connection, left))
            if taken:
                raise TermRefused("\n".join(reason for _, reason in taken))
            if replaces:
                connection.execute(delete(vocabulary).where(vocabulary.c.key == written_key(replaces)))
            _write(connection, term, by, now)

        self._database.write(unit)

    def remove(self, written: str) -> Term | None:
        """Take a term away; the term as it was, None when there is none."""

        def unit(connection: Connection) -> Term | None:
            row = connection.execute(select(vocabulary).where(vocabulary.c.key == written_key(written))).first()
            connection.execute(delete(vocabulary).where(vocabulary.c.key == written_key(written)))
            return Term(row.written, tuple(row.spoken), row.kind) if row is not None else None

        return self._database.write(unit)


def _lock(connection: Connection) -> None:
    """Two changes at once would each find no conflict."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE vocabulary IN SHARE ROW EXCLUSIVE MODE"))


def _import(connection: Connection, entries: Sequence[FileTerm], by: str, now: datetime) -> ImportedTerms:
    _lock(connection)
    known = set(connection.scalars(select(vocabulary.c.key)))
    mine = {written_key(entry.term.written) for entry in entries}
    lines = {entry.term.written: entry.line for entry in entries}
    taken = _conflicts((entry.term for entry in entries), _spoken_by(connection, mine))
    if taken:
        raise ImportRefused([Problem(lines[written], reason) for written, reason in taken])
    for entry in entries:
        _write(connection, entry.term, by, now)
    return ImportedTerms(added=len(mine - known), updated=len(mine & known))


def _spoken_by(connection: Connection, left_out: Iterable[str]) -> dict[str, str]:
    """Spoken form to written form, of all terms but those that are about to be replaced."""
    rows = connection.execute(select(vocabulary).where(vocabulary.c.key.not_in(list(left_out))))
    return {form: row.written for row in rows for form in row.spoken}


def _conflicts(terms: Iterable[Term], spoken_by: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (term.written, f"“{form}” is already said for {spoken_by[form]} in the vocabulary")
        for term in terms
        for form in term.spoken
        if form in spoken_by
    ]


def _write(connection: Connection, term: Term, by: str, now: datetime) -> None:
    row = {
        "key": written_key(term.written),
        "written": term.written,
        "spoken": list(term.spoken),
        "kind": term.kind,
        "changed_at": now,
        "changed_by": by,
    }
    insert_or_update(connection, vocabulary, row)
