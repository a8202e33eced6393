"""The command line: `incident-bridge COMMAND`, also `python -m bridge COMMAND`."""

import sys
from importlib import import_module

import click

from bridge.cli.session import fails_readably

COMMANDS = {
    "serve": "bridge.cli.serving:serve",
    "open": "bridge.cli.incidents:open_command",
    "list": "bridge.cli.incidents:list_incidents",
    "export": "bridge.cli.incidents:export",
    "invite": "bridge.cli.sign_in:invite",
    "people": "bridge.cli.directory:people",
    "vocabulary": "bridge.cli.vocabulary:vocabulary",
    "models": "bridge.cli.models:models",
    "transcribe-again": "bridge.cli.transcribe_again:transcribe_again",
    "demo": "bridge.cli.demonstration:demo",
    "simulate": "bridge.cli.simulation:simulate",
    "erase": "bridge.cli.keeping:erase",
    "purge": "bridge.cli.keeping:purge",
    "provision": "bridge.cli.twilio_number:provision",
    "doctor": "bridge.cli.doctor:doctor",
}


class Commands(click.Group):
    """Loads a command when it is asked for: a process of the bridge does not wait for the demo's modules."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def cli() -> None:
    """Incident Bridge: one phone number for an incident call, with live transcript, roll call and draft timeline."""


def main() -> None:
    """Run the command; an error that a person can mend is one line and exit code 2, never a traceback."""
    with fails_readably():
        cli(standalone_mode=True)
    sys.exit(0)
