"""`incident-bridge serve [web|worker]`: all processes under one supervisor, or one of them for containers."""

import sys

import click

from bridge.cli.session import settings
from bridge.logs import configure
from bridge.supervisor import serve_all, serve_web, serve_worker

PROCESSES = {"web": serve_web, "worker": serve_worker}


@click.command()
@click.argument("process", required=False, type=click.Choice(sorted(PROCESSES)))
def serve(process: str | None) -> None:
    """Take calls: start web and worker and keep them running, or start one PROCESS of them."""
    configure()
    found = settings()
    found.require_for_serving()
    sys.exit((PROCESSES[process] if process else serve_all)(found))
