"""Milliseconds to draft a line of the annotated calls, and how well it is drafted."""

import io
import time
from pathlib import Path

import transcription
from transcription.drafting.commands import score_files

CORPUS = Path(transcription.__file__).parent / "corpus"


def measure() -> dict[str, object]:
    files = sorted(CORPUS.glob("*.jsonl"))
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) - 1 for path in files)
    cpu = time.process_time()
    score = score_files(files, io.StringIO())
    used = time.process_time() - cpu
    overall = score.overall
    return {
        "lines": lines,
        "ms_per_line": round(used / lines * 1000, 3),
        "precision": round(overall.precision, 3),
        "recall": round(overall.recall, 3),
        "f1": round(overall.f1, 3),
    }
