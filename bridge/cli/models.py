"""`incident-bridge models list | test [WAV]`: which speech model is in use, and whether it works on this machine."""

from pathlib import Path

import click

from bridge.cli.session import settings
from transcription import wav
from transcription.models import BUILT_IN_PATH, resolve
from transcription.vosk_recognizer import VoskModel, check_model
from transcription.whole_files import transcribe

CACHE = Path.home() / ".cache" / "vosk"


@click.group()
def models() -> None:
    """Speech models: which one hears the calls."""


@models.command("list")
def list_models() -> None:
    """The built-in model, those that were fetched before, and the one in use (marked with *)."""
    used = resolve(settings().vosk_model or None)
    fetched = sorted(path for path in CACHE.glob("vosk-model*") if path.is_dir()) if CACHE.is_dir() else []
    known = [resolve(None), *(resolve(path.name) for path in fetched)]
    if all(model.path != used.path for model in known):
        known.append(used)
    for model in known:
        there = "" if model.path.is_dir() else "  (there is no such folder)"
        click.echo(f"{'*' if model.path == used.path else ' '} {model.description}{there}")
        click.echo(f"    {'(in this package)' if model.path == BUILT_IN_PATH else model.path}")
    click.echo("\nTo use another one set BRIDGE_VOSK_MODEL to its folder and start the bridge again.")


@models.command("test")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def test_model(file: Path | None) -> None:
    """Check that the model in use takes telephone sound (8 kHz); with a WAV FILE also print what it hears."""
    model = resolve(settings().vosk_model or None)
    check_model(model.path)
    click.echo(f"ok  {model.description}")
    if file is None:
        return
    loaded = VoskModel(model.path)
    try:
        channels = wav.read(file.read_bytes())
    except wav.WavError as error:
        raise click.ClickException(f"{file}: {error}") from None
    for samples in channels:
        for utterance in transcribe(samples, file.stem, loaded.recognizer):
            click.echo(f"{utterance['t']:8.2f} s  {utterance['text']}")
