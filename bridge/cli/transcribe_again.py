"""`incident-bridge transcribe-again`: orders a second transcript and tells how far the worker is."""

import secrets
import sys
import time

import click

from bridge.cli.session import EXIT_MISTAKE, opened_node, who_is_here
from bridge.node import Node
from bridge.read_model.second_reading import Progress, model_name, progress
from bridge.second_reading.ordering import review_language, review_model
from bridge.service import UnknownIncident
from bridge.storage.accesses import Access
from roles.people import Actor
from transcription.timeline.commands import OrderSecondReading

LOOK_EVERY_S = 0.5
PATIENCE_S = 15.0
WAITS = (
    "Nothing was read for a while: it waits while somebody is on a call, and a worker has to run "
    "(incident-bridge serve). The order stays; Ctrl-C ends this display alone."
)


@click.command("transcribe-again")
@click.argument("incident")
@click.option("--model", default="", help="Its name, a folder, or built-in; default: BRIDGE_REVIEW_MODEL.")
@click.option("--no-wait", is_flag=True, help="Order it and come back at once.")
def transcribe_again(incident: str, model: str, no_wait: bool) -> None:
    """Have the kept sound of INCIDENT (an id, or `latest`) transcribed again by another model.

    The worker reads it while nobody is on a call. Nothing changes until somebody takes its words on the review page.
    If one is under way already, this tells how far it is.
    """
    with opened_node() as node:
        latest = node.incidents.latest() if incident == "latest" else None
        incident_id = latest.id if latest else incident
        try:
            now = _progress(node, incident_id)
        except UnknownIncident:
            click.echo(f"No incident {incident!r}. `incident-bridge list` shows all.", err=True)
            sys.exit(EXIT_MISTAKE)
        if now is None or now.how:
            _order(node, incident_id, review_model(node.settings, model))
        elif model:
            click.echo(f"One by {now.model} is under way already.", err=True)
        if not no_wait:
            _follow(node, incident_id)


def _order(node: Node, incident_id: str, model: str) -> None:
    language = review_language(node.settings, model)
    order = OrderSecondReading(reading_id=secrets.token_hex(8), model=model, language=language)
    node.service.handle(incident_id, order, Actor(person_id="bridge", admin=True))
    access = Access(
        at=node.clock(),
        who=who_is_here(),
        person_id=None,
        incident_id=incident_id,
        what="reading",
        subject=f"by {model_name(model)}",
    )
    node.accesses.note(access)
    click.echo(f"Ordered: a second transcript by {model_name(model)}.")


def _follow(node: Node, incident_id: str) -> None:
    """Until it is over; exit code 1 when it was not made."""
    found = _progress(node, incident_id)
    if found is None:
        return
    last_news, searched = time.monotonic(), 0
    with click.progressbar(length=max(found.total, 1), label="lines", file=sys.stderr) as bar:
        while not found.how:
            time.sleep(LOOK_EVERY_S)
            found = _progress(node, incident_id) or found
            if found.done > bar.pos or found.searched > searched:
                searched = found.searched
                last_news = time.monotonic()
            elif time.monotonic() > last_news + PATIENCE_S:
                last_news = float("inf")
                click.echo(f"\n{WAITS}", err=True)
            bar.update(found.done - bar.pos)
    click.echo(_result(node, incident_id, found))
    sys.exit(0 if found.how == "done" else 1)


def _result(node: Node, incident_id: str, found: Progress) -> str:
    if found.how != "done":
        why = f": {found.reason}" if found.reason else ""
        return f"It was {'not made' if found.how == 'failed' else 'stopped'}{why}"
    address = f"{node.settings.public_url}/incidents/{incident_id}/review"
    silent = f" Of {found.silent} no sound is kept." if found.silent else ""
    more = (
        f" {found.found} more {'was' if found.found == 1 else 'were'} not in the live transcript."
        if found.found
        else ""
    )
    return f"{found.differing} of {found.done} lines differ.{more}{silent} Compare and decide: {address}"


def _progress(node: Node, incident_id: str) -> Progress | None:
    with node.service.reading(incident_id) as record:
        return progress(record)
