"""`incident-bridge models list | install NAME | use NAME | test [WAV]`: which speech model hears the calls."""

import sys
from pathlib import Path

import click

from bridge.cli.session import settings
from bridge.settings import Settings
from bridge.speech_models import catalogue, install as installing
from bridge.speech_models.catalogue import CatalogueError
from bridge.speech_models.chosen import (
    BUILT_IN,
    choice,
    choose,
    chosen_model,
    found_model,
    installed,
    is_name,
    models_dir,
)
from bridge.speech_models.download import DownloadError
from bridge.speech_models.install import InstallError
from bridge.speech_models.self_test import RATES_HZ, SLOW, RateTest, sample, self_test
from transcription import wav
from transcription.models import BUILT_IN_PATH, ModelError, SpeechModel
from transcription.vocabulary import Vocabulary
from transcription.vosk_recognizer import VoskModel, check_model
from transcription.whole_files import transcribe


@click.group()
def models() -> None:
    """Speech models: which one hears the calls."""


@models.command("list")
@click.option("--available", is_flag=True, help="What can be installed, from vosk's catalogue.")
@click.option("--language", default="", help="With --available: only this one, such as en-us or de.")
def list_models(available: bool, language: str) -> None:
    """The built-in model, those that are installed, and the one in use (marked with *)."""
    found = settings()
    if available or language:
        _list_available(found, language)
        return
    used = chosen_model(found)
    known = installed(found)
    if all(model.path != used.path for model in known):
        known.append(used)
    for model in known:
        there = "" if model.path.is_dir() else "  (there is no such folder)"
        click.echo(f"{'*' if model.path == used.path else ' '} {model.description}{there}")
        click.echo(f"    {'(in this package)' if model.path == BUILT_IN_PATH else model.path}")
    click.echo(f"\n{_why(found)} Another one: incident-bridge models list --available, then install NAME, use NAME.")


@models.command("install")
@click.argument("name")
def install_model(name: str) -> None:
    """Fetch the model NAME from vosk's catalogue, check it and keep it in the data directory.

    What was fetched before it was interrupted is kept: the same command goes on from there.
    """
    found = settings()
    folder = models_dir(found)
    if is_name(name) and (folder / name).is_dir():
        click.echo(f"{name} is installed already. To take it: incident-bridge models use {name}")
        return
    try:
        base_url = catalogue.catalogue_url(found)
        model = catalogue.model_named(catalogue.read_catalogue(base_url), name)
        if not model.md5:
            click.echo("The catalogue has no checksum for it; its size is checked alone.", err=True)
        label = f"{name}, {_size(model.size)}"
        with click.progressbar(length=model.size or 1, label=label, file=sys.stderr) as bar:
            path = installing.install(
                model,
                base_url,
                folder,
                on_progress=lambda have: bar.update(have - bar.pos),
                tell=lambda words: click.echo(f"\n{words}", err=True),
            )
    except (CatalogueError, DownloadError, InstallError, ModelError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{folder}: {error.strerror or error}") from None
    click.echo(f"Installed in {path}\nTo take it: incident-bridge models use {name}")


@models.command("use")
@click.argument("name")
def use_model(name: str) -> None:
    """Take the installed model NAME (or a folder, or built-in) from the next start on."""
    found = settings()
    if not is_name(name) and name != BUILT_IN:
        name = str(Path(name).expanduser().absolute())
    model = found_model(found, name)
    if is_name(name) and not model.path.is_dir():
        raise click.ClickException(f"{name} is not installed. First: incident-bridge models install {name}")
    check_model(model.path)
    choose(found, name)
    click.echo(f"From the next start on: {model.description}")
    if found.vosk_model:
        click.echo(f"But BRIDGE_VOSK_MODEL is set to {found.vosk_model} and wins; unset it.", err=True)


@models.command("test")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--model", "name", default="", help="Another than the one in use: a name, a folder, or built-in.")
def test_model(file: Path | None, name: str) -> None:
    """Test the model in use with telephone sound (8 kHz) and at 16 kHz; with a WAV FILE print what it hears."""
    found = settings()
    model = found_model(found, name) if name else chosen_model(found)
    check_model(model.path)
    try:
        channels = wav.read(file.read_bytes()) if file else [sample()]
    except wav.WavError as error:
        raise click.ClickException(f"{file}: {error}") from None
    click.echo(f"ok  {model.description}")
    for rate_hz in RATES_HZ:
        _say(self_test(model.path, channels[0], rate_hz))
    if file is not None:
        _transcribe(model, file.stem, channels)


def _transcribe(model: SpeechModel, speaker: str, channels: list[wav.Samples]) -> None:
    loaded = VoskModel(model.path)
    click.echo("As on a call:")
    for samples in channels:
        for utterance in transcribe(samples, speaker, loaded.recognizer, Vocabulary(language=model.language)):
            click.echo(f"{utterance['t']:8.2f} s  {utterance['shown']}")


def _say(test: RateTest) -> None:
    rate = f"{test.rate_hz // 1000:2d} kHz"
    if test.heard is None:
        needed = "" if test.rate_hz == RATES_HZ[0] else "; calls do not need this rate"
        click.echo(f"    {rate}  not taken: {test.why}{needed}")
        return
    heard = test.heard
    click.echo(
        f"    {rate}  loaded in {heard.load_s:.1f} s, {heard.of_real_time:.2f} s of work for a second of speech, "
        f"{heard.memory_mib:.0f} MiB\n            heard: {heard.text or '(nothing)'}"
    )
    if test.rate_hz == RATES_HZ[0] and heard.of_real_time > SLOW:
        click.echo("            Too slow for several talkers on this machine: take a smaller model.")


def _list_available(found: Settings, language: str) -> None:
    try:
        known = catalogue.read_catalogue(catalogue.catalogue_url(found))
    except CatalogueError as error:
        raise click.ClickException(str(error)) from None
    shown = [
        model for model in known if not model.obsolete and (not language or model.language.startswith(language.lower()))
    ]
    if not shown:
        languages = ", ".join(sorted({model.language for model in known}))
        raise click.ClickException(f"There is no model for {language!r}. Languages: {languages}")
    here = {model.path.name for model in installed(found)}
    for model in shown:
        mark = "installed" if model.name in here else "small" if model.small else ""
        click.echo(f"{model.name:<44} {_size(model.size):>9}  {model.language_name or model.language:<22} {mark}")


def _why(found: Settings) -> str:
    if found.vosk_model:
        return "BRIDGE_VOSK_MODEL says which one is used."
    return "It was chosen by `models use`." if choice(found) else "Nothing else was chosen."


def _size(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"
