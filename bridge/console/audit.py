"""The list of who looked at what, for administrators; and the note that each look makes."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from bridge.console.rendering import render
from bridge.console.signed_in import current_viewer, message, signed_in
from bridge.node import Node
from bridge.storage.accesses import Access

WORDS = {
    "recording": "heard a recording",
    "transcript": "read the review",
    "export": "exported",
    "take": "heard kept sound",
    "reading": "had the kept sound transcribed again",
    "line": "heard a line",
    "erase": "erased",
    "purge": "deleted by policy",
}


def note_access(node: Node, incident_id: str, what: str, subject: str) -> None:
    """Inside a handler that is decorated with `signed_in`. Raises DatabaseUnavailable."""
    viewer = current_viewer()
    node.accesses.note(
        Access(
            at=node.clock(),
            who=viewer.name,
            person_id=viewer.person_id,
            incident_id=incident_id,
            what=what,
            subject=subject,
        )
    )


def blueprint(node: Node) -> Blueprint:
    found = Blueprint("audit", __name__)

    @found.get("/accesses")
    @signed_in(node)
    def accesses() -> ResponseReturnValue:
        if not current_viewer().admin:
            return message("This page is for administrators", "Ask one of them who looked at what.", 403)
        titles = {row.id: row.title for row in node.incidents.all()}
        return render("console/accesses.html", accesses=node.accesses.latest(), titles=titles, words=WORDS)

    return found
