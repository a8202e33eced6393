"""`incident-bridge serve [web|live|worker]`: all processes under one supervisor, or one of them for containers."""

import sys
from collections.abc import Callable
from importlib import import_module

import click

from bridge.cli.session import settings
from bridge.logs import configure

STARTED_BY = {
    "web": "bridge.web:serve_web",
    "live": "bridge.live.serving:serve_live",
    "worker": "bridge.worker:serve_worker",
    "": "bridge.supervisor:serve_all",
}
"""Each process loads its own modules only: a restart is as quick as its imports."""


@click.command()
@click.argument("process", required=False, type=click.Choice(("web", "live", "worker")))
@click.option("--bind", default="", hidden=True)
@click.option("--fd", default=-1, hidden=True)
@click.option("--web-url", default="", hidden=True)
@click.option("--beside", is_flag=True, hidden=True)
@click.option("--ready-fd", default=-1, hidden=True)
def serve(process: str | None, bind: str, fd: int, web_url: str, beside: bool, ready_fd: int) -> None:
    """Take calls: start web, live and worker and keep them running, or start one PROCESS of them.

    Without PROCESS, SIGHUP changes over to the software that is installed now, while people talk: new processes are
    started, take over, and then the old ones end.
    """
    configure()
    found = settings()
    found.require_for_serving()
    match process:
        case "web":
            code = starts("web")(found, bind)
        case "live":
            code = starts("live")(found, fd, web_url, beside, ready_fd)
        case "worker":
            code = starts("worker")(found)
        case _:
            code = starts("")(found, announce=sys.stdout.isatty())
    sys.exit(code)


def starts(process: str) -> Callable[..., int]:
    module, _, name = STARTED_BY[process].partition(":")
    found: Callable[..., int] = getattr(import_module(module), name)
    return found
