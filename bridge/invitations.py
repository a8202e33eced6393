"""Sign-in links: who gets one, and its address."""

from bridge.node import Node


class NobodyToInvite(ValueError):
    """No person of this name; the text says what to do."""


def invitation(node: Node, name: str, admin: bool) -> str:
    """A one-time address for a person of the directory; an administrator is added to it when unknown.

    Raises NobodyToInvite.
    """
    person = node.directory.by_name(name)
    if person is None:
        if not admin:
            raise NobodyToInvite(
                f"Nobody called {name!r} is in the directory. Import them (incident-bridge people import FILE), "
                "or make an administrator with --admin."
            )
        try:
            person = node.directory.create(name)
        except ValueError as error:
            raise NobodyToInvite(f"{error}.") from None
    token = node.accounts.invite(person.person_id, admin, node.clock())
    settings = node.settings
    base_url = settings.public_url or f"http://{settings.host}:{settings.port}"
    return f"{base_url}/sign-in/{token}"
