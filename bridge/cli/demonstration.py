"""`incident-bridge demo`: one incident with five callers who speak, without a Twilio account."""

import sys

import click

from bridge.demo.run import run_demo


@click.command()
@click.option("--fast", is_flag=True, help="Skip the pauses between utterances.")
@click.option("--port", default=8080, show_default=True, help="Port of the bridge.")
def demo(fast: bool, port: int) -> None:
    """Run one incident of about two minutes with five callers who speak, against the local carrier."""
    sys.exit(run_demo(fast=fast, port=port))
