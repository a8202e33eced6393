"""A console with an incident of three, one of them in command."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_office import Office

from roles import commands as c
from roles.people import Role


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = Office(tmp_path)
    yield found
    found.node.close()


@pytest.fixture
def on_a_call(office: Office) -> Office:
    """Ana commands, Dev is deputy, Omar is on the line, a stranger waits."""
    office.opened()
    for name in ("Ana Ruiz", "Dev Rao", "Omar Haddad", "stranger"):
        office.joins(name)
        office.later(1)
    office.do(c.TakeCommand(), by="Ana Ruiz")
    office.do(c.AssignRole(role=Role.DEPUTY, person_id=office.id_of("Dev Rao")), by="Ana Ruiz")
    return office
