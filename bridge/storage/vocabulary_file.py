"""Reads the vocabulary file: the team's words, how each is said; every mistake is named with its line."""

from dataclasses import dataclass

import yaml

from bridge.storage.yaml_nodes import ImportRefused, NodeReader, Problem, line_of, root_of
from transcription.vocabulary import Term
from transcription.vocabulary.entries import read_term

KEYS = frozenset({"written", "spoken", "kind"})
MOST_TERMS = 5000


@dataclass(frozen=True)
class FileTerm:
    """A term and the line (from 1) on which it begins."""

    line: int
    term: Term


def written_key(written: str) -> str:
    """Written forms that differ in case and spaces only are one term."""
    return " ".join(written.casefold().split())


def read_vocabulary_file(text: str) -> tuple[FileTerm, ...]:
    """The file as data. Raises ImportRefused with every problem that can be seen in the file alone."""
    reader = _Reader()
    found = reader.read(root_of(text, "vocabulary"))
    if reader.problems:
        raise ImportRefused(reader.problems)
    return tuple(found)


class _Reader(NodeReader):
    def read(self, root: yaml.Node) -> list[FileTerm]:
        found: list[FileTerm] = []
        seen = False
        for key, node in self.pairs(root, "the file must be a mapping with vocabulary:"):
            if key != "vocabulary":
                self.problem(node, f"{key} is not known here; only vocabulary is")
                continue
            seen = True
            items = self.items(node, "vocabulary")
            if len(items) > MOST_TERMS:
                self.problem(node, f"there are more than {MOST_TERMS} terms")
            found = [term for item in items[:MOST_TERMS] if (term := self._term(item)) is not None]
        if not seen:
            self.problem(root, "vocabulary: is missing")
        self._look_for_doubles(found)
        return found

    def _term(self, node: yaml.Node) -> FileTerm | None:
        """A bare word, or a mapping."""
        known = len(self.problems)
        if isinstance(node, yaml.ScalarNode):
            written, kind = self.text(node, "a term"), "other"
            spoken: tuple[str, ...] = ()
        else:
            fields = dict(self.pairs(node, "a term must be a word or a mapping with written and spoken"))
            for key, value in fields.items():
                if key not in KEYS:
                    self.problem(value, f"{key} is not known here; known are {', '.join(sorted(KEYS))}")
            if "written" not in fields and isinstance(node, yaml.MappingNode):
                self.problem(node, "a term without written")
            written = self.text(fields["written"], "written") if "written" in fields else ""
            spoken = self._spoken(fields["spoken"]) if "spoken" in fields else ()
            kind = self.text(fields["kind"], "kind") if "kind" in fields else "other"
        if len(self.problems) > known:
            return None
        term, wrong = read_term(written, spoken, kind)
        self.problems += [Problem(line_of(node), reason) for reason in wrong]
        return FileTerm(line_of(node), term) if term is not None else None

    def _spoken(self, node: yaml.Node) -> tuple[str, ...]:
        if isinstance(node, yaml.ScalarNode):
            return (self.text(node, "spoken"),)
        return self.texts(node, "spoken")

    def _look_for_doubles(self, found: list[FileTerm]) -> None:
        written: dict[str, int] = {}
        spoken: dict[str, FileTerm] = {}
        for entry in found:
            key = written_key(entry.term.written)
            if key in written:
                self.problems.append(Problem(entry.line, f"{entry.term.written} stands already at line {written[key]}"))
            written.setdefault(key, entry.line)
            for form in entry.term.spoken:
                other = spoken.setdefault(form, entry)
                if written_key(other.term.written) != key:
                    reason = f"“{form}” is already said for {other.term.written} at line {other.line}"
                    self.problems.append(Problem(entry.line, reason))
