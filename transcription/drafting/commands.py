"""`draft`, `score` and `train`: the drafting over files of utterances."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

import orjson

from transcription.drafting.drafter import draft
from transcription.drafting.entry_json import entry_json
from transcription.drafting.measuring import annotated
from transcription.drafting.measuring.call_files import BadCall
from transcription.drafting.measuring.evaluating import drafted_call
from transcription.drafting.measuring.false_timers import timers_of
from transcription.drafting.measuring.reporting import print_score
from transcription.drafting.measuring.scoring import Score
from transcription.drafting.measuring.speed import ms_per_line
from transcription.drafting.shipped_model import NAME, shipped_bytes

__all__ = ["MODEL_PATH", "BadCall", "corpus", "draft_file", "score_files"]
MODEL_PATH = Path(__file__).parent / NAME


def corpus() -> list[Path]:
    """The annotated calls of the package, in order."""
    return sorted((Path(__file__).parent.parent / "corpus").glob("*.jsonl"))


def draft_file(path: Path, out: TextIO) -> None:
    """Draft entry JSON lines for the utterances of one file. Raises BadCall, after what came before was written."""
    for entry in _entries(path):
        out.write(orjson.dumps(entry).decode("utf-8") + "\n")


def score_files(paths: Sequence[Path], out: TextIO) -> Score:
    """Precision, recall and F1 of each type over annotated calls, read as a recognizer gives them. Raises BadCall."""
    score = Score()
    calls = annotated.read(paths)
    for call in calls:
        score.add(*drafted_call(call))
    print_score(score, out)
    timers = timers_of(calls)
    out.write(f"\n{ms_per_line(calls):.2f} ms a line, model of {len(shipped_bytes()) / 1e6:.1f} MB\n")
    out.write(f"timers: {timers.proposed} proposed, {timers.wrong} wrong, {timers.wrong_per_hour:.2f} wrong an hour\n")
    return score


def _entries(path: Path) -> Iterator[dict[str, object]]:
    call = annotated.Call("", "", (), ())
    context = call.context()
    for read in annotated.lines(path):
        if isinstance(read, annotated.Call):
            call, context = read, read.context()
            continue
        found, context = draft(context, call.line(read))
        yield from (entry_json(entry, read.t, read.speaker) for entry in found)
