"""Every answer to a key takes at most three seconds: the sentences of the code itself, none left out."""

import ast
from pathlib import Path

import roles
from roles.leadership.disruption import WARNING
from roles.menus.pins import CALLED_BACK
from roles.menus.speak_keys import DONE_WORDS
from roles.menus.visit import NOTHING_THERE
from roles.refusals import SPOKEN_CHARS, Refused


class Said(ast.NodeVisitor):
    """Sentences that a key answers with, a name of average length where one stands."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in ("Done", "done", "Refused") and node.args:
            short = next((keyword.value for keyword in node.keywords if keyword.arg == "short"), None)
            if name == "Refused":
                self.sentences += [Refused(text).spoken for text in self._texts(short or node.args[0])]
            else:
                self.sentences += self._texts(node.args[0])
        self.generic_visit(node)

    def _texts(self, node: ast.expr) -> list[str]:
        match node:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.JoinedStr(values=values):
                return [
                    "".join(str(part.value) if isinstance(part, ast.Constant) else "Omar Haddad" for part in values)
                ]
            case ast.IfExp(body=body, orelse=orelse):
                return [*self._texts(body), *self._texts(orelse)]
            case _:
                return []


def test_every_answer_to_a_key_is_at_most_three_seconds() -> None:
    said = Said()
    for path in Path(roles.__file__).parent.rglob("*.py"):
        said.visit(ast.parse(path.read_text(encoding="utf-8")))
    said.sentences += [*DONE_WORDS.values(), *NOTHING_THERE.values(), CALLED_BACK, WARNING]
    assert len(said.sentences) > 80
    assert [
        sentence for sentence in said.sentences if len(sentence) > SPOKEN_CHARS and not sentence_for_a_page(sentence)
    ] == []


def sentence_for_a_page(sentence: str) -> bool:
    """Refusals of forms, which no key can meet."""
    return sentence.startswith(
        ("What is polled", "Words that the bridge", "A status update", "A reason has", "An answer is")
    )
