"""`incident-bridge simulate`: the local carrier on its own, in place of a Twilio account."""

import click

from bridge.simulator.server import run as run_simulator


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=9999, show_default=True)
def simulate(host: str, port: int) -> None:
    """Run the local carrier on its own; point TWILIO_API_BASE_URL at it."""
    run_simulator(host=host, port=port)
