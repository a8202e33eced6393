"""The command line: `incident-bridge COMMAND`, also `python -m bridge COMMAND`."""

import sys

import click

from bridge.cli import demonstration, directory, incidents, models, serving, sign_in, simulation, twilio_number
from bridge.cli.session import fails_readably


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def cli() -> None:
    """Incident Bridge: one phone number for an incident call, with live transcript, roll call and draft timeline."""


for command in (
    serving.serve,
    incidents.open_command,
    incidents.list_incidents,
    incidents.export,
    sign_in.invite,
    directory.people,
    models.models,
    demonstration.demo,
    simulation.simulate,
    twilio_number.provision,
    twilio_number.doctor,
):
    cli.add_command(command)


def main() -> None:
    """Run the command; an error that a person can mend is one line and exit code 2, never a traceback."""
    with fails_readably():
        cli(standalone_mode=True)
    sys.exit(0)
