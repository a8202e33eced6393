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
from roles.people import Actor

FORMATS = ("json", "markdown")


@click.command("open")
@click.option("--title", required=True, help="What fails, in a few words.")
@click.option("--severity", type=click.IntRange(1, 5), help="1 is the worst.")
@click.option("--plan", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Who is required (YAML).")
def open_command(title: str, severity: int | None, plan: Path | None) -> None:
    """Open an incident; prints its id."""
    with opened_node() as node:
        try:
            found = plan_from_yaml(plan.read_text(encoding="utf-8"), node.directory) if plan else None
        except PlanError as error:
            raise click.ClickException(f"{plan}: {error}") from None
        incident_id = open_incident(
            node.service,
            node.directory,
            title=title,
            severity=severity,
            actor=Actor(person_id="bridge", admin=True),
            now=node.clock(),
            plan=found,
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
                    text = json.dumps(export_json(record, node.service.events_after(incident_id, 0)), indent=2)
        except UnknownIncident:
            click.echo(f"No incident {incident!r}. `incident-bridge list` shows all.", err=True)
            sys.exit(2)
        click.echo(text)
