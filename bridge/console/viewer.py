"""Who looks at a page: what the templates and the permission table need to know."""

from dataclasses import dataclass

from bridge.storage.accounts import Session
from roles.people import Actor


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """A signed-in person. `person_id` is the directory's."""

    person_id: str
    name: str
    admin: bool = False

    @property
    def actor(self) -> Actor:
        return Actor(person_id=self.person_id, admin=self.admin)


def viewer_of(session: Session) -> Viewer:
    return Viewer(person_id=session.person_id, name=session.name, admin=session.admin)
