"""`incident-bridge erase` and `purge`: take a person out of an incident, delete what is older than its term."""

import sys
from typing import NoReturn

import click

from bridge.cli.session import EXIT_MISTAKE, opened_node, who_is_here
from bridge.files.sealing import CannotOpen
from bridge.keeping.erasure import Erasure, NobodyOfThisName, StillRuns
from bridge.keeping.retention import Retention
from bridge.service import UnknownIncident


@click.command()
@click.argument("name")
@click.option("--incident", required=True, help="Its id, or `latest`.")
@click.option("--delete-recordings", is_flag=True, help="Delete whole files where it is not known when they spoke.")
def erase(name: str, incident: str, delete_recordings: bool) -> None:
    """Erase NAME from an incident that is over: voice, words, number, name. Prints what was done and what is left."""
    with opened_node() as node:
        latest = node.incidents.latest() if incident == "latest" else None
        incident_id = latest.id if latest else incident
        try:
            report = Erasure(node, who_is_here()).erase(incident_id, name, delete_recordings)
        except UnknownIncident:
            _mistake(f"No incident {incident!r}. `incident-bridge list` shows all.")
        except NobodyOfThisName:
            _mistake(f"Nobody called {name!r} was on this incident, or more than one. Names are as in its review.")
        except StillRuns:
            _mistake("The call still runs. End it first.")
        except CannotOpen as error:
            _mistake(f"On this machine {error}.")
        click.echo("\n".join(("Done:", *(f"  {line}" for line in report.done))))
        click.echo("\n".join(("Left:", *(f"  {line}" for line in report.left))))


@click.command()
def purge() -> None:
    """Delete what is older than its term (BRIDGE_KEEP_..._DAYS); the worker does the same once a day."""
    with opened_node() as node:
        settings = node.settings
        if not (settings.keep_recordings_days or settings.keep_transcripts_days or settings.keep_logs_days):
            click.echo("No term is set: everything is kept. BRIDGE_KEEP_RECORDINGS_DAYS and its sisters set one.")
            return
        done = Retention(node).run()
        click.echo("\n".join(done) if done else "Nothing is older than its term.")


def _mistake(text: str) -> NoReturn:
    click.echo(text, err=True)
    sys.exit(EXIT_MISTAKE)
