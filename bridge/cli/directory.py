"""`incident-bridge people`: who may call, and with which training."""

from pathlib import Path

import click

from bridge.cli.session import opened_node
from bridge.storage.people_file import ImportRefused


@click.group()
def people() -> None:
    """The directory of people: who calls from which number, with which PIN, trained as what."""


@people.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_people(file: Path) -> None:
    """Add and update people from FILE (YAML); removes nobody. A mistake in the file imports nothing."""
    with opened_node() as node:
        try:
            imported = node.directory.import_yaml(file.read_text(encoding="utf-8"))
        except (ImportRefused, UnicodeDecodeError) as error:
            raise click.ClickException(f"{file}: {error}\nNothing was imported.") from None
        click.echo(f"{imported.added} added, {imported.updated} updated.")


@people.command("list")
def list_people() -> None:
    """Names, teams, training, and the last test call; tab-separated."""
    with opened_node() as node:
        checks = node.phone_checks.newest()
        for person in node.directory.all():
            check = checks.get(person.person_id)
            tested = f"{check.at:%Y-%m-%d} {check.summary}" if check else "never tested"
            click.echo("\t".join((person.name, ",".join(person.teams), ",".join(person.trained), tested)))
