"""Builds the built-in speech model: `python -m transcription.training OUT_DIR`. Goes on where it was stopped."""

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path

from transcription.models import ModelError
from transcription.training import plan
from transcription.training.kaldi_files import openfst
from transcription.training.measuring.references import NoReferences
from transcription.training.needs import MissingNeed
from transcription.training.progress import Progress
from transcription.training.pronouncing.lexicon import NoPronunciation
from transcription.training.stages import figures
from transcription.training.stages.workshop import Wishes, Workshop
from transcription.training.voices.engines import Engine

DEFAULT_WORK = Path("build/speech-model/work")
STAGE_NAMES = [stage.name for stage in plan.STAGES]


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0; 1 when a model that is only measured does not meet its bars; 2 with a readable line."""
    chosen = _parser().parse_args(arguments)
    try:
        if chosen.measure:
            lines, is_met = figures.measured(chosen.out, chosen.measure, chosen.errors)
            print("\n".join(lines))
            return 0 if is_met else 1
        _train(chosen)
    except (
        MissingNeed, plan.Unfinished, NoPronunciation, NoReferences, openfst.FstFailed, ModelError, OSError,
    ) as error:  # fmt: skip
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped. The same command goes on with this stage.", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m transcription.training", description=__doc__)
    parser.add_argument("out", type=Path, help="the folder of the model")
    parser.add_argument("--work", type=Path, default=DEFAULT_WORK, help=f"between the stages ({DEFAULT_WORK}), 3 GB")
    parser.add_argument("--limit", type=int, help="only so many sentences of each set, to try the way out")
    parser.add_argument("--engines", help=f"only these of {', '.join(Engine)}; a comma between them")
    parser.add_argument("--per-voice", type=int, default=3, help="held-out sentences of each voice (3)")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="for speech and features")
    parser.add_argument("--threads", type=int, default=1, help="for the network; another number is another result")
    parser.add_argument("--again-from", choices=STAGE_NAMES, help="do this stage and all after it again")
    parser.add_argument("--language-only", action="store_true", help="only the words: OUT keeps its network; no torch")
    parser.add_argument("--measure", type=Path, metavar="DIR", help="only measure OUT on DIR with its reference.tsv")
    parser.add_argument("--errors", action="store_true", help="with --measure: every sentence heard wrongly")
    return parser


def _train(chosen: argparse.Namespace) -> None:
    engines = _engines(chosen.engines)
    stages = [stage for stage in plan.STAGES if stage.is_language or not chosen.language_only]
    shop = Workshop(
        out=chosen.out,
        work=chosen.work,
        wishes=Wishes(limit=chosen.limit, engines=engines, threads=chosen.threads, per_voice=chosen.per_voice),
        processes=chosen.processes,
    )
    openfst.check()
    if chosen.language_only:
        if not (chosen.out / "am" / "final.mdl").exists():
            raise MissingNeed(f"{chosen.out} has no am/final.mdl: --language-only needs a model to start from.")
    else:
        _check(engines, shop.progress)
    plan.run(shop, stages, chosen.again_from)
    shop.progress.note(f"The model is in {chosen.out}.")


def _check(engines: tuple[Engine, ...], progress: Progress) -> None:
    """Everything that is needed, before an hour was spent."""
    plan.check_python_packages()
    # Set before torch is imported: threads that spin while they wait take the cores of the others.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("GOMP_SPINCOUNT", "0")
    progress.note("Looking for the voices ...")
    import_module("transcription.training.stages.sound").check_voices(engines)


def _engines(wish: str | None) -> tuple[Engine, ...]:
    if wish is None:
        return tuple(Engine)
    try:
        return tuple(Engine(name.strip()) for name in wish.split(","))
    except ValueError as error:
        raise MissingNeed(f"{error}: the engines are {', '.join(Engine)}.") from None


if __name__ == "__main__":
    sys.exit(main())
