"""`incident-bridge invite NAME`: a one-time sign-in link for the console."""

import click

from bridge.cli.session import opened_node
from bridge.invitations import NobodyToInvite, invitation


@click.command()
@click.argument("name")
@click.option("--admin", is_flag=True, help="May do everything; a NAME that is not in the directory is added to it.")
def invite(name: str, admin: bool) -> None:
    """Print a link that signs NAME in once within 15 minutes."""
    with opened_node() as node:
        try:
            click.echo(invitation(node, name, admin))
        except NobodyToInvite as error:
            raise click.ClickException(str(error)) from None
