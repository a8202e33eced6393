"""`incident-bridge serve [web|live|worker]`: all processes under one supervisor, or one of them for containers."""

import sys

import click

from bridge.cli.session import settings
from bridge.logs import configure
from bridge.supervisor import serve_all, serve_live, serve_web, serve_worker


@click.command()
@click.argument("process", required=False, type=click.Choice(("web", "live", "worker")))
@click.option("--bind", default="", hidden=True)
@click.option("--fd", default=-1, hidden=True)
@click.option("--web-url", default="", hidden=True)
def serve(process: str | None, bind: str, fd: int, web_url: str) -> None:
    """Take calls: start web, live and worker and keep them running, or start one PROCESS of them."""
    configure()
    found = settings()
    found.require_for_serving()
    match process:
        case "web":
            code = serve_web(found, bind)
        case "live":
            code = serve_live(found, fd, web_url)
        case "worker":
            code = serve_worker(found)
        case _:
            code = serve_all(found, announce=sys.stdout.isatty())
    sys.exit(code)
