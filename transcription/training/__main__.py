"""Builds the built-in speech model: `python -m transcription.training OUT_DIR`. Goes on where it was stopped."""

import argparse
import os
import sys
from pathlib import Path

from transcription.models import ModelError
from transcription.training import plan
from transcription.training.kaldi_files import openfst
from transcription.training.measuring.references import NoReferences
from transcription.training.needs import MissingNeed
from transcription.training.pronouncing.lexicon import NoPronunciation
from transcription.training.stages import figures
from transcription.training.stages.workshop import Wishes, Workshop
from transcription.training.voices.engines import Engine

DEFAULT_WORK = Path("build/speech-model/work")
STAGE_NAMES = [stage.name for stage in plan.STAGES]


class BadWish(Exception):
    """An argument that means nothing; the text says what would."""


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
        BadWish, MissingNeed, plan.Unfinished, NoPronunciation, NoReferences, openfst.FstFailed, ModelError, OSError,
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
    parser.add_argument("--per-voice", type=int, default=8, help="held-out sentences of each voice (8)")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="for speech and features")
    parser.add_argument("--threads", type=int, default=1, help="for the network; another number is another result")
    parser.add_argument("--again-from", choices=STAGE_NAMES, help="do this stage and all after it again")
    parser.add_argument(
        "--only", help="only these stages, a comma between them; text,pronunciations,graph for new words"
    )
    parser.add_argument("--measure", type=Path, metavar="DIR", help="only measure OUT on DIR with its reference.tsv")
    parser.add_argument("--errors", action="store_true", help="with --measure: every sentence heard wrongly")
    return parser


def _train(chosen: argparse.Namespace) -> None:
    engines, stages = _engines(chosen.engines), _stages(chosen.only)
    shop = Workshop(
        out=chosen.out,
        work=chosen.work,
        wishes=Wishes(limit=chosen.limit, engines=engines, threads=chosen.threads, per_voice=chosen.per_voice),
        processes=chosen.processes,
    )
    # Set before torch is imported: threads that spin while they wait take the cores of the others.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("GOMP_SPINCOUNT", "0")
    plan.check(stages, engines, shop.progress)
    plan.run(shop, stages, chosen.again_from)
    shop.progress.note(f"The model is in {chosen.out}.")


def _stages(wish: str | None) -> list[plan.Stage]:
    if wish is None:
        return list(plan.STAGES)
    names = [name.strip() for name in wish.split(",")]
    strange = [name for name in names if name not in STAGE_NAMES]
    if strange:
        raise BadWish(f"There is no stage {', '.join(strange)}; the stages are {', '.join(STAGE_NAMES)}.")
    return [stage for stage in plan.STAGES if stage.name in names]


def _engines(wish: str | None) -> tuple[Engine, ...]:
    if wish is None:
        return tuple(Engine)
    try:
        return tuple(Engine(name.strip()) for name in wish.split(","))
    except ValueError as error:
        raise BadWish(f"{error}: the engines are {', '.join(Engine)}.") from None


if __name__ == "__main__":
    sys.exit(main())
