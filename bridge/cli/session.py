"""What every command shares: settings from the environment, the node, errors in words."""

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from bridge.logs import configure
from bridge.node import Node, build_node
from bridge.settings import Settings, SettingsError
from bridge.storage.failures import DatabaseTooNew, DatabaseUnavailable
from roles.refusals import Refused
from transcription.models import ModelError

EXIT_MISTAKE = 2


def settings() -> Settings:
    """The settings of this process. Raises SettingsError with every problem at once."""
    return Settings.from_environ(os.environ)


@contextmanager
def opened_node() -> Iterator[Node]:
    """A node whose database is there and up to date; closed afterwards."""
    configure()
    node = build_node(settings())
    try:
        yield node
    finally:
        node.close()


@contextmanager
def fails_readably() -> Iterator[None]:
    """Turn the errors that a person can mend into one line on standard error."""
    try:
        yield
    except (SettingsError, DatabaseUnavailable, DatabaseTooNew, ModelError) as error:
        click.echo(str(error), err=True)
        sys.exit(EXIT_MISTAKE)
    except Refused as refused:
        click.echo(refused.reason, err=True)
        sys.exit(EXIT_MISTAKE)


def who_is_here() -> str:
    """Who gives this command, for the list of accesses."""
    try:
        return f"{getpass.getuser()} at the machine"
    except (KeyError, OSError):
        return "somebody at the machine"
