"""`draft CALL.jsonl` and `score CALL.jsonl...`: the drafting over files of utterances."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

import orjson

from transcription.drafting.context import Context
from transcription.drafting.drafter import draft
from transcription.drafting.line import Line, plain
from transcription.drafting.people import people
from transcription.drafting.scoring import Counts, Score

SLOTS = ("owner", "minutes", "severity", "role", "person", "page", "count")


class BadCall(ValueError):
    """A file that is not a call; names the file and the line."""


def draft_file(path: Path, out: TextIO) -> None:
    """Draft entry JSON lines for the utterances of one file. Raises BadCall, after what came before was written."""
    for entry in _entries(path, _read(path)):
        out.write(orjson.dumps(entry).decode("utf-8") + "\n")


def score_files(paths: Sequence[Path], out: TextIO) -> Score:
    """Precision, recall and F1 of each type over annotated calls, read as a recognizer gives them. Raises BadCall."""
    score = Score()
    for path in paths:
        rows = list(_read(path))
        labels = {number: row["labels"] for number, row in rows if "text" in row and "labels" in row}
        heard = [(number, {**row, "text": plain(row["text"])} if "text" in row else row) for number, row in rows]
        score.add(labels, _entries(path, heard))
    _print(score, out)
    return score


def _entries(
    path: Path, rows: Iterator[tuple[int, dict[str, Any]]] | Sequence[tuple[int, dict[str, Any]]]
) -> Iterator[dict[str, Any]]:
    context = Context()
    roles: Mapping[str, frozenset[str]] = {}
    for number, row in rows:
        if "text" not in row:
            members = [member for member in row.get("participants", []) if isinstance(member, dict)]
            context = Context(people=people((m.get("name", "") for m in members), (m.get("team", "") for m in members)))
            roles = {m["name"]: frozenset(m.get("roles", ())) for m in members if m.get("name")}
            continue
        speaker = row["speaker"]
        line = Line(
            utterance_id=str(number),
            speaker_id=speaker,
            speaker=speaker,
            text=row["text"],
            roles=roles.get(speaker, frozenset()),
        )
        found, context = draft(context, line)
        for entry in found:
            slots = {name: value for name, value in asdict(entry).items() if name in SLOTS and value is not None}
            yield {
                "type": entry.type,
                "source": [number],
                "t": row["t"],
                "speaker": speaker,
                "text": entry.text,
                **slots,
                "confidence": entry.confidence,
            }


def _read(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(physical line number, object); a header may stand on the first line, empty lines are skipped."""
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            if not raw.strip():
                continue
            try:
                row = orjson.loads(raw)
            except orjson.JSONDecodeError as error:
                raise BadCall(f"{path}, line {number}: this is not JSON ({error})") from None
            if not isinstance(row, dict):
                raise BadCall(f"{path}, line {number}: expected an object")
            if "text" not in row and number == 1:
                yield number, row
                continue
            _check(path, number, row)
            yield number, row


def _check(path: Path, number: int, row: Mapping[str, Any]) -> None:
    for name, kinds, words in (
        ("t", (int, float), "seconds as a number"),
        ("speaker", (str,), "a name"),
        ("text", (str,), "what was said"),
    ):
        if not isinstance(row.get(name), kinds) or isinstance(row.get(name), bool):
            raise BadCall(f'{path}, line {number}: "{name}" is missing or is not {words}')


def _print(score: Score, out: TextIO) -> None:
    out.write(f"{'type':<12} {'precision':>9} {'recall':>7} {'F1':>6} {'labels':>7}\n")
    rows: list[tuple[str, Counts]] = [*sorted(score.by_type.items()), ("overall", score.overall)]
    for name, counts in rows:
        out.write(f"{name:<12} {counts.precision:>9.2f} {counts.recall:>7.2f} {counts.f1:>6.2f} {counts.labelled:>7}\n")
    out.write("\nattributes of the entries that were found\n")
    for name, counts in sorted(score.attributes.items()):
        out.write(f"{name:<12} {counts.precision:>9.2f} {counts.recall:>7.2f} {counts.f1:>6.2f} {counts.labelled:>7}\n")
