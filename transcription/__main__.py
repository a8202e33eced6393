"""Command line: `python -m transcription transcribe FILE.wav | draft CALL.jsonl | score CALL.jsonl...`."""

import argparse
import sys
from pathlib import Path

import orjson

from transcription import wav
from transcription.drafting.commands import BadCall, draft_file, score_files
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
    scoring = commands.add_parser("score", help="how well annotated calls are drafted: precision, recall, F1")
    scoring.add_argument("files", type=Path, nargs="+")
    chosen = parser.parse_args(arguments)
    try:
        match chosen.command:
            case "transcribe":
                _transcribe(chosen.file, chosen.model)
            case "draft":
                draft_file(chosen.file, sys.stdout)
            case _:
                score_files(chosen.files, sys.stdout)
    except (ModelError, wav.WavError, BadCall, OSError) as error:
        print(f"{chosen.file}: {error}" if isinstance(error, wav.WavError) else error, file=sys.stderr)
        return 2
    return 0


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
