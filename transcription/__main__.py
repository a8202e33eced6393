"""Command line: `python -m transcription transcribe FILE.wav | draft CALL.jsonl | score [CALL.jsonl...] | train`."""

import argparse
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import orjson

from transcription import wav
from transcription.drafting.commands import MODEL_PATH, BadCall, corpus, draft_file, score_files
from transcription.models import ModelError, resolve
from transcription.vocabulary import Vocabulary
from transcription.vosk_recognizer import VoskModel, check_model
from transcription.whole_files import transcribe


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0, or 2 with one readable line on standard error."""
    parser = argparse.ArgumentParser(prog="python -m transcription")
    commands = parser.add_subparsers(dest="command", required=True)
    transcribing = commands.add_parser("transcribe", help="a WAV file to utterances, as JSON lines")
    transcribing.add_argument("file", type=Path)
    transcribing.add_argument("--model", default=None, help="folder of a Vosk model (default: the built-in one)")
    drafting = commands.add_parser("draft", help="a call's utterances to draft entries, as JSON lines")
    drafting.add_argument("file", type=Path)
    scoring = commands.add_parser(
        "score",
        help="how well annotated calls are drafted; without files: cross-validation on the calls of the package "
        "(some minutes, needs the extra `train`)",
    )
    scoring.add_argument("files", type=Path, nargs="*")
    scoring.add_argument("--quick", action="store_true", help="without files: leave out the folds by call")
    commands.add_parser("train", help="train the drafting model on the calls of the package (needs the extra `train`)")
    chosen = parser.parse_args(arguments)
    try:
        match chosen.command:
            case "transcribe":
                _transcribe(chosen.file, chosen.model)
            case "draft":
                draft_file(chosen.file, sys.stdout)
            case "train":
                _train()
            case _ if chosen.files:
                score_files(chosen.files, sys.stdout)
            case _:
                _score(quick=chosen.quick)
    except (ModelError, wav.WavError, BadCall, NeedsTraining, OSError) as error:
        print(f"{chosen.file}: {error}" if isinstance(error, wav.WavError) else error, file=sys.stderr)
        return 2
    return 0


class NeedsTraining(Exception):
    """Something that only training needs is not installed; the text says what to do."""


def _train() -> None:
    size = _training().train_to(MODEL_PATH, corpus(), _progress)
    print(f"{MODEL_PATH}: {size / 1e6:.1f} MB")


def _score(quick: bool) -> None:
    _training().score_corpus(corpus(), sys.stdout, _progress, quick)


def _training() -> ModuleType:
    """The only part that needs scipy."""
    try:
        return import_module("transcription.drafting.training.commands")
    except ModuleNotFoundError as error:
        raise NeedsTraining(
            f"{error.name} is not installed: training and cross-validation need the extra `train` "
            "(pip install -e '.[train]')"
        ) from None


def _progress(note: str) -> None:
    print(f"{note} ...", file=sys.stderr, flush=True)


def _transcribe(file: Path, model_setting: str | None) -> None:
    channels = wav.read(file.read_bytes())
    found = resolve(model_setting)
    check_model(found.path)
    model = VoskModel(found.path)
    vocabulary = Vocabulary(language=found.language)
    for number, samples in enumerate(channels, start=1):
        speaker = file.stem if len(channels) == 1 else f"{file.stem}-{number}"
        for utterance in transcribe(samples, speaker, model.recognizer, vocabulary):
            sys.stdout.write(orjson.dumps(utterance).decode("utf-8") + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
