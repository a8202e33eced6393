"""`incident-bridge invite NAME`: a one-time sign-in link for the console."""

import click

from bridge.cli.session import opened_node
from bridge.node import Node


@click.command()
@click.argument("name")
@click.option("--admin", is_flag=True, help="May do everything; a NAME that is not in the directory is added to it.")
def invite(name: str, admin: bool) -> None:
    """Print a link that signs NAME in once within 15 minutes."""
    with opened_node() as node:
        click.echo(invitation(node, name, admin))


def invitation(node: Node, name: str, admin: bool) -> str:
    """The address of the link. Raises ClickException when nobody of this name is known and no administrator is made."""
    person = node.directory.by_name(name)
    if person is None:
        if not admin:
            raise click.ClickException(
                f"Nobody called {name!r} is in the directory. Import them (incident-bridge people import FILE), "
                "or make an administrator with --admin."
            )
        try:
            person = node.directory.create(name)
        except ValueError as error:
            raise click.ClickException(f"{error}.") from None
    token = node.accounts.invite(person.person_id, admin, node.clock())
    settings = node.settings
    base_url = settings.public_url or f"http://{settings.host}:{settings.port}"
    return f"{base_url}/sign-in/{token}"
