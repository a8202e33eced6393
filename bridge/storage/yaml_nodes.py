"""Reads YAML files that people write: every mistake with its line and reason, nothing done by halves."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

LONGEST_FILE = 1_000_000
LONGEST_TEXT = 200


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


def root_of(text: str, begins_with: str) -> yaml.Node:
    """The file's root node; `begins_with` is its first key. Raises ImportRefused."""
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
        raise ImportRefused([Problem(1, f"the file is empty; it must begin with {begins_with}:")])
    return root


def line_of(node: yaml.Node) -> int:
    line: int = node.start_mark.line
    return line + 1


class NodeReader:
    """Walks the nodes, because only they know their lines, and because a scalar's text keeps a PIN's zeros."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def pairs(self, node: yaml.Node, otherwise: str) -> Iterator[tuple[str, yaml.Node]]:
        """The keys of a mapping; `otherwise` is said of anything else."""
        if not isinstance(node, yaml.MappingNode):
            self.problem(node, otherwise)
            return
        seen = set()
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "a key that is not a word"
            if name in seen:
                self.problem(key, f"{name} stands twice")
            seen.add(name)
            yield name, value

    def items(self, node: yaml.Node, what: str) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            self.problem(node, f"{what} must be a list")
            return []
        return list(node.value)

    def text(self, node: yaml.Node, what: str) -> str:
        """A word or a number as it stands in the file."""
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip() or node.tag == "tag:yaml.org,2002:null":
            self.problem(node, f"{what} is empty or not a text")
            return ""
        value: str = unicodedata.normalize("NFC", node.value.strip())
        if len(value) > LONGEST_TEXT or not value.isprintable():
            self.problem(node, f"{what} is too long or holds control characters")
            return ""
        return value

    def texts(self, node: yaml.Node, what: str) -> tuple[str, ...]:
        return tuple(self.text(item, what) for item in self.items(node, what))

    def problem(self, node: yaml.Node, reason: str) -> None:
        self.problems.append(Problem(line_of(node), reason))
