"""`incident-bridge demo` and `simulate`: the whole bridge without a Twilio account."""

import sys

import click

from bridge.demo.run import run_demo
from bridge.simulator.server import run as run_simulator


@click.command()
@click.option("--fast", is_flag=True, help="Skip the pauses between utterances.")
@click.option("--port", default=8080, show_default=True, help="Port of the console.")
def demo(fast: bool, port: int) -> None:
    """Run one incident of about two minutes with five callers who speak, against the local carrier."""
    sys.exit(run_demo(fast=fast, port=port))


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=9999, show_default=True)
def simulate(host: str, port: int) -> None:
    """Run the local carrier on its own; point TWILIO_API_BASE_URL at it."""
    run_simulator(host=host, port=port)
