"""`incident-bridge models`: which speech model is in use, and whether it works."""

import sys

import click
from transcription.models import ModelError, resolve
from transcription.vosk_recognizer import check_model

from bridge.cli.session import settings


@click.group()
def models() -> None:
    """Speech models."""


@models.command("show")
def show() -> None:
    """The model in use and what it is."""
    found = _resolved()
    click.echo(f"{found.path}\n{found.description}")


@models.command("check")
def check() -> None:
    """Load the model and decode a second of 8 kHz audio."""
    found = _resolved()
    try:
        check_model(found.path)
    except ModelError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{found.path} works at 8 kHz.")


def _resolved():  # type: ignore[no-untyped-def]
    try:
        return resolve(settings().vosk_model)
    except ModelError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
