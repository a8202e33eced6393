"""OpenFst's programs, which turn lists of arcs into the binary graphs that Kaldi reads."""

import glob
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from transcription.training.needs import MissingNeed, install, program

_PLUG_IN = "/usr/lib/*/fst/*/olabel_lookahead-fst.so"
"""Debian keeps it where the loader does not look."""


class FstFailed(Exception):
    """One of OpenFst's programs refused its input; the text says what it said."""


def check() -> None:
    """Raises MissingNeed when a program or the plug-in is not installed."""
    for name in ("fstcompile", "fstarcsort", "fstconvert"):
        program(name)
    if not glob.glob(_PLUG_IN):
        raise MissingNeed(f"OpenFst's plug-in olabel_lookahead is missing. {install(['libfst22-plugins-base'])}")


def compile_fst(text: Sequence[str], path: Path) -> None:
    """`source target input output cost` lines, finals as `state cost`; the first line's source is the start."""
    written = path.with_suffix(".txt")
    written.write_text("\n".join(text) + "\n", encoding="utf-8")
    _run("fstcompile", str(written), str(path))


def sort_arcs(source: Path, target: Path, by: str) -> None:
    """`by`: ilabel or olabel."""
    _run("fstarcsort", f"--sort_type={by}", str(source), str(target))


def to_look_ahead(source: Path, target: Path, numbers: Path) -> dict[int, int]:
    """As type olabel_lookahead, which renumbers the output labels: old number to new one. Raises MissingNeed."""
    check()
    _run("fstconvert", "--fst_type=olabel_lookahead", f"--save_relabel_opairs={numbers}", str(source), str(target))
    pairs = (line.split()[:2] for line in numbers.read_text("utf-8").splitlines())
    return {int(old): int(new) for old, new in pairs}


def to_const(source: Path, target: Path) -> None:
    """As type const, compact and quick to load."""
    _run("fstconvert", "--fst_type=const", str(source), str(target))


def _run(name: str, *arguments: str) -> None:
    folders = [os.path.dirname(found) for found in glob.glob(_PLUG_IN)]
    path = os.pathsep.join([*folders, os.environ.get("LD_LIBRARY_PATH", "")])
    done = subprocess.run(
        [program(name), *arguments], env={**os.environ, "LD_LIBRARY_PATH": path}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise FstFailed(f"{name} failed: {done.stderr.strip()}")
