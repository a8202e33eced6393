"""`incident-bridge open`, `list`, `export`: incidents without a browser."""

import json
import sys
from pathlib import Path

import click

from bridge.cli.session import opened_node
from bridge.exports.json_export import export_json
from bridge.exports.markdown_export import export_markdown
from bridge.opening import open_incident
from bridge.plan import PlanError, plan_from_yaml
from bridge.service import UnknownIncident
from bridge.speech_models.by_language import models_by_language
from roles.commands import ReopenIncident
from roles.people import Actor

FORMATS = ("json", "markdown")


@click.command("open")
@click.option("--title", help="What fails, in a few words.")
@click.option("--severity", type=click.IntRange(1, 5), help="1 is the worst.")
@click.option("--plan", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Who is required (YAML).")
@click.option("--language", default="", help="What is spoken, such as de; default: the language of the bridge's model.")
@click.option("--again", metavar="INCIDENT", help="Open an ended incident again (an id, or `latest`).")
def open_command(title: str | None, severity: int | None, plan: Path | None, language: str, again: str | None) -> None:
    """Open an incident; prints its id."""
    if (title is None) == (again is None):
        raise click.UsageError("Say either --title for a new incident, or --again INCIDENT for one that has ended.")
    with opened_node() as node:
        actor = Actor(person_id="bridge", admin=True)
        if again is not None:
            latest = node.incidents.latest() if again == "latest" else node.incidents.get(again)
            if latest is None:
                raise click.ClickException(f"No incident {again!r}. `incident-bridge list` shows all.")
            node.service.handle(latest.id, ReopenIncident(), actor)
            click.echo(latest.id)
            return
        if language and language not in models_by_language(node.settings):
            raise click.ClickException(
                f"No speech model for {language!r} is installed. `incident-bridge models list --available --language "
                f"{language}` shows what there is."
            )
        try:
            found = plan_from_yaml(plan.read_text(encoding="utf-8"), node.directory) if plan else None
        except PlanError as error:
            raise click.ClickException(f"{plan}: {error}") from None
        incident_id = open_incident(
            node.service,
            node.directory,
            title=title or "",
            severity=severity,
            actor=actor,
            now=node.clock(),
            call_limit_minutes=node.settings.call_limit_minutes,
            plan=found,
            language=language,
        )
        click.echo(incident_id)


@click.command("list")
def list_incidents() -> None:
    """All incidents, newest first: id, state, severity, opened at, title, separated by tabs."""
    with opened_node() as node:
        for row in node.incidents.all():
            severity = "" if row.severity is None else str(row.severity)
            opened_at = row.opened_at.isoformat().replace("+00:00", "Z")
            click.echo("\t".join((row.id, row.state, severity, opened_at, row.title)))


@click.command()
@click.argument("incident")
@click.option("--format", "form", type=click.Choice(FORMATS), default="json", show_default=True)
def export(incident: str, form: str) -> None:
    """Write INCIDENT (an id, or `latest`) to standard output."""
    with opened_node() as node:
        latest = node.incidents.latest() if incident == "latest" else None
        incident_id = latest.id if latest else incident
        try:
            with node.service.reading(incident_id) as record:
                if form == "markdown":
                    text = export_markdown(record)
                else:
                    events = node.service.events_after(incident_id, 0)
                    text = json.dumps(export_json(record, events, node.words.current()), indent=2)
        except UnknownIncident:
            click.echo(f"No incident {incident!r}. `incident-bridge list` shows all.", err=True)
            sys.exit(2)
        click.echo(text)
