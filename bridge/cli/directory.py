"""`incident-bridge people` and `invite`: who may call, and who signs in to the console."""

from pathlib import Path

import click

from bridge.cli.session import opened_node, settings
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
    """Names, teams and training; numbers are masked."""
    with opened_node() as node:
        for person in node.directory.all():
            click.echo("\t".join((person.name, ",".join(person.teams), ",".join(person.trained))))


@click.command()
@click.argument("name")
@click.option("--admin", is_flag=True, help="May do everything on the console; NAME is created if unknown.")
def invite(name: str, admin: bool) -> None:
    """Print a one-time link with which NAME signs in to the console (15 minutes, once)."""
    public_url = settings().public_url or f"http://{settings().host}:{settings().port}"
    with opened_node() as node:
        person = node.directory.by_name(name)
        if person is None and not admin:
            known = ", ".join(p.name for p in node.directory.all()) or "nobody yet; import a people file first"
            raise click.ClickException(f"Nobody called {name!r} is in the directory. Known: {known}.")
        person = person or node.directory.create(name)
        token = node.accounts.invite(person.person_id, admin, node.clock())
        click.echo(f"{public_url.rstrip('/')}/sign-in/{token}")
