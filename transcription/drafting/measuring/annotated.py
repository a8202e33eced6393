"""Annotated calls: utterances with what a scribe would note, and the group (author) that each call comes from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from transcription.drafting.context import Context
from transcription.drafting.line import Line, plain
from transcription.drafting.measuring.call_files import read_call
from transcription.drafting.people import people


@dataclass(frozen=True)
class Said:
    number: int
    t: float
    speaker: str
    text: str
    labels: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Call:
    """`group`: calls of one author share their turns of phrase; `lines` as a recognizer gives them."""

    name: str
    group: str
    participants: tuple[Mapping[str, Any], ...]
    lines: tuple[Said, ...]

    def context(self) -> Context:
        """Before the first line: everybody of the header, so that they can be addressed."""
        return Context(
            people=people(
                (who.get("name", "") for who in self.participants), (who.get("team", "") for who in self.participants)
            )
        )

    def line(self, said: Said) -> Line:
        roles = next((who.get("roles", ()) for who in self.participants if who.get("name") == said.speaker), ())
        return Line(
            utterance_id=str(said.number),
            speaker_id=said.speaker,
            speaker=said.speaker,
            text=said.text,
            roles=frozenset(roles),
        )

    @property
    def hours(self) -> float:
        return max((said.t for said in self.lines), default=0.0) / 3600


def read(paths: Iterable[Path]) -> list[Call]:
    """In the order of the paths. Raises BadCall for a file that is not a call."""
    return [_read(path) for path in paths]


def lines(path: Path) -> Iterator["Call | Said"]:
    """The header, if there is one, as a call without lines; then each utterance. Raises BadCall where it breaks."""
    for number, row in read_call(path):
        if "text" not in row:
            who = tuple(member for member in row.get("participants", []) if isinstance(member, dict))
            yield Call(path.stem, path.stem.split("-")[0], who, ())
        else:
            yield Said(number, row["t"], row["speaker"], row["text"], tuple(row.get("labels") or ()))


def _read(path: Path) -> Call:
    call = Call(path.stem, path.stem.split("-")[0], (), ())
    said: list[Said] = []
    for found in lines(path):
        if isinstance(found, Call):
            call = found
        else:
            said.append(replace(found, text=plain(found.text)))
    return replace(call, lines=tuple(said))
